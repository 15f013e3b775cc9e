"""Choose a recorded event that a home event resembles, look at both side by side, and say how alike they are."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.resembling.recorded_studies import RecordedEvent, RecordedStudies, RecordedStudy
from eegview.model.study.resemblance import HOW_ALIKE, Resemblance
from eegview.model.text.language import tr, tr_n
from eegview.model.time.clock import elapsed_text
from eegview.ui.resembling.pair_clock import SPEEDS, PairClock
from eegview.ui.resembling.said import HOW_TEXTS
from eegview.ui.widgets.modeless_dialog import resize_in_letters

SIMILARITY_TEXT = tr(
    "What you saw, not a finding: film alone does not tell spasms from mimics. It is saved under your name and "
    "can be undone."
)
_WIDTH_IN_LETTERS, _HEIGHT_IN_LINES, _LIST_LINES = 150, 56, 5


class ResemblingDialog(QDialog):
    """Shows two events; it knows no study and asks for what is to be opened and said."""

    event_chosen = Signal(str, object)  # fingerprint of its study, RecordedEvent
    linked = Signal(str, str)  # how alike, note: with the event that is chosen, else with the words
    withdrawn = Signal()
    infant_asked = Signal()  # to say whose clip it is
    closing = Signal()

    def __init__(self, parent: QWidget, left: QWidget, right: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Home event beside a recorded one"))
        self._studies: RecordedStudies | None = None
        self._name_of: Callable[[RecordedStudy], str] = lambda study: study.name
        self.clock = PairClock(self)
        self._build_texts()
        self._build_choice()
        self._build_controls()
        self._lay_out(left, right)
        self.clock.moved.connect(self._show_time)
        resize_in_letters(self, _WIDTH_IN_LETTERS, _HEIGHT_IN_LINES)

    # building

    def _build_texts(self) -> None:
        self.left_title, self.right_title, self.place = QLabel(), QLabel(), QLabel()
        self.time, self.similarity, self.said = QLabel(), QLabel(SIMILARITY_TEXT), QLabel()
        for name in ("left_title", "right_title", "place", "time", "similarity", "said"):
            label: QLabel = getattr(self, name)
            label.setObjectName(f"resembling.{name}")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(name != "time")
        for label in (self.left_title, self.right_title):
            label.setProperty("role", "title")
        for label in (self.place, self.time, self.similarity):
            label.setProperty("role", "quiet")

    def _build_choice(self) -> None:
        self.studies, self.events = QListWidget(), QListWidget()
        lists = (self.studies, "studies", tr("Recorded studies")), (self.events, "events", tr("Events of the study"))
        for shown, name, text in lists:
            shown.setObjectName(f"resembling.{name}")
            shown.setAccessibleName(text)
            shown.setMaximumHeight(self.fontMetrics().height() * _LIST_LINES)
        self.infant = _button("resembling.infant", tr("Infant…"), tr("Say whose clip this is, and add the EEG to it"))
        self.infant.clicked.connect(lambda _checked=False: self.infant_asked.emit())
        self.infant.hide()
        self.studies.currentRowChanged.connect(self._show_events)
        self.events.currentRowChanged.connect(self._choose)
        self.how = QComboBox()
        self.how.setObjectName("resembling.how")
        self.how.setAccessibleName(tr("How alike"))
        for how in HOW_ALIKE:
            self.how.addItem(tr(HOW_TEXTS[how]), how)
        self.how.setCurrentIndex(HOW_ALIKE.index("similar"))
        self.words = QLineEdit()
        self.words.setObjectName("resembling.words")
        self.words.setAccessibleName(tr("Type in words"))
        self.words.setPlaceholderText(tr("or describe the type"))
        self.note = QLineEdit()
        self.note.setObjectName("resembling.note")
        self.note.setAccessibleName(tr("Note"))
        self.words.textChanged.connect(lambda _text: self._show_link())

    def _build_controls(self) -> None:
        self.play = _button("resembling.play", tr("Play"), tr("Play or stand still"))
        self.back = _button("resembling.back", tr("◂ Step"), tr("A 25th of a second back"))
        self.forth = _button("resembling.forth", tr("Step ▸"), tr("A 25th of a second on"))
        self.restart = _button("resembling.restart", tr("From the start"), tr("Both from a second before the onset"))
        self.speed = QComboBox()
        self.speed.setObjectName("resembling.speed")
        self.speed.setAccessibleName(tr("Speed"))
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}×", speed)
        self.link = _button("resembling.link", tr("Link"), tr("Keep that this event resembles the recorded one"))
        self.link.setProperty("role", "primary")
        self.withdraw = _button("resembling.withdraw", tr("Remove link"), tr("It resembles nothing recorded"))
        self.play.clicked.connect(lambda _checked=False: self.switch_playing())
        self.back.clicked.connect(lambda _checked=False: self._step(-1))
        self.forth.clicked.connect(lambda _checked=False: self._step(1))
        self.restart.clicked.connect(lambda _checked=False: self.clock.restart())
        self.speed.currentIndexChanged.connect(lambda _row: self.clock.use_speed(self.speed.currentData()))
        self.link.clicked.connect(lambda _checked=False: self.linked.emit(self.how.currentData(), self.note.text()))
        self.withdraw.clicked.connect(lambda _checked=False: self.withdrawn.emit())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.close)
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):  # Enter closes nothing here
                button.setAutoDefault(False)

    def _lay_out(self, left: QWidget, right: QWidget) -> None:
        choice = QGridLayout()
        choice.addWidget(self.place, 0, 0)
        choice.addWidget(self.infant, 0, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        choice.addWidget(self.studies, 1, 0)
        choice.addWidget(self.events, 1, 1)
        choice.setColumnStretch(0, 1)
        choice.setColumnStretch(1, 2)
        sides = QGridLayout()
        for column, (title, side) in enumerate(((self.left_title, left), (self.right_title, right))):
            sides.addWidget(title, 0, column)
            sides.addWidget(side, 1, column)
        sides.setColumnStretch(0, 1)
        sides.setColumnStretch(1, 1)
        sides.setRowStretch(1, 1)
        controls = QHBoxLayout()
        for widget in (self.play, self.back, self.forth, self.restart, self.speed, self.time):
            controls.addWidget(widget)
        controls.addStretch(1)
        saying = QGridLayout()
        saying.addWidget(QLabel(tr("This event")), 0, 0)
        saying.addWidget(self.how, 0, 1)
        saying.addWidget(self.words, 0, 2)
        saying.addWidget(QLabel(tr("Note")), 1, 0)
        saying.addWidget(self.note, 1, 1, 1, 2)
        saying.setColumnStretch(2, 1)
        last = QHBoxLayout()
        last.addWidget(self.said, 1)
        for widget in (self.withdraw, self.link, self.buttons):
            last.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addLayout(choice)
        layout.addLayout(sides, 1)
        layout.addLayout(controls)
        layout.addLayout(saying)
        layout.addWidget(self.similarity)
        layout.addLayout(last)
        self._show_link()

    # what is shown

    @property
    def chosen(self) -> tuple[RecordedStudy, RecordedEvent] | None:
        """Return the recorded event that is chosen, with its study; None while none is."""
        study, row = self._chosen_study(), self.events.currentRow()
        return (study, study.events[row]) if study is not None and 0 <= row < len(study.events) else None

    def _chosen_study(self) -> RecordedStudy | None:
        row = self.studies.currentRow()
        return self._studies.studies[row] if self._studies is not None and 0 <= row < self.studies.count() else None

    def show_event(self, text: str) -> None:
        """Say which home event is compared."""
        self.left_title.setText(text)

    def offer_words(self, names: Sequence[str]) -> None:
        """Offer these types while the words are typed; any others can be written as well."""
        completer = QCompleter(list(names), self.words)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.words.setCompleter(completer)

    def show_studies(self, found: RecordedStudies, place: str, name_of: Callable[[RecordedStudy], str]) -> None:
        """List the studies to choose from, the first one's events with them."""
        self._studies, self._name_of = found, name_of
        self.place.setText(place)
        self.infant.setVisible(not found.infant or not found.studies)
        for shown in (self.studies, self.events):
            shown.setVisible(bool(found.studies))
        self.studies.clear()
        for study in found.studies:
            events = tr_n("{n} event", "{n} events", len(study.events))
            self.studies.addItem(QListWidgetItem(f"{name_of(study)}  ·  {events}"))
        if found.studies:
            self.studies.setCurrentRow(0)

    def choose(self, fingerprint: str, mark_id: str) -> None:
        """Choose a study and one of its events, where they are listed."""
        for row, study in enumerate(self._studies.studies if self._studies is not None else ()):
            if study.fingerprint == fingerprint:
                self.studies.setCurrentRow(row)
                wanted = (number for number, event in enumerate(study.events) if event.mark_id == mark_id)
                self.events.setCurrentRow(next(reversed(tuple(wanted)), -1))

    def show_said(self, text: str, said: Resemblance | None) -> None:
        """Say what was said of the event, and fill in the own word."""
        self.said.setText(text)
        self.withdraw.setVisible(said is not None)
        if said is not None:
            self.how.setCurrentIndex(HOW_ALIKE.index(said.how_alike))
            self.note.setText(said.note)
            self.words.setText("" if said.is_recorded else said.label)

    def show_right(self, text: str) -> None:
        """Say which recorded event is shown, or why none is."""
        self.right_title.setText(text)

    def _show_events(self, _row: int) -> None:
        study = self._chosen_study()
        self.events.clear()
        if study is None:
            return
        for event in study.events:
            self.events.addItem(f"{elapsed_text(event.onset_s, 0)}  {event.label}  ·  {event.layer}")
        if not study.events:
            hidden = tr("You read this study blind: marks are hidden until you have signed.")
            self.show_right(hidden if study.is_blind else tr("Nothing is marked in this study."))

    def _choose(self, _row: int) -> None:
        self._show_link()
        chosen = self.chosen
        if chosen is not None:
            self.event_chosen.emit(chosen[0].fingerprint, chosen[1])

    def _show_link(self) -> None:
        self.link.setEnabled(self.chosen is not None or bool(self.words.text().strip()))

    def _show_time(self, since_s: float) -> None:
        text = f"{since_s:+.2f}".replace("-", "−")
        self.time.setText(tr("{since_s} s from onset", since_s=text))
        self.play.setText(tr("Pause") if self.clock.is_playing else tr("Play"))

    # hands

    def switch_playing(self) -> None:
        """Play, or stand still."""
        if self.clock.is_playing:
            self.clock.pause()
        else:
            self.clock.play()
        self._show_time(self.clock.since_onset_s)

    def _step(self, by: int) -> None:
        self.clock.step(by)
        self._show_time(self.clock.since_onset_s)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.clock.pause()
        self.closing.emit()
        super().closeEvent(event)


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button

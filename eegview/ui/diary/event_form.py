"""One event of a day in a few fields: all of them may stay empty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from eegview.app.diary.typed import typed_event
from eegview.model.errors import UsageError
from eegview.model.infant.diary_event import LONGEST_TEXT, Certainty, DiaryEvent
from eegview.model.text.language import tr

_FEWEST_LETTERS = 5  # of a field
_WAKING = ((tr("not said"), None), (tr("yes"), True), (tr("no"), False))
_CERTAIN = (
    (tr("not said"), Certainty.NOT_SAID),
    (tr("sure"), Certainty.SURE),
    (tr("probable"), Certainty.PROBABLE),
    (tr("not sure"), Certainty.UNSURE),
)


@dataclass(frozen=True, slots=True)
class EventDraft:
    """What was typed of an event and is not added yet.

    texts : time, number, duration, note
    choices : rows of `after waking` and `how sure`
    seen_by : who saw it; it stays for the next event, and alone it makes no draft
    edited : the event that is being corrected, None = a new one
    """

    texts: tuple[str, ...]
    choices: tuple[int, ...]
    seen_by: str
    edited: DiaryEvent | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed; of a correction, whether it says what the event says."""
        if self.edited is not None:
            return self == draft_of(self.edited)
        return not any(text.strip() for text in self.texts) and not any(self.choices)

    def event(self, day: date) -> DiaryEvent:
        """Return the event that is typed.

        Raises
        ------
        UsageError : a field cannot be read
        """
        at, count, lasted, note = self.texts
        waking, certainty = _WAKING[self.choices[0]][1], _CERTAIN[self.choices[1]][1]
        event = typed_event(day, at, count, lasted, waking, self.seen_by, certainty, note)
        before = self.edited
        if before is None:
            return event
        event = replace(event, event_id=before.event_id)
        if at.strip() == _clock(before):  # what the fields do not show stays
            event = replace(event, at=before.at, utc_offset_min=before.utc_offset_min)
        if lasted.strip() == _minutes(before):
            event = replace(event, duration_s=before.duration_s)
        return event


def draft_of(event: DiaryEvent) -> EventDraft:
    """Return what the fields show of an event."""
    count = str(event.count) if event.count is not None else ""
    choices = (
        [value for _label, value in _WAKING].index(event.after_waking),
        [value for _label, value in _CERTAIN].index(event.certainty),
    )
    return EventDraft((_clock(event), count, _minutes(event), event.note), choices, event.seen_by, event)


class EventForm(QWidget):
    """Asks for one event of the day that is chosen; Enter in any field adds it.

    saved : the DiaryEvent; with the id of the one that is corrected, "" for a new one
    """

    saved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._edited: DiaryEvent | None = None
        self.title = QLabel()
        self.title.setProperty("role", "strong")
        self.time = _line("diary.time", tr("Time it began"), "7:40")
        self.count = _line("diary.count", tr("Number of spasms; empty = not counted"), "12")
        self.lasted = _line("diary.lasted", tr("Duration, in minutes"), "3")
        self.seen_by = _line("diary.seen_by", tr("Who saw it, no name"), tr("mother"))
        self.note = _line("diary.note", tr("Note"), "")
        self.seen_by.setMaxLength(LONGEST_TEXT)
        self.note.setMaxLength(LONGEST_TEXT)
        self.waking = _choice("diary.waking", tr("After waking"), [label for label, _value in _WAKING])
        self.certainty = _choice(
            "diary.certainty", tr("How sure; what is not sure does not count"), [label for label, _value in _CERTAIN]
        )
        self.problem = QLabel()
        self.problem.setObjectName("diary.event_problem")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.hide()
        self.add = QPushButton(tr("Add"))
        self.add.setObjectName("diary.add")
        self.add.setProperty("role", "primary")
        self.add.setAutoDefault(False)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setObjectName("diary.cancel")
        self.cancel.setToolTip(tr("Leave the event as it was"))
        self.cancel.setAutoDefault(False)
        self.cancel.hide()
        form = QGridLayout()
        form.setContentsMargins(0, 0, 0, 0)
        for number, (label, field) in enumerate((
            (tr("Began at"), self.time), (tr("How many"), self.count), (tr("Minutes"), self.lasted),
            (tr("After waking"), self.waking), (tr("How sure"), self.certainty), (tr("Seen by"), self.seen_by),
        )):  # fmt: skip
            form.addWidget(_named(label, field), number // 2, number % 2 * 2)
            form.addWidget(field, number // 2, number % 2 * 2 + 1)
        form.addWidget(_named(tr("Note"), self.note), 3, 0)
        form.addWidget(self.note, 3, 1, 1, 3)
        form.setColumnStretch(1, 1)
        form.setColumnStretch(3, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.title, form, self.problem, buttons):
            if isinstance(part, QWidget):
                layout.addWidget(part)
            else:
                layout.addLayout(part)
        self.setFocusProxy(self.time)
        for field in (self.time, self.count, self.lasted, self.seen_by, self.note):
            field.returnPressed.connect(self.save)
        self.add.clicked.connect(lambda _checked=False: self.save())
        self.cancel.clicked.connect(lambda _checked=False: self.begin(self._day))
        self.begin(None)

    def begin(self, day: date | None) -> None:
        """Show empty fields for a new event of a day; who saw it stays."""
        self._day, self._edited = day, None
        self.title.setText(tr("Add a cluster or a single spasm"))
        self.add.setText(tr("Add"))
        self.cancel.hide()
        for field in (self.time, self.count, self.lasted, self.note):
            field.clear()
        self.waking.setCurrentIndex(0)
        self.certainty.setCurrentIndex(0)
        self._tell("")

    def edit(self, event: DiaryEvent) -> None:
        """Show an event, to be corrected."""
        self.show_draft(event.on, draft_of(event))
        self.time.setFocus()
        self.time.selectAll()

    @property
    def draft(self) -> EventDraft:
        """Return what stands in the fields."""
        texts = tuple(field.text() for field in (self.time, self.count, self.lasted, self.note))
        choices = self.waking.currentIndex(), self.certainty.currentIndex()
        return EventDraft(texts, choices, self.seen_by.text(), self._edited)

    def show_draft(self, day: date, draft: EventDraft) -> None:
        """Show again what was typed of a day; the keyboard stays where it is."""
        self.begin(day)
        if draft.edited is not None:
            self._show_correction(draft.edited)
        for field, text in zip((self.time, self.count, self.lasted, self.note), draft.texts, strict=True):
            field.setText(text)
        for field, row in zip((self.waking, self.certainty), draft.choices, strict=True):
            field.setCurrentIndex(row)
        self.seen_by.setText(draft.seen_by)

    def _show_correction(self, event: DiaryEvent) -> None:
        self._day, self._edited = event.on, event
        self.title.setText(tr("Correct the event"))
        self.add.setText(tr("Save"))
        self.cancel.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add the event where Enter ends a choice, as in every other field."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and isinstance(self.focusWidget(), QComboBox):
            self.save()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Ask for the event that stands in the fields."""
        if self._day is None:
            return
        try:
            event = self.draft.event(self._day)
        except UsageError as error:
            self._tell(f"{error.sentence} {error.advice}")
            return
        self.begin(self._day)
        self.time.setFocus()  # where the next one is typed
        self.saved.emit(event)

    def _tell(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def _clock(event: DiaryEvent) -> str:
    return event.at.isoformat("minutes") if event.at is not None else ""


def _minutes(event: DiaryEvent) -> str:
    return f"{event.duration_s / 60.0:.4g}" if event.duration_s is not None else ""


def _named(text: str, field: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(field)
    return label


def _line(name: str, spoken: str, example: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(spoken)
    field.setToolTip(spoken)
    field.setPlaceholderText(example)
    field.setMinimumWidth(field.fontMetrics().averageCharWidth() * _FEWEST_LETTERS)
    return field


def _choice(name: str, spoken: str, labels: list[str]) -> QComboBox:
    field = QComboBox()
    field.setObjectName(name)
    field.setAccessibleName(spoken)
    field.setToolTip(spoken)
    field.addItems(labels)
    field.setMinimumContentsLength(_FEWEST_LETTERS)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return field

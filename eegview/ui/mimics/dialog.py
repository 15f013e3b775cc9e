"""The palette of mimics: the spasm and one mimic as drawn loops, what tells them apart, and the mark in question."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.mimics.palette import EventType, Palette
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.simulate.filming.loop import DrawnLoop
from eegview.ui.mimics.facts_view import FactsView
from eegview.ui.mimics.loop_player import SPEEDS, LoopPlayer
from eegview.ui.mimics.loop_view import LoopView
from eegview.ui.mimics.type_list import TypeList
from eegview.ui.widgets.modeless_dialog import resize_in_letters

DRAWN_TEXT = tr(
    "Drawn in code after the facts below; no child was filmed. Drawings show order, speed and length, no more; the "
    "curve is how far the body is from rest, with a line each second. For research and education: no diagnosis."
)
_WIDTH_IN_LETTERS, _HEIGHT_IN_LINES = 132, 42


class MimicsDialog(QDialog):
    """Shows the palette; it knows no study and asks for loops and for what is to become of the mark."""

    loop_asked = Signal(str)  # the id of a type whose loop is to be shown
    still_asked = Signal(str)  # and of one whose typical picture is
    become_asked = Signal(str)  # the id of the type that the mark is to be

    def __init__(self, parent: QWidget, palette: Palette, theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Spasm and mimics, side by side"))
        self._facts_of, self._theme = palette, theme
        self._shown = palette.mimics[0]
        self.types = TypeList(palette.mimics)
        self.left, self.right = LoopView("mimics.left", theme), LoopView("mimics.right", theme)
        self.player = LoopPlayer((self.left, self.right), self)
        self.facts = FactsView()
        self._build_texts()
        self._build_controls()
        self._lay_out()
        self.types.type_chosen.connect(self.show_type)
        self.player.moved.connect(self._show_time)
        resize_in_letters(self, _WIDTH_IN_LETTERS, _HEIGHT_IN_LINES)

    # building

    def _build_texts(self) -> None:
        self.left_title, self.right_title = QLabel(), QLabel()
        self.left_drawn, self.right_drawn = QLabel(), QLabel()
        self.drawn, self.time, self.mark = QLabel(DRAWN_TEXT), QLabel(), QLabel()
        names = ("left_title", "right_title", "left_drawn", "right_drawn", "drawn", "time", "mark")
        for name in names:
            label: QLabel = getattr(self, name)
            label.setObjectName(f"mimics.{name}")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(name not in ("time",))
        for label in (self.left_title, self.right_title):
            label.setProperty("role", "title")
        for label in (self.left_drawn, self.right_drawn, self.drawn, self.time):
            label.setProperty("role", "quiet")

    def _build_controls(self) -> None:
        self.play = _button("mimics.play", tr("Pause"), tr("Play or stand still (Space)"))
        self.back = _button("mimics.back", tr("◂ Frame"), tr("One frame back (,)"))
        self.forth = _button("mimics.forth", tr("Frame ▸"), tr("One frame on (.)"))
        self.restart = _button("mimics.restart", tr("From the start"), tr("Both loops from their start"))
        self.speed = QComboBox()
        self.speed.setObjectName("mimics.speed")
        self.speed.setAccessibleName(tr("Speed"))
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}×", speed)
        self.become = _button("mimics.become", "", "")
        self.become.setAccessibleName(tr("Change the mark"))
        self.play.clicked.connect(lambda _checked=False: self.switch_playing())
        self.back.clicked.connect(lambda _checked=False: self._step(-1))
        self.forth.clicked.connect(lambda _checked=False: self._step(1))
        self.restart.clicked.connect(lambda _checked=False: self.player.restart())
        self.speed.currentIndexChanged.connect(lambda _row: self.player.use_speed(self.speed.currentData()))
        self.become.clicked.connect(lambda _checked=False: self.become_asked.emit(self._shown.type_id))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.close)

    def _lay_out(self) -> None:
        loops = QGridLayout()
        loops.setHorizontalSpacing(12)
        columns = (self.left_title, self.left, self.left_drawn), (self.right_title, self.right, self.right_drawn)
        for column, widgets in enumerate(columns):
            loops.setColumnStretch(column, 1)
            for row, widget in enumerate(widgets):
                loops.addWidget(widget, row, column)
        loops.setRowStretch(1, 1)
        controls = QHBoxLayout()
        for widget in (self.play, self.back, self.forth, self.restart, self.speed, self.time):
            controls.addWidget(widget)
        controls.addStretch(1)
        main = QVBoxLayout()
        main.addLayout(loops, 1)
        main.addLayout(controls)
        main.addWidget(self.facts, 1)
        middle = QHBoxLayout()
        middle.addWidget(self.types)
        middle.addLayout(main, 1)
        last = QHBoxLayout()
        last.addWidget(self.mark, 1)
        last.addWidget(self.become)
        last.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self.drawn)
        layout.addLayout(middle, 1)
        layout.addLayout(last)

    # what is shown

    @property
    def shown(self) -> EventType:
        """Return the mimic that stands beside the spasm."""
        return self._shown

    def begin(self, type_id: str) -> None:
        """Show the spasm and one mimic, and play."""
        spasm = self._facts_of.spasm
        self.left_title.setText(spasm.label)
        self.left_drawn.setText(spasm.drawn)
        self.left.setAccessibleName(tr("Drawn loop: {label}", label=spasm.label))
        self.loop_asked.emit(spasm.type_id)
        self.types.choose(type_id)
        self.types.setFocus(Qt.FocusReason.OtherFocusReason)
        for one in self._facts_of.mimics:
            self.still_asked.emit(one.type_id)
        self.player.play()
        self._show_time()

    def show_type(self, type_id: str) -> None:
        """Put a mimic beside the spasm."""
        found = next((one for one in self._facts_of.mimics if one.type_id == type_id), None)
        if found is None:
            return
        self._shown = found
        self.right_title.setText(found.label)
        self.right_drawn.setText(found.drawn)
        self.right.setAccessibleName(tr("Drawn loop: {label}", label=found.label))
        self.right.show_loop(None)
        self.facts.show_types(self._facts_of, self._facts_of.spasm, found, self._theme)
        self.loop_asked.emit(type_id)

    def show_drawn(self, type_id: str, loop: DrawnLoop) -> None:
        """Show a loop that was asked for, where its type is shown."""
        if type_id == self._facts_of.spasm.type_id:
            self.left.show_loop(loop)
        elif type_id == self._shown.type_id:
            self.right.show_loop(loop)
            self.player.restart()

    def show_mark(self, text: str, become: str) -> None:
        """Say which mark is in question, and offer to make it what is shown; "" = nothing is offered."""
        self.mark.setText(text)
        self.become.setVisible(bool(become))
        self.become.setText(become)
        self.become.setAccessibleName(become or tr("Change the mark"))

    def restyle(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        for view in (self.left, self.right):
            view.set_theme(theme)
        self.facts.show_types(self._facts_of, self._facts_of.spasm, self._shown, theme)

    def _show_time(self) -> None:
        since_s = f"{self.player.since_onset_s:+.2f}".replace("-", "−")
        self.time.setText(tr("{since_s} s from onset", since_s=since_s))
        self.play.setText(tr("Pause") if self.player.is_playing else tr("Play"))

    # hands

    def switch_playing(self) -> None:
        """Play, or stand still."""
        if self.player.is_playing:
            self.player.pause()
        else:
            self.player.play()
        self._show_time()

    def _step(self, by: int) -> None:
        self.player.step(by)
        self._show_time()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Comma: -1, Qt.Key.Key_Period: 1}
        if event.key() == Qt.Key.Key_Space:
            self.switch_playing()
        elif event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button

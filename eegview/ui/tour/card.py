"""The card of the tour: what to do, how far one is, and the way on."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.widgets.kept_keys import keeps_key

WIDTH_CHARACTERS = 36
_BORDER_PX = 2  # of the style sheet's frame, which the layout does not count
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_KEPT = _ENTER | {Qt.Key.Key_Escape}
DONE_TEXT = tr("✓ Done")
_HINT = tr("Tab: to these buttons · Esc: leave")


class TourCard(QFrame):
    """Stands over the window. Enter presses the button with the keyboard, Esc leaves; other keys are the window's."""

    next_asked = Signal()
    back_asked = Signal()
    left = Signal()
    act_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self.setProperty("role", "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title, self.number, self.text, self.done = QLabel(), QLabel(), QLabel(), QLabel(DONE_TEXT)
        hint = QLabel(_HINT)
        for label, name, role in (
            (self.title, "tour.title", "title"),
            (self.number, "tour.number", "quiet"),
            (self.text, "tour.text", ""),
            (self.done, "tour.done", "accent"),
            (hint, "tour.hint", "caption"),
        ):
            label.setObjectName(name)
            label.setProperty("role", role)
        for label in (self.title, self.text, hint):
            label.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.act = self._button("tour.act", "")
        self.act.setAccessibleName(tr("Do this step"))
        self.back = self._button("tour.back", tr("Back"))
        self.skip = self._button("tour.skip", tr("Skip tour"))
        self.skip.setToolTip(tr("Leave the tour; it stays in the Help menu"))
        self.next = self._button("tour.next", tr("Next"))
        self.next.setProperty("role", "primary")
        self.act.clicked.connect(lambda _checked=False: self.act_asked.emit())
        self.back.clicked.connect(lambda _checked=False: self.back_asked.emit())
        self.skip.clicked.connect(lambda _checked=False: self.left.emit())
        self.next.clicked.connect(lambda _checked=False: self.next_asked.emit())
        self._lay_out(hint)
        for button, after in ((self.next, self.back), (self.back, self.skip), (self.skip, self.act)):
            QWidget.setTabOrder(button, after)
        self.hide()

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.installEventFilter(self)
        return button

    def _lay_out(self, hint: QLabel) -> None:
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        count = QHBoxLayout()
        count.addWidget(self.number)
        count.addStretch(1)
        count.addWidget(self.done)
        layout.addLayout(count)
        for widget in (self.title, self.text, self.act):
            layout.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        layout.addLayout(buttons)
        layout.addWidget(hint)

    def show_step(self, title: str, text: str, spoken: str, number: int, n_steps: int, act: str) -> None:
        """Show one step.

        Parameters
        ----------
        text, spoken
            What to do, as rich text for the eye and as plain text for a screen reader.
        act
            The label of a button that does it, "" for none.
        """
        self.title.setText(title)
        self.text.setText(text)
        self.number.setText(tr("Tour · step {number} of {n_steps}", number=number, n_steps=n_steps))
        self.act.setText(act)
        self.act.setAccessibleName(act or tr("Do this step"))
        self.act.setVisible(bool(act))
        self.back.setEnabled(number > 1)
        self.next.setText(tr("Finish") if number == n_steps else tr("Next"))
        self.skip.setVisible(number < n_steps)
        self.text.setAccessibleName(spoken)
        self.setAccessibleName(
            tr("Tour, step {number} of {n_steps}: {title}", number=number, n_steps=n_steps, title=title)
        )
        self.setAccessibleDescription(spoken)

    def show_done(self, is_done: bool) -> None:
        """Show whether the reader has done what the step asks for."""
        self.done.setVisible(is_done)

    def fit(self, most_px: int) -> None:
        """Be as wide as a short line of text, at most `most_px`, and as high as the text then is."""
        width_px = min(self.fontMetrics().averageCharWidth() * WIDTH_CHARACTERS, most_px)
        least_px = self._layout.minimumSize().width()
        width_px = max(width_px, least_px)
        inner_px = self._layout.heightForWidth(width_px - 2 * _BORDER_PX) + 2 * _BORDER_PX
        self.resize(width_px, max(inner_px, self.minimumSizeHint().height()))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Keep Enter and Esc for the button that has the keyboard."""
        if keeps_key(event, _KEPT):
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if Qt.Key(event.key()) in _ENTER and isinstance(watched, QPushButton):
                watched.click()
                return True
        return False

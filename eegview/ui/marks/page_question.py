"""A question over the page with a few answers, each with a key of its own. It owns the keyboard while it is open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.marks.page_overlays import EDGE_PX, is_left
from eegview.ui.widgets.flow_layout import FlowLayout

_LEAVING = (Qt.Key.Key_Escape,)
_ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    key : the letter that gives it, "" for the one that changes nothing, which Esc gives
    """

    label: str
    key: str
    run: Callable[[], object]


class PageQuestion(QFrame):
    """Asks what to do; Enter gives the first answer, Esc or a click elsewhere the last, which changes nothing."""

    answered = Signal()  # a key or a button gave the answer
    left = Signal()  # the keyboard goes back to the page

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("question")
        self.setAccessibleName(tr("Question"))
        self.setProperty("role", "overlay")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._page = page
        self._answers: tuple[Answer, ...] = ()
        self.text, self.note = QLabel(), QLabel()
        self.text.setObjectName("question.text")
        self.note.setObjectName("question.note")
        self.note.setProperty("role", "caption")
        self.buttons: list[QPushButton] = []
        self._row = FlowLayout(spacing_px=6)  # on a narrow page the answers stand below each other
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        for label in (self.text, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addLayout(self._row)
        page.installEventFilter(self)
        self.hide()

    def ask(self, text: str, note: str, answers: Sequence[Answer]) -> None:
        """Open the question; one that was still open is left without an answer.

        answers : the first is given by Enter too, the last by Esc
        """
        if not self.isHidden():
            self._close(self._answers[-1])
        self._answers = tuple(answers)
        self.text.setText(text)
        self.note.setText(note)
        self.setAccessibleName(text)
        self.setAccessibleDescription(note)
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._button(answer) for answer in answers]
        for button in self.buttons:
            self._row.addWidget(button)
        self.buttons[0].setProperty("role", "primary")
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _button(self, answer: Answer) -> QPushButton:
        button = QPushButton(f"{answer.label}   {answer.key or 'Esc'}")
        button.setObjectName(f"question.{answer.key.lower() or 'cancel'}")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked=False: self._give(answer))
        return button

    def _place(self) -> None:
        """Put it in the middle of the page, as wide as its answers need and the page has room for."""
        buttons_px = sum(button.sizeHint().width() + 6 for button in self.buttons) + 30
        wanted_px = max(buttons_px, self.fontMetrics().averageCharWidth() * 64)
        self.setFixedWidth(min(wanted_px, self._page.width() - 4 * EDGE_PX))
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))
        left_px, top_px = (self._page.width() - self.width()) // 2, (self._page.height() - self.height()) // 3
        self.move(max(left_px, EDGE_PX), max(top_px, EDGE_PX))

    def drop(self) -> None:
        """Close the question without an answer: its study is closed."""
        self._answers = ()
        self.hide()

    def _give(self, answer: Answer) -> None:
        if not self.isHidden():
            self.answered.emit()
            self._close(answer)
            self.left.emit()

    def _close(self, answer: Answer) -> None:
        self._answers = ()
        self.hide()
        answer.run()

    # keyboard

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_plain(event):
            event.accept()  # no command runs while it is open
            return True
        if is_left(event) and self._answers:
            self._close(self._answers[-1])
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = self._answer_of(event) if _is_plain(event) and not event.isAutoRepeat() else None
        if answer is not None:
            self._give(answer)
        event.accept()

    def _answer_of(self, event: QKeyEvent) -> Answer | None:
        if not self._answers:
            return None
        if event.key() in _LEAVING:
            return self._answers[-1]
        if event.key() in _ENTERING:
            return self._answers[0]
        letter = event.text().upper()
        return next((answer for answer in self._answers if letter and answer.key == letter), None)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and not self.isHidden():
            self._place()
        return False


def _is_plain(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)

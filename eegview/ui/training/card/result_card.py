"""What stands in place of an item: a message, or the result at the end, with what to do next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

Deed = tuple[str, str, Callable[[], None]]  # object name, words, what it does


class ResultCard(QWidget):
    """A title, lines of text and buttons in the middle of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("training.result")
        card = QFrame()
        card.setProperty("role", "card")
        self.title, self.text = QLabel(), QLabel()
        self.title.setObjectName("training.result.title")
        self.title.setProperty("role", "title")
        self.text.setObjectName("training.result.text")
        for label in (self.title, self.text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons = QHBoxLayout()
        inner = QVBoxLayout(card)
        inner.setContentsMargins(24, 20, 24, 20)
        inner.setSpacing(12)
        inner.addWidget(self.title)
        inner.addWidget(self.text)
        inner.addLayout(self._buttons)
        card.setFixedWidth(self.fontMetrics().averageCharWidth() * 84)
        self._card = card
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_result(self, title: str, text: str, deeds: Sequence[Deed] = ()) -> None:
        """Show a title and a text, and a button for each deed; the first has the keyboard."""
        self._card.setFixedWidth(min(self.fontMetrics().averageCharWidth() * 84, max(self.width() - 40, 320)))
        self.title.setText(title)
        self.text.setText(text)
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._buttons.addStretch(1)
        for number, (name, words, act) in enumerate(deeds):
            button = QPushButton(words)
            button.setObjectName(name)
            button.setAutoDefault(False)
            if number == 0:
                button.setProperty("role", "primary")
            button.clicked.connect(lambda _checked=False, run=act: run())
            self._buttons.addWidget(button)
            if number == 0:
                button.setFocus()

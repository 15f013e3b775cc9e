"""A short message over the page that goes by itself, with an optional act."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

TOAST_MS = 7000
EDGE_PX = 8


class Toast(QFrame):
    """Shows for some seconds what was done, with the way back.

    shown : gives a text as it may be shown now
    """

    def __init__(self, page: QWidget, shown: Callable[[str], str] = str) -> None:
        super().__init__(page)
        self.setObjectName("toast")
        self.setProperty("role", "overlay")
        self._page, self._shown = page, shown
        self.label = QLabel()
        self.label.setObjectName("toast.text")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton()
        self.button.setObjectName("toast.undo")
        self.button.setAccessibleName("Button of the message")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._run: Callable[[], None] = self.hide
        self.button.clicked.connect(self._clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self.label)
        layout.addWidget(self.button)
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self.hide)
        page.installEventFilter(self)
        self.hide()

    def say(self, text: str, act: str = "", run: Callable[[], None] | None = None) -> None:
        """Show `text`, and a button `act` that runs `run`."""
        self.label.setText(self._shown(text))
        self.button.setText(act)
        self.button.setAccessibleName(act or "Button of the message")
        self.button.setVisible(bool(act))
        self._run = run or self.hide
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def _clicked(self) -> None:
        self.hide()
        self._run()

    def _place(self) -> None:
        page = self._page
        self.move(max(EDGE_PX, (page.width() - self.width()) // 2), page.height() - self.height() - 5 * EDGE_PX)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

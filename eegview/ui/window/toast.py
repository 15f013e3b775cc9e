"""A short message over the page that goes by itself, with an optional act."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from eegview.model.text.language import tr

TOAST_MS = 7000
EDGE_PX, LEAST_TEXT_PX = 8, 160
_ANY_PX = 16_777_215  # as wide as a widget may be


class Toast(QFrame):
    """Shows for some seconds what was done, with the way back: over the page, or over the task in its place.

    page : what it lies over; while that is hidden, all that stands around it
    shown : gives a text as it may be shown now
    """

    def __init__(self, page: QWidget, shown: Callable[[str], str] = str) -> None:
        self._around = page.parentWidget() or page  # stays in sight while a task hides the page
        super().__init__(self._around)
        self.setObjectName("toast")
        self.setProperty("role", "overlay")
        self._page, self._shown = page, shown
        self.label = QLabel()
        self.label.setObjectName("toast.text")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton()
        self.button.setObjectName("toast.undo")
        self.button.setAccessibleName(tr("Button of the message"))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._run: Callable[[], None] = self.hide
        self.button.clicked.connect(self._clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self.label)
        layout.addWidget(self.button)
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self.hide)
        for widget in {page, self._around}:
            widget.installEventFilter(self)
        self.hide()

    def say(self, text: str, act: str = "", run: Callable[[], None] | None = None) -> None:
        """Show `text`, and a button `act` that runs `run`."""
        self.label.setText(self._shown(text))
        self.button.setText(act)
        self.button.setAccessibleName(act or tr("Button of the message"))
        self.button.setVisible(bool(act))
        self._run = run or self.hide
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def _clicked(self) -> None:
        self.hide()
        self._run()

    def _place(self) -> None:
        """Stand at the foot of what is seen, never wider than that: a long text gets more lines."""
        page, around = self._page, self._around
        is_over_page = page is not around and not page.isHidden()
        room = page.geometry() if is_over_page else around.rect()
        label = self.label
        label.setWordWrap(False)
        label.setMinimumWidth(0)
        label.setMaximumWidth(_ANY_PX)
        excess_px = self.sizeHint().width() - (room.width() - 2 * EDGE_PX)
        if excess_px > 0:
            text_px = label.sizeHint().width()
            label.setWordWrap(True)
            label.setFixedWidth(max(LEAST_TEXT_PX, text_px - excess_px))
        self.adjustSize()
        left_px = room.left() + max(EDGE_PX, (room.width() - self.width()) // 2)
        self.move(left_px, room.bottom() + 1 - self.height() - 5 * EDGE_PX)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        moved = QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide
        if event.type() in moved and not self.isHidden():
            self._place()
        return False

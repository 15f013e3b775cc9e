"""The edge of the sidebar that is dragged to make it wider."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from eegview.model.text.language import tr

WIDTH_PX = 6


class EdgeHandle(QWidget):
    """A slim strip at the left edge of the sidebar. A double click asks for the first width again."""

    dragged = Signal(int)  # pixels to the left since the last
    reset_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar.edge")
        self.setFixedWidth(WIDTH_PX)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setToolTip(tr("Drag to change the width; double click for the first width"))
        self._last_px: float | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last_px = event.globalPosition().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last_px is not None:
            by_px = round(self._last_px - event.globalPosition().x())
            self._last_px -= by_px
            self.dragged.emit(by_px)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last_px = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_asked.emit()

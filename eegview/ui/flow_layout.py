"""A layout that puts its items side by side and goes to the next line where the width ends."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lines of items, as words in a paragraph; its height follows from its width."""

    def __init__(self, parent: QWidget | None = None, spacing_px: int = 4, line_spacing_px: int | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._spacing_px = spacing_px
        self._line_spacing_px = spacing_px if line_spacing_px is None else line_spacing_px
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, moves=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, area: QRect, moves: bool) -> int:
        """Lay the items out within `area` and return the height they take."""
        x_px, y_px, line_px = area.x(), area.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            width_px = min(hint.width(), max(area.width(), item.minimumSize().width()))
            if x_px > area.x() and x_px + width_px > area.right() + 1:
                x_px, y_px, line_px = area.x(), y_px + line_px + self._line_spacing_px, 0
            if moves:
                item.setGeometry(QRect(QPoint(x_px, y_px), QSize(width_px, hint.height())))
            x_px += width_px + self._spacing_px
            line_px = max(line_px, hint.height())
        return y_px + line_px - area.y()

"""A layout that puts its items side by side and goes to the next line where the width ends."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lines of items, as words in a paragraph; its height follows from its width."""

    def __init__(self, parent: QWidget | None = None, spacing_px: int = 4, line_spacing_px: int | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._spacing_px = spacing_px
        self._line_spacing_px = spacing_px if line_spacing_px is None else line_spacing_px
        self.squeezes_to_px = (
            0  # an item that can be narrower takes the rest of its line where that is so wide; 0 = none
        )
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        room = QRect(0, 0, width, 0).adjusted(margins.left(), 0, -margins.right(), 0)
        return self._place(room, moves=False) + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect.marginsRemoved(self.contentsMargins()), moves=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _place(self, area: QRect, moves: bool) -> int:
        """Lay the items out within `area`, each in the middle of its line; return the height they take."""
        y_px, line = area.y(), _Line(area.x())
        for item in self._items:
            if item.isEmpty():  # hidden
                continue
            wanted = item.sizeHint()
            width_px = wanted.width()
            if width_px > area.width():
                width_px = min(width_px, max(area.width(), item.minimumSize().width()))
            rest_px = area.right() + 1 - line.next_px
            if 0 < self.squeezes_to_px <= rest_px < width_px:
                width_px = max(rest_px, item.minimumSize().width())
            if line.items and width_px > rest_px:
                y_px += line.place(y_px, moves) + self._line_spacing_px
                line = _Line(area.x())
            line.items.append((item, QRect(line.next_px, 0, width_px, wanted.height())))
            line.next_px += width_px + self._spacing_px
        return y_px + line.place(y_px, moves) - area.y()


class _Line:
    """Items side by side, and where the next one would stand."""

    def __init__(self, left_px: int) -> None:
        self.next_px = left_px
        self.items: list[tuple[QLayoutItem, QRect]] = []

    def place(self, top_px: int, moves: bool) -> int:
        """Return the height of the line; move its items there if wanted."""
        height_px = max((room.height() for _, room in self.items), default=0)
        if moves:
            for item, room in self.items:
                item.setGeometry(room.translated(0, top_px + (height_px - room.height()) // 2))
        return height_px

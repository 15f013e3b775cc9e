"""The place of the video on top of the sidebar, in three sizes."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

SIZES = {"S": 1.0, "M": 1.3, "L": 1.75}  # times the sidebar's own width, and the least height of a picture


class VideoSlot(QWidget):
    """Holds the video while it is docked. The sidebar gives it its height."""

    visibility_changed = Signal()
    size_changed = Signal(str)  # one of `SIZES`
    needs_changed = Signal()  # its content needs another height

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar.video")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._widget: QWidget | None = None
        self._height_px: Callable[[int, float], int] = lambda _width_px, _factor: 0
        self.size_name = "S"
        self._is_open = False  # also while it is put away for a task
        self._is_away = False
        self.hide()

    def open(self) -> None:
        """Show the video here."""
        self._is_open = True
        self.show()

    def offer(self) -> None:
        """Show the video here, which nobody asked for: a task that has the window keeps it until its end."""
        self._is_open = True
        if not self._is_away:
            self.show()

    def close_video(self) -> None:
        """Show no video here."""
        self._is_open = False
        self.hide()

    def put_away(self) -> None:
        """Hide the video for a while."""
        self._is_away = True
        self.hide()

    def bring_back(self) -> None:
        """Show it again after it was put away, if it is still to be seen."""
        self._is_away = False
        self.setVisible(self._is_open)

    def widget(self) -> QWidget | None:
        """Return what is docked; None while it is elsewhere."""
        return self._widget if self._widget is not None and self._widget.parent() is self else None

    def hold(self, widget: QWidget, height_px: Callable[[int, float], int]) -> None:
        """Hold the video.

        height_px : returns how high it should be at a width in pixels, its pictures enlarged by a factor
        """
        self._widget, self._height_px = widget, height_px
        self._layout.addWidget(widget)
        widget.show()

    def wanted_px(self, width_px: int) -> int:
        """Return how high the video should be in a sidebar of this width."""
        return self._height_px(width_px, SIZES[self.size_name])

    @property
    def factor(self) -> float:
        """How many times wider than for its panels alone the sidebar is to be."""
        return SIZES[self.size_name] if not self.isHidden() else 1.0

    def use_size(self, name: str) -> None:
        """Show the video in one of `SIZES`."""
        if name in SIZES and name != self.size_name:
            self.size_name = name
            self.size_changed.emit(name)

    def next_size(self) -> None:
        """Show the video in the next size, after the largest in the smallest."""
        names = list(SIZES)
        self.use_size(names[(names.index(self.size_name) + 1) % len(names)])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.needs_changed.emit()
        is_handled = super().event(event)
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.visibility_changed.emit()  # also while the whole sidebar is hidden
        return is_handled

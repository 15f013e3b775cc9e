"""The pictures of all cameras, side by side or above each other, whichever shows them larger."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from eegview.app.video.frame_style import AS_DECODED, FrameStyle
from eegview.ui.video.view import VideoView

_WIDTH_TO_HEIGHT = 4 / 3
LEAST_PICTURE_PX = 240  # wide: smaller, and a movement of the arms is not seen


class CameraViews(QSplitter):
    """One view for each camera. The one clicked last leads: its frame is stepped, paired and confirmed."""

    lead_changed = Signal(str)
    dragged = Signal(QPointF)
    region_drawn = Signal(object)  # Region, on any camera's picture

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("video.cameras")
        self.setChildrenCollapsible(False)
        self._views: dict[str, VideoView] = {}
        self._look, self._opacity = AS_DECODED, 1.0
        self.lead = ""
        self.set_cameras(("",))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the cameras, in the order shown."""
        return tuple(self._views)

    @property
    def leading(self) -> VideoView:
        """The view of the camera that leads."""
        return self._views[self.lead]

    def __getitem__(self, camera: str) -> VideoView:
        return self._views[camera]

    def __iter__(self) -> Iterator[VideoView]:
        return iter(self._views.values())

    def __contains__(self, camera: str) -> bool:
        return camera in self._views

    def set_cameras(self, names: Sequence[str]) -> None:
        """Show one view for each camera; views that stay keep their picture and zoom."""
        names = tuple(names) or ("",)
        if names == self.names:
            return
        kept = list(self._views.values())
        views = {}
        for number, name in enumerate(names):
            views[name] = self._views.get(name) or (kept[number] if number < len(kept) else self._make(number))
        if len(set(map(id, views.values()))) < len(views):  # a camera changed its place among the others
            views = {name: self._make(number) for number, name in enumerate(names)}
        for view in kept:
            if view not in views.values():
                view.setParent(None)
                view.deleteLater()
        for number, view in enumerate(views.values()):
            view.setObjectName("video.picture" if number == 0 else f"video.picture.{number + 1}")
            self.insertWidget(number, view)
        self._views = views
        self.lead = self.lead if self.lead in views else names[0]
        self._show_lead()
        self._arrange()

    def _make(self, number: int) -> VideoView:
        view = VideoView()
        view.set_style(self._look)
        view.set_opacity(self._opacity)
        view.dragged.connect(self.dragged)
        view.region_drawn.connect(self.region_drawn)
        view.installEventFilter(self)
        return view

    def set_style(self, look: FrameStyle) -> None:
        """Show every camera's frames like this from now on."""
        self._look = look
        for view in self:
            view.set_style(look)

    def set_opacity(self, opacity: float) -> None:
        """Let what lies beneath shine through every picture (0-1)."""
        self._opacity = opacity
        for view in self:
            view.set_opacity(opacity)

    def _show_lead(self) -> None:
        for name, view in self._views.items():
            view.show_leading(name == self.lead and len(self._views) > 1)

    def _arrange(self) -> None:
        self.arrange_for(self.width(), self.height())

    def arrange_for(self, width_px: float, height_px: float) -> None:
        """Lay the views out so that their pictures come out largest in this room."""
        n_views = len(self._views)
        in_a_row = min(width_px / n_views, height_px * _WIDTH_TO_HEIGHT)
        above = min(width_px, height_px / n_views * _WIDTH_TO_HEIGHT)
        wanted = Qt.Orientation.Horizontal if in_a_row >= above else Qt.Orientation.Vertical
        if wanted != self.orientation():
            self.setOrientation(wanted)

    @property
    def least_width_px(self) -> int:
        """The width in which all pictures lie side by side, each `LEAST_PICTURE_PX` wide."""
        n_views = len(self._views)
        return n_views * LEAST_PICTURE_PX + (n_views - 1) * self.handleWidth()

    def least_height_px(self, width_px: int) -> int:
        """Return how high the views must be in this width for each picture to be `LEAST_PICTURE_PX` wide."""
        n_rows = 1 if width_px >= self.least_width_px else len(self._views)
        caption_px = 2 * self.fontMetrics().height() + 8
        return n_rows * (round(LEAST_PICTURE_PX / _WIDTH_TO_HEIGHT) + caption_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            name = next((name for name, view in self._views.items() if view is watched), None)
            if name is not None and name != self.lead:
                self.lead = name
                self._show_lead()
                self.lead_changed.emit(name)
        return False

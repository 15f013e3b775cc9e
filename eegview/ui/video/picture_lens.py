"""Which part of a picture is shown: pure arithmetic of zoom and pan."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

MOST_ZOOM = 12.0
ZOOM_STEP = 1.25  # a notch of the wheel


@dataclass(frozen=True, slots=True)
class PictureLens:
    """The part of a picture that is shown.

    zoom : 1 = the whole picture
    centre_x, centre_y : what lies in the middle, in shares of width and height
    """

    zoom: float = 1.0
    centre_x: float = 0.5
    centre_y: float = 0.5

    def placed(self, room: QRectF, picture: QSizeF) -> QRectF:
        """Return where the whole picture lies, in its own proportions; parts may lie outside `room`."""
        scale = min(room.width() / picture.width(), room.height() / picture.height()) * self.zoom
        width_px, height_px = picture.width() * scale, picture.height() * scale
        left_px = _kept(room.left(), room.width(), width_px, self.centre_x)
        top_px = _kept(room.top(), room.height(), height_px, self.centre_y)
        return QRectF(left_px, top_px, width_px, height_px)

    def zoomed(self, notches: float, at: QPointF, room: QRectF, picture: QSizeF) -> "PictureLens":
        """Return the lens after `notches` of the wheel; what is under `at` stays there."""
        zoom = min(max(self.zoom * ZOOM_STEP**notches, 1.0), MOST_ZOOM)
        if zoom == 1.0:
            return PictureLens()
        held = share_of(at, self.placed(room, picture))
        area = replace(self, zoom=zoom).placed(room, picture)
        middle = QPointF(
            held.x() + (room.center().x() - at.x()) / area.width(),
            held.y() + (room.center().y() - at.y()) / area.height(),
        )
        return PictureLens(zoom, middle.x(), middle.y()).within(room, picture)

    def moved(self, by_px: QPointF, room: QRectF, picture: QSizeF) -> "PictureLens":
        """Return the lens after the picture was dragged by `by_px`."""
        area = self.placed(room, picture)
        moved = replace(
            self,
            centre_x=self.centre_x - by_px.x() / area.width(),
            centre_y=self.centre_y - by_px.y() / area.height(),
        )
        return moved.within(room, picture)

    def within(self, room: QRectF, picture: QSizeF) -> "PictureLens":
        """Return the lens with its centre where the picture covers the room, so that dragging back starts at once."""
        middle = share_of(room.center(), self.placed(room, picture))
        return replace(self, centre_x=middle.x(), centre_y=middle.y())


def share_of(point: QPointF, area: QRectF) -> QPointF:
    """Return where `point` lies in `area`, in shares of its width and height."""
    return QPointF((point.x() - area.left()) / area.width(), (point.y() - area.top()) / area.height())


def _kept(start_px: float, room_px: float, length_px: float, centre: float) -> float:
    """Return where a length begins that shows `centre` in the middle of the room, without leaving room empty."""
    if length_px <= room_px:
        return start_px + (room_px - length_px) / 2
    wanted_px = start_px + room_px / 2 - centre * length_px
    return min(max(wanted_px, start_px + room_px - length_px), start_px)

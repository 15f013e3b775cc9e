"""The picture of one camera, with its times written above it; outside coverage it says so."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.video.frame_style import AS_DECODED, FrameStyle, adjusted
from eegview.model.movement import Region
from eegview.model.text.language import tr
from eegview.ui.video.picture_lens import PictureLens, share_of
from eegview.ui.video.region_painter import paint_regions

NO_VIDEO = tr("no video")
SEPARATOR = "  ·  "  # between the parts of a caption
_EDGE_PX = 8
GROUND, CAPTION, QUIET = "#20262b", "#ffffff", "#c9d0d4"  # around a picture it is dark in every theme, as in a cinema
_LEAST_SHARE = 0.02  # a smaller region is a slip of the hand


class VideoView(QWidget):
    """One frame in its own proportions. The wheel zooms, dragging pans, a double click shows all again."""

    dragged = Signal(QPointF)  # movement since the last, of a picture that is shown whole
    region_drawn = Signal(object)  # Region

    def __init__(self, object_name: str = "video.picture") -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setMinimumSize(160, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(tr("Wheel: zoom. Drag: move the image. Double-click: show all of it."))
        self._image: QImage | None = None
        self._rgb: np.ndarray | None = None
        self._adjusted: np.ndarray | None = None  # kept alive: the image is a view of it
        self._caption = ""
        self._message = NO_VIDEO
        self._look = AS_DECODED
        self._lens = PictureLens()
        self._opacity = 1.0
        self._is_leading = False
        self._last_px = QPointF()
        self._regions: tuple[tuple[Region, bool], ...] = ()  # (where, is a mask)
        self._drawing_mask: bool | None = None  # None = nothing is being drawn
        self._drawn_from: QPointF | None = None
        self._drawn_to: QPointF | None = None

    @property
    def caption(self) -> str:
        """The text above the picture."""
        return self._caption

    @property
    def message(self) -> str:
        """The text instead of a picture, "" while there is one."""
        return self._message

    @property
    def rgb(self) -> np.ndarray | None:
        """The frame as decoded: (height_px, width_px, 3) uint8, None outside coverage."""
        return self._rgb

    @property
    def lens(self) -> PictureLens:
        """The part of the picture that is shown."""
        return self._lens

    # what is shown

    def show_frame(self, rgb: np.ndarray, caption: str) -> None:
        """Show a frame, (height_px, width_px, 3) uint8, with `caption` above it."""
        self._rgb = rgb
        self._caption, self._message = caption, ""
        self._adjust()

    def show_message(self, text: str, caption: str = "") -> None:
        """Show text instead of a picture; never the last frame."""
        self._image = self._rgb = self._adjusted = None
        self._message, self._caption = text, caption
        self.update()

    def set_style(self, look: FrameStyle) -> None:
        """Show frames brighter, with more contrast or mirrored from now on."""
        self._look = look
        self._adjust()

    def set_opacity(self, opacity: float) -> None:
        """Let what lies beneath shine through (0-1)."""
        self._opacity = opacity
        self.update()

    def show_leading(self, is_leading: bool) -> None:
        """Mark this camera as the one that is stepped, paired and confirmed on."""
        self._is_leading = is_leading
        self.update()

    def show_all(self) -> None:
        """Zoom back to the whole picture."""
        self._lens = PictureLens()
        self.update()

    def _adjust(self) -> None:
        if self._rgb is not None:
            pixels = self._adjusted = adjusted(self._rgb, self._look)
            height_px, width_px = pixels.shape[:2]
            self._image = QImage(pixels.data, width_px, height_px, width_px * 3, QImage.Format.Format_RGB888)
        self.update()

    # regions

    def show_regions(self, regions: tuple[tuple[Region, bool], ...]) -> None:
        """Outline regions on the picture; (where, True for a mask)."""
        self._regions = regions
        self.update()

    def draw_region(self, is_mask: bool) -> None:
        """Draw a rectangle with the next drag; `region_drawn` reports it."""
        self._drawing_mask = is_mask
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.update()

    def stop_drawing(self) -> None:
        """Drop the rectangle that is being drawn; the next drag moves the picture again."""
        self._drawing_mask = self._drawn_from = self._drawn_to = None
        self.unsetCursor()
        self.update()

    def _drawn(self) -> Region | None:
        """Return the rectangle dragged so far, as shares of the picture as decoded."""
        if self._drawn_from is None or self._drawn_to is None:
            return None
        corners = [share_of(point, self._area()) for point in (self._drawn_from, self._drawn_to)]
        xs = sorted(min(max(1 - c.x() if self._look.is_mirrored else c.x(), 0.0), 1.0) for c in corners)
        ys = sorted(min(max(c.y(), 0.0), 1.0) for c in corners)
        if xs[1] - xs[0] < _LEAST_SHARE or ys[1] - ys[0] < _LEAST_SHARE:
            return None
        return Region.rectangle(xs[0], ys[0], xs[1], ys[1])

    # painting

    def _room(self) -> QRectF:
        """Return where the picture may lie: below its times, never under them (cameras burn their own clock in)."""
        band_px = QFontMetricsF(self.font()).height() * len(self._caption_lines()) + 8
        return QRectF(0, band_px, self.width(), max(self.height() - band_px, 1.0))

    def _picture(self) -> QSizeF:
        return QSizeF(self._image.size()) if self._image is not None else QSizeF(4, 3)

    def _area(self) -> QRectF:
        return self._lens.placed(self._room(), self._picture())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(self._opacity)
        painter.fillRect(self.rect(), QColor(GROUND))
        room = self._room()
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setClipRect(room)
            area = self._area()
            painter.drawImage(area, self._image)
            shown = self._regions
            drawn = self._drawn()
            if drawn is not None:
                shown = (*shown, (drawn, bool(self._drawing_mask)))
            paint_regions(painter, shown, area, self._look.is_mirrored)
            painter.setClipping(False)
        else:
            painter.setPen(QColor(QUIET))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room.adjusted(8, 0, -8, 0), flags, self._message)
        painter.setOpacity(1.0)  # times can be read whatever shines through
        self._paint_caption(painter, room)

    def _caption_lines(self) -> list[str]:
        """Return the times on as many lines as they need: they are always shown whole."""
        zoom = f"zoom {self._lens.zoom:.1f}×" if self._lens.zoom > 1 and self._image is not None else ""
        parts = [part for part in (*self._caption.split(SEPARATOR), zoom) if part]
        if parts and self._is_leading:
            parts[0] = f"▸ {parts[0]}"
        metrics, lines = QFontMetricsF(self.font()), [""]
        for part in parts:
            longer = f"{lines[-1]}{SEPARATOR}{part}" if lines[-1] else part
            if lines[-1] and metrics.horizontalAdvance(longer) > self.width() - 2 * _EDGE_PX:
                lines.append(part)
            else:
                lines[-1] = longer
        return lines

    def _paint_caption(self, painter: QPainter, room: QRectF) -> None:
        lines = self._caption_lines()
        if lines == [""]:
            return
        painter.fillRect(QRectF(0, 0, self.width(), room.top()), QColor(GROUND))
        painter.setPen(QColor(CAPTION))
        metrics = QFontMetricsF(self.font())
        for number, line in enumerate(lines):
            area = QRectF(_EDGE_PX, 4 + number * metrics.height(), self.width() - 2 * _EDGE_PX, metrics.height())
            text = metrics.elidedText(line, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last_px = event.globalPosition()
        if self._drawing_mask is not None and self._image is not None:
            self._drawn_from = self._drawn_to = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & (Qt.MouseButton.LeftButton | Qt.MouseButton.MiddleButton):
            return
        by_px, self._last_px = event.globalPosition() - self._last_px, event.globalPosition()
        if self._drawn_from is not None:
            self._drawn_to = event.position()
        elif self._lens.zoom > 1:
            self._lens = self._lens.moved(by_px, self._room(), self._picture())
        else:
            self.dragged.emit(by_px)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drawn_from is not None:
            drawn = self._drawn()
            self.stop_drawing()
            if drawn is not None:
                self.region_drawn.emit(drawn)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if self._image is not None and notches:
            self._lens = self._lens.zoomed(notches, event.position(), self._room(), self._picture())
            self.update()
        event.accept()

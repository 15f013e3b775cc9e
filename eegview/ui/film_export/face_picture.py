"""The picture on which faces are drawn: an ellipse by dragging, moved by dragging it, resized by its handles."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.film_export.points import moved
from eegview.model.film.export.face import Ellipse
from eegview.model.film.video import Rgb
from eegview.model.text.language import tr

_GRAB_PX = 9  # of the screen, around a handle
_SMALLEST_PX = 6  # radius of what is drawn, pixels of the screen; less is a click
_CHOSEN, _OTHER, _EDGE = "#ffd75e", "#8fd0ff", "#1b1b1b"
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class FacePicture(QWidget):
    """Shows one picture of the film and what is said of faces in it."""

    drawn = Signal(object)  # Ellipse: of the chosen face, in this picture

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("film_export.picture")
        self.setAccessibleName(tr("Picture of the film"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 200)
        self.may_draw = False
        self._image: QImage | None = None
        self._kept: Rgb | None = None  # the image looks at its memory
        self._aspect = 1.0
        self._chosen: Ellipse | None = None
        self._others: tuple[Ellipse, ...] = ()
        self._note = ""
        self._from: QPointF | None = None  # where the drag began, pixels of the film
        self._handle = ""  # "", "new", "move", "x" or "y"
        self._dragged: Ellipse | None = None

    def sizeHint(self) -> QSize:
        return QSize(720, 460)

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown, which can be drawn on."""
        return self._image is not None

    @property
    def chosen(self) -> Ellipse | None:
        """Return the ellipse of the face that is being drawn, in this picture."""
        return self._chosen

    def show_picture(self, rgb: Rgb | None, pixel_aspect: float, note: str = "") -> None:
        """Show a picture; `note` stands over it, or instead of one that cannot be shown."""
        self._kept, self._aspect, self._note = rgb, pixel_aspect, note
        if rgb is None:
            self._image = None
        else:
            height_px, width_px = rgb.shape[:2]
            self._image = QImage(rgb.data, width_px, height_px, width_px * 3, QImage.Format.Format_RGB888)
        self.update()

    def show_ellipses(self, chosen: Ellipse | None, others: Sequence[Ellipse]) -> None:
        """Show where faces are in this picture; the chosen one can be moved."""
        self._chosen, self._others = chosen, tuple(others)
        self.update()

    # where it lies

    def _area(self) -> QRectF:
        """Return where the picture lies on the widget."""
        if self._image is None:
            return QRectF(self.rect())
        width, height = self._image.width() * self._aspect, float(self._image.height())
        scale = min(self.width() / width, self.height() / height)
        left, top = (self.width() - width * scale) / 2, (self.height() - height * scale) / 2
        return QRectF(left, top, width * scale, height * scale)

    def _scale(self) -> tuple[float, float]:
        """Return pixels of the screen for each pixel of the film, across and down."""
        area = self._area()
        assert self._image is not None
        return area.width() / self._image.width(), area.height() / self._image.height()

    def _in_film(self, at: QPointF) -> QPointF:
        area, (across, down) = self._area(), self._scale()
        return QPointF((at.x() - area.left()) / across, (at.y() - area.top()) / down)

    def on_screen(self, ellipse: Ellipse) -> QRectF:
        """Return where an ellipse lies on the widget."""
        area, (across, down) = self._area(), self._scale()
        centre = QPointF(area.left() + ellipse.x_px * across, area.top() + ellipse.y_px * down)
        radius_x, radius_y = ellipse.radius_x_px * across, ellipse.radius_y_px * down
        return QRectF(centre.x() - radius_x, centre.y() - radius_y, 2 * radius_x, 2 * radius_y)

    # hands

    def _grabbed(self, at: QPointF) -> str:
        """Return what of the chosen ellipse is under a place of the widget."""
        if self._chosen is None:
            return "new"
        rect, here = self.on_screen(self._chosen), self._in_film(at)
        for name, handle in (
            ("x", QPointF(rect.right(), rect.center().y())),
            ("x", QPointF(rect.left(), rect.center().y())),
            ("y", QPointF(rect.center().x(), rect.bottom())),
            ("y", QPointF(rect.center().x(), rect.top())),
        ):
            if (handle - at).manhattanLength() <= _GRAB_PX * 1.4:
                return name
        return "move" if self._chosen.contains(here.x(), here.y()) else "new"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._image is None or not self.may_draw or event.button() is not Qt.MouseButton.LeftButton:
            return
        self._handle = self._grabbed(event.position())
        self._from = self._in_film(event.position())
        self._dragged = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._image is None or not self.may_draw:
            self.unsetCursor()
            return
        if self._from is None:
            shapes = {
                "x": Qt.CursorShape.SizeHorCursor,
                "y": Qt.CursorShape.SizeVerCursor,
                "move": Qt.CursorShape.SizeAllCursor,
            }
            self.setCursor(shapes.get(self._grabbed(event.position()), Qt.CursorShape.CrossCursor))
            return
        self._dragged = self._changed(self._from, self._in_film(event.position()))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, self._dragged, self._from = self._dragged, None, None
        self.update()
        if dragged is not None and event.button() is Qt.MouseButton.LeftButton:
            across, down = self._scale()
            if min(dragged.radius_x_px * across, dragged.radius_y_px * down) >= _SMALLEST_PX:
                self.drawn.emit(dragged)

    def _changed(self, start: QPointF, here: QPointF) -> Ellipse:
        chosen = self._chosen
        if chosen is None or self._handle == "new":  # from corner to corner
            middle, half = (start + here) / 2, (here - start) / 2
            return Ellipse(middle.x(), middle.y(), max(abs(half.x()), 1), max(abs(half.y()), 1))
        if self._handle == "move":
            return moved(chosen, here.x() - start.x(), here.y() - start.y())
        if self._handle == "x":
            return Ellipse(chosen.x_px, chosen.y_px, max(abs(here.x() - chosen.x_px), 1), chosen.radius_y_px)
        return Ellipse(chosen.x_px, chosen.y_px, chosen.radius_x_px, max(abs(here.y() - chosen.y_px), 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the chosen ellipse with the arrows, resize it with Shift and an arrow."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._image is None or not self.may_draw:
            super().keyPressEvent(event)
            return
        by = max(self._image.width(), self._image.height()) / 100
        chosen = self._chosen
        if chosen is None:  # one to begin with, in the middle
            side = min(self._image.width(), self._image.height())
            self.drawn.emit(Ellipse(self._image.width() / 2, self._image.height() / 2, side / 8, side / 6))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            radii = max(chosen.radius_x_px + step[0] * by, 1), max(chosen.radius_y_px + step[1] * by, 1)
            self.drawn.emit(Ellipse(chosen.x_px, chosen.y_px, *radii))
        else:
            self.drawn.emit(moved(chosen, step[0] * by, step[1] * by))

    # drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#16191c"))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._area(), self._image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for ellipse in self._others:
                self._paint(painter, ellipse, _OTHER, False)
            chosen = self._dragged or self._chosen
            if chosen is not None:
                self._paint(painter, chosen, _CHOSEN, self.may_draw)
        if self._note:
            self._paint_note(painter)

    def _paint(self, painter: QPainter, ellipse: Ellipse, colour: str, has_handles: bool) -> None:
        rect = self.on_screen(ellipse)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, line in ((4, _EDGE), (2, colour)):  # a dark edge: seen on any picture
            painter.setPen(QPen(QColor(line), width))
            painter.drawEllipse(rect)
        if has_handles:
            painter.setPen(QPen(QColor(_EDGE), 1))
            painter.setBrush(QColor(colour))
            middle = rect.center()
            for x, y in (
                (rect.left(), middle.y()),
                (rect.right(), middle.y()),
                (middle.x(), rect.top()),
                (middle.x(), rect.bottom()),
            ):
                painter.drawRect(QRectF(x - 4, y - 4, 8, 8))

    def _paint_note(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        room = QRectF(self.rect()).adjusted(12, 12, -12, -12)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter
        needed = QRectF(metrics.boundingRect(room.toRect(), flags, self._note)).adjusted(-10, -5, 10, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 190))
        painter.drawRoundedRect(needed, 4, 4)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(room, flags, self._note)

"""A frame around what the tour is about, and an arrow from the card to it."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QRegion
from PySide6.QtWidgets import QWidget

from eegview.app.themes import Theme
from eegview.app.tour.placing import Box, arrow_px

_LINE_PX, _RIM_PX = 3, 1
_HEAD_PX = 9


class TourPointer(QWidget):
    """Takes no mouse and covers nothing but its own lines, so that the page under it is painted as fast as ever."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setObjectName("tour.pointer")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme, self._target, self._arrow = theme, Box(0, 0, 0, 0), QPainterPath()
        self.hide()

    def show_target(self, target: Box, card: Box, theme: Theme) -> None:
        """Frame a rectangle of the window and point at it."""
        self._theme, self._target = theme, target
        self._arrow = _arrow_path(card, target)
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        wide_px = _LINE_PX + 2 * _RIM_PX
        around = QRect(target.x_px, target.y_px, target.width_px, target.height_px)
        lines = QRegion(around) - QRegion(around.adjusted(wide_px, wide_px, -wide_px, -wide_px))
        rim = self._arrow.boundingRect().toAlignedRect().adjusted(-2, -2, 2, 2)
        self.setMask(lines + QRegion(rim) if not self._arrow.isEmpty() else lines)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        target, wide_px = self._target, _LINE_PX + 2 * _RIM_PX
        frame = QRectF(target.x_px, target.y_px, target.width_px, target.height_px)
        frame = frame.adjusted(wide_px / 2, wide_px / 2, -wide_px / 2, -wide_px / 2)
        for colour, width_px in ((self._theme.page, wide_px), (self._theme.accent, _LINE_PX)):
            pen = QPen(QColor(colour), width_px)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame)
        painter.setPen(QPen(QColor(self._theme.page), _RIM_PX))
        painter.setBrush(QColor(self._theme.accent))
        painter.drawPath(self._arrow)


def _arrow_path(card: Box, target: Box) -> QPainterPath:
    """Return a triangle from the card's edge to the target's, empty where they touch."""
    path = QPainterPath()
    ends = arrow_px(card, target)
    if ends is None or ends[0] == ends[1]:
        return path
    start, tip = QPointF(*ends[0]), QPointF(*ends[1])
    is_level = start.y() == tip.y()
    across = QPointF(0, _HEAD_PX) if is_level else QPointF(_HEAD_PX, 0)
    path.addPolygon(QPolygonF([start - across, tip, start + across]))
    path.closeSubpath()
    return path

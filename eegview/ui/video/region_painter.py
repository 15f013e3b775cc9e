"""Outlines of what is watched for movement, and of what is left out, on a camera's picture."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from eegview.model.movement import Region

_WATCHED, _MASKED = "#ffd75e", "#ff8f70"


def paint_regions(painter: QPainter, regions: tuple[tuple[Region, bool], ...], area: QRectF, is_mirrored: bool) -> None:
    """Draw each region where it lies on a picture shown in `area`: a line for what is watched, hatching for a mask."""
    for region, is_mask in regions:
        corners = [(1 - x if is_mirrored else x, y) for x, y in region.corners]
        shape = QPolygonF([QPointF(area.left() + x * area.width(), area.top() + y * area.height()) for x, y in corners])
        painter.setPen(QPen(QColor(_MASKED if is_mask else _WATCHED), 2))
        painter.setBrush(QBrush(QColor(_MASKED), Qt.BrushStyle.BDiagPattern) if is_mask else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(shape)
        corner = shape.boundingRect().topLeft()
        painter.drawText(corner + QPointF(6, painter.fontMetrics().ascent() + 4), _label(is_mask))


def _label(is_mask: bool) -> str:
    return "excluded" if is_mask else "measured"

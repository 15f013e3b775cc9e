"""Paint the drawing of a timeline with Qt."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from eegview.app.course.scene import Scene
from eegview.app.course.shapes import Align, Area, Box, Lettering, Measure, Polygon, Shape, Stroke

_SIDES = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


def rect_of(area: Area) -> QRectF:
    """Return an area as Qt has it."""
    return QRectF(area.left_px, area.top_px, area.width_px, area.height_px)


def bold_of(font: QFont) -> QFont:
    """Return a font in bold."""
    bold = QFont(font)
    bold.setBold(True)
    return bold


def measure_of(font: QFont) -> Measure:
    """Return what measures texts in a font and its bold form."""
    plain, bold = QFontMetricsF(font), QFontMetricsF(bold_of(font))
    return lambda text, is_bold: (bold if is_bold else plain).horizontalAdvance(text)


def paint_scene(painter: QPainter, scene: Scene, font: QFont) -> None:
    """Paint a scene; what is on the axis is cut at its sides."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.setClipRect(rect_of(scene.clip))
    _paint(painter, scene.inside, font)
    painter.restore()
    _paint(painter, scene.frame, font)


def _paint(painter: QPainter, shapes: Iterable[Shape], font: QFont) -> None:
    bold = bold_of(font)
    for shape in shapes:
        if isinstance(shape, Box):
            _paint_box(painter, shape)
        elif isinstance(shape, Stroke):
            painter.setPen(_pen(shape.colour, shape.width_px, shape.is_dashed))
            painter.drawLine(QLineF(shape.x0_px, shape.y0_px, shape.x1_px, shape.y1_px))
        elif isinstance(shape, Polygon):
            painter.setPen(_pen(shape.edge, shape.edge_px))
            painter.setBrush(QColor(shape.fill))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape.corners]))
        else:
            _paint_letters(painter, shape, bold if shape.is_bold else font)


def _paint_box(painter: QPainter, box: Box) -> None:
    rect = rect_of(box.area)
    painter.setPen(_pen(box.edge, box.edge_px, box.is_dashed))
    painter.setBrush(QColor(box.fill) if box.fill else QBrush(Qt.BrushStyle.NoBrush))
    painter.drawRoundedRect(rect, box.radius_px, box.radius_px)
    if box.hatch:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(box.hatch), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(rect)


def _paint_letters(painter: QPainter, letters: Lettering, font: QFont) -> None:
    painter.setFont(font)
    painter.setPen(QColor(letters.colour))
    flags = _SIDES[letters.align] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
    painter.drawText(rect_of(letters.area), flags, letters.text)


def _pen(colour: str, width_px: float, is_dashed: bool = False) -> QPen:
    if not colour:
        return QPen(Qt.PenStyle.NoPen)
    return QPen(QColor(colour), width_px, Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine)

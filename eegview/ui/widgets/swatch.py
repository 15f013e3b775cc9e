"""A small patch of a mark's colour and pattern, for lists and menus."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap

_cache: dict[tuple[str, str, int, float, bool], QIcon] = {}


def swatch(
    colour: QColor, pattern: Qt.BrushStyle, side_px: int, pixel_ratio: float, is_file_note: bool = False
) -> QIcon:
    """Return a square patch; the recorder's notes get a dotted line instead, as on the page."""
    key = (colour.name(), pattern.name, side_px, pixel_ratio, is_file_note)
    if key not in _cache:
        pixmap = _drawn(colour, pattern, side_px, pixel_ratio, is_file_note)
        icon = _cache[key] = QIcon(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)  # else Qt tints it, and the colour is what it is about
    return _cache[key]


def _drawn(colour: QColor, pattern: Qt.BrushStyle, side_px: int, pixel_ratio: float, is_file_note: bool) -> QPixmap:
    pixmap = QPixmap(round(side_px * pixel_ratio), round(side_px * pixel_ratio))
    pixmap.setDevicePixelRatio(pixel_ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    area = QRectF(1, 1, side_px - 2, side_px - 2)
    if is_file_note:
        painter.setPen(QPen(colour, 2, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(side_px / 2, 1), QPointF(side_px / 2, side_px - 1))
    else:
        painter.setPen(QPen(colour, 1))
        if pattern == Qt.BrushStyle.SolidPattern:
            painter.setBrush(colour)
        else:
            ground = QColor(colour)
            ground.setAlpha(70)
            painter.fillRect(area, ground)
            painter.setBrush(QBrush(colour, pattern))
        painter.drawRect(area)
    painter.end()
    return pixmap

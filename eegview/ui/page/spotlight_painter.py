"""Paint the candidate of the triage over the traces: shaded, dashed edges, its rows marked, its onset written."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from eegview.app.themes import Theme
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.spotlight import Spotlight
from eegview.ui.page.view_data import ShownPage

_SHADE_ALPHA, _ROW_ALPHA = 22, 34


def paint_spotlight(
    painter: QPainter, spotlight: Spotlight, page: ShownPage, geometry: PageGeometry, theme: Theme
) -> None:
    """Paint what is visible of the candidate; where it names rows, these are shaded more and ticked at the left."""
    colour = QColor(theme.mark_colour(spotlight.colour))
    painter.setClipRect(QRectF(geometry.left_px - 6, 0, geometry.right_px - geometry.left_px + 6, geometry.height_px))
    height_px = geometry.bottom_px - geometry.top_px
    for other in (span for span in spotlight.others if span.overlaps(geometry.span)):
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x0_px, x1_px = geometry.x_of(other.start_s), geometry.x_of(other.stop_s)
        painter.drawRect(QRectF(x0_px, geometry.top_px, max(x1_px - x0_px, 2), 8))
    x0_px, x1_px = geometry.x_of(spotlight.span.start_s), geometry.x_of(spotlight.span.stop_s)
    area = QRectF(x0_px, geometry.top_px, max(x1_px - x0_px, 2), height_px)
    if spotlight.is_frame:
        _paint_frame(painter, area, geometry, theme)
        return
    painter.fillRect(area, _clear(colour, _SHADE_ALPHA))
    _paint_rows(painter, spotlight, page, geometry, area, colour)
    width = 2 if spotlight.is_edited else 1
    painter.setPen(QPen(colour, width + 1))
    painter.drawLine(area.topLeft(), area.bottomLeft())
    painter.setPen(QPen(colour, width, Qt.PenStyle.DashLine))
    painter.drawLine(area.topLeft(), area.topRight())
    painter.drawLine(area.topRight(), area.bottomRight())
    _paint_caption(painter, spotlight, x0_px, geometry, QColor(theme.text_colour(spotlight.colour)))
    painter.setClipping(False)


def _paint_frame(painter: QPainter, area: QRectF, geometry: PageGeometry, theme: Theme) -> None:
    """Leave the stretch as it is, and dim what lies around it a little."""
    ground = _clear(QColor(theme.ground), 150)
    left = QRectF(geometry.left_px, area.top(), max(area.left() - geometry.left_px, 0), area.height())
    right = QRectF(area.right(), area.top(), max(geometry.right_px - area.right(), 0), area.height())
    painter.fillRect(left, ground)
    painter.fillRect(right, ground)
    painter.setPen(QPen(QColor(theme.accent), 2, Qt.PenStyle.DashLine))
    painter.drawLine(area.topLeft(), area.bottomLeft())
    painter.drawLine(area.topRight(), area.bottomRight())
    painter.setClipping(False)


def _paint_rows(
    painter: QPainter,
    spotlight: Spotlight,
    page: ShownPage,
    geometry: PageGeometry,
    area: QRectF,
    colour: QColor,
) -> None:
    """Mark the rows it is about, unless it is about all that is shown."""
    positions = [i for i, shown in enumerate(page.rows) if _is_about(spotlight.channels, shown.row.label)]
    if not spotlight.channels or len(positions) in (0, len(page.rows)):
        return
    for position in positions:
        top_px = geometry.centre_of(position) - geometry.row_height_px / 2
        painter.fillRect(QRectF(area.left(), top_px, area.width(), geometry.row_height_px), _clear(colour, _ROW_ALPHA))
        painter.fillRect(QRectF(geometry.left_px - 5, top_px + 2, 3, max(geometry.row_height_px - 4, 2)), colour)


def _is_about(channels: tuple[str, ...], label: str) -> bool:
    """Check whether a row is named, itself or by one of its electrodes."""
    return label in channels or any(part in channels for part in label.split("-"))


def caption_px(spotlight: Spotlight, geometry: PageGeometry, font: QFont) -> tuple[float, float] | None:
    """Return from where to where below the page the caption is written, None where there is none."""
    if spotlight.is_frame or not spotlight.caption:
        return None
    bold = QFont(font)
    bold.setBold(True)
    width_px = QFontMetricsF(bold).horizontalAdvance(spotlight.caption) + 12
    x_px = geometry.x_of(spotlight.span.start_s)
    left_px = min(max(x_px, geometry.left_px), geometry.right_px - width_px)
    return left_px, left_px + width_px


def _paint_caption(
    painter: QPainter, spotlight: Spotlight, x_px: float, geometry: PageGeometry, colour: QColor
) -> None:
    font = painter.font()
    place_px = caption_px(spotlight, geometry, font)
    if place_px is None:
        return
    font.setBold(True)
    painter.setFont(font)
    area = QRectF(place_px[0], geometry.bottom_px + 1, place_px[1] - place_px[0], geometry.axis_px - 1)
    painter.setPen(colour)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, spotlight.caption)
    painter.drawLine(QPointF(x_px, geometry.bottom_px), QPointF(x_px, geometry.bottom_px + 4))
    font.setBold(False)
    painter.setFont(font)


def _clear(colour: QColor, alpha: int) -> QColor:
    clear = QColor(colour)
    clear.setAlpha(alpha)
    return clear

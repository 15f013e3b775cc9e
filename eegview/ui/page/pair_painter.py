"""Paint two readers' marks of one event over the traces: A with solid edges, B with dashed ones, Δ between them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from eegview.app.themes import Theme
from eegview.model.span import Span
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.pair import ShownPair

_SHADE_ALPHA = 20
_PAD_PX = 5.0
_APART_PX = 2.0


def reader_colours(theme: Theme) -> tuple[QColor, QColor]:
    """Return the colours of readers A and B; their letters are always written as well."""
    return QColor(theme.accent), QColor(theme.warning)


def paint_pair(painter: QPainter, pair: ShownPair, geometry: PageGeometry, theme: Theme) -> None:
    """Shade the event, draw onset and end of both marks, and write letters and difference above the traces."""
    whole = pair.whole
    if whole is None or not (whole.overlaps(geometry.span) or geometry.span.contains(whole.start_s)):
        return
    painter.setClipRect(QRectF(geometry.left_px, 0, geometry.right_px - geometry.left_px, geometry.bottom_px))
    shade = QColor(theme.accent)
    shade.setAlpha(_SHADE_ALPHA)
    x0_px, x1_px = geometry.x_of(whole.start_s), geometry.x_of(whole.stop_s)
    height_px = geometry.bottom_px - geometry.top_px
    painter.fillRect(QRectF(x0_px, geometry.top_px, max(x1_px - x0_px, 1.0), height_px), shade)
    colour_a, colour_b = reader_colours(theme)
    is_one = pair.a is not None and pair.b is not None and _are_one(pair.a, pair.b, geometry)
    if pair.a is not None:
        _paint_edges(painter, pair.a, geometry, colour_a, Qt.PenStyle.SolidLine, -1.0 if is_one else 0.0)
    if pair.b is not None:
        _paint_edges(painter, pair.b, geometry, colour_b, Qt.PenStyle.DashLine, 1.0 if is_one else 0.0)
    _paint_names(painter, pair, geometry, theme)
    painter.setClipping(False)


def _are_one(a: Span, b: Span, geometry: PageGeometry) -> bool:
    """Whether both onsets are one line on the page; they are then drawn beside each other."""
    return abs(geometry.x_of(a.start_s) - geometry.x_of(b.start_s)) < _APART_PX


def _paint_edges(
    painter: QPainter, span: Span, geometry: PageGeometry, colour: QColor, style: Qt.PenStyle, beside_px: float
) -> None:
    for time_s, width_px in ((span.start_s, 2.0), (span.stop_s, 1.0)):
        painter.setPen(QPen(colour, width_px, style))
        x_px = geometry.x_of(time_s) + beside_px
        painter.drawLine(QPointF(x_px, 0.0), QPointF(x_px, geometry.bottom_px))


def _paint_names(painter: QPainter, pair: ShownPair, geometry: PageGeometry, theme: Theme) -> None:
    """Write A and B outside of their onsets, and the difference between them or, where there is no room, beside."""
    plain, bold = painter.font(), QFont(painter.font())
    bold.setBold(True)
    painter.setFont(bold)
    metrics = QFontMetricsF(bold)
    ends = [
        (geometry.x_of(span.start_s), letter, colour)
        for span, letter, colour in zip((pair.a, pair.b), "AB", reader_colours(theme), strict=True)
        if span is not None
    ]
    ends.sort(key=lambda end: end[0])
    letter_px = metrics.horizontalAdvance("B") + 2 * _PAD_PX
    line_px = geometry.top_px - 2
    free_px = ends[-1][0] + 2
    for place, (x_px, letter, colour) in enumerate(ends):
        is_left = place == 0 and len(ends) > 1
        area = QRectF(x_px - letter_px - 2 if is_left else x_px + 2, 1, letter_px, line_px)
        painter.fillRect(area, colour)
        painter.setPen(QColor(theme.text_on(colour.name())))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter)
        free_px = area.right() if not is_left else free_px
    if pair.apart:
        width_px = metrics.horizontalAdvance(pair.apart) + 2 * _PAD_PX
        between_px = ends[-1][0] - ends[0][0] - 4
        left_px = ends[0][0] + 2 + (between_px - width_px) / 2 if between_px >= width_px else free_px + 3
        area = QRectF(min(left_px, geometry.right_px - width_px), 1, width_px, line_px)
        painter.fillRect(area, QColor(theme.page))
        painter.setPen(QColor(theme.ink))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, pair.apart)
    painter.setFont(plain)

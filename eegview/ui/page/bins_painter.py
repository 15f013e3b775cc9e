"""Seconds of the page that are scored one by one: lines between them, those with a spike tinted, the current framed."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from eegview.app.themes import Theme
from eegview.model.span import Span
from eegview.ui.page.geometry import PageGeometry

_TINT_ALPHA, _DARK_TINT_ALPHA, _CURRENT_ALPHA, _OUTSIDE_ALPHA = 20, 34, 26, 150


@dataclass(frozen=True, slots=True)
class ShownBins:
    """Equal bins that lie over the page from `start_s` on.

    marked : numbers, from 0, of those with a spike
    current : number of the one that keys act on; None where it is not on this page
    colour : of what is marked, "#rrggbb" in the paper theme
    epoch : what is scored; the rest of the page is dimmed
    note : written at the top of the current bin, "" for nothing
    """

    start_s: float
    bin_s: float
    n_bins: int
    marked: frozenset[int]
    current: int | None
    colour: str
    epoch: Span
    note: str = ""

    def span(self, number: int) -> Span:
        """Return the time of one bin."""
        return Span(self.start_s + number * self.bin_s, self.start_s + (number + 1) * self.bin_s)


def paint_bins(painter: QPainter, bins: ShownBins, geometry: PageGeometry, theme: Theme) -> None:
    """Paint the bins over the traces, never so strong that a trace is harder to see."""
    top_px, bottom_px = geometry.top_px, geometry.bottom_px
    painter.setClipRect(QRectF(geometry.left_px, 0, geometry.right_px - geometry.left_px, geometry.height_px))
    tint = QColor(theme.mark_colour(bins.colour))
    tint.setAlpha(_DARK_TINT_ALPHA if theme.is_dark else _TINT_ALPHA)
    for number in bins.marked:
        painter.fillRect(_area(bins.span(number), geometry), tint)
    painter.setPen(QPen(QColor(theme.line_strong), 1))
    edges_px = [geometry.x_of(bins.start_s + number * bins.bin_s) for number in range(bins.n_bins + 1)]
    painter.drawLines([QLineF(x_px, top_px, x_px, bottom_px) for x_px in edges_px])
    ground = QColor(theme.ground)
    ground.setAlpha(_OUTSIDE_ALPHA)
    for outside in _around(bins.epoch, geometry.span):
        painter.fillRect(_area(outside, geometry), ground)
    if bins.current is not None:
        area = _area(bins.span(bins.current), geometry)
        fill = QColor(theme.accent)
        fill.setAlpha(_CURRENT_ALPHA)
        painter.fillRect(area, fill)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(1, 1, -1, -1))
        if bins.note:
            _paint_note(painter, bins.note, area, geometry, theme)
    painter.setClipping(False)


def _paint_note(painter: QPainter, note: str, area: QRectF, geometry: PageGeometry, theme: Theme) -> None:
    metrics = painter.fontMetrics()
    width_px, height_px = metrics.horizontalAdvance(note) + 12, metrics.height() + 4
    left_px = min(area.left(), geometry.right_px - width_px)
    box = QRectF(left_px, area.top(), width_px, height_px)
    painter.fillRect(box, QColor(theme.accent))
    painter.setPen(QColor(theme.accent_ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, note)


def _area(span: Span, geometry: PageGeometry) -> QRectF:
    left_px = max(geometry.x_of(span.start_s), geometry.left_px)
    right_px = min(geometry.x_of(span.stop_s), geometry.right_px)
    return QRectF(left_px, geometry.top_px, max(right_px - left_px, 0.0), geometry.bottom_px - geometry.top_px)


def _around(epoch: Span, page: Span) -> list[Span]:
    """Return what of the page lies outside the epoch."""
    found = []
    if page.start_s < epoch.start_s:
        found.append(Span(page.start_s, min(epoch.start_s, page.stop_s)))
    if page.stop_s > epoch.stop_s:
        found.append(Span(max(epoch.stop_s, page.start_s), page.stop_s))
    return found

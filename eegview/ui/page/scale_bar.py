"""The bars that say how tall so many µV and how wide so many seconds are: below the page, never on a trace."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from eegview.app.themes import Theme
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.view_data import ShownPage

_GAP_PX, _TICK_PX = 6.0, 3.0
_WIDEST_PX = 110.0
_LENGTHS_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0)


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """Both bars with their words, side by side, logical pixels.

    left_px, right_px : from where to where below the page they stand
    """

    uv: float  # 0 where no row is a voltage: then there is no such bar
    uv_px: float
    length_s: float
    length_px: float
    left_px: float
    right_px: float

    @property
    def uv_text(self) -> str:
        return f"{self.uv:g} µV" if self.uv else ""

    @property
    def length_text(self) -> str:
        if self.length_s < 60:
            return f"{self.length_s:g} s"
        return f"{self.length_s / 60:g} min" if self.length_s < 3600 else f"{self.length_s / 3600:g} h"


def scale_bar_of(
    page: ShownPage, geometry: PageGeometry, font: QFont, taken_px: tuple[float, float] | None = None
) -> ScaleBar:
    """Return the bars at the right below the page, the largest round ones that fit there.

    taken_px : from where to where something else is written there; the bars stand left of it
    """
    metrics = QFontMetricsF(font)
    px_per_uv = geometry.px_per_mm / page.sensitivity_uv_per_mm
    has_voltage = any(shown.row.unit == "uV" for shown in page.rows) or bool(page.overlaid)
    uv = _round_uv((geometry.axis_px - 6) / px_per_uv) if has_voltage else 0.0
    length_s = max((s for s in _LENGTHS_S if s * geometry.px_per_s <= _WIDEST_PX), default=_LENGTHS_S[0])
    bar = ScaleBar(uv, uv * px_per_uv, length_s, length_s * geometry.px_per_s, 0.0, 0.0)
    words_px = metrics.horizontalAdvance(bar.uv_text) + metrics.horizontalAdvance(bar.length_text)
    width_px = 2 + words_px + bar.length_px + 6 * _GAP_PX
    right_px = geometry.right_px
    if taken_px is not None and taken_px[1] > right_px - width_px:
        right_px = taken_px[0] - _GAP_PX
    return ScaleBar(bar.uv, bar.uv_px, bar.length_s, bar.length_px, right_px - width_px, right_px)


def paint_scale_bar(painter: QPainter, bar: ScaleBar, geometry: PageGeometry, theme: Theme) -> None:
    """Draw the bars, each with its words at its right."""
    metrics = QFontMetricsF(painter.font())
    middle_px = geometry.bottom_px + geometry.axis_px / 2
    text_px = middle_px + (metrics.ascent() - metrics.descent()) / 2
    painter.setPen(QPen(QColor(theme.ink), 2))
    x_px = bar.left_px + _GAP_PX
    if bar.uv:
        painter.drawLine(QPointF(x_px, middle_px - bar.uv_px / 2), QPointF(x_px, middle_px + bar.uv_px / 2))
        x_px += _GAP_PX
        painter.drawText(QPointF(x_px, text_px), bar.uv_text)
        x_px += metrics.horizontalAdvance(bar.uv_text) + 2 * _GAP_PX
    stop_px = x_px + bar.length_px
    painter.drawLine(QPointF(x_px, middle_px), QPointF(stop_px, middle_px))
    for end_px in (x_px, stop_px):
        painter.drawLine(QPointF(end_px, middle_px - _TICK_PX), QPointF(end_px, middle_px + _TICK_PX))
    painter.drawText(QPointF(stop_px + _GAP_PX, text_px), bar.length_text)


def _round_uv(most_uv: float) -> float:
    """Return the largest 1, 2 or 5 × 10ⁿ that is not above `most_uv`."""
    power = 10.0**-6
    best = power
    while power <= most_uv:
        best = max(step * power for step in (1, 2, 5) if step * power <= most_uv)
        power *= 10
    return round(best, 6)

"""Calipers: two corners on the page, read as µV, ms and Hz."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.page.geometry import PageGeometry


@dataclass(frozen=True, slots=True)
class Calipers:
    """Two times and two heights.

    row_label, uv_per_px : of the row where the first corner was set; heights are read on its scale
    y_px : of both corners, on the widget
    """

    start_s: float
    stop_s: float
    start_y_px: float
    stop_y_px: float
    row_label: str
    uv_per_px: float
    unit: str = "µV"

    @property
    def difference_unit(self) -> str:
        """Unit of a height: between two levels in dB re full scale lie plain dB."""
        return "dB" if self.unit.startswith("dB") else self.unit

    @property
    def duration_ms(self) -> float:
        return abs(self.stop_s - self.start_s) * 1e3

    @property
    def height_uv(self) -> float:
        return abs(self.stop_y_px - self.start_y_px) * self.uv_per_px

    @property
    def text(self) -> str:
        parts = [f"{self.row_label}  {self.height_uv:.0f} {self.difference_unit}", f"{self.duration_ms:.0f} ms"]
        if self.duration_ms > 0:
            parts.append(tr("{duration_ms:.2f} Hz", duration_ms=1000.0 / self.duration_ms))
        return "  ·  ".join(parts)


def paint_calipers(painter: QPainter, calipers: Calipers, geometry: PageGeometry, theme: Theme) -> None:
    """Draw the two corners, the box between them and what it measures."""
    x0_px, x1_px = sorted((geometry.x_of(calipers.start_s), geometry.x_of(calipers.stop_s)))
    y0_px, y1_px = sorted((calipers.start_y_px, calipers.stop_y_px))
    painter.setPen(QPen(QColor(theme.accent), 2))
    for x_px in (x0_px, x1_px):
        painter.drawLine(QPointF(x_px, y0_px - 6), QPointF(x_px, y1_px + 6))
    for y_px in (y0_px, y1_px):
        painter.drawLine(QPointF(x0_px - 6, y_px), QPointF(x1_px + 6, y_px))
    metrics = QFontMetricsF(painter.font())
    width_px = metrics.horizontalAdvance(calipers.text) + 16
    height_px = metrics.height() + 6
    left_px = min(max(x1_px + 10, geometry.left_px), geometry.right_px - width_px)
    area = QRectF(left_px, max(y0_px - height_px - 8, geometry.top_px), width_px, height_px)
    painter.fillRect(area, QColor(theme.accent))
    painter.setPen(QColor(theme.accent_ink))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, calipers.text)

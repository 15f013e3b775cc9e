"""A crosshair on one row: its value at the cursor, and the time."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from eegview.app.themes import Theme
from eegview.model.recording import Recording
from eegview.model.text.dates import time_of_day_text
from eegview.model.time.clock import elapsed_text
from eegview.model.time.wall_clock import wall_clock
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.view_data import Crosshair, ShownPage


def crosshair_at(page: ShownPage, label: str, time_s: float | None, recording: Recording) -> Crosshair | None:
    """Return the crosshair of a row at the sample nearest to `time_s`; None where the page shows neither.

    recording : for the time by the clock
    """
    position = next((i for i, shown in enumerate(page.rows) if shown.row.label == label), None)
    if position is None or time_s is None or not page.span.contains(time_s):
        return None
    placement, unit = page.rows[position].placement, page.rows[position].row.unit
    unit = "µV" if unit == "uV" else unit
    for trace in page.result.traces:
        index = round((time_s - trace.first_s) * trace.rate_hz)
        if trace.row == placement.row and not trace.is_envelope and 0 <= index < len(trace.values):
            value, at_s = float(trace.values[index]), trace.first_s + index / trace.rate_hz
            if np.isfinite(value):
                text = f"{label}  " + f"{value:+.1f} {unit}".replace("-", "−").rstrip()
                down_px = value * placement.px_per_unit - placement.offset_px
                return Crosshair(position, at_s, down_px, f"{text}  ·  {_moment(at_s, recording)}")
    return Crosshair(position, time_s, None, f"{label}  no value here  ·  {_moment(time_s, recording)}")


def _moment(time_s: float, recording: Recording) -> str:
    moment = wall_clock(recording, round(time_s, 3))
    return time_of_day_text(moment, decimals=3) if moment is not None else elapsed_text(time_s, 3)


def paint_crosshair(painter: QPainter, crosshair: Crosshair, geometry: PageGeometry, theme: Theme) -> None:
    """Draw a line through the value, a ring around the sample, and write both beside it."""
    centre_px = geometry.centre_of(crosshair.position)
    x_px, y_px = geometry.x_of(crosshair.at_s), centre_px + (crosshair.down_px or 0.0)
    accent = QColor(theme.accent)
    width_px, height_px = geometry.right_px - geometry.left_px, geometry.bottom_px - geometry.top_px
    painter.setClipRect(QRectF(geometry.left_px, geometry.top_px, width_px, height_px))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(accent, 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(x_px, geometry.top_px), QPointF(x_px, geometry.bottom_px))
    if crosshair.down_px is not None:
        painter.drawLine(QPointF(geometry.left_px, y_px), QPointF(geometry.right_px, y_px))
        painter.setPen(QPen(accent, 2))
        painter.drawEllipse(QPointF(x_px, y_px), 4.0, 4.0)
    painter.setClipping(False)
    metrics = QFontMetricsF(painter.font())
    width_px, height_px = metrics.horizontalAdvance(crosshair.text) + 16, metrics.height() + 6
    left_px = x_px + 10 if x_px + 10 + width_px <= geometry.right_px else x_px - 10 - width_px
    top_px = y_px - height_px - 8 if y_px - height_px - 8 >= geometry.top_px else y_px + 8
    top_px = min(max(top_px, geometry.top_px), geometry.bottom_px - height_px)
    area = QRectF(max(left_px, geometry.left_px), top_px, width_px, height_px)
    painter.fillRect(area, accent)
    painter.setPen(QColor(theme.accent_ink))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, crosshair.text)

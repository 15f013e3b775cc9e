"""Draw the panels that show what people, video and file say: sleep, spasms with clusters, marks, what was reviewed."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from eegview.app.stage_texts import level_names
from eegview.app.themes import Theme
from eegview.model.span import Span
from eegview.ui.overview.hypnogram_painter import level_y, paint_course
from eegview.ui.overview.painter import small_font
from eegview.ui.trends.drawing.shown_study import MarkBand, ShownStudy

SPASM_COLOUR = "#c2410c"
MOST_LANES = 6  # terms side by side in the panel of marks
_CROWD = 5  # spasms in one column of pixels that are drawn as high as it goes


def paint_stages(
    painter: QPainter, study: ShownStudy, area: QRectF, x_of: Callable[[float], float], theme: Theme
) -> None:
    """Draw the hypnogram with a thin line at each level in use."""
    painter.setPen(QPen(QColor(theme.line), 1))
    for level, name in enumerate(level_names(study.stages)):
        if name:
            y = level_y(level, area)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_course(painter, study.course, x_of, area, theme, is_dimmed=False)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_spasms(
    painter: QPainter, study: ShownStudy, area: QRectF, x_of: Callable[[float], float], theme: Theme, font: QFont
) -> None:
    """Draw each spasm as a tick, higher where many fall together, and each cluster as a bracket with its number."""
    small = small_font(font)
    metrics = QFontMetricsF(small)
    foot = area.bottom() - metrics.height() - 4
    colour = QColor(theme.mark_colour(SPASM_COLOUR))
    left_s, per_s = x_of(0.0), x_of(1.0) - x_of(0.0)
    columns = np.round(left_s + study.spasms_s * per_s)
    columns = columns[(columns >= area.left()) & (columns <= area.right())]
    places, counts = np.unique(columns, return_counts=True)
    painter.setPen(QPen(colour, 1.5))
    room = foot - area.top() - 3
    lines = []
    for x, count in zip(places.tolist(), counts.tolist(), strict=True):
        high = room * (0.6 + 0.4 * min((count - 1) / (_CROWD - 1), 1.0))
        lines.append(QLineF(x + 0.5, foot, x + 0.5, foot - high))
    painter.drawLines(lines)
    painter.setFont(small)
    written_to = area.left()
    for cluster in study.clusters:
        left, right = x_of(cluster.span.start_s), x_of(cluster.span.stop_s)
        if right < area.left() or left > area.right():
            continue
        middle = (left + right) / 2
        left, right = min(left, middle - 3), max(right, middle + 3)
        painter.setPen(QPen(colour, 1.5))
        painter.drawLines(
            [
                QLineF(left, foot + 3, right, foot + 3),
                QLineF(left, foot, left, foot + 3),
                QLineF(right, foot, right, foot + 3),
            ]
        )
        text = str(cluster.number)
        half = metrics.horizontalAdvance(text) / 2
        middle = min(max(middle, area.left() + half), area.right() - half)
        if middle - half >= written_to:
            painter.setPen(QColor(theme.text_colour(SPASM_COLOUR)))
            painter.drawText(
                QRectF(middle - half, foot + 4, 2 * half + 1, metrics.height()), Qt.AlignmentFlag.AlignCenter, text
            )
            written_to = middle + half + 4


def mark_lanes(study: ShownStudy) -> tuple[MarkBand, ...]:
    """Return the terms that get a lane of their own; what is beyond stands together in the last."""
    bands = study.marks
    if len(bands) <= MOST_LANES:
        return bands
    rest = bands[MOST_LANES - 1 :]
    starts_s = np.concatenate([band.starts_s for band in rest])
    stops_s = np.concatenate([band.stops_s for band in rest])
    return (*bands[: MOST_LANES - 1], MarkBand(f"{len(rest)} more", rest[0].colour, starts_s, stops_s))


def paint_marks(
    painter: QPainter, study: ShownStudy, area: QRectF, x_of: Callable[[float], float], theme: Theme
) -> None:
    """Draw the marks of each term in a lane of its own."""
    lanes = mark_lanes(study)
    if not lanes:
        return
    lane_px = area.height() / len(lanes)
    for number, band in enumerate(lanes):
        top = area.top() + number * lane_px + 1
        colour = QColor(theme.mark_colour(band.colour))
        for start_s, stop_s in zip(band.starts_s.tolist(), band.stops_s.tolist(), strict=True):
            left, right = x_of(start_s), x_of(stop_s)
            if right >= area.left() and left <= area.right():
                painter.fillRect(QRectF(left, top, max(right - left, 1.5), max(lane_px - 2, 1.5)), colour)


def paint_reviewed(
    painter: QPainter, study: ShownStudy, area: QRectF, x_of: Callable[[float], float], theme: Theme
) -> None:
    """Fill what was read, hatch what was not."""
    for segment in study.segments:
        painter.fillRect(_box(segment, area, x_of), QBrush(QColor(theme.line_strong), Qt.BrushStyle.BDiagPattern))
    for span in study.reviewed:
        box = _box(span, area, x_of)
        painter.fillRect(box, QColor(theme.page))
        painter.fillRect(box, QColor(theme.accent))


def paint_hatched(
    painter: QPainter,
    spans: tuple[Span, ...],
    area: QRectF,
    x_of: Callable[[float], float],
    theme: Theme,
    text: str,
    font: QFont,
    is_gap: bool = True,
) -> None:
    """Hatch spans in which there is nothing, with the reason where there is room for it."""
    painter.setFont(small_font(font))
    metrics = QFontMetricsF(painter.font())
    for span in spans:
        box = _box(span, area, x_of)
        if box.width() <= 0:
            continue
        box.setWidth(max(box.width(), 2.0))
        painter.fillRect(box, QColor(theme.gap if is_gap else theme.page))
        style = Qt.BrushStyle.BDiagPattern if is_gap else Qt.BrushStyle.Dense7Pattern
        painter.fillRect(box, QBrush(QColor(theme.gap_hatch), style))
        width = metrics.horizontalAdvance(text) + 8
        if text and width <= box.width() and metrics.height() <= box.height():
            label = QRectF(
                box.center().x() - width / 2, box.center().y() - metrics.height() / 2, width, metrics.height()
            )
            painter.fillRect(label, QColor(theme.page))
            painter.setPen(QColor(theme.quiet))
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def _box(span: Span, area: QRectF, x_of: Callable[[float], float]) -> QRectF:
    """Return where a span lies within an area; its width is below zero where it does not."""
    left, right = max(x_of(span.start_s), area.left()), min(x_of(span.stop_s), area.right())
    return QRectF(left, area.top(), right - left, area.height())

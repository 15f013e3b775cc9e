"""Paint one column: its raster, its average with the interval, and their scales."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from eegview.app.statistics.locked_scale import DIVERGING, colour_map_of, round_up
from eegview.app.themes import Theme
from eegview.app.trends.colour_maps import coloured, diverging, sequential
from eegview.ui.statistics.shown import ShownColumn, ShownLocked

_BAR_PX = 40.0
_TRACE_TIMES = 2.5  # of the average's own range, beyond which a trace is cut
_STEPS_S = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


def raster_image(column: ShownColumn, width_px: int, theme: Theme) -> QImage:
    """Return the raster, one pixel high a spasm: of each column of pixels the value that lies farthest from 0."""
    values = column.values
    n_lines, n_times = values.shape
    if not n_lines:
        return QImage()
    edges = np.unique(np.linspace(0, n_times, min(width_px, n_times) + 1).astype(np.int64))[:-1]
    high, low = np.fmax.reduceat(values, edges, axis=1), np.fmin.reduceat(values, edges, axis=1)
    farthest = np.where(np.abs(low) > np.abs(high), low, high)
    table = diverging() if colour_map_of(column.row) == DIVERGING else sequential()
    pixels = np.ascontiguousarray(
        coloured(farthest, -column.scale if column.is_eeg else 0.0, column.scale, table, QColor(theme.gap).rgb())
    )
    image = QImage(pixels.data, pixels.shape[1], n_lines, pixels.shape[1] * 4, QImage.Format.Format_RGB32)
    return image.copy()  # which holds the pixels itself


def paint_raster(
    painter: QPainter, box: QRectF, shown: ShownLocked, column: ShownColumn, image: QImage, theme: Theme
) -> None:
    """Paint the raster, and hatch what is left out."""
    if not image.isNull():
        painter.drawImage(box, image)
    row_px = box.height() / max(len(shown.lines), 1)
    veil = QColor(theme.page)
    veil.setAlpha(150)
    for line, number in enumerate(shown.lines):
        if shown.is_left_out(number):
            place = QRectF(box.left(), box.top() + line * row_px, box.width(), row_px)
            painter.fillRect(place, veil)
            painter.fillRect(place, QBrush(QColor(theme.quiet), Qt.BrushStyle.BDiagPattern))
    painter.setPen(QPen(QColor(theme.line_strong), 1))
    painter.drawRect(box)


def paint_title(painter: QPainter, box: QRectF, column: ShownColumn, theme: Theme, line_px: float) -> None:
    """Write the row's name, and its scale of colours at the right."""
    top_px = box.top() - line_px - 4
    painter.setPen(QColor(theme.ink))
    sign = "±" if column.is_eeg else "0–"
    scale = f"{sign}{column.scale:g} {column.unit}"
    metrics = QFontMetricsF(painter.font())
    scale_px = metrics.horizontalAdvance(scale) + 4
    has_bar = metrics.horizontalAdvance(column.row.label) + scale_px + _BAR_PX + 12 <= box.width()
    name_px = box.width() - scale_px - (_BAR_PX + 12 if has_bar else 4)
    name = metrics.elidedText(column.row.label, Qt.TextElideMode.ElideRight, max(name_px, 20.0))
    area = QRectF(box.left(), top_px, box.width(), line_px)
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
    painter.setPen(QColor(theme.quiet))
    painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, scale)
    if not has_bar:
        return
    table = diverging() if colour_map_of(column.row) == DIVERGING else sequential()
    bar = np.ascontiguousarray(table[None, :])
    image = QImage(bar.data, bar.shape[1], 1, bar.shape[1] * 4, QImage.Format.Format_RGB32)
    place = QRectF(box.right() - scale_px - _BAR_PX, top_px + line_px * 0.25, _BAR_PX, line_px * 0.5)
    painter.drawImage(place, image)


def value_range(column: ShownColumn, trace: np.ndarray | None = None) -> tuple[float, float]:
    """Return the lowest and the highest value of the average's axis, round; EEG on either side of nothing.

    The chosen spasm's own trace may widen it, but never so much that the average cannot be read any more.
    """
    top = _greatest(np.concatenate((column.low, column.high, column.mean)))
    if trace is not None:
        own = _greatest(trace)
        top = max(top, min(own, _TRACE_TIMES * top) if top else own)
    top = round_up(top)
    return (-top if column.is_eeg else 0.0), top


def _greatest(values: np.ndarray) -> float:
    known = np.abs(values[np.isfinite(values)])
    return float(known.max()) if len(known) else 0.0


def paint_average(
    painter: QPainter, box: QRectF, shown: ShownLocked, column: ShownColumn, theme: Theme, small: QFont
) -> None:
    """Paint mean and interval, the chosen spasm's own trace thin, and the axes. EEG: negative up."""
    selected = shown.selected_line
    trace = column.values[selected].astype(np.float64) if selected is not None else None
    low, high = value_range(column, trace)
    times_s = shown.epochs.times_s
    first_s, last_s = float(times_s[0]), float(times_s[-1])

    def points(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        share = (np.clip(values, low, high) - low) / (high - low)
        y_px = box.top() + (share if column.is_eeg else 1 - share) * box.height()
        return box.left() + (times_s - first_s) / (last_s - first_s) * box.width(), y_px

    painter.fillRect(box, QColor(theme.page))
    _paint_axes(painter, box, (first_s, last_s), (low, high), column, theme, small)
    painter.save()
    painter.setClipRect(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    band = QColor(theme.accent)
    band.setAlpha(70)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(band)
    x_px, low_px = points(column.low)
    _x, high_px = points(column.high)
    for start, stop in _runs(np.isfinite(column.low)):
        edge = [QPointF(x, y) for x, y in zip(x_px[start:stop], low_px[start:stop], strict=True)]
        edge += [QPointF(x, y) for x, y in zip(x_px[start:stop][::-1], high_px[start:stop][::-1], strict=True)]
        painter.drawPolygon(QPolygonF(edge))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if trace is not None:
        _paint_line(painter, *points(trace), QPen(QColor(theme.quiet), 1))
    _paint_line(painter, *points(column.mean), QPen(QColor(theme.accent), 1.6))
    painter.restore()


def _paint_line(painter: QPainter, x_px: np.ndarray, y_px: np.ndarray, pen: QPen) -> None:
    painter.setPen(pen)
    for start, stop in _runs(np.isfinite(y_px)):
        painter.drawPolyline(
            QPolygonF([QPointF(x, y) for x, y in zip(x_px[start:stop], y_px[start:stop], strict=True)])
        )


def _runs(is_known: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_known, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _paint_axes(
    painter: QPainter,
    box: QRectF,
    times_s: tuple[float, float],
    values: tuple[float, float],
    column: ShownColumn,
    theme: Theme,
    small: QFont,
) -> None:
    first_s, last_s = times_s
    metrics = QFontMetricsF(small)
    painter.setFont(small)
    widest = metrics.horizontalAdvance("−0.5") * 2
    step_s = next((s for s in _STEPS_S if s / (last_s - first_s) * box.width() >= widest), _STEPS_S[-1])
    for tick in range(math.ceil(first_s / step_s - 1e-9), math.floor(last_s / step_s + 1e-9) + 1):
        x_px = box.left() + (tick * step_s - first_s) / (last_s - first_s) * box.width()
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(x_px, box.top()), QPointF(x_px, box.bottom()))
        painter.setPen(QColor(theme.quiet))
        text = f"{tick * step_s:g}".replace("-", "−")
        area = QRectF(x_px - widest, box.bottom() + 2, 2 * widest, metrics.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
    low, high = values
    for value in (low, (low + high) / 2, high):
        share = (value - low) / (high - low)
        y_px = box.top() + (share if column.is_eeg else 1 - share) * box.height()
        painter.setPen(QPen(QColor(theme.line_strong if value == 0 else theme.line), 1))
        painter.drawLine(QPointF(box.left(), y_px), QPointF(box.right(), y_px))
        painter.setPen(QColor(theme.quiet))
        text = f"{value:g}".replace("-", "−")
        area = QRectF(box.left() - 60, y_px - metrics.height() / 2, 56, metrics.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

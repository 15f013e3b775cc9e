"""Paint the line of a hypnogram into an area: steps between levels, REM thick, its levels named at the left."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from eegview.app.page.hypnogram_course import Course
from eegview.app.stage_texts import N_LEVELS, colour
from eegview.app.themes import Theme
from eegview.clinical.stages import ASLEEP

TOUCHING_S = 1.0  # stretches nearer than this are joined by an upright line
LINE_PX, THICK_PX = 1.6, 3.0


def level_y(level: int, area: QRectF) -> float:
    """Return where a level lies in an area, logical pixels."""
    return area.top() + (level + 0.5) * area.height() / N_LEVELS


def paint_course(
    painter: QPainter, course: Course, x_of: Callable[[float], float], area: QRectF, theme: Theme, is_dimmed: bool
) -> None:
    """Draw the line; what is dimmed is thin, dashed and grey. Sleep without a stage is a band over all of its levels.

    x_of : where a time (s) lies, logical pixels
    """
    path = QPainterPath()
    thick: dict[str, list[QLineF]] = {}
    bands: list[QRectF] = []
    band_top, band_bottom = level_y(1, area), level_y(N_LEVELS - 1, area)
    last_stop_s, last_x, last_y = -1e9, 0.0, 0.0
    spans = zip(course.starts_s.tolist(), course.stops_s.tolist(), course.levels.tolist(), course.stages, strict=True)
    for start_s, stop_s, level, stage in spans:
        x0, x1, y = x_of(start_s), x_of(stop_s), level_y(level, area)
        if stage == ASLEEP:
            bands.append(QRectF(x0, band_top, max(x1 - x0, 1.0), band_bottom - band_top))
            last_stop_s = -1e9
            continue
        if x1 >= area.left() and x0 <= area.right():
            if start_s - last_stop_s <= TOUCHING_S:
                path.moveTo(last_x, last_y)
                path.lineTo(x0, y)
            path.moveTo(x0, y)
            path.lineTo(max(x1, x0 + 1.0), y)
            if level == 1:
                thick.setdefault(stage, []).append(QLineF(x0, y, max(x1, x0 + 1.0), y))
        last_stop_s, last_x, last_y = stop_s, x1, y
    painter.save()
    painter.setClipRect(area.adjusted(0, -1, 0, 1))
    _paint_bands(painter, bands, theme, is_dimmed)
    if is_dimmed:
        painter.setPen(QPen(QColor(theme.quiet), 1, Qt.PenStyle.DotLine))
    else:
        painter.setPen(QPen(QColor(colour("N2", theme)), LINE_PX))
    painter.drawPath(path)
    if not is_dimmed:
        for stage, lines in thick.items():
            painter.setPen(QPen(QColor(colour(stage, theme)), THICK_PX))
            painter.drawLines(lines)
    painter.restore()


def _paint_bands(painter: QPainter, bands: Sequence[QRectF], theme: Theme, is_dimmed: bool) -> None:
    fill, line = QColor(colour(ASLEEP, theme)), QColor(theme.quiet if is_dimmed else colour(ASLEEP, theme))
    fill.setAlpha(24 if is_dimmed else 70)
    painter.setBrush(fill)
    painter.setPen(QPen(line, 1, Qt.PenStyle.DotLine if is_dimmed else Qt.PenStyle.SolidLine))
    painter.drawRects(bands)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_level_names(
    painter: QPainter, names: tuple[str, ...], area: QRectF, theme: Theme, font: QFont, right_px: float
) -> None:
    """Write the names of levels right-aligned at `right_px`, with a thin line through each level."""
    small = QFont(font)
    small.setPixelSize(max(8, min(font.pixelSize(), round(area.height() / N_LEVELS))))
    metrics = QFontMetricsF(small)
    painter.setFont(small)
    for level, name in enumerate(names):
        y = level_y(level, area)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QColor(theme.quiet))
        box = QRectF(0, y - metrics.height() / 2, right_px, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)

"""The picture of one overview strip: lanes, gaps and clock, drawn once and kept until one of them changes."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from eegview.app.page.hypnogram_course import Course
from eegview.app.page.overview import REVIEWED, Track, clock_ticks, covered_columns
from eegview.app.stage_texts import level_names
from eegview.app.themes import Theme
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.time.wall_clock import even_start
from eegview.ui.overview.hollow_ticks import paint_hollow_ticks
from eegview.ui.overview.hypnogram_painter import paint_course, paint_level_names
from eegview.ui.overview.strip_geometry import TRACK_GAP_PX, StripGeometry
from eegview.ui.page.canvas import argb


def small_font(font: QFont) -> QFont:
    """Return the font of captions."""
    small = QFont(font)
    small.setPixelSize(max(8, round(font.pixelSize() * 0.82)))
    return small


def draw_strip(
    tracks: tuple[Track, ...], recording: Recording, geometry: StripGeometry, theme: Theme, font: QFont, ratio: float
) -> QImage:
    """Return the strip at the screen's own resolution (`ratio` device pixels a logical one)."""
    width, height = round(geometry.width_px * ratio), round(geometry.height_px * ratio)
    pixels = np.full((max(height, 1), max(width, 1)), argb(theme.ground), np.uint32)
    left, right = round(geometry.left_px * ratio), round(geometry.right_px * ratio)
    if right > left:
        for number, track in enumerate(tracks):
            top_px, track_px = geometry.top_of(number) * ratio, geometry.height_of(number) * ratio
            pixels[round(top_px) : round(top_px + track_px), left:right] = argb(theme.page)
            for band in track.bands if track.course is None else ():
                if band.outline:
                    continue  # painted below
                top = round(top_px + band.top * track_px)
                bottom = max(round(top_px + band.bottom * track_px), top + 1)
                columns = covered_columns(band, geometry.span, right - left)
                pixels[top:bottom, left:right][:, columns] = argb(band.colour)
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], pixels.shape[1] * 4, QImage.Format.Format_RGB32)
    image = image.copy()  # owns its pixels, the array goes away
    painter = QPainter(image)
    painter.scale(ratio, ratio)
    paint_hollow_ticks(painter, tracks, geometry)
    for number, track in enumerate(tracks):
        if track.name == REVIEWED:
            _hatch_unread(painter, recording, geometry, number, theme)
        if track.course is not None:
            _paint_hypnogram(painter, track.course, geometry, number, theme, font)
    _paint_gaps(painter, recording, geometry, theme)
    _paint_names(painter, tracks, geometry, theme, font)
    _paint_clock(painter, recording, geometry, theme, font)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def _paint_hypnogram(
    painter: QPainter, course: Course, geometry: StripGeometry, track: int, theme: Theme, font: QFont
) -> None:
    """Draw the course of sleep with the names of its levels at the left."""
    left_px, top_px = geometry.left_px, geometry.top_of(track)
    area = QRectF(left_px, top_px, geometry.right_px - left_px, geometry.height_of(track))
    paint_level_names(painter, level_names(course.stages), area, theme, small_font(font), left_px - 8)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_course(painter, course, geometry.x_of, area, theme, is_dimmed=False)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _hatch_unread(painter: QPainter, recording: Recording, geometry: StripGeometry, track: int, theme: Theme) -> None:
    """Hatch the lane where something was recorded."""
    top_px = geometry.top_of(track)
    for segment in recording.segments:
        area = _track_area(segment, geometry, top_px, least_px=0.0)
        if area is not None:
            painter.fillRect(area, QBrush(QColor(theme.edge), Qt.BrushStyle.BDiagPattern))


def paint_reviewed(painter: QPainter, spans: Sequence[Span], geometry: StripGeometry, track: int, theme: Theme) -> None:
    """Fill what was reviewed over the hatched lane."""
    top_px = geometry.top_of(track)
    for span in spans:
        area = _track_area(span, geometry, top_px, least_px=1.0)
        if area is not None:
            painter.fillRect(area, QColor(theme.accent))


def _track_area(span: Span, geometry: StripGeometry, top_px: float, least_px: float) -> QRectF | None:
    """Return where a stretch lies in a lane; None outside the strip."""
    x0_px = max(geometry.x_of(span.start_s), geometry.left_px)
    x1_px = min(max(geometry.x_of(span.stop_s), x0_px + least_px), geometry.right_px)
    return QRectF(x0_px, top_px, x1_px - x0_px, geometry.track_px) if x1_px > x0_px else None


def _paint_gaps(painter: QPainter, recording: Recording, geometry: StripGeometry, theme: Theme) -> None:
    """Hatch where nothing was recorded; a gap too short for the scale is still a line."""
    reached_px = geometry.left_px
    for gap in recording.gaps:
        x0_px = max(geometry.x_of(gap.start_s), reached_px)
        x1_px = min(max(geometry.x_of(gap.stop_s), x0_px + 1.5), geometry.right_px)
        if gap.stop_s <= geometry.span.start_s or gap.start_s >= geometry.span.stop_s or x1_px <= x0_px:
            continue
        reached_px = x1_px  # many short gaps within a pixel cost one line
        area = QRectF(x0_px, TRACK_GAP_PX, x1_px - x0_px, geometry.tracks_bottom_px - 2 * TRACK_GAP_PX)
        painter.fillRect(area, QColor(theme.gap))
        if area.width() < 4:
            painter.fillRect(area, QColor(theme.gap_hatch))
        else:
            painter.fillRect(area, QBrush(QColor(theme.gap_hatch), Qt.BrushStyle.BDiagPattern))


def _paint_names(
    painter: QPainter, tracks: tuple[Track, ...], geometry: StripGeometry, theme: Theme, font: QFont
) -> None:
    painter.setFont(small_font(font))
    metrics = QFontMetricsF(painter.font())
    painter.setPen(QColor(theme.quiet))
    for number, track in enumerate(tracks):
        middle_px = geometry.top_of(number) + geometry.height_of(number) / 2
        width_px = geometry.left_px - 12 - (metrics.horizontalAdvance("N3  ") if track.course is not None else 0)
        area = QRectF(4, middle_px - metrics.height() / 2, width_px, metrics.height())
        text = metrics.elidedText(track.name, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_clock(painter: QPainter, recording: Recording, geometry: StripGeometry, theme: Theme, font: QFont) -> None:
    painter.setFont(small_font(font))
    metrics = QFontMetricsF(painter.font())
    label_px = metrics.horizontalAdvance("00:00:00")
    top_px = geometry.tracks_bottom_px
    for time_s, text in clock_ticks(geometry.span, even_start(recording), geometry.px_per_s, label_px * 1.6):
        x_px = geometry.x_of(time_s)
        painter.setPen(QPen(QColor(theme.line_strong), 1))
        painter.drawLine(QPointF(x_px, top_px - TRACK_GAP_PX), QPointF(x_px, top_px + 3))
        width_px = metrics.horizontalAdvance(text)
        left_px = x_px + 4
        if left_px + width_px > geometry.right_px:
            continue
        painter.setPen(QColor(theme.quiet))
        painter.drawText(QRectF(left_px, top_px, width_px + 2, geometry.axis_px), Qt.AlignmentFlag.AlignVCenter, text)

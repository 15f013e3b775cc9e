"""Hollow ticks of the overview: notes of the file, told from marks by their shape, not by their hue."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from eegview.app.page.overview import DASHED, Band, Track, covered_columns
from eegview.ui.overview.strip_geometry import StripGeometry

TICK_PX = 4.0  # a tick is at least this wide, so that its inside is seen
_DASHES = [1.5, 1.5]


def paint_hollow_ticks(painter: QPainter, tracks: Iterable[Track], geometry: StripGeometry) -> None:
    """Outline the bands that are hollow; ticks that touch are one."""
    painter.save()
    for number, track in enumerate(tracks):
        for band in track.bands:
            if band.outline and len(band.starts_s):
                pen = QPen(QColor(band.colour), 1)
                pen.setCosmetic(True)
                if band.outline == DASHED:
                    pen.setDashPattern(_DASHES)
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRects(tick_rects(band, geometry, geometry.top_of(number)))
    painter.restore()


def tick_rects(band: Band, geometry: StripGeometry, top_px: float) -> list[QRectF]:
    """Return the outlines of a band's ticks in a lane, logical pixels; however many notes there are, they are few."""
    n_columns = round(geometry.right_px - geometry.left_px)
    if n_columns < 1:
        return []
    covered = np.concatenate(([False], covered_columns(band, geometry.span, n_columns), [False]))
    edges = np.flatnonzero(covered[1:] != covered[:-1])
    top = top_px + band.top * geometry.track_px + 1.5
    height = max((band.bottom - band.top) * geometry.track_px - 3.0, 3.0)
    rects: list[QRectF] = []
    for first, stop in zip(edges[::2], edges[1::2], strict=True):
        left = geometry.left_px + float(first) + 0.5
        width = max(float(stop - first) - 1.0, TICK_PX - 1.0)
        left = min(left, geometry.right_px - width - 0.5)
        if rects and left <= rects[-1].right() + 1.0:
            rects[-1].setRight(left + width)
        else:
            rects.append(QRectF(left, top, width, height))
    return rects

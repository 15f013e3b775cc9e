"""The picture of the traces: one buffer, drawn once per page or style, blitted by the view."""

from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter

from eegview.app.page.clock_grid import round_times_s
from eegview.app.page.trace_drawing import RowLine, draw_traces
from eegview.app.themes import Theme
from eegview.model.channel import ChannelKind
from eegview.model.display.page import PageResult
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.page.geometry import PageGeometry


@dataclass(frozen=True, slots=True)
class RowPlacement:
    """How one row of the page result is drawn.

    position : from the top, 0-based
    px_per_unit : logical pixels per µV (or the row's unit); negative is drawn upwards
    offset_px : the reviewer's shift, up
    colour : "#rrggbb"
    """

    row: int
    position: int
    px_per_unit: float
    offset_px: float
    colour: str


class PageCanvas:
    """Owns the pixels of the traces at the screen's own resolution."""

    def __init__(self) -> None:
        self._buffer = np.zeros((1, 1), np.uint32)
        self.image = QImage()

    def draw(
        self,
        result: PageResult | None,
        geometry: PageGeometry,
        placements: tuple[RowPlacement, ...],
        theme: Theme,
        pixel_ratio: float,
        grid_s: tuple[float, float],
        clock_offset_s: float = 0.0,
    ) -> None:
        """Redraw all: ground, gaps, second lines, traces, clipped stretches.

        grid_s : step of the thin and of the strong lines; 0 = none
        clock_offset_s : the clock at the recording's start; lines stand on its round seconds
        """
        self._resize(ceil(geometry.width_px * pixel_ratio), ceil(geometry.height_px * pixel_ratio), pixel_ratio)
        self._buffer.fill(argb(theme.page))
        top, bottom = round(geometry.top_px * pixel_ratio), round(geometry.bottom_px * pixel_ratio)
        if result is not None:
            self._draw_gaps(result, geometry, theme, pixel_ratio)
        for step_s, colour in zip(grid_s, (theme.line, theme.line_strong), strict=True):
            if step_s:
                times_s = round_times_s(geometry.span, step_s, clock_offset_s)
                self._draw_lines(geometry, times_s, argb(colour), pixel_ratio, top, bottom)
        if result is None:
            return
        body = self._buffer[top:bottom]
        self._draw_traces(body, result, geometry, placements, pixel_ratio)
        self._draw_clipped(result, geometry, placements, theme, pixel_ratio)

    def _resize(self, width_px: int, height_px: int, pixel_ratio: float) -> None:
        if self._buffer.shape != (height_px, width_px) or self.image.devicePixelRatio() != pixel_ratio:
            self._buffer = np.zeros((height_px, width_px), np.uint32)
            self.image = QImage(
                self._buffer.data, width_px, height_px, width_px * 4, QImage.Format.Format_RGB32
            )  # a view of the buffer, which lives as long as this canvas
            self.image.setDevicePixelRatio(pixel_ratio)

    def _draw_lines(
        self,
        geometry: PageGeometry,
        times_s: npt.NDArray[np.float64],
        colour: int,
        ratio: float,
        top: int,
        bottom: int,
    ) -> None:
        columns = np.round((geometry.left_px + (times_s - geometry.span.start_s) * geometry.px_per_s) * ratio)
        columns = columns[(columns >= 0) & (columns < self._buffer.shape[1])].astype(np.intp)
        self._buffer[top:bottom, columns] = colour

    def _draw_traces(
        self,
        body: np.ndarray,
        result: PageResult,
        geometry: PageGeometry,
        placements: tuple[RowPlacement, ...],
        ratio: float,
    ) -> None:
        """Draw into the rows of pixels between the marks' lane and the clock, so that nothing spills over them."""
        lines: list[RowLine | None] = [None] * len(result.rows)
        for placement in placements:
            centre_px = geometry.centre_of(placement.position) - geometry.top_px - placement.offset_px
            lines[placement.row] = RowLine(centre_px * ratio, placement.px_per_unit * ratio, argb(placement.colour))
        left_px = round(geometry.left_px * ratio)
        width_px = round(geometry.right_px * ratio) - left_px
        draw_traces(body, result.traces, lines, geometry.span, left_px, width_px, max(1, round(ratio)))

    def _draw_gaps(self, result: PageResult, geometry: PageGeometry, theme: Theme, ratio: float) -> None:
        if not result.gaps:
            return
        painter = QPainter(self.image)
        is_film = all(row.kind in (ChannelKind.MOVEMENT, ChannelKind.SOUND) for row in result.rows)
        for gap in result.gaps:
            area = self._area(gap, geometry)
            painter.fillRect(area, QColor(theme.gap))
            painter.fillRect(area, QBrush(QColor(theme.gap_hatch), Qt.BrushStyle.BDiagPattern))
            text = gap_text(gap, result.request.span, is_film)
            if area.width() > painter.fontMetrics().horizontalAdvance(text.partition("\n")[0]) + 12:
                painter.setPen(QColor(theme.quiet))
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    def _draw_clipped(
        self,
        result: PageResult,
        geometry: PageGeometry,
        placements: tuple[RowPlacement, ...],
        theme: Theme,
        ratio: float,
    ) -> None:
        """Underline what sits at the limit of what the file can hold."""
        position_of = {p.row: p.position for p in placements}
        colour = argb(theme.trace_clipped)
        for row, span in result.clipped:
            part = span.intersection(geometry.span)
            if row in position_of and part is not None:
                y_px = (geometry.centre_of(position_of[row]) + geometry.row_height_px * 0.42) * ratio
                x0, x1 = (round(geometry.x_of(t) * ratio) for t in (part.start_s, part.stop_s))
                self._buffer[round(y_px) : round(y_px) + max(2, round(2 * ratio)), x0 : max(x1, x0 + 2)] = colour

    @staticmethod
    def _area(span: Span, geometry: PageGeometry) -> QRectF:
        left_px = max(geometry.x_of(span.start_s), geometry.left_px)
        right_px = min(geometry.x_of(span.stop_s), geometry.right_px)
        return QRectF(left_px, geometry.top_px, right_px - left_px, geometry.bottom_px - geometry.top_px)


def argb(colour: str) -> int:
    """Return "#rrggbb" as 0xFFRRGGBB."""
    return 0xFF000000 | int(colour[1:], 16)


def gap_text(gap: Span, page: Span, is_film: bool = False) -> str:
    """Return what is written in a gap: its length only where both its ends are on the page.

    is_film : the gap is one between clips
    """
    is_whole = page.start_s < gap.start_s and gap.stop_s < page.stop_s
    nothing = tr("no clip") if is_film else tr("no recording")
    return tr("{nothing}\n{duration_s:.4g} s", nothing=nothing, duration_s=gap.duration_s) if is_whole else nothing

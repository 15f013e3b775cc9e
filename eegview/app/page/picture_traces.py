"""The traces of a page on paper, and the scale of each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.page.row_drawing import direction, middles
from eegview.dsp.envelope import envelope
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.display.page import PageResult, Trace
from eegview.model.film.sound_level import SOUND_UNIT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, QUIET, BAD, CLIPPED = "#111111", "#6b7280", "#868e9b", "#b45309"
_SIDE_COLOURS = {"left": "#1f4e9c", "right": "#a3222d"}
LINE_POINTS, FIGURE_LINE_POINTS = 0.6, 0.4
_DENSE = 8  # samples to a pixel above which only the extremes of each half pixel are drawn


@dataclass(frozen=True, slots=True)
class TraceScale:
    """How large the rows of a page are drawn.

    height_mm : of all rows together
    gains : of each row, beside EEG of the same µV
    offsets_mm : (row label → shift upwards)
    """

    sensitivity_uv_per_mm: float
    height_mm: float
    gains: tuple[float, ...]
    offsets_mm: Mapping[str, float]

    @property
    def row_mm(self) -> float:
        return self.height_mm / max(len(self.gains), 1)

    def centre_mm(self, row: int) -> float:
        """Return how far below the top a row's baseline lies."""
        return (row + 0.5) * self.row_mm

    def own_text(self, row: Row, number: int) -> str:
        """Return a row's own scale where it differs from the page's: `50 µV/mm`; "" otherwise."""
        if not row.is_available or row.kind is ChannelKind.TRIGGER:
            return ""
        if self.gains[number] == 1.0 and row.unit == "uV":
            return ""
        unit = {"uV": "µV", SOUND_UNIT: "dB"}.get(row.unit, row.unit or "units")
        return f"{self.sensitivity_uv_per_mm / self.gains[number]:.3g} {unit}/mm"


def row_ink(row: Row) -> str:
    """Return the colour of a row on paper."""
    if not row.is_available:
        return QUIET
    return BAD if row.is_bad else _SIDE_COLOURS.get(row.side, INK)


def draw_traces(
    axes: "Axes", page: PageResult, scale: TraceScale, width_px: int, line_points: float = LINE_POINTS
) -> None:
    """Draw every trace around its row's baseline, and a line where an input is clipped."""
    middle_of = middles(page)
    for trace in page.traces:
        row = page.rows[trace.row]
        y_mm = scale.centre_mm(trace.row) - scale.offsets_mm.get(row.label, 0.0)
        y_mm = y_mm + _deflection_mm(page, trace, scale, middle_of.get(trace.row, 0.0))
        x_s = trace.first_s + np.arange(len(trace.values)) / trace.rate_hz
        if len(y_mm) > _DENSE * width_px:
            x_s, y_mm = _thinned(x_s, y_mm, 2 * width_px)
        axes.plot(x_s, y_mm, color=row_ink(row), linewidth=line_points, solid_joinstyle="round", clip_on=True)
    for number, span in page.clipped:
        axes.plot(
            (span.start_s, span.stop_s), (scale.centre_mm(number),) * 2, color=CLIPPED, linewidth=3, alpha=0.7
        )  # fmt: skip


def _thinned(x_s: np.ndarray, y_mm: np.ndarray, n_bins: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and highest sample of each bin, in turn: the same picture with fewer points."""
    edges = np.linspace(0, len(y_mm), n_bins + 1).astype(np.int64)
    low, high = envelope(y_mm.astype(np.float32), edges)
    return np.repeat(x_s[edges[:-1]], 2), np.column_stack((low, high)).ravel()


def _deflection_mm(page: PageResult, trace: Trace, scale: TraceScale, middle: float) -> np.ndarray:
    """Return how far below its row's centre each sample lies, (n_samples,)."""
    row = page.rows[trace.row]
    if np.isnan(trace.values).all():
        return trace.values
    if row.kind is ChannelKind.TRIGGER:  # a switch: what matters is when, so it fills its row
        low, high = float(np.nanmin(trace.values)), float(np.nanmax(trace.values))
        return (0.5 * (low + high) - trace.values) * (0.7 * scale.row_mm / (high - low) if high > low else 0.0)
    return (trace.values - middle) * (direction(row) * scale.gains[trace.row] / scale.sensitivity_uv_per_mm)

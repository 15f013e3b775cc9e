"""Draw traces into the memory of a picture: arrays in, pixels out. Knows nothing of windows, labels or themes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.model.display.page import Trace
from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class RowLine:
    """Where and how one row is drawn.

    centre_px : y of the value 0, from the canvas top
    px_per_unit : pixels per unit; positive makes negative values go up, since y grows downwards
    colour : 0xAARRGGBB
    """

    centre_px: float
    px_per_unit: float
    colour: int


def draw_traces(
    canvas: npt.NDArray[np.uint32],
    traces: Sequence[Trace],
    lines: Sequence[RowLine | None],
    span: Span,
    left_px: int,
    width_px: int,
    thickness_px: int = 1,
) -> None:
    """Draw `traces` into `canvas`; the time of `span` fills `width_px` columns from `left_px` on.

    Each pixel column is coloured from the lowest to the highest value in it, and along the line from each sample to
    the next, so that no sample is lost and no gap is bridged. Later traces lie above earlier ones.

    Parameters
    ----------
    canvas : (height_px, width_px) uint32 0xAARRGGBB, C-contiguous; changed in place
    lines : for each row number how it is drawn; None = not drawn
    thickness_px : of the lines; 2 on a screen at 200 %
    """
    if span.duration_s <= 0 or width_px <= 0:
        return
    kernel = kernels.active()
    px_per_s = width_px / span.duration_s
    low, high = np.empty(width_px), np.empty(width_px)
    for trace in traces:
        line = lines[trace.row]
        if line is None or not len(trace.values):
            continue
        low.fill(np.inf)
        high.fill(-np.inf)
        first_px = (trace.first_s - span.start_s) * px_per_s
        # float(): a whole number would make the compiled kernel compile itself anew
        step_px, centre_px, px_per_unit = px_per_s / trace.rate_hz, float(line.centre_px), float(line.px_per_unit)
        kernel.column_spans(trace.values, float(first_px), step_px, centre_px, px_per_unit, low, high)
        kernel.paint_spans(canvas, low, high, left_px, thickness_px, line.colour)

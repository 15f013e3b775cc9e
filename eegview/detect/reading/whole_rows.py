"""Hand out all rows of what is searched at once, NaN in gaps, where that fits into the detector's memory."""

import math
from collections.abc import Callable

import numpy as np

from eegview.detect.input_plan import InputPlan
from eegview.detect.reading.sliding_rows import BLOCK_S
from eegview.detect.segment_rows import SegmentRows
from eegview.model.errors import DetectorFailed
from eegview.model.recording import Samples, SignalSource
from eegview.model.span import Span

MOST_SHARE = 0.5  # of the detector's memory: what it computes from the rows needs room too
_SLACK = 1e-6  # of a sample, as in `sample_range`


def columns_of(span: Span, rate_hz: float) -> range:
    """Return the numbers of the columns in a span: column c is at `c / rate_hz` of the recording's clock."""
    first, stop = (math.ceil(time_s * rate_hz - _SLACK) for time_s in (span.start_s, span.stop_s))
    return range(first, max(first, stop))


def whole_rows(
    source: SignalSource,
    plan: InputPlan,
    span: Span,
    memory_mib: float,
    reached: Callable[[float], None],
    block_s: float = BLOCK_S,
) -> Samples:
    """Return (n_rows, n_columns) float32 µV of `span`, NaN where nothing was recorded.

    The samples of a segment go to the columns nearest to them, all moved by the same part of a sample, at most half.
    A segment that begins or ends between two columns may so have a sample in the column just outside it.

    block_s : so much is read and filtered at a time

    Raises
    ------
    DetectorFailed : it would take more than half of `memory_mib`
    """
    columns = columns_of(span, plan.rate_hz)
    _check_size(len(plan.rows) * len(columns) * 4 / 2**20, memory_mib)
    out = np.full((len(plan.rows), len(columns)), np.nan, np.float32)
    block = max(1, round(block_s * plan.rate_hz))
    for index, segment in enumerate(source.recording.segments):
        rows = SegmentRows(source, index, plan.rows, plan.rate_hz, plan.spec)
        shift = round(segment.start_s * plan.rate_hz)
        low, high = max(columns.start, shift), min(columns.stop, shift + rows.n_samples)
        for first in range(low, high, block):
            stop = min(first + block, high)
            out[:, first - columns.start : stop - columns.start] = rows.read(first - shift, stop - shift)
            reached(span.start_s)  # it is at work; nothing is searched yet
    return out


def _check_size(size_mib: float, memory_mib: float) -> None:
    if size_mib <= MOST_SHARE * memory_mib:
        return
    raise DetectorFailed(
        f"recording.data() would take {size_mib:.0f} MiB, more than half of the detector's {memory_mib:.0f} MiB.",
        "Read it piece by piece, as with recording.frames(), or raise “memory_mib” or lower “rate_hz” in plugin.toml; "
        "a shorter section fits too.",
    )

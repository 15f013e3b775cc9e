"""Cut a recording into frames of equal length on its own clock, whatever part is searched and wherever gaps are."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from eegview.detect.input_plan import InputPlan
from eegview.detect.reading.sliding_rows import BLOCK_S, SlidingRows
from eegview.detect.segment_rows import SegmentRows
from eegview.model.display.filters import FilterSpec
from eegview.model.recording import Samples, SignalSource
from eegview.model.span import Span

_SLACK = 1e-6  # of a sample: times nearer than this are the same, as in `sample_range`


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One frame: all of a run have the same number of samples, and lie in one segment each.

    number : it begins at `number * hop_s` from recording start; where frames are left out, numbers are too
    span : from there, for the length that was asked for
    first_s : time of `data[:, 0]`: the first sample at or after the frame's start, or in the last frame of a segment
        the one before
    rows : names of the rows of `data`
    data : (n_rows, n) float32 µV, NaN where the file's bytes are missing; an array of its own, free to be changed
    extra : polygraphy by name, (rate_hz, (n,) float32 in the file's unit) over the same time
    """

    number: int
    span: Span
    first_s: float
    rate_hz: float
    rows: tuple[str, ...]
    data: Samples
    extra: dict[str, tuple[float, Samples]]

    @property
    def start_s(self) -> float:
        """The frame's start by the recording's clock, a multiple of the hop."""
        return self.span.start_s

    @property
    def times_s(self) -> np.ndarray:
        """Return (n,) the time of each column of `data`, in recording time."""
        return self.first_s + np.arange(self.data.shape[1]) / self.rate_hz


@dataclass(frozen=True, slots=True)
class FrameClock:
    """The starts of frames: frame k covers `[k * hop_s, k * hop_s + length_s)` of the recording's time.

    A frame belongs to the span that it begins in, so spans which meet have all frames of both together, each once.
    """

    length_s: float
    hop_s: float
    rate_hz: float

    def numbers_in(self, span: Span) -> range:
        """Return the numbers of the frames that begin in a span."""
        return range(self._first_from(span.start_s), self._first_from(span.stop_s))

    def span_of(self, number: int) -> Span:
        start_s = number * self.hop_s
        return Span(start_s, start_s + self.length_s)

    def _first_from(self, time_s: float) -> int:
        return math.ceil((time_s - _SLACK / self.rate_hz) / self.hop_s)


def frames_of(
    source: SignalSource,
    plan: InputPlan,
    searched: Span,
    clock: FrameClock,
    kinds: frozenset[str],
    reached: Callable[[float], None],
    block_s: float = BLOCK_S,
) -> Iterator[Frame]:
    """Yield the frames that begin in `searched` and lie in one segment as a whole, in order of time.

    block_s : so much is read and filtered at a time
    """
    names = tuple(row.label for row in plan.rows)
    for index, segment in enumerate(source.recording.segments):
        part = segment.intersection(searched)
        if part is None:
            continue
        eeg = _Track(SegmentRows(source, index, plan.rows, plan.rate_hz, plan.spec), clock.length_s, block_s)
        extra = {
            row.label: _Track(SegmentRows(source, index, [row], row.rate_hz, FilterSpec()), clock.length_s, block_s)
            for row in plan.polygraphy
            if row.kind.value in kinds
        }
        for number in clock.numbers_in(part):
            span = clock.span_of(number)
            if not eeg.holds(span):
                continue
            reached(span.start_s)
            first = eeg.first_of(span)
            along = {name: (track.rate_hz, track.taken(track.first_of(span))[0]) for name, track in extra.items()}
            yield Frame(number, span, eeg.time_s(first), plan.rate_hz, names, eeg.taken(first), along)


class _Track:
    """Rows of one rate in one segment, of which frames take equally many samples each."""

    def __init__(self, rows: SegmentRows, length_s: float, block_s: float) -> None:
        self._rows, self._sliding = rows, SlidingRows(rows, block_s)
        self.rate_hz, self._n = rows.rate_hz, max(1, round(length_s * rows.rate_hz))

    def time_s(self, sample: int) -> float:
        return self._rows.time_s(sample)

    def holds(self, span: Span) -> bool:
        """Whether the segment has all of a frame's time; by rounding it may then lack one sample, see `first_of`."""
        segment, slack_s = self._rows.segment, _SLACK / self.rate_hz
        is_inside = segment.start_s <= span.start_s + slack_s and span.stop_s <= segment.stop_s + slack_s
        return is_inside and self._n <= self._rows.n_samples

    def first_of(self, span: Span) -> int:
        """Return the first sample at or after the frame's start, the one before where the segment's end asks for it.

        A frame whose start lies between two samples has a late first sample, and its length in samples is rounded.
        """
        return max(min(self._first_at_or_after(span.start_s), self._rows.n_samples - self._n), 0)

    def taken(self, first: int) -> Samples:
        return self._sliding.take(first, min(first + self._n, self._rows.n_samples))

    def _first_at_or_after(self, time_s: float) -> int:
        return math.ceil((time_s - self._rows.segment.start_s) * self.rate_hz - _SLACK)

"""Show a recording to a detector: rows, stretch by stretch; no file, no header, no identity."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from eegview.detect.input_plan import InputPlan
from eegview.detect.segment_rows import SegmentRows, read_rows
from eegview.model.recording import Samples, SignalSource, sample_range
from eegview.model.span import Span

BLOCK_S = 240.0  # formed at a time: the filter's margins then cost little, and memory stays flat

Reached = Callable[[float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A piece of one segment, with margins.

    span : the core, without margins; the cores of all stretches cover what is searched, each sample once
    start_s : time of `data[:, 0]`, which lies before the core where a margin was asked for
    rows : names of the rows of `data`
    data : (n_rows, n) float32 µV; NaN where the file's bytes are missing
    extra : polygraphy by name, (rate_hz, (n,) float32 in the file's unit) over the same time
    is_segment_start, is_segment_end : the core begins, ends with the segment
    """

    span: Span
    start_s: float
    rate_hz: float
    rows: tuple[str, ...]
    data: Samples
    extra: dict[str, tuple[float, Samples]]
    is_segment_start: bool
    is_segment_end: bool

    @property
    def times_s(self) -> np.ndarray:
        """Return (n,) the time of each column of `data`, in recording time."""
        return self.start_s + np.arange(self.data.shape[1]) / self.rate_hz


class PluginRecording:
    """A recording as a detector sees it.

    span : what to search
    segments : where samples exist, in the whole recording
    age_months : None = not known
    rows, rate_hz : of `Stretch.data`
    """

    def __init__(
        self,
        source: SignalSource,
        plan: InputPlan,
        span: Span,
        age_months: float | None = None,
        movement: tuple[np.ndarray, np.ndarray] | None = None,
        reached: Reached = lambda _time_s: None,
    ) -> None:
        self._source, self._plan, self._movement, self._reached = source, plan, movement, reached
        self.span = span
        self.duration_s = source.recording.duration_s
        self.segments = source.recording.segments
        self.age_months = age_months
        self.rows = tuple(row.label for row in plan.rows)
        self.rate_hz = plan.rate_hz

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names of the polygraphy rows of a kind: "emg", "ecg", "eog", "respiration", "spo2"."""
        return self._plan.names(kind)

    def movement(self) -> tuple[np.ndarray, np.ndarray] | None:
        """Return (n,) times in s of the recording and (n,) values of the camera's movement, None where there is none.

        Values are mean absolute change of brightness, 8-bit levels per second; NaN where it cannot be measured.
        """
        return self._movement

    def stretches(
        self, length_s: float = 60.0, before_s: float = 0.0, after_s: float = 0.0, kinds: Iterable[str] = ()
    ) -> Iterator[Stretch]:
        """Yield the searched span piece by piece, in order of time, never across a gap.

        The last piece before a gap or the end may be shorter than `length_s`; margins end where the segment does.
        Handing out a piece reports to the host that everything before it is searched.

        Parameters
        ----------
        before_s, after_s : margins around each core
        kinds : of polygraphy to hand out along
        """
        if length_s <= 0 or before_s < 0 or after_s < 0:
            raise ValueError("stretches have a length above 0 and margins of 0 or more")
        use_compiled_kernels()
        wanted = frozenset(str(kind) for kind in kinds)
        for index, segment in enumerate(self.segments):
            part = segment.intersection(self.span)
            if part is not None and self._plan.rate_hz:
                yield from self._stretches_of(index, part, length_s, (before_s, after_s), wanted)

    def piece(self, span: Span, kinds: Iterable[str] = ()) -> Stretch | None:
        """Return the rows in `span`, wherever in the recording it lies, None where it does not lie in one segment.

        For looking something up before the search, an example say; it does not count as searched.
        """
        index = next((k for k, one in enumerate(self.segments) if one.intersection(span) == span), None)
        if index is None or not self._plan.rate_hz:
            return None
        use_compiled_kernels()
        rows = self._rows_of(index)
        first, stop = sample_range(rows.segment, rows.rate_hz, span)
        wanted = frozenset(str(kind) for kind in kinds)
        return self._stretch(index, rows, span, (first, stop), rows.read(first, stop), (first, stop), wanted)

    def _stretches_of(
        self, index: int, part: Span, length_s: float, margins_s: tuple[float, float], kinds: frozenset[str]
    ) -> Iterator[Stretch]:
        """Yield the searched part of one segment."""
        rows = self._rows_of(index)
        sliding = _SlidingRows(rows)
        first, stop = sample_range(rows.segment, rows.rate_hz, part)
        length = max(1, round(length_s * rows.rate_hz))
        before, after = (round(margin_s * rows.rate_hz) for margin_s in margins_s)
        for start in range(first, stop, length):
            end = min(start + length, stop)
            low, high = max(start - before, 0), min(end + after, rows.n_samples)
            core = Span(
                part.start_s if start == first else rows.time_s(start),
                part.stop_s if end == stop else rows.time_s(end),
            )
            self._reached(core.start_s)
            yield self._stretch(index, rows, core, (start, end), sliding.take(low, high), (low, high), kinds)

    def _rows_of(self, index: int) -> SegmentRows:
        return SegmentRows(self._source, index, self._plan.rows, self._plan.rate_hz, self._plan.spec)

    def _stretch(
        self,
        index: int,
        rows: SegmentRows,
        core: Span,
        inner: tuple[int, int],
        data: Samples,
        outer: tuple[int, int],
        kinds: frozenset[str],
    ) -> Stretch:
        """Return a stretch whose core is the samples `inner`, with its margins `outer`."""
        within = Span(rows.time_s(outer[0]), rows.time_s(outer[1]))
        extra = {
            row.label: (row.rate_hz, read_rows(self._source, index, [row], within)[0].astype(np.float32))
            for row in self._plan.polygraphy
            if row.kind.value in kinds
        }
        is_start, is_end = inner[0] == 0, inner[1] == rows.n_samples
        return Stretch(core, within.start_s, rows.rate_hz, self.rows, data, extra, is_start, is_end)


class _SlidingRows:
    """The rows of a segment, formed in blocks as they are asked for, in order, each sample once."""

    def __init__(self, rows: SegmentRows) -> None:
        self._rows = rows
        self._block = max(1, round(BLOCK_S * rows.rate_hz))
        self._first = self._stop = -1
        self._held: list[Samples] = []

    def take(self, low: int, high: int) -> Samples:
        """Return samples `[low, high)`; neither end may go back between calls."""
        if self._stop < 0:
            self._first = self._stop = low
        while self._stop < high:
            stop = min(max(self._stop + self._block, high), self._rows.n_samples)
            self._held.append(self._rows.read(self._stop, stop))
            self._stop = stop
        while self._held and self._first + self._held[0].shape[1] <= low:
            self._first += self._held.pop(0).shape[1]
        parts, at = [], self._first
        for block in self._held:
            part = block[:, max(low - at, 0) : max(high - at, 0)]
            parts.append(part)
            at += block.shape[1]
        return np.concatenate(parts, axis=1)


def use_compiled_kernels() -> None:
    """Use the compiled kernels where numba is there; a detector's own interpreter may be without.

    Each is loaded when it is first called: those that draw are never needed here.
    """
    from eegview.dsp import kernels

    if not kernels.is_ready():
        try:
            from eegview.dsp import compiled
        except ImportError:
            return
        kernels.use(compiled)

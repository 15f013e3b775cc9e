"""Show a recording to a detector: rows, stretch by stretch; no file, no header, no identity."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from eegview.detect.input_plan import InputPlan
from eegview.detect.manifest import KINDS, Limits
from eegview.detect.reading.arguments import Arguments
from eegview.detect.reading.context_mark import ContextMark
from eegview.detect.reading.frames import Frame, FrameClock, frames_of
from eegview.detect.reading.sliding_rows import BLOCK_S, SlidingRows
from eegview.detect.reading.whole_rows import columns_of, whole_rows
from eegview.detect.segment_rows import SegmentRows, read_rows
from eegview.model.recording import Samples, SignalSource, sample_range
from eegview.model.span import Span

Reached = Callable[[float], None]

_KINDS = tuple(kind.value for kind in KINDS)
_SHORTEST_S = 1e-6
_WANTED_KINDS = f'a list of kinds, such as ["emg"], out of {", ".join(_KINDS)}'


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

    A wrong argument of its methods is a TypeError or a ValueError, with a sentence that names it.
    """

    _block_s = BLOCK_S  # read and filtered at a time

    def __init__(
        self,
        source: SignalSource,
        plan: InputPlan,
        span: Span,
        age_months: float | None = None,
        movement: tuple[np.ndarray, np.ndarray] | None = None,
        reached: Reached = lambda _time_s: None,
        marks: Mapping[str, tuple[ContextMark, ...]] | None = None,
        memory_mib: float = Limits().memory_mib,
        handed_past: Reached = lambda _time_s: None,
    ) -> None:
        self._source, self._plan, self._movement, self._reached = source, plan, movement, reached
        self._marks, self._memory_mib, self._handed_past = dict(marks or {}), memory_mib, handed_past
        self.span = span
        self.duration_s = source.recording.duration_s
        self.segments = source.recording.segments
        self.age_months = age_months
        self.rows = tuple(row.label for row in plan.rows)
        self.rate_hz = plan.rate_hz

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names of the polygraphy rows of a kind: "emg", "ecg", "eog", "respiration", "spo2"."""
        given, wanted = Arguments("recording.names"), f"one of {', '.join(_KINDS)}"
        if given.text("kind", kind, wanted) not in _KINDS:
            raise given.wrong_value("kind", wanted, kind)
        return self._plan.names(kind)

    def marks(self, term: str) -> tuple[ContextMark, ...]:
        """Return the reader's own marks of a term as (onset_s, duration_s, attributes), by onset; since api 7.

        term : one of `marks` in the [input] table of plugin.toml

        They are of the whole recording, also outside what is searched; none where the reader made none, or where
        nobody's marks are there, as in a batch.
        """
        declared = ", ".join(self._marks) or "none"
        wanted = f"a term that “marks” in [input] of plugin.toml names, which are: {declared}"
        given = Arguments("recording.marks")
        if given.text("term", term, wanted) not in self._marks:
            raise given.wrong_value("term", wanted, term)
        return self._marks[term]

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
        given = Arguments("recording.stretches")
        length_s = given.number("length_s", length_s, _SHORTEST_S, wanted="a number of seconds above 0")
        before_s, after_s = (
            given.number(name, margin_s, 0.0, wanted="a number of seconds, 0 or more")
            for name, margin_s in (("before_s", before_s), ("after_s", after_s))
        )
        wanted = _kinds("recording.stretches", "kinds", kinds)
        return self._stretches(length_s, (before_s, after_s), wanted)

    def frames(self, length_s: float, hop_s: float | None = None, kinds: Iterable[str] = ()) -> Iterator[Frame]:
        """Yield frames of equal length on the recording's own clock, in order of time; since api 7.

        Frame k begins at `k * hop_s` from recording start, whatever is searched. It belongs to the span it begins in,
        and may reach past its end: parts that are searched apart have the same frames as the whole. A frame that
        touches a gap, or the end of the recording, is left out; its number is left out too.

        Parameters
        ----------
        hop_s : None = `length_s`, so that frames meet
        kinds : of polygraphy to hand out along
        """
        given = Arguments("recording.frames")
        least_s = 1.0 / self.rate_hz if self.rate_hz else _SHORTEST_S
        seconds = f"a number of seconds, one sample ({least_s:g} s) or more"
        length_s = given.number("length_s", length_s, least_s, wanted=seconds)
        hop_s = length_s if hop_s is None else given.number("hop_s", hop_s, least_s, wanted=seconds)
        wanted = _kinds("recording.frames", "kinds", kinds)
        if not self.rate_hz:
            return iter(())
        use_compiled_kernels()
        clock = FrameClock(length_s, hop_s, self.rate_hz)
        frames = frames_of(self._source, self._plan, self.span, clock, wanted, self._reached, self._block_s)
        return self._past_told(frames)

    def data(self) -> Samples:
        """Return all rows of what is searched, (n_rows, n) float32 µV with NaN in gaps; since api 7.

        Column k is at `times_s[k]`. For short recordings and slow rows: what takes more than half of the detector's
        memory (`memory_mib`) is refused, in a sentence that says what to use instead.

        Raises
        ------
        DetectorFailed : it would be too large
        """
        use_compiled_kernels()
        return whole_rows(self._source, self._plan, self.span, self._memory_mib, self._reached, self._block_s)

    @property
    def times_s(self) -> np.ndarray:
        """Return (n,) the time of each column of `data()`, multiples of `1 / rate_hz`; since api 7."""
        columns = columns_of(self.span, self.rate_hz)
        return np.arange(columns.start, columns.stop) / self.rate_hz if self.rate_hz else np.empty(0)

    def _past_told(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        """Yield frames; the host is told once that they reach past what is searched, and how far."""
        is_told = False
        for frame in frames:
            if frame.span.stop_s > self.span.stop_s and not is_told:
                self._handed_past(self.span.stop_s + frame.span.duration_s)
                is_told = True
            yield frame

    def _stretches(self, length_s: float, margins_s: tuple[float, float], wanted: frozenset[str]) -> Iterator[Stretch]:
        use_compiled_kernels()
        for index, segment in enumerate(self.segments):
            part = segment.intersection(self.span)
            if part is not None and self._plan.rate_hz:
                yield from self._stretches_of(index, part, length_s, margins_s, wanted)

    def piece(self, span: Span, kinds: Iterable[str] = ()) -> Stretch | None:
        """Return the rows in `span`, wherever in the recording it lies, None where it does not lie in one segment.

        For looking something up before the search, an example say; it does not count as searched.
        """
        if not isinstance(span, Span):
            raise Arguments("recording.piece").wrong_type("span", "a Span of eegview.plugin", span)
        wanted = _kinds("recording.piece", "kinds", kinds)
        index = next((k for k, one in enumerate(self.segments) if one.intersection(span) == span), None)
        if index is None or not self._plan.rate_hz:
            return None
        use_compiled_kernels()
        rows = self._rows_of(index)
        first, stop = sample_range(rows.segment, rows.rate_hz, span)
        return self._stretch(index, rows, span, (first, stop), rows.read(first, stop), (first, stop), wanted)

    def _stretches_of(
        self, index: int, part: Span, length_s: float, margins_s: tuple[float, float], kinds: frozenset[str]
    ) -> Iterator[Stretch]:
        """Yield the searched part of one segment."""
        rows = self._rows_of(index)
        sliding = SlidingRows(rows, self._block_s)
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


def _kinds(call: str, name: str, value: Iterable[str]) -> frozenset[str]:
    """Return kinds of polygraphy; one that there is not is refused."""
    given = Arguments(call)
    found = given.names(name, value, _WANTED_KINDS)
    for kind in found:
        if kind not in _KINDS:
            raise given.wrong_value(name, _WANTED_KINDS, kind)
    return frozenset(found)


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

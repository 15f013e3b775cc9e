"""Agreement of two sets of spans one by one: which are found by any overlap, which by half, and how their edges differ.

Two spans overlap by half where their common time is at least half of the time that either covers (intersection over
union, 0.5), the usual limit for events of a length of their own. Time that does not count is no part of a span, but a
span of which it takes a piece is still one.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.clinical.agreement import Spread
from eegview.clinical.intervals import Interval, wilson_interval
from eegview.clinical.span_scores.spans import CutSpan, common, seconds
from eegview.model.span import Span

HALF = 0.5
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class SpanPair:
    """A reference span and its candidate: each is in one pair at most, those with the most common time first.

    overlap : common time over the time of either, 0-1
    has_onsets, has_offsets : whether these edges are their readers', not where doubt or a gap cuts one of the two
    """

    reference: Span
    candidate: Span
    overlap: float
    has_onsets: bool = True
    has_offsets: bool = True

    @property
    def onset_error_s(self) -> float:
        """The candidate's onset minus the reference's."""
        return self.candidate.start_s - self.reference.start_s

    @property
    def offset_error_s(self) -> float:
        """The candidate's end minus the reference's."""
        return self.candidate.stop_s - self.reference.stop_s


@dataclass(frozen=True, slots=True)
class SpanCounts:
    """The spans of one side that the other side has.

    n : spans; any, half : those overlapped at all, and by half by one span of the other side
    """

    n: int
    any: int
    half: int

    @property
    def any_share(self) -> float | None:
        return self.any / self.n if self.n else None

    @property
    def half_share(self) -> float | None:
        return self.half / self.n if self.n else None

    @property
    def any_interval(self) -> Interval | None:
        return wilson_interval(self.any, self.n)

    @property
    def half_interval(self) -> Interval | None:
        return wilson_interval(self.half, self.n)


@dataclass(frozen=True, slots=True)
class SpanOverlap:
    """The result of comparing spans one by one.

    best : for each reference span its largest overlap with one candidate, 0-1
    pairs : in order of time
    """

    reference: SpanCounts
    candidate: SpanCounts
    best: tuple[float, ...]
    pairs: tuple[SpanPair, ...]

    @property
    def overlap(self) -> Spread:
        return Spread.of(self.best)

    @property
    def onset_error(self) -> Spread:
        return Spread.of([pair.onset_error_s for pair in self.pairs if pair.has_onsets])

    @property
    def offset_error(self) -> Spread:
        return Spread.of([pair.offset_error_s for pair in self.pairs if pair.has_offsets])


def span_overlap(reference: Sequence[CutSpan], candidate: Sequence[CutSpan]) -> SpanOverlap:
    """Return how spans overlap one by one; each side is in order and without overlaps, as `cut_spans` gives it."""
    best_of_reference, best_of_candidate = [0.0] * len(reference), [0.0] * len(candidate)
    met: list[tuple[float, float, int, int]] = []
    stops_s = [span.whole.stop_s for span in candidate]
    for i, span in enumerate(reference):
        for j in range(bisect_left(stops_s, span.whole.start_s), len(candidate)):
            other = candidate[j]
            if other.whole.start_s >= span.whole.stop_s:
                break
            common_s = seconds(common(span.parts, other.parts))
            if common_s <= 0:
                continue
            overlap = common_s / (span.duration_s + other.duration_s - common_s)
            best_of_reference[i] = max(best_of_reference[i], overlap)
            best_of_candidate[j] = max(best_of_candidate[j], overlap)
            met.append((-common_s, -overlap, i, j))
    pairs: list[tuple[int, SpanPair]] = []
    taken_i: set[int] = set()
    taken_j: set[int] = set()
    for _, overlap, i, j in sorted(met):
        if i not in taken_i and j not in taken_j:
            taken_i.add(i)
            taken_j.add(j)
            pairs.append((i, _pair(reference[i], candidate[j], -overlap)))
    return SpanOverlap(
        _counts(best_of_reference),
        _counts(best_of_candidate),
        tuple(best_of_reference),
        tuple(pair for _, pair in sorted(pairs, key=lambda one: one[0])),
    )


def summed_overlap(overlaps: Iterable[SpanOverlap]) -> SpanOverlap:
    """Return the sum over classes or recordings."""
    overlaps = list(overlaps)
    pairs = [pair for one in overlaps for pair in one.pairs]
    return SpanOverlap(
        _summed([one.reference for one in overlaps]),
        _summed([one.candidate for one in overlaps]),
        tuple(share for one in overlaps for share in one.best),
        tuple(sorted(pairs, key=lambda pair: pair.reference)),
    )


def _pair(reference: CutSpan, candidate: CutSpan, overlap: float) -> SpanPair:
    has_onsets = not (reference.is_start_cut or candidate.is_start_cut)
    has_offsets = not (reference.is_stop_cut or candidate.is_stop_cut)
    return SpanPair(reference.whole, candidate.whole, overlap, has_onsets, has_offsets)


def _counts(best: Sequence[float]) -> SpanCounts:
    return SpanCounts(len(best), sum(share > 0 for share in best), sum(share >= HALF - _CLOSE for share in best))


def _summed(counts: Sequence[SpanCounts]) -> SpanCounts:
    return SpanCounts(sum(one.n for one in counts), sum(one.any for one in counts), sum(one.half for one in counts))

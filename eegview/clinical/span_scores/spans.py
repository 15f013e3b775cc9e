"""Sets of spans: their union, what two of them have in common, and how long they last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.model.span import Span, gaps_between

_CLOSE_S = 1e-3  # times pass through text files with three decimals: spans this close touch


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A stretch of time with one finding.

    label : its class ("N2"), "" where the term has one class only
    score : how sure a detector was, 0-1; None where it is not known
    is_uncertain : its reader doubted it; as a reference it counts neither way
    """

    span: Span
    label: str = ""
    score: float | None = None
    is_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class CutSpan:
    """A span, and the parts of it that count: doubt and gaps may take some away, and it is still one.

    parts : in order, without overlaps
    """

    whole: Span
    parts: tuple[Span, ...]

    @property
    def duration_s(self) -> float:
        return seconds(self.parts)

    @property
    def is_start_cut(self) -> bool:
        return self.parts[0].start_s > self.whole.start_s

    @property
    def is_stop_cut(self) -> bool:
        return self.parts[-1].stop_s < self.whole.stop_s


def cut_spans(wholes: Sequence[Span], kept: Sequence[Span]) -> tuple[CutSpan, ...]:
    """Return the spans of which anything is kept, with what of each is; both in order and without overlaps."""
    found: list[CutSpan] = []
    first = 0
    for whole in wholes:
        while first < len(kept) and kept[first].stop_s <= whole.start_s:
            first += 1
        parts: list[Span] = []
        number = first
        while number < len(kept) and kept[number].start_s < whole.stop_s:
            if (inside := kept[number].intersection(whole)) is not None:
                parts.append(inside)
            number += 1
        if parts:
            found.append(CutSpan(whole, tuple(parts)))
    return tuple(found)


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the time that any of the spans covers, in order; what overlaps or touches is one."""
    found: list[Span] = []
    for span in sorted(spans):
        if span.duration_s <= 0:
            continue
        if found and span.start_s <= found[-1].stop_s + _CLOSE_S:
            found[-1] = Span(found[-1].start_s, max(found[-1].stop_s, span.stop_s))
        else:
            found.append(span)
    return tuple(found)


def common(first: Sequence[Span], second: Sequence[Span]) -> tuple[Span, ...]:
    """Return the time that both cover; each is in order and without overlaps, as `union` gives it."""
    found: list[Span] = []
    i = j = 0
    while i < len(first) and j < len(second):
        if (part := first[i].intersection(second[j])) is not None:
            found.append(part)
        if first[i].stop_s <= second[j].stop_s:
            i += 1
        else:
            j += 1
    return tuple(found)


def without(spans: Sequence[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """Return the time of `spans` that `taken` does not cover."""
    if not taken:
        return tuple(spans)
    first, last = min(spans, default=Span(0.0, 0.0)), max((span.stop_s for span in spans), default=0.0)
    return common(spans, gaps_between(taken, Span(first.start_s, max(last, first.start_s))))


def seconds(spans: Iterable[Span]) -> float:
    """Return how long spans last together (s)."""
    return sum(span.duration_s for span in spans)

"""Spans of time as sets: what several have in common, how long they are."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from eegview.model.span import Span


def union_of(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return what any of the spans contains, in order of time; spans that touch are joined, those of no length go."""
    found: list[Span] = []
    for span in sorted(span for span in spans if span.duration_s > 0):
        if found and span.start_s <= found[-1].stop_s:
            found[-1] = Span(found[-1].start_s, max(found[-1].stop_s, span.stop_s))
        else:
            found.append(span)
    return tuple(found)


def common_of(first: Iterable[Span], second: Iterable[Span]) -> tuple[Span, ...]:
    """Return what both sets of spans contain, in order of time."""
    one, other = union_of(first), union_of(second)
    found: list[Span] = []
    i = j = 0
    while i < len(one) and j < len(other):
        if (part := one[i].intersection(other[j])) is not None:
            found.append(part)
        if one[i].stop_s < other[j].stop_s:
            i += 1
        else:
            j += 1
    return tuple(found)


def seconds_of(spans: Iterable[Span]) -> float:
    """Return how long the spans are in all (s); time that several contain counts once."""
    return sum(span.duration_s for span in union_of(spans))


def contains(spans: Sequence[Span], time_s: float) -> bool:
    """Whether one of the spans (ascending, not overlapping) contains a time."""
    place = bisect_right(spans, time_s, key=lambda span: span.start_s) - 1
    return place >= 0 and spans[place].contains(time_s)


def longest_of(spans: Iterable[Span]) -> Span | None:
    """Return the longest span, the first of several that are as long; None without any."""
    return max(spans, key=lambda span: (span.duration_s, -span.start_s), default=None)

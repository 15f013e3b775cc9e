"""Spans of time in a recording."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open span of time, `[start_s, stop_s)`, in seconds from recording start."""

    start_s: float
    stop_s: float

    def __post_init__(self) -> None:
        if not self.stop_s >= self.start_s:
            raise ValueError(f"a span cannot stop ({self.stop_s}) before it starts ({self.start_s})")

    @property
    def duration_s(self) -> float:
        return self.stop_s - self.start_s

    def contains(self, time_s: float) -> bool:
        return self.start_s <= time_s < self.stop_s

    def overlaps(self, other: "Span") -> bool:
        return self.start_s < other.stop_s and other.start_s < self.stop_s

    def intersection(self, other: "Span") -> "Span | None":
        """Return the part common to both spans, None where it has no length."""
        start_s, stop_s = max(self.start_s, other.start_s), min(self.stop_s, other.stop_s)
        return Span(start_s, stop_s) if start_s < stop_s else None

    def widened(self, before_s: float, after_s: float | None = None) -> "Span":
        return Span(self.start_s - before_s, self.stop_s + (before_s if after_s is None else after_s))

    def shifted(self, by_s: float) -> "Span":
        return Span(self.start_s + by_s, self.stop_s + by_s)


def joined_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return what the spans cover together, in order of time, with a gap between any two."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start_s <= joined[-1].stop_s:
            span = Span(joined[-1].start_s, max(span.stop_s, joined.pop().stop_s))
        joined.append(span)
    return tuple(joined)


def gaps_between(covered: Iterable[Span], within: Span) -> tuple[Span, ...]:
    """Return the parts of `within` that no span of `covered` contains, in order of time."""
    gaps: list[Span] = []
    reached_s = within.start_s
    for span in sorted(covered):
        if span.start_s > reached_s and reached_s < within.stop_s:
            gaps.append(Span(reached_s, min(span.start_s, within.stop_s)))
        reached_s = max(reached_s, span.stop_s)
    if reached_s < within.stop_s:
        gaps.append(Span(reached_s, within.stop_s))
    return tuple(gaps)

"""The rule for "the same event": one name for how near two onsets must lie, used wherever events are told apart.

Two people never mark an onset alike, and a technologist's note comes most of a second late. The rule is a parameter,
printed wherever events are counted.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.span import Span

SAME_EVENT_S = 1.0  # how far apart two onsets may lie and still be one event's
_TICKS_PER_S = 1_000_000  # times count to the microsecond, so that 3.3 s and 2.3 s are a second apart
_NOTE = "note"


def ticks(time_s: float) -> int:
    """Return a time in whole microseconds."""
    return round(time_s * _TICKS_PER_S)


@dataclass(frozen=True, slots=True)
class SameEventRule:
    """The rule for one event: marks of one term whose onsets lie at most `within_s` apart.

    Raises
    ------
    ValueError : `within_s` is negative or no number
    """

    within_s: float = SAME_EVENT_S

    def __post_init__(self) -> None:
        if not (math.isfinite(self.within_s) and self.within_s >= 0):
            raise ValueError("onsets of one event lie a number of seconds apart, 0 or more")

    @property
    def text(self) -> str:
        return f"marks within {self.within_s:g} s are one event"

    def are_near(self, first_s: float, second_s: float) -> bool:
        """Check whether two onsets can be one event's."""
        return abs(ticks(first_s) - ticks(second_s)) <= ticks(self.within_s)

    def reach(self, onset_s: float) -> Span:
        """Return the span in which marks of the same event begin."""
        return Span(onset_s - self.within_s - 1 / _TICKS_PER_S, onset_s + self.within_s + 1 / _TICKS_PER_S)

    def is_same(self, first: Annotation, second: Annotation) -> bool:
        """Check whether two marks are of one event, whatever is answered about it and whoever marked it."""
        return event_kind(first) == event_kind(second) and self.are_near(first.onset_s, second.onset_s)

    def standing(self, mark: Annotation, marks: Iterable[Annotation], layer: str) -> tuple[Annotation, ...]:
        """Return the marks of a layer that are of the same event as `mark`, the nearest first."""
        same = (other for other in marks if other.layer == layer and self.is_same(other, mark))
        return tuple(sorted(same, key=lambda other: (abs(other.onset_s - mark.onset_s), other.onset_s)))

    def events(self, marks: Iterable[Annotation]) -> tuple[tuple[Annotation, ...], ...]:
        """Return the marks as events, in order of their first onset, each with all its marks.

        An event holds what begins within the rule of its first onset, so that a row of near marks is never one event
        however long it grows.
        """
        open_events: dict[tuple[str, str], list[Annotation]] = {}
        found: list[list[Annotation]] = []
        for mark in sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id)):
            held = open_events.get(event_kind(mark))
            if held is not None and self.are_near(held[0].onset_s, mark.onset_s):
                held.append(mark)
            else:
                open_events[event_kind(mark)] = [mark]
                found.append(open_events[event_kind(mark)])
        return tuple(map(tuple, found))

    def firsts(self, onsets_s: Sequence[float]) -> tuple[int, ...]:
        """Return the places of the onsets (ascending, s) that begin an event."""
        chosen: list[int] = []
        for place, onset_s in enumerate(onsets_s):
            if not chosen or not self.are_near(onsets_s[chosen[-1]], onset_s):
                chosen.append(place)
        return tuple(chosen)

    def count_text(self, n_events: int, noun: str) -> str:
        """Return a count with its rule: `24 spasms (marks within 1 s are one event)`."""
        return f"{n_events} {noun if n_events == 1 else f'{noun}s'} ({self.text})"


def event_kind(mark: Annotation) -> tuple[str, str]:
    """Return what two marks of one event share: the term; of notes the words, which are all they say."""
    has_words_only = mark.term_id == _NOTE or mark.layer == FILE_LAYER
    return mark.term_id, " ".join(mark.text.split()).casefold() if has_words_only else ""

"""Join moments of one kind that lie close together to one event, wherever the recording was cut."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of artifact: how its moments are joined and scored.

    answer : to the vocabulary's question which kind of artifact, "" where none of its answers fits
    join_s : moments with a shorter pause between them are one event
    least_s : shorter events are left out
    score : measures of all moments and the event's duration → (name, value, unit, points) each
    """

    name: str
    answer: str
    join_s: float
    least_s: float
    score: Callable[[Sequence[dict[str, float]], float], Sequence[tuple[str, float, str, float]]]


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of one kind on some rows; `key` keeps apart what is not to be joined."""

    kind: Kind
    start_s: float
    stop_s: float
    rows: tuple[str, ...]
    measures: dict[str, float]
    key: str = ""


@dataclass(slots=True)
class Event:
    """An artifact: moments that were joined."""

    kind: Kind
    start_s: float
    stop_s: float
    rows: tuple[str, ...]
    measures: list[dict[str, float]] = field(default_factory=list)

    @property
    def terms(self) -> list[tuple[str, float, str, float]]:
        """Return (name, value, unit, points) of each reason."""
        found = self.kind.score(self.measures, self.stop_s - self.start_s)
        return [(name, float(value), unit, float(points)) for name, value, unit, points in found]

    @property
    def score(self) -> float:
        """Return the logistic function of the sum of points, 0-1."""
        points = sum(term[3] for term in self.terms)
        return 0.5 * (1 + math.tanh(points / 2))


MOST_MEASURES = 2000  # of one event; an artifact that lasts all night says the same over and over


class Joiner:
    """The moments so far, added in rough order of time; events that nothing more can be joined to are taken out."""

    def __init__(self, span, segments) -> None:
        self._span, self._segments = span, segments
        self._open: dict[tuple[str, str], Event] = {}
        self._over: list[Event] = []

    def add(self, moments: Iterable[Moment]) -> None:
        """Join moments to the open events of their kind and key, or open new ones."""
        for moment in sorted(moments, key=lambda one: one.start_s):
            place = moment.kind.name, moment.key
            event = self._open.get(place)
            if event and moment.start_s - event.stop_s <= moment.kind.join_s and self._is_unbroken(event, moment):
                event.stop_s = max(event.stop_s, moment.stop_s)
                event.rows += tuple(row for row in moment.rows if row not in event.rows)
            else:
                if event:
                    self._over.append(event)
                event = Event(moment.kind, moment.start_s, moment.stop_s, moment.rows)
                self._open[place] = event
            if len(event.measures) < MOST_MEASURES:
                event.measures.append(moment.measures)

    def over_before(self, reached_s: float) -> list[Event]:
        """Return the events that are over once everything before `reached_s` was added, in order of time."""
        for place, event in list(self._open.items()):
            if event.stop_s + event.kind.join_s < reached_s:
                self._over.append(self._open.pop(place))
        over, self._over = self._over, []
        for event in over:
            event.start_s, event.stop_s = max(event.start_s, self._span.start_s), min(event.stop_s, self._span.stop_s)
        over.sort(key=lambda one: one.start_s)
        return [event for event in over if event.stop_s - event.start_s >= event.kind.least_s]

    def _is_unbroken(self, event: Event, moment: Moment) -> bool:
        """Whether no gap of the recording lies between the two."""
        here = (one for one in self._segments if one.start_s <= event.stop_s <= one.stop_s + 1e-6)
        return any(moment.start_s < one.stop_s for one in here)

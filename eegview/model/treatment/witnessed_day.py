"""What a day's entry and the events of that day say together.

The rule, where they differ: what was seen holds. A day with an event is a day with spasms, also where its entry says
“none”. Only an entry of the day says how many there were in all; events alone say how many there were at least. An
event of which those who saw it were not sure is no witnessed spasm, and leaves no day without spasms either:
that day is not known. A day of which nothing is said is not known, never zero. A cluster belongs to the day on which it
began, with all its spasms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from eegview.model.infant.diary_event import Certainty, DiaryEvent, WitnessedKind
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed


@dataclass(frozen=True)
class WitnessedDay:
    """A day of the diary, with all that was said of it; what follows from it is worked out once.

    entry : what was said of the whole day, None where nothing was
    events : of this day, by time
    """

    day: TreatmentDay
    entry: DiaryDay | None = None
    events: tuple[DiaryEvent, ...] = ()

    @cached_property
    def counting(self) -> tuple[DiaryEvent, ...]:
        """Return the events that count as witnessed: all but those of which who saw them was not sure."""
        return tuple(one for one in self.events if one.certainty is not Certainty.UNSURE)

    @cached_property
    def unsure(self) -> tuple[DiaryEvent, ...]:
        """Return the events of which who saw them was not sure."""
        return tuple(one for one in self.events if one.certainty is Certainty.UNSURE)

    @cached_property
    def witnessed(self) -> Witnessed:
        """Return what is known of the day; see the rule above."""
        said = self.entry.witnessed if self.entry is not None else Witnessed.UNKNOWN
        if self.counting or said is Witnessed.SOME:
            return Witnessed.SOME
        return Witnessed.UNKNOWN if self.unsure else said

    @property
    def is_contradicted(self) -> bool:
        """Whether the entry says “none”, and an event of the day counts as witnessed."""
        return self.entry is not None and self.entry.witnessed is Witnessed.NONE and bool(self.counting)

    @cached_property
    def n_least(self) -> int | None:
        """Return how many spasms there were at least; 0 where none were seen, None where nothing is known."""
        if self.witnessed is not Witnessed.SOME:
            return 0 if self.witnessed is Witnessed.NONE else None
        stated = self.entry.count if self.entry is not None else None
        return max(stated or 1, sum(one.count or 1 for one in self.counting))

    @cached_property
    def is_counted(self) -> bool:
        """Whether the number is the whole number of the day, not only the least that it can be.

        Only an entry of the day says its whole number; events are what somebody saw and wrote down, and there may have
        been more. Where the events add up to more than the entry says, the sum is the least.
        """
        if self.witnessed is not Witnessed.SOME:
            return self.witnessed is Witnessed.NONE
        stated = self.entry.count if self.entry is not None else None
        return stated is not None and stated >= sum(one.count or 1 for one in self.counting)

    @property
    def n_clusters(self) -> int:
        """Return how many clusters were entered; the number of a whole day does not tell its clusters."""
        return sum(one.kind is WitnessedKind.CLUSTER for one in self.counting)

    @cached_property
    def text(self) -> str:
        """Return what is known: `7 spasms in 2 clusters`, `at least 1 spasm`, `no spasms`, `not known`."""
        if self.witnessed is Witnessed.NONE:
            return "no spasms"
        if self.witnessed is Witnessed.UNKNOWN:
            n = len(self.unsure)
            return "not known" + (f"; {n} unsure {'event' if n == 1 else 'events'}" if n else "")
        if not self.events and not self.is_counted:
            return "spasms, not counted"
        n, least = self.n_least, "" if self.is_counted else "at least "
        clusters = self.n_clusters
        among = (
            ("in" if all(one.kind is WitnessedKind.CLUSTER for one in self.counting) else "with") if clusters else ""
        )
        said = f"{least}{n} {'spasm' if n == 1 else 'spasms'}"
        if clusters:
            said += f", {among} {clusters} {'cluster' if clusters == 1 else 'clusters'}"
        n = len(self.unsure)
        return said + (f"; {n} unsure {'event' if n == 1 else 'events'}" if n else "")

    @property
    def summary(self) -> DiaryDay:
        """Return the day as one entry: the number only where it is the whole one."""
        witnessed = self.witnessed
        count = self.n_least if witnessed is Witnessed.SOME and self.is_counted else None
        said_by = [self.entry.author] if self.entry is not None else []
        authors = dict.fromkeys([*said_by, *(one.author for one in self.events)])
        at_utc = self.entry.at_utc if self.entry is not None else ""
        return DiaryDay(self.day, witnessed, count, ", ".join(filter(None, authors)), at_utc)


def witnessed_days(entries: Sequence[DiaryDay], events: Sequence[DiaryEvent]) -> tuple[WitnessedDay, ...]:
    """Return the days of which anything is said, by date; entries without a date are left out."""
    said = {one.day.on: one for one in entries if one.day.on is not None}
    seen: dict[object, list[DiaryEvent]] = {}
    for event in events:
        seen.setdefault(event.on, []).append(event)
    days = sorted({*said, *(one.on for one in events)})
    return tuple(WitnessedDay(TreatmentDay(on), said.get(on), tuple(seen.get(on, ()))) for on in days)

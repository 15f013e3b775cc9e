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
from eegview.model.text.said import joined, tr_kept, tr_kept_n
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed


@dataclass(frozen=True)
class WitnessedDay:
    """A day of the diary, with all that was said of it; what follows from it is worked out once.

    entry : what was said of the whole day, None where nothing was
    events : of this day, by time
    overruled : what others said of the whole day before, and said otherwise than the entry, which was said last
    """

    day: TreatmentDay
    entry: DiaryDay | None = None
    events: tuple[DiaryEvent, ...] = ()
    overruled: tuple[DiaryDay, ...] = ()

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
        entered = self.entry.witnessed if self.entry is not None else Witnessed.UNKNOWN
        if self.counting or entered is Witnessed.SOME:
            return Witnessed.SOME
        return Witnessed.UNKNOWN if self.unsure else entered

    @property
    def is_contradicted(self) -> bool:
        """Whether the entry says “none”, and an event of the day counts as witnessed."""
        return self.entry is not None and self.entry.witnessed is Witnessed.NONE and bool(self.counting)

    @property
    def is_disputed(self) -> bool:
        """Whether the entry leaves out a spasm that somebody else said before; it was said last and holds."""
        return self.witnessed is not Witnessed.SOME and any(one.witnessed is Witnessed.SOME for one in self.overruled)

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
        """Return how many clusters were entered: as said of the whole day, or more where there are more events."""
        stated = self.entry.n_clusters if self.entry is not None else None
        return max(stated or 0, sum(one.kind is WitnessedKind.CLUSTER for one in self.counting))

    @cached_property
    def text(self) -> str:
        """Return what is known: `7 spasms in 2 clusters`, `at least 1 spasm`, `no spasms`, `not known`."""
        n_unsure = len(self.unsure)
        unsure = tr_kept_n("{n} unsure event", "{n} unsure events", n_unsure) if n_unsure else ""
        if self.witnessed is Witnessed.NONE:
            return tr_kept("no spasms")
        if self.witnessed is Witnessed.UNKNOWN:
            return joined((tr_kept("not known"), unsure), "; ")
        if not self.events and not self.is_counted:
            if self.n_clusters:
                return tr_kept_n("{n} cluster, spasms not counted", "{n} clusters, spasms not counted", self.n_clusters)
            return tr_kept("spasms, not counted")
        n, n_clusters = self.n_least or 0, self.n_clusters
        stated = self.entry.n_clusters if self.entry is not None else None
        if self.is_counted:
            what = tr_kept_n("{n} spasm", "{n} spasms", n)
        else:
            what = tr_kept_n("at least {n} spasm", "at least {n} spasms", n)
        if not n_clusters:
            none = tr_kept("no cluster") if stated == 0 else ""
            return joined((joined((what, none), ", "), unsure), "; ")
        if stated is None and all(one.kind is WitnessedKind.CLUSTER for one in self.counting):
            clusters = tr_kept_n("in {n} cluster", "in {n} clusters", n_clusters)
        else:
            clusters = tr_kept_n("with {n} cluster", "with {n} clusters", n_clusters)
        return joined((joined((what, clusters), ", "), unsure), "; ")

    @property
    def summary(self) -> DiaryDay:
        """Return the day as one entry: the number only where it is the whole one."""
        witnessed = self.witnessed
        count = self.n_least if witnessed is Witnessed.SOME and self.is_counted else None
        said_by = [self.entry.author] if self.entry is not None else []
        authors = dict.fromkeys([*said_by, *(one.author for one in self.events)])
        at_utc = self.entry.at_utc if self.entry is not None else ""
        n_clusters = self.entry.n_clusters if self.entry is not None else None
        if n_clusters is not None:
            n_clusters = self.n_clusters if witnessed is Witnessed.SOME else None
        return DiaryDay(self.day, witnessed, count, ", ".join(filter(None, authors)), at_utc, n_clusters)


def witnessed_days(entries: Sequence[DiaryDay], events: Sequence[DiaryEvent]) -> tuple[WitnessedDay, ...]:
    """Return the days of which anything is said, by date; entries without a date are left out."""
    whole = {one.day.on: one for one in entries if one.day.on is not None}
    seen: dict[object, list[DiaryEvent]] = {}
    for event in events:
        seen.setdefault(event.on, []).append(event)
    days = sorted({*whole, *(one.on for one in events)})
    return tuple(WitnessedDay(TreatmentDay(on), whole.get(on), tuple(seen.get(on, ()))) for on in days)

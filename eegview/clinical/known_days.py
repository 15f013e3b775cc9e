"""What diary and recordings together tell of each day of treatment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.clinical.diary.unsure_clocks import possible_days
from eegview.clinical.response_state import ConsensusRule, PossibleDays, RecordedDay
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.diary import Witnessed


@dataclass(frozen=True, slots=True)
class KnownDays:
    """What is known as of a day.

    start : the first day of treatment
    seen : days with a spasm that was witnessed or recorded, ascending, the day that is not over among them
    free : days that are over, of which the diary says “none”, and on which no recording shows a spasm or may show one
    possible : days on which a recording may show a spasm, by a clock that does not say the day
    certain : of each spasm that is as certain as one that was seen, but not of which of these days, by the last day
    """

    course: TreatmentCourse
    recordings: Sequence[RecordedDay]
    as_of: AsOf
    rule: ConsensusRule
    start: int
    seen: tuple[int, ...]
    free: frozenset[int]
    possible: frozenset[int]
    certain: tuple[PossibleDays, ...]

    @classmethod
    def of(
        cls, course: TreatmentCourse, recordings: Sequence[RecordedDay], as_of: AsOf, rule: ConsensusRule
    ) -> KnownDays:
        seen = _spasm_days(course, recordings)
        none = {day for day, entry in course.diary.items() if entry.witnessed is Witnessed.NONE}
        possible = possible_days(recordings)
        free = frozenset(day for day in none - set(seen) - possible if day <= as_of.last_whole_day)
        spans = (days for one in recordings for days in one.possible_days if not days.is_maybe_later)
        certain = tuple(sorted(spans, key=lambda days: (days.last_day, days.first_day)))
        return cls(course, recordings, as_of, rule, course.start_day or 0, seen, free, possible, certain)

    def unknown(self, first: int, last: int) -> list[int]:
        """Return the days from one to another of which it is not known, as far as they are over."""
        seen = set(self.seen)
        days = range(first, min(last, self.as_of.last_whole_day) + 1)
        return [day for day in days if day not in self.free and day not in seen]

    def n_free_after(self, day: int) -> int:
        """Return how many days after a day are known to be without, in a row, at most as many as are needed."""
        return next((n for n in range(self.rule.free_days) if day + 1 + n not in self.free), self.rule.free_days)

    def first_seen_after(self, day: int) -> int | None:
        return next((one for one in self.seen if one > day), None)

    def first_certain_after(self, day: int) -> PossibleDays | None:
        """Return the days on one of which a spasm was seen after a day, where all of them lie after it."""
        return next((days for days in self.certain if days.first_day > day), None)

    def last_seen_until(self, day: int) -> int | None:
        return next((one for one in reversed(self.seen) if one <= day), None)


def _spasm_days(course: TreatmentCourse, recordings: Iterable[RecordedDay]) -> tuple[int, ...]:
    """Return the days of the axis on which spasms were witnessed or recorded, ascending."""
    diary = (day for day, entry in course.diary.items() if entry.witnessed is Witnessed.SOME)
    return tuple(sorted({*diary, *(day for one in recordings for day in one.spasm_days)}))

"""What an infant's diary shows: its days, how long no spasm was witnessed, and what in it does not agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from eegview.clinical.diary.cautions import diary_cautions
from eegview.clinical.diary.day_names import day_ranges
from eegview.clinical.diary.spasm_free import SpasmFreeDays, spasm_free_days
from eegview.clinical.diary.unsure_clocks import clock_cautions
from eegview.clinical.recorded_days import recordings_until
from eegview.clinical.response_state import RecordedDay
from eegview.exchange.diary.writing import diary_lines
from eegview.model.infant.diary_event import DiaryEvent
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.diary import DiaryDay
from eegview.model.treatment.witnessed_day import WitnessedDay

RULE = (
    "A day without an entry is not known, never zero. An event makes a day with spasms, also where its entry says "
    "“none”; an event of which who saw it was not sure does not count, and leaves the day not known. A cluster belongs "
    "to the day on which it began."
)


@dataclass(frozen=True, slots=True)
class DiarySummary:
    """What the diary shows on a day.

    days : of which anything is said, by date
    free : days since the last witnessed spasm, None where nothing is entered
    cautions : a sentence each
    """

    days: tuple[WitnessedDay, ...]
    free: SpasmFreeDays | None
    cautions: tuple[str, ...]

    @property
    def entries(self) -> tuple[DiaryDay, ...]:
        """Return what was said of whole days."""
        return tuple(day.entry for day in self.days if day.entry is not None)

    @property
    def events(self) -> tuple[DiaryEvent, ...]:
        return tuple(event for day in self.days for event in day.events)


def diary_summary(
    course: TreatmentCourse,
    as_of: AsOf,
    recorded_days: Iterable[int] = (),
    possible_days: Iterable[int] = (),
    filmed: Iterable[RecordedDay] = (),
) -> DiarySummary:
    """Return what the diary of a course shows as of a day; of another axis than the calendar's nothing is known.

    recorded_days : days of the axis on which recordings show spasms that are seen as spasms; they count as witnessed
    possible_days : days on which one may show a spasm, by a clock that does not say the day
    filmed : what the infant's clips say, see `InfantTimeline.filmed`: why days are not known is told
    """
    if not course.is_dated:
        return DiarySummary((), None, ())
    known = course.until(as_of)
    return DiarySummary(
        tuple(known.days.values()),
        spasm_free_days(known, as_of, recorded_days, possible_days),
        (*diary_cautions(known), *clock_cautions(known, recordings_until(filmed, as_of))),
    )


def summary_json(summary: DiarySummary) -> dict[str, Any]:
    """Return the diary as an object for --json and for files."""
    free = summary.free
    return {
        "diary": list(diary_lines(summary.entries, summary.events)),
        "days": [
            {
                "day": day.day.stored,
                "witnessed": day.witnessed.value,
                "n_spasms": day.n_least,
                "is_whole_number": day.is_counted if day.n_least is not None else None,
                "n_clusters": day.n_clusters,
                "n_unsure_events": len(day.unsure),
                "text": day.text,
            }
            for day in summary.days
        ],
        "since_last_spasm": {
            "last_spasm_on": date.fromordinal(free.last_day).isoformat() if free.last_day is not None else None,
            "counted_to": date.fromordinal(free.as_of).isoformat(),
            "n_days": free.n_days,
            "n_days_none": free.n_none,
            "n_days_unknown": len(free.unknown_days),
            "unknown_days": [
                {"first": date.fromordinal(first).isoformat(), "last": date.fromordinal(last).isoformat()}
                for first, last in day_ranges(free.unknown_days)
            ],
            "text": free.text,
        }
        if free is not None
        else None,
        "cautions": list(summary.cautions),
        "rule": RULE,
    }

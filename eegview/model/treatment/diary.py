"""The diary of witnessed spasms: what was seen on each day, by parents or staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from eegview.model.annotation import Annotation, is_count
from eegview.model.study.records import DIARY_TERM, about_of, newest_about, said_at
from eegview.model.treatment.day import TreatmentDay, parsed_day

MOST_SPASMS = 100_000
_WITNESSED, _COUNT = "witnessed", "count"


class Witnessed(StrEnum):
    """What the diary says of a day."""

    NONE = "none"
    SOME = "some"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One day of the diary.

    witnessed : NONE = nobody saw any; SOME = some were seen; UNKNOWN = it is not known
    count : how many, where they were counted; None otherwise
    author, at_utc : who said it, and when (ISO 8601); "" before it is stored
    """

    day: TreatmentDay
    witnessed: Witnessed
    count: int | None = None
    author: str = ""
    at_utc: str = ""

    @property
    def text(self) -> str:
        """Return what is said of the day: `no spasms`, `5 spasms`, `spasms, not counted`, `not known`."""
        if self.witnessed is Witnessed.SOME:
            if self.count is None:
                return "spasms, not counted"
            return f"{self.count} {'spasm' if self.count == 1 else 'spasms'}"
        return "no spasms" if self.witnessed is Witnessed.NONE else "not known"


def counted_day(day: TreatmentDay, count: int) -> DiaryDay:
    """Return the entry of a day on which so many spasms were witnessed; 0 = none."""
    return DiaryDay(day, Witnessed.SOME, count) if count else DiaryDay(day, Witnessed.NONE)


def diary_fault(entry: DiaryDay) -> str:
    """Return in one sentence why an entry cannot be stored, "" where it can."""
    if entry.count is None:
        return ""
    if entry.witnessed is not Witnessed.SOME:
        return "A number of spasms goes only with a day on which some were witnessed."
    if not 1 <= entry.count <= MOST_SPASMS:
        return f"The number of spasms of a day must be from 1 to {MOST_SPASMS:,}; 0 is “none”."
    return ""


def held_diary(entry: DiaryDay | None) -> dict[str, str]:
    """Return what the record of a day holds; None takes back what was said. Its subject is `entry.day.stored`."""
    if entry is None:
        return {_WITNESSED: ""}
    return {_WITNESSED: entry.witnessed.value} | ({_COUNT: str(entry.count)} if entry.count is not None else {})


def diary_day_of(record: Annotation) -> DiaryDay | None:
    """Return the entry that a record holds; None where it was taken back, or cannot be read."""
    day, said, count = parsed_day(about_of(record)), record.attribute(_WITNESSED), record.attribute(_COUNT)
    if record.term_id != DIARY_TERM or day is None or said not in set(Witnessed) or not is_count(count or "0"):
        return None
    found = DiaryDay(
        day, Witnessed(said), int(count) if count is not None else None, record.layer, said_at(record)
    )  # fmt: skip
    return None if diary_fault(found) else found


def diary_days(records: Iterable[Annotation]) -> tuple[DiaryDay, ...]:
    """Return the diary by what was said last of each day, of one study; by date, then by distance."""
    found = map(diary_day_of, newest_about(records, DIARY_TERM).values())
    known = (one for one in found if one is not None)
    return tuple(sorted(known, key=lambda one: (one.day.on is not None, one.day.on or one.day.offset)))


def diary_act_text(record: Annotation) -> str:
    """Return what a record says: `set the spasm diary of 2 Mar 2020 to 5 spasms`."""
    entry = diary_day_of(record)
    if entry is None:
        day = parsed_day(about_of(record))
        return f"clear the spasm diary of {day.text}" if day is not None else "clear a day of the spasm diary"
    return f"set the spasm diary of {entry.day.text} to {entry.text}"

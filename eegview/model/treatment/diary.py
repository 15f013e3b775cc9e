"""The diary of witnessed spasms: what was seen on each day, by parents or staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from eegview.model.annotation import Annotation, is_count
from eegview.model.study.records import DIARY_TERM, about_of, newest_about, said_at
from eegview.model.treatment.day import TreatmentDay, parsed_day

MOST_SPASMS, MOST_CLUSTERS = 100_000, 1_000  # of one day
_WITNESSED, _COUNT, _CLUSTERS = "witnessed", "count", "clusters"


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
    n_clusters : in how many clusters they came, where that was said of the whole day; 0 = single spasms only
    """

    day: TreatmentDay
    witnessed: Witnessed
    count: int | None = None
    author: str = ""
    at_utc: str = ""
    n_clusters: int | None = None

    @property
    def text(self) -> str:
        """Return what is said of the day: `no spasms`, `5 spasms in 2 clusters`, `spasms, not counted`, `not known`."""
        if self.witnessed is Witnessed.SOME:
            n = self.n_clusters
            clusters = f"{n} {'cluster' if n == 1 else 'clusters'}" if n is not None else ""
            if self.count is None:
                return f"{clusters}, spasms not counted" if n else "spasms, not counted"
            spasms = f"{self.count} {'spasm' if self.count == 1 else 'spasms'}"
            return f"{spasms} in {clusters}" if n else f"{spasms}, no cluster" if n == 0 else spasms
        return "no spasms" if self.witnessed is Witnessed.NONE else "not known"


def counted_day(day: TreatmentDay, count: int, n_clusters: int | None = None) -> DiaryDay:
    """Return the entry of a day on which so many spasms were witnessed; 0 = none."""
    return said_day(day, count, n_clusters)


def said_day(day: TreatmentDay, said: Witnessed | int | None, n_clusters: int | None = None) -> DiaryDay:
    """Return the entry of a day by its spasms and its clusters; what does not agree has a fault, see `diary_fault`.

    said : spasms, or whether there were any; None = only clusters are said
    """
    if said is None:
        said = Witnessed.SOME if n_clusters else Witnessed.UNKNOWN
    is_number = not isinstance(said, Witnessed)
    count = int(said) if is_number and said else None
    witnessed = said if isinstance(said, Witnessed) else Witnessed.SOME if said else Witnessed.NONE
    if not n_clusters and witnessed is not Witnessed.SOME:
        n_clusters = None  # “0 clusters” says nothing beside “none”
    return DiaryDay(day, witnessed, count, n_clusters=n_clusters)


def diary_fault(entry: DiaryDay) -> str:
    """Return in one sentence why an entry cannot be stored, "" where it can."""
    if entry.n_clusters is not None:
        if entry.witnessed is not Witnessed.SOME:
            return "A number of clusters goes only with a day on which spasms were witnessed."
        if not 0 <= entry.n_clusters <= min(MOST_CLUSTERS, entry.count if entry.count is not None else MOST_CLUSTERS):
            return f"The number of clusters of a day must be from 0 to {MOST_CLUSTERS:,}, and not above its spasms."
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
    numbers = {_COUNT: entry.count, _CLUSTERS: entry.n_clusters}
    return {_WITNESSED: entry.witnessed.value} | {name: str(n) for name, n in numbers.items() if n is not None}


def diary_day_of(record: Annotation) -> DiaryDay | None:
    """Return the entry that a record holds; None where it was taken back, or cannot be read."""
    day, said, count = parsed_day(about_of(record)), record.attribute(_WITNESSED), record.attribute(_COUNT)
    clusters = record.attribute(_CLUSTERS)
    if record.term_id != DIARY_TERM or day is None or said not in set(Witnessed):
        return None
    if not is_count(count or "0") or not is_count(clusters or "0"):
        return None
    found = DiaryDay(
        day, Witnessed(said), int(count) if count is not None else None, record.layer, said_at(record),
        int(clusters) if clusters is not None else None,
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

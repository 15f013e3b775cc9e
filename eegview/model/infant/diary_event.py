"""What was witnessed at home: a spasm, or a cluster of spasms, with its time and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from eegview.model.annotation import Annotation, is_count
from eegview.model.study.records import DIARY_EVENT_TERM, about_of, newest_about
from eegview.model.text.language import tr_later
from eegview.model.text.said import joined, tr_kept

_DAY, _TIME, _OFFSET, _KIND, _COUNT, _DURATION = "day", "time", "utc_offset_min", "kind", "count", "duration_s"
_WAKING, _SEEN_BY, _CERTAINTY, _NOTE, _REMOVED = "after_waking", "seen_by", "certainty", "note", "removed"

_CERTAINTIES = tr_later("sure"), tr_later("probable"), tr_later("unsure")
MOST_SPASMS, LONGEST_S = 10_000, 86_400.0  # of one event
MOST_OFFSET_MIN = 18 * 60  # from UTC
LONGEST_TEXT = 500


class WitnessedKind(StrEnum):
    """What was seen."""

    SPASM = "spasm"
    CLUSTER = "cluster"


class Certainty(StrEnum):
    """How sure who saw it was that it was a spasm."""

    SURE = "sure"
    PROBABLE = "probable"
    UNSURE = "unsure"
    NOT_SAID = ""


@dataclass(frozen=True, slots=True)
class DiaryEvent:
    """One entry of the diary.

    event_id : subject of its record
    on, at : local day and time of its beginning, as those who saw it read the clock; `at` None = time not known
    utc_offset_min : local time minus UTC where an export says it; it never moves the day
    count : spasms in it; None = not counted. A single spasm is 1
    duration_s : of a cluster from its first to its last spasm; None = not known
    after_waking : None = not said
    seen_by : in the words of the diary (“mother”), no names
    author : who entered it; "" before it is stored
    """

    event_id: str
    on: date
    at: time | None = None
    kind: WitnessedKind = WitnessedKind.CLUSTER
    count: int | None = None
    duration_s: float | None = None
    after_waking: bool | None = None
    seen_by: str = ""
    certainty: Certainty = Certainty.NOT_SAID
    note: str = ""
    utc_offset_min: int | None = None
    author: str = ""

    @property
    def text(self) -> str:
        """Return what was seen: `cluster of 12 spasms at 07:40, 3 min, after waking, seen by mother, unsure`."""
        if self.kind is WitnessedKind.SPASM:
            what = tr_kept("spasm")
        elif self.count is None:
            what = tr_kept("cluster, spasms not counted")
        else:
            what = tr_kept("cluster of {n} spasms", n=self.count)
        if self.at is not None:
            what = tr_kept("{what} at {time}", what=what, time=self.at.isoformat("minutes"))
        waking = {True: tr_kept("after waking"), False: tr_kept("not after waking"), None: ""}[self.after_waking]
        by = tr_kept("seen by {who}", who=self.seen_by) if self.seen_by else ""
        sure = tr_kept(self.certainty.value) if self.certainty is not Certainty.NOT_SAID else ""
        lasted = _duration_text(self.duration_s) if self.duration_s is not None else ""
        return joined((what, lasted, waking, by, sure), ", ")

    @property
    def is_past_midnight(self) -> bool:
        """Whether it went on into the next day; it belongs to the day on which it began."""
        if self.at is None or self.duration_s is None:
            return False
        return self.at.hour * 3600 + self.at.minute * 60 + self.at.second + self.duration_s > LONGEST_S


def event_fault(event: DiaryEvent) -> str:
    """Return in one sentence why an event cannot be stored, "" where it can."""
    if event.kind is WitnessedKind.SPASM and event.count not in (None, 1):
        return "A single spasm counts as one; several are a cluster."
    if event.count is not None and not 1 <= event.count <= MOST_SPASMS:
        return f"The number of spasms of a cluster must be from 1 to {MOST_SPASMS:,}."
    if event.duration_s is not None and not 0.0 < event.duration_s <= LONGEST_S:
        return "The duration must be above 0 and at most 24 hours."
    if event.utc_offset_min is not None and abs(event.utc_offset_min) > MOST_OFFSET_MIN:
        return "The difference to UTC must be at most 18 hours."
    if max(len(event.seen_by), len(event.note)) > LONGEST_TEXT:
        return f"A text of the diary has at most {LONGEST_TEXT} characters."
    return ""


def held_event(event: DiaryEvent) -> dict[str, str]:
    """Return what the record of an event holds. Its subject is its id."""
    return {
        _DAY: event.on.isoformat(),
        _TIME: event.at.isoformat("seconds" if event.at.second else "minutes") if event.at is not None else "",
        _OFFSET: str(event.utc_offset_min) if event.utc_offset_min is not None else "",
        _KIND: event.kind.value,
        _COUNT: str(event.count) if event.count is not None else "",
        _DURATION: f"{event.duration_s:.10g}" if event.duration_s is not None else "",
        _WAKING: {True: "yes", False: "no", None: ""}[event.after_waking],
        _SEEN_BY: event.seen_by,
        _CERTAINTY: event.certainty.value,
        _NOTE: event.note,
    }


def held_removal(event: DiaryEvent) -> dict[str, str]:
    """Return what the record of an event holds that is taken back: when and what it was, and nothing else of it."""
    was = DiaryEvent(event.event_id, event.on, event.at, event.kind, utc_offset_min=event.utc_offset_min)
    return held_event(was) | {_REMOVED: "yes"}


def diary_events_of(records: Iterable[Annotation]) -> tuple[DiaryEvent, ...]:
    """Return the events that a log holds, by day and time; those taken back or unreadable are left out."""
    return _events(records, is_removed=False)


def removed_events_of(records: Iterable[Annotation]) -> tuple[DiaryEvent, ...]:
    """Return when and what the events of a log were that were taken back, by day and time; only where that is held."""
    return _events(records, is_removed=True)


def _events(records: Iterable[Annotation], is_removed: bool) -> tuple[DiaryEvent, ...]:
    newest = newest_about(records, DIARY_EVENT_TERM).values()
    found = (_event(record) for record in newest if (record.attribute(_REMOVED) == "yes") is is_removed)
    known = (one for one in found if one is not None)
    return tuple(sorted(known, key=lambda one: (one.on, one.at is not None, one.at or time.min, one.event_id)))


def _event(record: Annotation) -> DiaryEvent | None:
    """Return the event that a record holds, None where it cannot be read."""
    held = record.attribute
    kind, certainty, count = held(_KIND), held(_CERTAINTY) or "", held(_COUNT) or ""
    if kind not in set(WitnessedKind) or certainty not in set(Certainty):
        return None
    if count and not is_count(count):
        return None
    try:
        event = DiaryEvent(
            about_of(record),
            date.fromisoformat(held(_DAY) or ""),
            time.fromisoformat(held(_TIME) or "") if held(_TIME) else None,
            WitnessedKind(kind),
            int(count) if count else 1 if kind == WitnessedKind.SPASM else None,
            float(held(_DURATION) or "") if held(_DURATION) else None,
            {"yes": True, "no": False}.get(held(_WAKING) or ""),
            held(_SEEN_BY) or "",
            Certainty(certainty),
            held(_NOTE) or "",
            int(held(_OFFSET) or "") if held(_OFFSET) else None,
            record.layer,
        )
    except ValueError:
        return None
    is_local = event.at is None or event.at.tzinfo is None
    return event if is_local and not event_fault(event) else None


def _duration_text(duration_s: float) -> str:
    if duration_s < 60.0:
        return f"{duration_s:.0f} s"
    return f"{duration_s / 60.0:.3g} min" if duration_s < 3600.0 else f"{duration_s / 3600.0:.3g} h"

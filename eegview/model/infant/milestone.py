"""Milestones gained and lost: free notes with a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eegview.model.annotation import Annotation
from eegview.model.study.records import MILESTONE_TERM, about_of, newest_about

_DAY, _CHANGE, _TEXT, _REMOVED = "day", "change", "note", "removed"


class MilestoneChange(StrEnum):
    """What happened to a milestone."""

    GAINED = "gained"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone gained or lost.

    milestone_id : of its record's subject
    text : in the words of who noted it
    author : who said it; "" before it is stored
    """

    milestone_id: str
    on: date
    change: MilestoneChange
    text: str
    author: str = ""


def held_milestone(milestone: Milestone | None) -> dict[str, str]:
    """Return what the record of a milestone holds; None takes it back. Its subject is its id."""
    if milestone is None:
        return {_REMOVED: "yes"}
    return {_DAY: milestone.on.isoformat(), _CHANGE: milestone.change.value, _TEXT: milestone.text}


def milestones_of(records: Iterable[Annotation]) -> tuple[Milestone, ...]:
    """Return the milestones that a log holds, by day; those taken back or unreadable are left out."""
    found = (_milestone(record) for record in newest_about(records, MILESTONE_TERM).values())
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.on, one.text)))


def _milestone(record: Annotation) -> Milestone | None:
    change = record.attribute(_CHANGE)
    if record.attribute(_REMOVED) == "yes" or change not in set(MilestoneChange):
        return None
    try:
        on = date.fromisoformat(record.attribute(_DAY) or "")
    except ValueError:
        return None
    return Milestone(about_of(record), on, MilestoneChange(change), record.attribute(_TEXT) or "", record.layer)

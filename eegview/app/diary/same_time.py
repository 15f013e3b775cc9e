"""At one time there is one event: what is entered of the time of another is that one, said again or corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eegview.app.diary.event_matching import differing_fields, said_again
from eegview.model.errors import UsageError
from eegview.model.infant.diary_event import DiaryEvent
from eegview.model.text.dates import worded_day


def event_of_time(event: DiaryEvent, held: Iterable[DiaryEvent]) -> DiaryEvent | None:
    """Return the other event of the same day and time, None where there is none, or the time is not known.

    Of the night on which clocks are put back two events of one time may differ in their difference to UTC.
    """
    if event.at is None:
        return None
    others = (one for one in held if not event.event_id or one.event_id != event.event_id)
    return next((one for one in others if _is_at_once(event, one)), None)


def _is_at_once(event: DiaryEvent, other: DiaryEvent) -> bool:
    offsets = {event.utc_offset_min, other.utc_offset_min} - {None}
    return (event.on, event.at) == (other.on, other.at) and len(offsets) < 2


def new_events(
    events: Sequence[DiaryEvent], held: Sequence[DiaryEvent], is_replacing: bool = False
) -> tuple[DiaryEvent, ...]:
    """Return the events to enter; those that the diary has and that say nothing else are left out.

    is_replacing : an event of the same time that says something else is corrected

    Raises
    ------
    UsageError : the diary has another event at that time, or two are entered of one time
    """
    found: list[DiaryEvent] = []
    for event in events:
        if event_of_time(event, found) is not None:
            raise UsageError(f"{_when(event)} two events are entered.", "At one time there is one event; give the sum.")
        there = event_of_time(event, held)
        if there is None:
            found.append(event)
        elif differing_fields(there, event):
            check_time(event, () if is_replacing else (there,), "Correct it with --replace.")
            found.append(said_again(there, event))
    return tuple(found)


def check_time(event: DiaryEvent, held: Iterable[DiaryEvent], advice: str) -> None:
    """Refuse a second event at one time.

    Raises
    ------
    UsageError : the diary has one
    """
    there = event_of_time(event, held)
    if there is not None:
        raise UsageError(f"{_when(event)} the diary has an event already: {there.text}.", advice)


def _when(event: DiaryEvent) -> str:
    at = event.at.isoformat("minutes") if event.at is not None else ""
    return f"On {worded_day(event.on)} at {at}"

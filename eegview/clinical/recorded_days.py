"""The days of recordings, as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eegview.clinical.response_state import PossibleDays, RecordedDay
from eegview.model.treatment.as_of import AsOf


def placed_days(recordings: Iterable[RecordedDay]) -> list[int]:
    """Return the days of the recordings that have one."""
    return [one.day for one in recordings if one.day is not None]


def recordings_until(recordings: Iterable[RecordedDay], as_of: AsOf) -> tuple[RecordedDay, ...]:
    """Return the recordings that may have begun up to a day, with their spasms up to it; those without a day stay.

    Nothing is of a day to come: where the day that is looked at is not over, a spasm of which only that day is left was
    seen on it. Of a day that is over it may be later.
    """
    kept = (one for one in recordings if one.first_day is None or one.first_day <= as_of.day)
    return tuple(_until(one, as_of) for one in kept)


def _until(recording: RecordedDay, as_of: AsOf) -> RecordedDay:
    last_day = as_of.day
    seen = {day for day in recording.spasm_days if day <= last_day}
    possible: list[PossibleDays] = []
    for days in recording.possible_days:
        if days.first_day == last_day < days.last_day and not as_of.is_over:
            seen.add(last_day)
        elif days.last_day > last_day >= days.first_day:
            possible.append(replace(days, last_day=last_day, is_maybe_later=as_of.is_over))
        elif days.last_day <= last_day:
            possible.append(days)
    return replace(
        recording,
        spasm_days=tuple(sorted(seen)),
        possible_days=tuple(possible),
        unsure_days=tuple(day for day in recording.unsure_days if day <= last_day),
    )

"""Entries of a diary as they are typed in one word: `2025-03-02=none`, `2025-03-02T07:40=12`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from eegview.model.errors import UsageError
from eegview.model.infant.diary_event import Certainty, DiaryEvent, WitnessedKind
from eegview.model.treatment.diary import Witnessed

if TYPE_CHECKING:
    from eegview.app.study.records import Statement

_CLEAR = "clear"
_ADVICE = "Give DAY=none, DAY=5, DAY..DAY=none or DAYTHH:MM=12, for example 2025-03-02=none."


def event_said(
    text: str, duration: str, waking: bool | None, seen_by: str, certainty: str, note: str
) -> DiaryEvent | None:
    """Return the event that an entry says, None where it says something of a whole day.

    Raises
    ------
    UsageError : it is no entry, or its number, duration or certainty cannot be read
    """
    from eegview.exchange.diary.written_times import parsed_duration_s, parsed_instant

    day, _equals, said = text.rpartition("=")
    instant = parsed_instant(day) if ".." not in day else None
    if instant is None or instant.at is None:
        return None
    said = said.strip().casefold()
    if said != "some" and not (said.isascii() and said.isdecimal() and len(said) < 6 and int(said) > 0):
        raise UsageError(
            f"“{text}” is not an event.", "Give the number of spasms, or some where they were not counted."
        )
    count = int(said) if said.isdecimal() else None
    duration_s = parsed_duration_s(duration) if duration else None
    if duration and duration_s is None:
        raise UsageError(f"“{duration}” is not a duration.", "Use 3 min, 90 s, or 1 h 5 min.")
    if certainty not in set(Certainty):
        raise UsageError(f"“{certainty}” does not say how sure it was.", "Use sure, probable or unsure.")
    return DiaryEvent(
        "", instant.on, instant.at, WitnessedKind.SPASM if count == 1 else WitnessedKind.CLUSTER, count, duration_s,
        waking, seen_by, Certainty(certainty), note,
    )  # fmt: skip


def days_said(text: str, today: date) -> list[Statement]:
    """Return what an entry says of one day, or of each from one to another.

    Raises
    ------
    UsageError : it is no entry
    """
    from eegview.app.diary.acts import checked_day, day_statement
    from eegview.app.response.treatment_acts import days_between
    from eegview.model.treatment.day import TreatmentDay

    days, equals, said = text.rpartition("=")
    first, dots, last = days.partition("..")
    try:
        begin = date.fromisoformat(first.strip())
        end = date.fromisoformat(last.strip()) if dots else begin
    except ValueError:
        raise UsageError(f"“{text}” is not an entry of a diary.", _ADVICE) from None
    said = said.strip().casefold()
    value: Witnessed | int | None = None
    if said in set(Witnessed):
        value = Witnessed(said)
    elif said.isascii() and said.isdecimal() and len(said) < 7:
        value = int(said)
    elif said != _CLEAR or not equals:
        raise UsageError(f"“{text}” is not an entry of a diary.", _ADVICE)
    checked_day(begin, today)
    checked_day(end, today)
    found = days_between(TreatmentDay(begin), TreatmentDay(end))
    return [day_statement(day.on or begin, value, today) for day in found]

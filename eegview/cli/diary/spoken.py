"""Entries of a diary as they are typed in one word: `2025-03-02=none`, `2025-03-02T07:40=12`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from eegview.model.errors import UsageError
from eegview.model.infant.diary_event import Certainty, DiaryEvent, WitnessedKind
from eegview.model.treatment.diary import Witnessed

if TYPE_CHECKING:
    from eegview.app.study.records import Statement

_CLEAR = "clear"
_NO_NUMBERS = (Witnessed.NONE, Witnessed.UNKNOWN, _CLEAR, "0")
_ADVICE = "Give DAY=none, DAY=5, DAY..DAY=none or DAYTHH:MM=12, for example 2025-03-02=none."


@dataclass(frozen=True, slots=True)
class SaidBeside:
    """What the options say of an event beside its time and number; as they are typed.

    after_waking : None = not said
    """

    duration: str = ""
    after_waking: bool | None = None
    seen_by: str = ""
    certainty: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return self == SaidBeside()


def event_said(text: str, beside: SaidBeside) -> DiaryEvent | None:
    """Return the event that an entry says, None where it says something of a whole day and nothing beside.

    A number of a day of which more is said is an event without a time, as in an import.

    Raises
    ------
    UsageError : it is no entry, or its number, duration or certainty cannot be read
    """
    from eegview.exchange.diary.written_times import parsed_duration_s, parsed_instant

    day, _equals, said = text.rpartition("=")
    instant = parsed_instant(day) if ".." not in day else None
    if instant is None or instant.at is None:
        is_number = instant is not None and said.strip().casefold() not in _NO_NUMBERS
        if beside.is_empty or not is_number or instant is None:
            return None
    duration, certainty = beside.duration, beside.certainty
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
        beside.after_waking, beside.seen_by, Certainty(certainty), beside.note,
    )  # fmt: skip


def days_said(text: str, today: date, n_clusters: int | None = None) -> list[Statement]:
    """Return what an entry says of one day, or of each from one to another.

    n_clusters : of each of these days, None = not said

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
    if n_clusters is not None and said == _CLEAR:
        raise UsageError("A day that is cleared has no number of clusters.", "Leave --clusters out.")
    return [day_statement(day.on or begin, value, today, n_clusters) for day in found]

"""Say what was witnessed of an infant: statements for the infant's log. Days of the whole see `treatment_acts`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from eegview.app.response.treatment_acts import LONGEST_DIARY_DAYS, clear_statement, diary_statement
from eegview.app.study.records import Statement
from eegview.model.annotation import new_annotation_id
from eegview.model.errors import UsageError
from eegview.model.infant.day_rule import NOBODY, day_fault
from eegview.model.infant.diary_event import DiaryEvent, event_fault, held_event, held_removal
from eegview.model.study.records import DIARY_EVENT_TERM
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import Witnessed, said_day
from eegview.model.treatment.witnessed_day import WitnessedDay


def event_statement(event: DiaryEvent, today: date | None = None) -> Statement:
    """Return what says an event; one without id is a new one.

    today : nothing is witnessed later; None = not checked here

    Raises
    ------
    UsageError : see `event_fault`, or it lies in the future
    """
    if fault := event_fault(event):
        raise UsageError(fault, "Correct it, then save again.")
    checked_day(event.on, today)
    tidy = replace(event, seen_by=event.seen_by.strip(), note=event.note.strip())
    return Statement(DIARY_EVENT_TERM, event.event_id or new_annotation_id(), held_event(tidy))


def event_removal(event: DiaryEvent) -> Statement:
    """Return what takes an event back, whoever said it."""
    return Statement(DIARY_EVENT_TERM, event.event_id, held_removal(event))


def day_statement(
    on: date, said: Witnessed | int | None, today: date | None = None, n_clusters: int | None = None
) -> Statement:
    """Return what is said of a whole day: a number of spasms, none, some, not known; None = nothing any more.

    n_clusters : in how many clusters they came; with spasms None there were some, not counted

    Raises
    ------
    UsageError : a number is beyond what a day can have, or does not fit, or the day lies in the future
    """
    checked_day(on, today)
    day = TreatmentDay(on)
    if said is None and not n_clusters:
        return clear_statement(day)
    return diary_statement(said_day(day, said, n_clusters))


def none_for(first: date, last: date, known: Iterable[WitnessedDay], today: date | None = None) -> list[Statement]:
    """Return what says “none” of each day from one to another; days with an event or an entry stay as they are.

    Raises
    ------
    UsageError : the last day is before the first, lies in the future, or there are too many
    """
    checked_day(first, today)
    checked_day(last, today)
    n_days = (last - first).days + 1
    if n_days < 1:
        raise UsageError("The last day is before the first day.", "Give the earlier day first.")
    if n_days > LONGEST_DIARY_DAYS:
        raise UsageError(f"At most {LONGEST_DIARY_DAYS} days can be filled at once.", "Fill them in several parts.")
    held = {day.day.on for day in known}
    days = (first + timedelta(days=n) for n in range(n_days))
    return [day_statement(on, Witnessed.NONE) for on in days if on not in held]


def checked_day(on: date, today: date | None) -> None:
    """Refuse a day that cannot be of any infant; that of a known one is checked where it is said.

    Raises
    ------
    UsageError : see `day_fault`
    """
    if today is not None and (fault := day_fault(on, NOBODY, today)):
        raise UsageError(fault, "Correct the day.")

"""Say what an infant was treated with, and on which days spasms were witnessed: statements for a study's log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eegview.app.study.records import Statement
from eegview.model.annotation import new_annotation_id
from eegview.model.errors import UsageError
from eegview.model.study.records import DIARY_TERM, TREATMENT_TERM
from eegview.model.treatment.day import MOST_DAYS, TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, diary_fault, held_diary
from eegview.model.treatment.treatment import Treatment, held_treatment, treatment_fault

LONGEST_DIARY_DAYS = 400  # that one act fills


def treatment_statement(treatment: Treatment) -> Statement:
    """Return what says a treatment; one without id is a new one.

    Raises
    ------
    UsageError : see `treatment_fault`
    """
    if fault := treatment_fault(treatment):
        raise UsageError(fault, "Correct it, then save again.")
    about = treatment.treatment_id or new_annotation_id()
    return Statement(TREATMENT_TERM, about, held_treatment(treatment))


def removal_statement(treatment_id: str) -> Statement:
    """Return what takes a treatment back, whoever said it."""
    return Statement(TREATMENT_TERM, treatment_id, held_treatment(None))


def diary_statement(entry: DiaryDay) -> Statement:
    """Return what says a day of the diary.

    Raises
    ------
    UsageError : see `diary_fault`
    """
    if fault := diary_fault(entry):
        raise UsageError(fault, "Correct it, then save again.")
    return Statement(DIARY_TERM, entry.day.stored, held_diary(entry))


def clear_statement(day: TreatmentDay) -> Statement:
    """Return what clears a day of the diary: nothing is said of it any more."""
    return Statement(DIARY_TERM, day.stored, held_diary(None))


def days_between(first: TreatmentDay, last: TreatmentDay) -> tuple[TreatmentDay, ...]:
    """Return the days from one to another, both included.

    Raises
    ------
    UsageError : the last is before the first, they are of different kinds, or there are too many
    """
    if (first.on is None) != (last.on is None):
        raise UsageError("Give both days as dates, or both as days from the recording.", "Use 2020-03-02, or +3.")
    count = (last.on - first.on).days if first.on and last.on else last.offset - first.offset
    if count < 0:
        raise UsageError("The last day is before the first day.", "Give the earlier day first.")
    if count >= LONGEST_DIARY_DAYS or abs(first.offset) + count > MOST_DAYS:
        raise UsageError(f"At most {LONGEST_DIARY_DAYS} days can be filled at once.", "Fill them in several parts.")
    return tuple(first.later(n) for n in range(count + 1))


def same_for_days(days: Iterable[TreatmentDay], witnessed: Witnessed) -> tuple[Statement, ...]:
    """Return what says the same of several days."""
    return tuple(diary_statement(DiaryDay(day, witnessed)) for day in days)


def without_id(treatment: Treatment) -> Treatment:
    """Return a treatment as a new one, to be said again with another dose."""
    return replace(treatment, treatment_id="", author="", at_utc="")

"""The days of what is said of an infant are checked where it is said, whoever says it: window, command or import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from eegview.app.study.records import Statement
from eegview.model.errors import UsageError
from eegview.model.infant.day_rule import day_fault
from eegview.model.infant.infant import Infant
from eegview.model.study.records import DIARY_EVENT_TERM, DIARY_TERM, MEMBER_TERM, MILESTONE_TERM, TREATMENT_TERM


def check_days(statements: Iterable[Statement], infant: Infant, today: date) -> None:
    """Refuse a day on which nothing can be said of an infant; what takes something back has no day.

    Raises
    ------
    UsageError : see `day_fault`
    """
    for statement in statements:
        for on, is_planned in _days(statement):
            if fault := day_fault(on, infant, today, is_planned):
                raise UsageError(fault, f"Correct the day, {on.isoformat()}.")


def _days(statement: Statement) -> Iterator[tuple[date, bool]]:
    """Yield each date that a statement says, and whether it may lie ahead."""
    held = statement.held
    said: dict[str, bool] = {}
    if statement.term_id == DIARY_TERM and any(held.values()):
        said = {statement.about: False}
    elif statement.term_id in (DIARY_EVENT_TERM, MILESTONE_TERM):
        said = {held.get("day", ""): False}
    elif statement.term_id == MEMBER_TERM and not held.get("removed"):
        said = {held.get("recorded_on", ""): False}
    elif statement.term_id == TREATMENT_TERM:
        said = {held.get("to", ""): True} | {held.get("from", ""): held.get("planned") == "yes"}
    for text, is_planned in said.items():
        try:
            yield date.fromisoformat(text), is_planned
        except ValueError:
            continue  # a day by its distance, or none

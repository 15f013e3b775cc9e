"""An infant that studies, clips, diary and treatments belong to; known by a pseudonym, never by a name.

What is said of an infant stands in a log of its own, kept like that of a recording: its id stands where a recording has
its fingerprint. So it has history, undo and authors as marks have.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from eegview.model.annotation import Annotation
from eegview.model.study.records import INFANT_TERM, newest_about

ID_START = "infant-"
_ABOUT = "infant"  # a log is of one infant
_PSEUDONYM, _BORN, _DUE, _AGE, _AGE_ON, _REMOVED = "pseudonym", "born_on", "due_on", "age_days", "age_on", "removed"
TERM_DAYS = 280  # from the first day of the last period to the due date


@dataclass(frozen=True, slots=True)
class Infant:
    """An infant as people said it.

    infant_id : see `new_infant_id`
    pseudonym : what it is called here; no name
    born_on : None where only an age is known, or nothing
    age_days, age_on : age that was said to hold on a day, where no birth date is; None where it was not
    due_on : the date on which birth was expected, for the corrected age; None = not known
    is_removed : taken from the list; its log stays
    """

    infant_id: str
    pseudonym: str = ""
    born_on: date | None = None
    due_on: date | None = None
    age_days: int | None = None
    age_on: date | None = None
    is_removed: bool = False


def new_infant_id() -> str:
    """Return an id that no other infant has or will have."""
    return f"{ID_START}{uuid.uuid4().hex}"


def is_infant_id(fingerprint: str) -> bool:
    """Whether a log is that of an infant, not of a recording."""
    return fingerprint.startswith(ID_START)


def held_infant(infant: Infant) -> dict[str, str]:
    """Return what the record of an infant holds. Its subject is `infant_subject()`."""
    return {
        _PSEUDONYM: infant.pseudonym,
        _BORN: _day(infant.born_on),
        _DUE: _day(infant.due_on),
        _AGE: str(infant.age_days) if infant.age_days is not None else "",
        _AGE_ON: _day(infant.age_on),
        _REMOVED: "yes" if infant.is_removed else "",
    }


def infant_subject() -> str:
    """Return the subject of the record that says who an infant is."""
    return _ABOUT


def infant_of(infant_id: str, records: Iterable[Annotation]) -> Infant | None:
    """Return the infant by what was said last in its log, None where nothing was."""
    record = newest_about(records, INFANT_TERM).get(_ABOUT)
    if record is None:
        return None
    age = record.attribute(_AGE) or ""
    return Infant(
        infant_id,
        record.attribute(_PSEUDONYM) or "",
        _parsed(record.attribute(_BORN)),
        _parsed(record.attribute(_DUE)),
        int(age) if age.isascii() and age.isdecimal() and len(age) < 6 else None,
        _parsed(record.attribute(_AGE_ON)),
        record.attribute(_REMOVED) == "yes",
    )


def _day(on: date | None) -> str:
    return on.isoformat() if on is not None else ""


def _parsed(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None

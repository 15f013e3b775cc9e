"""The patient's ID and sex where a reader typed them, because the file does not say or says it wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.patient import FEMALE, MALE
from eegview.model.study.records import ID_TERM, SEX_TERM, newest_about, said_at

ID, SEX = "id", "sex"  # subjects of the records
NOT_KNOWN = "not known"  # said of a sex that nobody can tell; it is not asked for again
LONGEST_ID = 80
SEXES = (FEMALE, MALE, NOT_KNOWN)
_WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class TypedFact:
    """An ID or a sex as a reader typed it, by whom, and when (ISO 8601)."""

    text: str
    author: str = ""
    at_utc: str = ""


def parsed_id(text: str) -> str:
    """Return an ID as it is kept: on one line, without signs that cannot be printed, at most `LONGEST_ID` long."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:LONGEST_ID].strip()


def held_fact(text: str) -> dict[str, str]:
    """Return what the record of an ID or a sex holds; "" takes back what was typed."""
    return {_WRITTEN: text}


def typed_id(records: Iterable[Annotation]) -> TypedFact | None:
    """Return the ID that was typed last, None where none was or it was taken back."""
    record = newest_about(records, ID_TERM).get(ID)
    return fact_of(record) if record is not None else None


def typed_sex(records: Iterable[Annotation]) -> TypedFact | None:
    """Return the sex that was typed last, None where none was or it was taken back."""
    record = newest_about(records, SEX_TERM).get(SEX)
    fact = fact_of(record) if record is not None else None
    return fact if fact is not None and fact.text in SEXES else None


def fact_of(record: Annotation) -> TypedFact | None:
    """Return what a record holds, None where it holds nothing."""
    text = parsed_id(record.attribute(_WRITTEN) or "")
    return TypedFact(text, record.layer, said_at(record)) if text else None


def id_act_text(record: Annotation) -> str:
    """Return what a record says; the ID itself is not repeated, as menus and histories are shown to others."""
    return "set the patient ID" if fact_of(record) is not None else "remove the entered patient ID"


def sex_act_text(record: Annotation) -> str:
    """Return what a record says: `set the sex to female`."""
    fact = fact_of(record)
    return f"set the sex to {fact.text}" if fact is not None else "remove the entered sex"

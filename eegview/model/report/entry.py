"""What a reader entered into a report: one record a field, in the reader's layer, newest first by the same reader.

An entry is a study record like the age or a bad channel, so it has an author, a history and an undo, and goes with a
bundle. Its text may name the patient; it stays in the library and is repeated in no menu and no history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.report.document import State
from eegview.model.study.records import REPORT_ENTRY_TERM, about_of, held_in, newest_about, said_at

LONGEST_TEXT = 20_000
_STATE, _TEXT, _CHOICES = "state", "text", "choices"
_TAKEN_BACK = ""  # state of an entry that says nothing any more
_AND = "+"  # between choices


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One reader's entry in one field.

    text : free text, "" for none
    choices : ids of what was chosen
    author, at_utc : who entered it, and when (ISO 8601)
    """

    field_id: str
    state: State = State.GIVEN
    text: str = ""
    choices: tuple[str, ...] = ()
    author: str = ""
    at_utc: str = ""


def cleaned_text(text: str) -> str:
    """Return a text as it is kept: lines without signs that cannot be printed, at most `LONGEST_TEXT` long."""
    lines = ("".join(c if c.isprintable() else " " for c in line).rstrip() for line in text.splitlines())
    return "\n".join(lines).strip()[:LONGEST_TEXT]


def held_entry(state: State = State.GIVEN, text: str = "", choices: Iterable[str] = ()) -> dict[str, str]:
    """Return what the record of an entry holds; the field's id is its subject."""
    return {_STATE: state.value, _TEXT: cleaned_text(text), _CHOICES: _AND.join(choices)}


def held_nothing() -> dict[str, str]:
    """Return what the record of an entry holds that was taken back: what is computed holds again."""
    return {_STATE: _TAKEN_BACK}


def entry_of(record: Annotation) -> ReportEntry | None:
    """Return the entry in a record, None where it was taken back or cannot be read."""
    held = held_in(record)
    state = held.get(_STATE, _TAKEN_BACK)
    if record.term_id != REPORT_ENTRY_TERM or state not in set(State) or not about_of(record):
        return None
    text = cleaned_text(held.get(_TEXT, ""))
    choices = tuple(filter(None, held.get(_CHOICES, "").split(_AND)))
    if state == State.GIVEN and not text and not choices:
        return None
    return ReportEntry(about_of(record), State(state), text, choices, record.layer, said_at(record))


def entries_of(records: Iterable[Annotation], reader: str) -> Mapping[str, ReportEntry]:
    """Return a reader's entries as they stand, by field."""
    own = newest_about((record for record in records if record.layer == reader), REPORT_ENTRY_TERM)
    return {field_id: entry for field_id, record in own.items() if (entry := entry_of(record)) is not None}


def entries_by_reader(records: Iterable[Annotation]) -> Mapping[str, Mapping[str, ReportEntry]]:
    """Return everybody's entries, by reader's name in alphabetical order; who entered nothing is left out."""
    records = tuple(record for record in records if record.term_id == REPORT_ENTRY_TERM)
    found = {reader: entries_of(records, reader) for reader in sorted({record.layer for record in records})}
    return {reader: entries for reader, entries in found.items() if entries}


def entry_act_text(record: Annotation, is_gone: bool) -> str:
    """Return what was done to an entry: `set “referral question” of the report`; the text itself is not repeated."""
    name = about_of(record).partition(".")[2].replace("_", " ") or "an item"
    state = held_in(record).get(_STATE, _TAKEN_BACK)
    if is_gone or state == _TAKEN_BACK:
        return f"clear “{name}” in the report"
    said = {"not_assessed": " to not assessed", "not_applicable": " to not applicable"}.get(state, "")
    return f"set “{name}” in the report{said}"

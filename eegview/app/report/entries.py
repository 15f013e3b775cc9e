"""What a reader enters into a report, as acts: said, taken back; the texts stay in the library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eegview.app.report.catalogue import Kind, item_of
from eegview.app.report.study import ReportStudy
from eegview.app.study.records import Statement, utc_now
from eegview.exchange.name_pattern import NamePattern
from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.report.document import State
from eegview.model.report.entry import held_entry, held_nothing
from eegview.model.study.records import REPORT_ENTRY_TERM, held_in, own_record, stamp, study_record


def statement(field_id: str, state: State = State.GIVEN, text: str = "", choices: Iterable[str] = ()) -> Statement:
    """Return what to say of a field, for `StudyRecords.say`; given with neither text nor choice it takes back.

    Raises
    ------
    UsageError : there is no such field, nobody answers it but the program, or it has no such choice
    """
    chosen = tuple(choices)
    try:
        item = item_of(field_id)
    except KeyError:
        raise UsageError(f"A report has no field “{field_id}”.", "See the form for the fields there are.") from None
    if item.kind is Kind.COMPUTED:
        raise UsageError("This field is computed from the study and is not entered.", "Add a text in its section.")
    if unknown := [one for one in chosen if one not in item.choices]:
        raise UsageError(f"“{unknown[0]}” is not a choice of this field.", f"Use one of: {', '.join(item.choices)}.")
    if item.kind is Kind.CHOICE and len(chosen) > 1:
        raise UsageError("This field has one choice only.", "Choose one of them.")
    held = held_entry(state, text, chosen if state is State.GIVEN else ())
    is_nothing = state is State.GIVEN and not held["text"] and not chosen
    return Statement(REPORT_ENTRY_TERM, field_id, held_nothing() if is_nothing else held)


def entry_change(records: Iterable[Annotation], reader: str, said: Statement) -> Change | None:
    """Return the change that stores an entry in the library, for work without a window; None where it is said already.

    records : all study records of the recording
    """
    held = tuple(record for record in records if record.term_id == REPORT_ENTRY_TERM)
    before = own_record(held, REPORT_ENTRY_TERM, said.about, reader)
    if before is not None and held_in(before) == dict(said.held):
        return None
    replaced = before.annotation_id if before is not None else ""
    after = study_record(REPORT_ENTRY_TERM, said.about, stamp(utc_now(), held), said.held, reader, replaced)
    return Change(before, after)


def named_fields(study: ReportStudy) -> tuple[str, ...]:
    """Return the fields in whose text the patient's name stands, as the file has it; an export warns of them."""
    name = study.patient.facts.name
    if not name.strip():
        return ()
    pattern = NamePattern([name])
    everybody: list[Mapping[str, object]] = [study.entries, *study.others_entries.values()]
    texts = [(field_id, getattr(entry, "text", "")) for entries in everybody for field_id, entry in entries.items()]
    return tuple(dict.fromkeys(field_id for field_id, text in texts if pattern.search(text)))

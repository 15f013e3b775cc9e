"""Verification that a recording's log and marks are as they were written."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from eegview.model.annotation import Annotation
from eegview.model.edit import GENESIS, Edit, canonical_changes, edit_hash
from eegview.model.verification import Verification
from eegview.store import log, schema
from eegview.store.checks.record_checks import Findings, check_records
from eegview.store.rows import MARK_COLUMNS, UnreadableRow, annotation_from_row, edit_from_row

_NOT_HELD_AGAINST = "Not covered: runs, judgements and signatures, as the log that they are held against is not whole."


def verify_recording(connection: Connection, fingerprint: str) -> Verification:
    """Return what is wrong with a recording's log, marks, runs, judgements and signatures."""
    table = schema.edit
    wanted = select(table).where(table.c.fingerprint == fingerprint).order_by(table.c.number)
    rows = connection.execute(wanted).mappings().all()
    findings = Findings()
    edits = _readable(rows, findings.problems)
    if len(edits) == len(rows):
        findings.problems += _chain_problems(edits, log.head_of(connection, fingerprint))
    if findings.problems:
        findings.notes.append(_NOT_HELD_AGAINST)
    else:
        check_records(connection, fingerprint, edits, findings)
    if len(edits) == len(rows):
        marks = connection.execute(select(*MARK_COLUMNS).where(schema.annotation.c.fingerprint == fingerprint))
        findings.problems += _mark_problems(edits, marks.all())
    return Verification(tuple(findings.problems), tuple(findings.notes))


def _readable(rows: Sequence[RowMapping], problems: list[str]) -> list[Edit]:
    edits: list[Edit] = []
    for row in rows:
        try:
            edit = edit_from_row(row)
        except UnreadableRow:
            problems.append(f"Edit {row['number']} cannot be read: its content was changed.")
            continue
        if canonical_changes(edit.changes) != row["changes"] or len(edit.changes) != row["n_changes"]:
            problems.append(f"Edit {row['number']} is not written as it was: its content was changed.")
        edits.append(edit)
    return edits


def _chain_problems(edits: Sequence[Edit], head: tuple[int, str]) -> list[str]:
    problems: list[str] = []
    expected_number, expected_hash = 1, GENESIS
    for edit in edits:
        if edit.number != expected_number:
            problems.append(
                f"Edit {expected_number} is missing: edit {edit.number} follows edit {expected_number - 1}."
            )
        if edit.previous_hash != expected_hash:
            problems.append(f"Edit {edit.number} does not follow from the edit before it.")
        if edit_hash(edit) != edit.hash:
            problems.append(f"Edit {edit.number} was changed after it was made.")
        expected_number, expected_hash = edit.number + 1, edit.hash
    if (expected_number - 1, expected_hash) != head:
        problems.append(f"The log should end with edit {head[0]}, but ends with edit {expected_number - 1}.")
    return problems


def _mark_problems(edits: Sequence[Edit], rows: Sequence[Sequence[Any]]) -> list[str]:
    replayed = replay(edits)
    try:
        stored = {mark.annotation_id: mark for mark in map(annotation_from_row, rows)}
    except UnreadableRow:
        return ["The current marks cannot be read: their content was changed."]
    different = {
        annotation_id
        for annotation_id in stored.keys() | replayed.keys()
        if stored.get(annotation_id) != replayed.get(annotation_id)
    }
    if not different:
        return []
    count = f"{len(different)} marks differ" if len(different) > 1 else "One mark differs"
    return [f"{count} from what the log says."]


def replay(edits: Sequence[Edit]) -> dict[str, Annotation]:
    """Return the marks that exist after all of `edits`, by id."""
    marks: dict[str, Annotation] = {}
    for edit in edits:
        for change in edit.changes:
            if change.after is None:
                marks.pop(change.annotation_id, None)
            else:
                marks[change.annotation_id] = change.after
    return marks

"""Checks of what the log says beside the marks: runs of detectors, judgements and signatures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from eegview.model.annotation import Annotation
from eegview.model.edit import GENESIS, Action, Edit
from eegview.model.report.binding import head_in
from eegview.model.report.signature import recorded_signature
from eegview.model.signature import SIGNATURE_TERM, signature_of
from eegview.model.study.records import REPORT_SIGNATURE_TERM
from eegview.model.suggestion.detection import RunEnd
from eegview.model.suggestion.judgement import JUDGEMENT_TERM, Judgement, judgement_of
from eegview.model.suggestion.run_record import RunDigest, RunEvent, RunRecord, run_record_id, run_record_of
from eegview.model.time.clock import elapsed_text
from eegview.store import schema
from eegview.store.checks.blind_checks import blind_problems
from eegview.store.checks.decision_checks import decision_problems
from eegview.store.run_digest import digest_of


@dataclass(slots=True)
class Findings:
    """Sentences of a check.

    problems : each a sign of tampering
    notes : what could not be checked, and why
    """

    problems: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])


def check_records(connection: Connection, fingerprint: str, edits: Sequence[Edit], findings: Findings) -> None:
    """Check runs, judgements and signatures of a recording against its log, whose chain was found whole."""
    marks = _marks_after(edits)
    records = [record for record in map(run_record_of, marks.values()) if record is not None]
    rows = _run_rows(connection, fingerprint)
    _check_runs(connection, rows, records, findings)
    findings.problems += signature_problems(fingerprint, edits)
    findings.problems += blind_problems(edits)
    findings.problems += decision_problems(edits)
    _check_judgements(connection, rows, records, edits, marks, findings)


def _marks_after(edits: Iterable[Edit]) -> dict[str, Annotation]:
    """Return the marks and records that exist after all of `edits`, by id."""
    marks: dict[str, Annotation] = {}
    for edit in edits:
        for change in edit.changes:
            marks.pop(change.annotation_id, None)
            if change.after is not None:
                marks[change.annotation_id] = change.after
    return marks


def _run_rows(connection: Connection, fingerprint: str) -> dict[str, RowMapping]:
    wanted = select(schema.detector_run).where(schema.detector_run.c.fingerprint == fingerprint)
    return {row["run_id"]: row for row in connection.execute(wanted).mappings()}


def _check_runs(
    connection: Connection, rows: dict[str, RowMapping], records: Sequence[RunRecord], findings: Findings
) -> None:
    recorded = {record.run_id: record for record in records if record.event is not RunEvent.OLDER}
    older = {run_id for record in records for run_id in record.older}
    n_uncovered = n_broken_off = 0
    for run_id, row in rows.items():
        name, record = _run_name(row), recorded.get(run_id)
        if record is not None:
            findings.problems += _run_problems(connection, row, record)
        elif row["ended"] == RunEnd.RUNNING.value:
            n_broken_off += 1
        elif run_id in older:
            n_uncovered += 1
        else:
            findings.problems.append(f"{name} has no record in the log: it was added from outside.")
    for run_id, record in recorded.items():
        if run_id not in rows and record.event is not RunEvent.DELETED:
            findings.problems.append(f"A run of “{record.title}” is gone, and no deletion of it is in the log.")
    if n_uncovered:
        findings.notes.append(
            f"Not covered: {_counted(n_uncovered, 'run')} of detectors from before the log held hashes of runs."
        )
    if n_broken_off:
        findings.notes.append(f"Not covered: {_counted(n_broken_off, 'run')} of detectors that did not end yet.")


def _run_problems(connection: Connection, row: RowMapping, record: RunRecord) -> list[str]:
    """Return a sentence for each difference between a run and its record in the log."""
    name = _run_name(row)
    if record.event is RunEvent.DELETED:
        return [f"{name} is in the library, but the log says that it was deleted."]
    if record.event is RunEvent.RESUMED:
        return (
            []
            if row["ended"] == RunEnd.RUNNING.value
            else [f"{name} has ended, but the log says that it is still running."]
        )
    if record.digest is None:
        return [f"The record of {name[0].lower()}{name[1:]} in the log cannot be read."]
    return _differences(name, record.digest, digest_of(connection, row["run_id"], {**row}))


def _differences(name: str, recorded: RunDigest, found: RunDigest) -> list[str]:
    problems: list[str] = []
    if found.run != recorded.run:
        problems.append(f"{name} was changed after it had ended: its settings, its end or its description.")
    if found.detections != recorded.detections:
        problems.append(
            _changed(name, "suggestion", recorded.n_detections, found.n_detections, "were changed after it had ended")
        )
    if found.trends != recorded.trends:
        problems.append(_changed(name, "trend", recorded.n_trends, found.n_trends, "were changed after it had ended"))
    return problems


def _changed(name: str, what: str, n_recorded: int, n_found: int, how: str) -> str:
    if n_found != n_recorded:
        return f"{name} had {_counted(n_recorded, what)} when it ended, and has {n_found} now."
    return f"{name}: its {what}s {how}."


def signature_problems(fingerprint: str, edits: Sequence[Edit]) -> list[str]:
    """Return a sentence for each signature in a log that is not of this log, or not its author's."""
    hashes = {edit.number: edit.hash for edit in edits} | {0: GENESIS}
    problems: list[str] = []
    for edit in edits:
        for change in edit.changes:
            mark = change.after
            if mark is not None and mark.term_id == SIGNATURE_TERM:
                problems += _signature_problems(fingerprint, edit, mark, hashes)
            elif mark is not None and mark.term_id == REPORT_SIGNATURE_TERM:
                problems += _report_problems(fingerprint, edit, mark, hashes)
    return problems


def _signature_problems(fingerprint: str, edit: Edit, mark: Annotation, hashes: dict[int, str]) -> list[str]:
    signature = signature_of(mark)
    if signature is None:
        return [f"The signature in edit {edit.number} cannot be read."]
    name = f"The signature of {signature.printed_name} in edit {edit.number}"
    problems: list[str] = []
    if signature.head_number >= edit.number or hashes.get(signature.head_number) != signature.head_hash:
        problems.append(f"{name} is under edit {signature.head_number} of a log that is not this one.")
    if signature.fingerprint != fingerprint:
        problems.append(f"{name} is of another recording.")
    if edit.action is Action.IMPORT or mark.layer != edit.author:
        problems.append(f"{name} is in the name of “{mark.layer}”, but was entered by “{edit.author}”.")
    elif signature.role != edit.role:
        problems.append(f"{name} was given as {signature.role}, but the log says {edit.role}.")
    return problems


def _report_problems(fingerprint: str, edit: Edit, mark: Annotation, hashes: dict[int, str]) -> list[str]:
    signature = recorded_signature(mark)
    if signature is None:
        return [f"The signature of a report in edit {edit.number} cannot be read."]
    name = f"The report signed by {signature.printed_name} in edit {edit.number}"
    problems: list[str] = []
    number, head = head_in(signature.binding)
    if number >= edit.number or hashes.get(number) != head:
        problems.append(f"{name} was made after edit {number} of a log that is not this one.")
    if signature.binding.get("recording") != fingerprint:
        problems.append(f"{name} is of another recording.")
    if edit.action is Action.IMPORT or mark.layer != edit.author:
        problems.append(f"{name} is in the name of “{mark.layer}”, but was entered by “{edit.author}”.")
    elif signature.role != edit.role:
        problems.append(f"{name} was signed as {signature.role}, but the log says {edit.role}.")
    return problems


def _check_judgements(
    connection: Connection,
    rows: dict[str, RowMapping],
    records: Sequence[RunRecord],
    edits: Sequence[Edit],
    marks: dict[str, Annotation],
    findings: Findings,
) -> None:
    judged = [mark for mark in marks.values() if mark.term_id == JUDGEMENT_TERM]
    if not judged:
        return
    given = _given_in(edits)
    deleted = {record.run_id for record in records if record.event is RunEvent.DELETED}
    covered_from = next((given[run_record_id("older")].number for r in records if r.event is RunEvent.OLDER), 0)
    judgements: dict[str, list[Judgement]] = {}
    n_uncovered = 0
    for mark in judged:
        edit, judgement = given[mark.annotation_id], judgement_of(mark)
        if judgement is None:
            findings.problems.append(f"The judgement in edit {edit.number} cannot be read.")
            continue
        if edit.action is not Action.IMPORT and mark.layer != edit.author:
            findings.problems.append(
                f"{_judgement_name(judgement)} is in the name of “{mark.layer}”, but was entered by “{edit.author}”."
            )
        if judgement.run_id in rows:
            judgements.setdefault(judgement.run_id, []).append(judgement)
        elif edit.action is Action.IMPORT or edit.number < covered_from:
            n_uncovered += 1
        elif judgement.run_id not in deleted:
            findings.problems.append(
                f"{_judgement_name(judgement)} is of a run that is not in the library and was never deleted."
            )
    for run_id, some in judgements.items():
        findings.problems += _judgement_problems(connection, rows[run_id], some)
    if n_uncovered:
        findings.notes.append(
            f"Not covered: {_counted(n_uncovered, 'judgement')} of runs that are no longer in this library."
        )


def _given_in(edits: Sequence[Edit]) -> dict[str, Edit]:
    """Return the edit that wrote each mark last, by the mark's id."""
    return {change.annotation_id: edit for edit in edits for change in edit.changes}


def _judgement_problems(connection: Connection, row: RowMapping, judgements: Sequence[Judgement]) -> list[str]:
    """Return a sentence for each judgement that is not of the suggestion it says."""
    table = schema.detection
    columns = (table.c.number, table.c.onset_s, table.c.duration_s, table.c.term_id, table.c.score)
    wanted = {judgement.number for judgement in judgements}
    found: dict[int, tuple[Any, ...]] = {}
    numbers = table.c.number.between(min(wanted), max(wanted))
    for number, *rest in connection.execute(select(*columns).where(table.c.run_id == row["run_id"], numbers)):
        if number in wanted:
            found[number] = tuple(rest)
    problems: list[str] = []
    for judgement in judgements:
        here, mark = found.get(judgement.number), judgement.mark
        name = _judgement_name(judgement)
        if here is None:
            problems.append(f"{name} is of suggestion {judgement.number}, which is not in its run.")
            continue
        onset_s, duration_s, term_id, score = here
        held = dict(mark.attributes)
        said = (mark.onset_s, mark.duration_s, held.get("term"), held.get("score"), judgement.detector_id)
        if said != (onset_s, duration_s, term_id, _score_text(score), row["detector_id"]) or (
            judgement.version != row["version"]
        ):
            problems.append(f"{name} is of another suggestion than the one that stands in its run.")
    return problems


def _judgement_name(judgement: Judgement) -> str:
    at = elapsed_text(judgement.mark.onset_s, decimals=0)
    return f"The judgement “{judgement.verdict.value}” of {judgement.author} at {at}"


def _score_text(score: Any) -> str:
    return f"{score:.4f}" if isinstance(score, float) else str(score)


def _run_name(row: RowMapping) -> str:
    return f"The run of “{row['title']}” begun {row['started_utc']}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"

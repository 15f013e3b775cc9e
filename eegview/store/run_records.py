"""The records of runs in the log: written with a run's end and with its deletion, in the same transaction."""

from sqlalchemy import Connection, select

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.suggestion.judgement import JUDGEMENT_TERM
from eegview.model.suggestion.run_record import (
    PROGRAM,
    PROGRAM_ROLE,
    RunDigest,
    RunEvent,
    RunRecord,
    older_runs_mark,
    run_record_id,
    run_record_mark,
    run_record_of,
)
from eegview.store import log, schema
from eegview.store.rows import MARK_COLUMNS, annotation_from_row

_OLDER = "there before the log held records of runs"


def write_record(
    connection: Connection,
    run: DetectorRun,
    event: RunEvent,
    digest: RunDigest | None = None,
    author: str = "",
    role: str = "",
    reason: str = "",
) -> Edit:
    """Write what happened to a run into the log; the caller holds the recording's lock.

    author, role : who did it; empty = the program, for whoever started the run
    """
    before = _stored(connection, run)
    by = author or run.author or PROGRAM
    after = run_record_mark(run, event, digest, layer=by if before is None else before.layer)
    return log.append(
        connection, run.fingerprint, by, role or PROGRAM_ROLE, Action.RECORD, [Change(before, after)], reason=reason
    )


def last_event(connection: Connection, run: DetectorRun) -> RunEvent | None:
    """Return what the log says happened to a run last, None where it says nothing."""
    found = stored_record(connection, run)
    return found.event if found is not None else None


def stored_record(connection: Connection, run: DetectorRun) -> RunRecord | None:
    """Return the record of a run as it stands, None where there is none."""
    mark = _stored(connection, run)
    return run_record_of(mark) if mark is not None else None


def _stored(connection: Connection, run: DetectorRun) -> Annotation | None:
    table = schema.annotation
    wanted = select(*MARK_COLUMNS).where(
        table.c.fingerprint == run.fingerprint, table.c.annotation_id == run_record_id(run.run_id)
    )
    row = connection.execute(wanted).first()
    return annotation_from_row(row) if row is not None else None


def record_older_runs(connection: Connection) -> None:
    """Write into the log of each recording which runs are there without a record, in the caller's transaction."""
    runs: dict[str, list[str]] = {}
    table = schema.detector_run
    for fingerprint, run_id in connection.execute(select(table.c.fingerprint, table.c.run_id)):
        runs.setdefault(fingerprint, []).append(run_id)
    judged = select(schema.annotation.c.fingerprint).where(schema.annotation.c.term_id == JUDGEMENT_TERM).distinct()
    for fingerprint in connection.execute(judged).scalars():
        runs.setdefault(fingerprint, [])  # the runs may have been deleted since
    for fingerprint, run_ids in sorted(runs.items()):
        change = Change(None, older_runs_mark(run_ids))
        log.append(connection, fingerprint, PROGRAM, PROGRAM_ROLE, Action.RECORD, [change], reason=_OLDER)

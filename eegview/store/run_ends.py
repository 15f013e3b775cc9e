"""The end of a run, its deletion and its signs of life, each with its record in the log of the recording.

Each function works inside the caller's transaction.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping

from eegview.model.edit import Edit
from eegview.model.errors import LibraryRefused
from eegview.model.span import Span
from eegview.model.suggestion.detection import DetectorRun, RunEnd
from eegview.model.suggestion.run_record import RunDigest, RunEvent
from eegview.store import runs
from eegview.store.database import Database
from eegview.store.run_digest import digest_of
from eegview.store.run_records import last_event, write_record


def digest_at_end(connection: Connection, run_id: str, columns: Mapping[str, Any]) -> RunDigest:
    """Return the hashes a run has once `columns` are stored; every row of it is read.

    Raises
    ------
    RunGone : the run was deleted
    """
    return digest_of(connection, run_id, {**_row(connection, run_id), **columns})


def end(
    connection: Connection,
    database: Database,
    run_id: str,
    columns: Mapping[str, Any],
    digest: RunDigest,
    by: tuple[str, str] = ("", ""),
    reason: str = "",
) -> Edit:
    """Store a run's end, and its hashes in the log.

    by : author and role; empty = the program, for whoever started the run

    Raises
    ------
    RunGone : the run was deleted
    """
    database.lock_recording(connection, _row(connection, run_id)["fingerprint"])
    runs.beat(connection, run_id, database.now_s, **columns)
    run = runs.run_from_row(_row(connection, run_id))
    return write_record(connection, run, RunEvent.ENDED, digest, *by, reason=reason)


def end_silent(
    connection: Connection, database: Database, run_id: str, columns: Mapping[str, Any], digest: RunDigest
) -> Edit | None:
    """Store that a run's program died, unless somebody else has, the run goes on, or the log says it had ended.

    Raises
    ------
    RunGone : the run was deleted
    """
    row = _row(connection, run_id)
    database.lock_recording(connection, row["fingerprint"])
    run = runs.run_from_row(row)
    is_silent = run_id in runs.silent_run_ids(connection, database.now_s, run.fingerprint)
    if not is_silent or last_event(connection, run) not in (None, RunEvent.RESUMED):
        return None  # a run that ended and was set back to running from outside gets no new hashes: `verify` tells it
    runs.beat(connection, run_id, database.now_s, **columns)
    ended = runs.run_from_row(_row(connection, run_id))
    return write_record(connection, ended, RunEvent.ENDED, digest, reason=columns["message"])


def beat(connection: Connection, database: Database, run_id: str, **columns: Any) -> None:
    """Store a run's sign of life and the given columns; a run that was found dead lives again, as the log says then.

    Raises
    ------
    RunGone : the run was deleted
    """
    row = _row(connection, run_id)
    if row["ended"] == RunEnd.CANCELLED.value and row["message"] == runs.BROKEN_OFF:
        run = runs.run_from_row(row)
        database.lock_recording(connection, run.fingerprint)
        columns |= {"ended": RunEnd.RUNNING.value, "message": ""}
        write_record(connection, run, RunEvent.RESUMED, reason="it responded again")
    runs.beat(connection, run_id, database.now_s, **columns)


def delete(connection: Connection, database: Database, run_id: str, author: str = "", role: str = "") -> Edit | None:
    """Delete a run with all it found, and say so in the log; nothing where it is not there.

    author, role : who deletes it; empty = the program, for whoever started the run
    """
    row = runs.select_row(connection, run_id)
    if row is None:
        return None
    run = _readable(row)
    database.lock_recording(connection, run.fingerprint)
    runs.delete_run(connection, run_id)
    return write_record(connection, run, RunEvent.DELETED, author=author, role=role)


def _row(connection: Connection, run_id: str) -> RowMapping:
    row = runs.select_row(connection, run_id)
    if row is None:
        raise runs.RunGone
    return row


def _readable(row: RowMapping) -> DetectorRun:
    """Return the run of a row; of one that was changed from outside what can be read, so that it can be deleted."""
    try:
        return runs.run_from_row(row)
    except LibraryRefused:
        return DetectorRun(
            str(row["run_id"]),
            str(row["fingerprint"]),
            str(row["detector_id"]),
            str(row["title"]),
            str(row["version"]),
            content_hash="",
            parameters=(),
            span=Span(0.0, 0.0),
            started_utc="",
            author=str(row["author"]),
            end=RunEnd.CANCELLED,
        )

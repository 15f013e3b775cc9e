"""The study library: marks that are on disk before they are shown, and the log of who changed what.

One handle belongs to one thread at a time. This module must not know the window or the files of recordings.
"""

import json
import math
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RootTransaction, and_, bindparam, delete, insert, select
from sqlalchemy.exc import DBAPIError

from eegview.model.annotation import Annotation
from eegview.model.detection import Detection, DetectorRun, RunEnd, Trend
from eegview.model.edit import GENESIS, Action, Change, Edit, edit_hash
from eegview.model.errors import LibraryRefused
from eegview.model.gc_pause import gc_paused
from eegview.model.issue import Issue
from eegview.store import runs, schema
from eegview.store.database import Database
from eegview.store.location import library_url
from eegview.store.opening import database_at, ready_connection
from eegview.store.refusals import clear_refusals
from eegview.store.rows import (
    MARK_COLUMNS,
    annotation_from_row,
    annotation_row,
    edit_from_row,
    edit_row,
)
from eegview.store.verification import problems_of

_ALL_AT_ONCE = 200  # more marks than this in one act: read the recording's marks whole rather than one by one
_DETECTIONS_AT_ONCE = 5000  # in one transaction: some tens of milliseconds, so a mark made meanwhile does not wait


class Conflict(LibraryRefused):
    """A mark was changed in the meantime, so the act was refused; nothing was changed.

    now : the marks that differ from what the act expected, by id, as they are now; None = it is gone
    """

    def __init__(self, sentence: str, advice: str, now: Mapping[str, Annotation | None]) -> None:
        super().__init__(sentence, advice)
        self.now = now


@dataclass(frozen=True, slots=True)
class Step:
    """An edit without its changes, as undo needs it."""

    number: int
    action: Action
    reverses: int | None
    n_changes: int


def open_library(url: str | None = None, default: Path | None = None) -> "Library":
    """Open the study library, creating it where there is none.

    Parameters
    ----------
    url : a path, `sqlite:///PATH` or `postgresql+psycopg://…`; None = the environment's EEGVIEW_LIBRARY, else `default`
    default : the file to use where nothing is named

    Raises
    ------
    LibraryAway : the library cannot be reached or written now
    LibraryRefused : the library is damaged, is something else, or was made by a newer version
    """
    with clear_refusals():
        database = database_at(library_url(url, default))
        connection, issues = ready_connection(database)
    return Library(database, connection, issues)


class Library:
    """An open study library.

    Every method raises `LibraryAway` while the library cannot be reached, and `LibraryRefused` where it is damaged or
    was changed from outside.

    database : the file or server it lies in
    issues : imperfections that hinder nobody (no backup could be made)
    """

    def __init__(self, database: Database, connection: Connection, issues: tuple[Issue, ...] = ()) -> None:
        self.database = database
        self._connection = connection
        self._unconfirmed: Edit | None = None  # being committed; still set where its commit was not confirmed
        self.issues = issues

    def annotations(self, fingerprint: str, term_id: str | None = None) -> tuple[Annotation, ...]:
        """Return the marks of a recording, all or of one term, by onset."""
        table = schema.annotation
        wanted = select(*MARK_COLUMNS).where(table.c.fingerprint == fingerprint)
        if term_id is not None:
            wanted = wanted.where(table.c.term_id == term_id)
        with gc_paused(), self.transaction() as connection:
            rows = connection.execute(wanted.order_by(table.c.onset_s, table.c.annotation_id)).all()
            return tuple(map(annotation_from_row, rows))

    def edits(self, fingerprint: str) -> tuple[Edit, ...]:
        """Return all edits of a recording, oldest first."""
        wanted = select(schema.edit).where(schema.edit.c.fingerprint == fingerprint).order_by(schema.edit.c.number)
        with self.transaction() as connection:
            rows = connection.execute(wanted).mappings().all()
        return tuple(map(edit_from_row, rows))

    def changes_since(self, fingerprint: str, number: int) -> tuple[Edit, ...]:
        """Return the edits of a recording with a number above `number`, oldest first; cheap where there are none."""
        table = schema.edit
        wanted = select(table).where(table.c.fingerprint == fingerprint, table.c.number > number)
        with self.transaction() as connection:
            rows = connection.execute(wanted.order_by(table.c.number)).mappings().all()
        return tuple(map(edit_from_row, rows))

    def last_number(self, fingerprint: str) -> int:
        """Return the number of a recording's newest edit, 0 where there is none."""
        with self.transaction() as connection:
            return _head_of(connection, fingerprint)[0]

    def edit(self, fingerprint: str, number: int) -> Edit:
        """Return one edit of a recording.

        Raises
        ------
        KeyError : there is no edit of this number
        """
        table = schema.edit
        wanted = select(table).where(table.c.fingerprint == fingerprint, table.c.number == number)
        with self.transaction() as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        if row is None:
            raise KeyError(number)
        return edit_from_row(row)

    def steps(self, fingerprint: str, author: str, after: int = 0) -> tuple[Step, ...]:
        """Return the edits of one author with a number above `after`, oldest first, without their changes."""
        table = schema.edit
        wanted = (
            select(table.c.number, table.c.action, table.c.reverses, table.c.n_changes)
            .where(table.c.fingerprint == fingerprint, table.c.author == author, table.c.number > after)
            .order_by(table.c.number)
        )
        with self.transaction() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Step(row.number, Action(row.action), row.reverses, row.n_changes) for row in rows)

    def apply(
        self,
        fingerprint: str,
        author: str,
        role: str,
        action: Action,
        changes: Sequence[Change],
        reverses: int | None = None,
        reason: str = "",
        at_utc: str = "",
    ) -> Edit:
        """Commit one act, all of its changes or none, and return it once it is on disk.

        at_utc : when it was done, ISO 8601 with microseconds and "+00:00"; "" = now. An act that gives its own time can
            be found again by it, see `edit_at`.

        Raises
        ------
        Conflict : a mark differs from its `before`; nothing was changed
        LibraryAway : the library cannot be reached, is full, locked or read-only; nothing was changed, unless the
            connection broke at the very moment of the commit, which `settle` finds out
        ValueError : the changes are impossible (none, one mark twice, a time that is no number)
        """
        changes = tuple(changes)
        _check_changes(changes)
        self._unconfirmed = None
        with self.transaction(writes=True) as connection:
            self.database.lock_recording(connection, fingerprint)
            self._check_before(connection, fingerprint, changes)
            number, previous_hash = _head_of(connection, fingerprint)
            edit = Edit(
                number=number + 1,
                fingerprint=fingerprint,
                at_utc=at_utc or datetime.now(UTC).isoformat(timespec="microseconds"),
                author=author,
                role=role,
                action=action,
                changes=changes,
                reverses=reverses,
                reason=reason,
                previous_hash=previous_hash,
            )
            edit = replace(edit, hash=edit_hash(edit))
            connection.execute(insert(schema.edit), edit_row(edit))
            _write_marks(connection, fingerprint, changes)
            _write_head(connection, edit)
            self._unconfirmed = edit
        self._unconfirmed = None
        return edit

    def settle(self) -> Edit | None:
        """Return the edit whose commit was not confirmed if it is on disk all the same, else None.

        Call it before repeating an act that failed with `LibraryAway`.
        """
        edit = self._unconfirmed
        if edit is None:
            return None
        try:
            kept = self.edit(edit.fingerprint, edit.number)
        except KeyError:
            kept = None
        self._unconfirmed = None
        return edit if kept == edit else None  # the hash is over all fields, so no other edit can be equal

    def edit_at(self, fingerprint: str, author: str, at_utc: str) -> Edit | None:
        """Return the edit that an author made at this very time, None where there is none."""
        table = schema.edit
        own = and_(table.c.fingerprint == fingerprint, table.c.author == author, table.c.at_utc == at_utc)
        with self.transaction() as connection:
            row = connection.execute(select(table).where(own)).mappings().first()
        return edit_from_row(row) if row is not None else None

    def verify(self, fingerprint: str) -> list[str]:
        """Return a sentence for each sign of tampering with a recording's log and marks, none where both are sound."""
        with self.transaction() as connection:
            table = schema.edit
            edits = connection.execute(
                select(table).where(table.c.fingerprint == fingerprint).order_by(table.c.number)
            ).mappings()
            marks = connection.execute(select(*MARK_COLUMNS).where(schema.annotation.c.fingerprint == fingerprint))
            return problems_of(fingerprint, edits.all(), _head_of(connection, fingerprint), marks.all())

    # runs of detectors

    def start_run(self, run: DetectorRun) -> None:
        """Store a run of a detector, which counts as running until `end_run`."""
        with self.transaction(writes=True) as connection:
            runs.insert_run(connection, run, self.database.now_s)

    def beat_run(self, run_id: str, reached_s: float) -> None:
        """Store that a run goes on and how far it has come; due twice a minute, else its program counts as dead.

        Raises
        ------
        RunGone : the run was deleted meanwhile; `add_detections`, `add_trend` and `end_run` raise it as well
        """
        with self.transaction(writes=True) as connection:
            runs.beat(connection, run_id, self.database.now_s, reached_s=float(reached_s))

    def add_detections(self, run_id: str, detections: Iterable[Detection]) -> None:
        """Store further detections of a run; very many go in several transactions, between which others can write.

        Raises
        ------
        RunGone : the run was deleted meanwhile
        ValueError : an onset or a score is no number
        """
        for batch in _batches(detections, _DETECTIONS_AT_ONCE):
            with self.transaction(writes=True) as connection:
                runs.beat(connection, run_id, self.database.now_s)
                runs.insert_detections(connection, run_id, batch)

    def add_trend(self, run_id: str, trend: Trend) -> None:
        """Store a trend of a run, or its next block: same name, unit and step, beginning where the last block stopped.

        Raises
        ------
        RunGone : the run was deleted meanwhile
        """
        if not len(trend.values):
            return
        with self.transaction(writes=True) as connection:
            runs.beat(connection, run_id, self.database.now_s)
            runs.insert_trend(connection, run_id, trend)

    def end_run(
        self, run_id: str, end: RunEnd, message: str = "", reached_s: float = 0.0, notes: Sequence[str] = ()
    ) -> None:
        """Store how a run ended, and the detector's notes about the whole of it.

        Raises
        ------
        RunGone : the run was deleted meanwhile
        """
        columns = {"ended": end.value, "message": message, "reached_s": float(reached_s), "notes": json.dumps(notes)}
        with self.transaction(writes=True) as connection:
            runs.beat(connection, run_id, self.database.now_s, **columns)

    def runs(self, fingerprint: str) -> tuple[DetectorRun, ...]:
        """Return the runs over a recording, oldest first; a run whose program died is returned as cancelled."""
        with self.transaction() as connection:
            return runs.select_runs(connection, self.database.now_s, fingerprint)

    def detections(self, run_id: str, from_number: int = 0, at_most: int | None = None) -> tuple[Detection, ...]:
        """Return the detections of a run by number, from `from_number` on and `at_most` so many."""
        with self.transaction() as connection:
            return runs.select_detections(connection, run_id, from_number, at_most)

    def trends(self, run_id: str) -> tuple[Trend, ...]:
        """Return the trends of a run by name, the blocks of each joined; a missing block is NaN."""
        with self.transaction() as connection:
            return runs.select_trends(connection, run_id)

    def delete_run(self, run_id: str) -> None:
        """Delete a run with its detections and trends; judgements and the marks made of detections stay."""
        with self.transaction(writes=True) as connection:
            runs.delete_run(connection, run_id)

    def fingerprints(self) -> tuple[str, ...]:
        """Return the fingerprints of the recordings with edits in this library."""
        with self.transaction() as connection:
            return tuple(connection.execute(select(schema.head.c.fingerprint).order_by("fingerprint")).scalars())

    @property
    def address(self) -> str:
        """Return the address of this library, without a password."""
        return self.database.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Close every connection to the file or server; safe to call twice."""
        try:
            self._connection.close()
        finally:
            self.database.engine.dispose()

    @contextmanager
    def transaction(self, writes: bool = False) -> Generator[Connection]:
        """Yield the connection within a transaction, which is committed at the end or rolled back where anything fails.

        Raises
        ------
        LibraryAway, LibraryRefused : the database failed
        """
        with clear_refusals():
            connection = self._connection.execution_options(writes=writes)
            transaction = _begin(connection)
            try:
                yield connection
            except BaseException:
                transaction.rollback()
                raise
            try:
                transaction.commit()
            except BaseException:
                connection.invalidate()  # it may still be in the midst of the transaction; the next use connects anew
                transaction.close()
                raise

    def _check_before(self, connection: Connection, fingerprint: str, changes: tuple[Change, ...]) -> None:
        current = _current_marks(connection, fingerprint, [change.annotation_id for change in changes])
        stale = [change for change in changes if current.get(change.annotation_id) != change.before]
        if stale:
            many = f"{len(stale)} marks were" if len(stale) > 1 else "This mark was"
            raise Conflict(
                f"{many} changed in the meantime, so nothing was done.",
                "Look at the mark as it is now, and decide again.",
                {change.annotation_id: current.get(change.annotation_id) for change in stale},
            )


def _batches(detections: Iterable[Detection], size: int) -> Iterator[tuple[Detection, ...]]:
    left = iter(detections)
    while batch := tuple(islice(left, size)):
        yield batch


def _begin(connection: Connection) -> RootTransaction:
    try:
        return connection.begin()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return connection.begin()  # the server was started again since: one more try, on a new connection


def _check_changes(changes: tuple[Change, ...]) -> None:
    ids = [change.annotation_id for change in changes]
    if not ids or len(set(ids)) < len(ids):
        raise ValueError("an edit needs at least one change, and each mark at most once")
    for change in changes:
        if change.before and change.after and change.before.annotation_id != change.after.annotation_id:
            raise ValueError("a change cannot turn one mark into another")
        mark = change.after
        if mark and not (math.isfinite(mark.onset_s) and math.isfinite(mark.duration_s) and mark.duration_s >= 0):
            raise ValueError("a mark needs a finite onset and a duration of at least 0")


def _current_marks(connection: Connection, fingerprint: str, ids: list[str]) -> dict[str, Annotation]:
    table = schema.annotation
    wanted = select(*MARK_COLUMNS).where(table.c.fingerprint == fingerprint)
    if len(ids) <= _ALL_AT_ONCE:
        wanted = wanted.where(table.c.annotation_id.in_(ids))
    marks = map(annotation_from_row, connection.execute(wanted).all())
    return {mark.annotation_id: mark for mark in marks}


def _head_of(connection: Connection, fingerprint: str) -> tuple[int, str]:
    table = schema.head
    row = connection.execute(select(table.c.number, table.c.hash).where(table.c.fingerprint == fingerprint)).first()
    return (row.number, row.hash) if row else (0, GENESIS)


def _write_marks(connection: Connection, fingerprint: str, changes: tuple[Change, ...]) -> None:
    table = schema.annotation
    gone = [{"gone_id": change.annotation_id} for change in changes if change.before]
    if gone:
        here = and_(table.c.fingerprint == fingerprint, table.c.annotation_id == bindparam("gone_id"))
        connection.execute(delete(table).where(here), gone)
    rows: list[dict[str, Any]] = [annotation_row(fingerprint, change.after) for change in changes if change.after]
    if rows:
        connection.execute(insert(table), rows)


def _write_head(connection: Connection, edit: Edit) -> None:
    table = schema.head
    row = {"number": edit.number, "hash": edit.hash}
    if edit.number == 1:
        connection.execute(insert(table), {"fingerprint": edit.fingerprint, **row})
    else:
        connection.execute(table.update().where(table.c.fingerprint == edit.fingerprint).values(row))

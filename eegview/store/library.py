"""The study library: marks that are on disk before they are shown, and the log of who changed what.

One handle belongs to one thread at a time. This module must not know the window or the files of recordings.
"""

import json
import math
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, RootTransaction, and_, select
from sqlalchemy.exc import DBAPIError

from eegview.model.annotation import Annotation
from eegview.model.detection import Detection, DetectorRun, RunEnd, Trend
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import LibraryAway, LibraryRefused
from eegview.model.gc_pause import gc_paused
from eegview.model.issue import Issue
from eegview.model.study.video import VideoPlace
from eegview.model.verification import Verification
from eegview.store import guards, log, places, run_ends, runs, schema
from eegview.store.anchor import Anchor
from eegview.store.database import Database
from eegview.store.guards import guard_notes, guard_problems
from eegview.store.location import library_url
from eegview.store.opening import database_at, ready_connection
from eegview.store.place import PlaceCheck
from eegview.store.refusals import clear_refusals
from eegview.store.rows import (
    MARK_COLUMNS,
    annotation_from_row,
    edit_from_row,
)
from eegview.store.verification import verify_recording

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


def open_library(url: str | None = None, default: Path | None = None, anchors: Path | None = None) -> "Library":
    """Open the study library, creating it where there is none.

    Parameters
    ----------
    url : a path, `sqlite:///PATH` or `postgresql+psycopg://…`; None = the environment's EEGVIEW_LIBRARY, else `default`
    default : the file to use where nothing is named
    anchors : folder of the anchors outside the library, see `anchor`; None = none is kept

    Raises
    ------
    LibraryAway : the library cannot be reached or written now
    LibraryRefused : the library is damaged, is something else, or was made by a newer version
    """
    with clear_refusals():
        database = database_at(library_url(url, default))
        connection, issues = ready_connection(database)
    library = Library(database, connection, issues)
    if anchors is not None:
        library.keep_anchor(anchors)
    return library


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
        self._place = PlaceCheck(database)
        self._anchor: Anchor | None = None
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
        edits = tuple(map(edit_from_row, rows))
        self._place.note(edits)
        if self._anchor is not None:
            self._anchor.flush_if_due()
        return edits

    def last_number(self, fingerprint: str) -> int:
        """Return the number of a recording's newest edit, 0 where there is none."""
        with self.transaction() as connection:
            return log.head_of(connection, fingerprint)[0]

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

    def edits_numbered(self, fingerprint: str, numbers: Sequence[int]) -> tuple[Edit, ...]:
        """Return the edits of a recording with these numbers, oldest first; those that there are not are left out."""
        if not numbers:
            return ()
        table = schema.edit
        wanted = select(table).where(table.c.fingerprint == fingerprint, table.c.number.in_(numbers))
        with self.transaction() as connection:
            rows = connection.execute(wanted.order_by(table.c.number)).mappings().all()
        return tuple(map(edit_from_row, rows))

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
            edit = log.append(connection, fingerprint, author, role, action, changes, reverses, reason, at_utc)
            self._unconfirmed = edit
        self._unconfirmed = None
        self._note(edit)
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
        if kept == edit:
            self._note(edit)
        return edit if kept == edit else None  # the hash is over all fields, so no other edit can be equal

    def edit_at(self, fingerprint: str, author: str, at_utc: str) -> Edit | None:
        """Return the edit that an author made at this very time, None where there is none."""
        table = schema.edit
        own = and_(table.c.fingerprint == fingerprint, table.c.author == author, table.c.at_utc == at_utc)
        with self.transaction() as connection:
            row = connection.execute(select(table).where(own)).mappings().first()
        if row is None:
            return None
        edit = edit_from_row(row)
        self._note(edit)
        return edit

    def verify(self, fingerprint: str) -> list[str]:
        """Return a sentence for each sign of tampering with what is stored of a recording, none where all is sound."""
        return list(self.verification(fingerprint).problems)

    def verification(self, fingerprint: str) -> Verification:
        """Return what is wrong with a recording's log, marks, runs, judgements, signatures, and what is not covered."""
        self._end_silent_runs(fingerprint)
        with self.transaction() as connection:
            found = verify_recording(connection, fingerprint)
            problems = guard_problems(connection, self.database)
            notes = guard_notes(connection, self.database)
            hashes = log.hashes_of(connection, fingerprint)
        if self._anchor is not None:
            differences, missing = self._anchor.check(fingerprint, hashes)
            problems, notes = [*problems, *differences], [*notes, *missing]
        at_opening = [issue.message for issue in self.issues if issue.code == guards.CODE]
        return Verification((*at_opening, *problems, *found.problems), (*found.notes, *notes))

    def keep_anchor(self, folder: Path) -> None:
        """Note from now on in a folder outside the library which edits were committed here, see `anchor`."""
        with self.transaction():
            library_id = self._place.library_id
        self._anchor = Anchor(folder, self.database.place, library_id or "")
        self.issues = (*self.issues, *self._anchor.issues)

    def _note(self, edit: Edit | None) -> None:
        """Note an edit that is on disk."""
        if edit is not None:
            self._place.note([edit])
            if self._anchor is not None:
                self._anchor.note(edit)

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
            run_ends.beat(connection, self.database, run_id, reached_s=float(reached_s))

    def add_detections(self, run_id: str, detections: Iterable[Detection]) -> None:
        """Store further detections of a run; very many go in several transactions, between which others can write.

        Raises
        ------
        RunGone : the run was deleted meanwhile
        ValueError : an onset or a score is no number
        """
        for batch in _batches(detections, _DETECTIONS_AT_ONCE):
            with self.transaction(writes=True) as connection:
                run_ends.beat(connection, self.database, run_id)
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
            run_ends.beat(connection, self.database, run_id)
            runs.insert_trend(connection, run_id, trend)

    def end_run(
        self,
        run_id: str,
        end: RunEnd,
        message: str = "",
        reached_s: float = 0.0,
        notes: Sequence[str] = (),
        by: tuple[str, str] = ("", ""),
        reason: str = "",
    ) -> None:
        """Store how a run ended and the detector's notes about the whole of it, and its hashes in the log.

        by, reason : author and role for the log, and why; empty = the program, for whoever started the run

        Raises
        ------
        RunGone : the run was deleted meanwhile
        """
        columns = {
            "ended": end.value,
            "message": message,
            "reached_s": float(reached_s) + 0.0,
            "notes": json.dumps(notes),
        }
        with self.transaction() as connection:  # nobody has to wait while all is read
            digest = run_ends.digest_at_end(connection, run_id, columns)
        with self.transaction(writes=True) as connection:
            edit = run_ends.end(connection, self.database, run_id, columns, digest, by, reason)
        self._note(edit)

    def runs(self, fingerprint: str) -> tuple[DetectorRun, ...]:
        """Return the runs over a recording, oldest first; one whose program died is cancelled, also in the library."""
        with self.transaction() as connection:
            found = runs.select_runs(connection, self.database.now_s, fingerprint)
        if any(run.message == runs.BROKEN_OFF for run in found):
            self._end_silent_runs(fingerprint)
        return found

    def _end_silent_runs(self, fingerprint: str) -> None:
        """Store the end of runs whose program died, where that can be written."""
        with self.transaction() as connection:
            silent = runs.silent_run_ids(connection, self.database.now_s, fingerprint)
        for run_id in silent:
            with suppress(LibraryAway, runs.RunGone):  # it is told as cancelled all the same
                self._end_silent(run_id)

    def _end_silent(self, run_id: str) -> None:
        columns = {"ended": RunEnd.CANCELLED.value, "message": runs.BROKEN_OFF}
        with self.transaction() as connection:
            digest = run_ends.digest_at_end(connection, run_id, columns)
        with self.transaction(writes=True) as connection:
            edit = run_ends.end_silent(connection, self.database, run_id, columns, digest)
        self._note(edit)

    def detections(self, run_id: str, from_number: int = 0, at_most: int | None = None) -> tuple[Detection, ...]:
        """Return the detections of a run by number, from `from_number` on and `at_most` so many."""
        with self.transaction() as connection:
            return runs.select_detections(connection, run_id, from_number, at_most)

    def trends(self, run_id: str) -> tuple[Trend, ...]:
        """Return the trends of a run by name, the blocks of each joined; a missing block is NaN."""
        with self.transaction() as connection:
            return runs.select_trends(connection, run_id)

    def delete_run(self, run_id: str, author: str = "", role: str = "") -> None:
        """Delete a run with its detections and trends; judgements and the marks made of detections stay.

        author, role : who deletes it, for the log
        """
        with self.transaction(writes=True) as connection:
            edit = run_ends.delete(connection, self.database, run_id, author, role)
        self._note(edit)

    # places of videos

    def video_places(self, fingerprint: str) -> tuple[VideoPlace, ...]:
        """Return where the videos of a recording were found, the newest place first."""
        with self.transaction() as connection:
            return places.select_places(connection, fingerprint)

    def note_video_place(self, fingerprint: str, place: VideoPlace) -> None:
        """Store where a video of a recording was found; it is no part of the log."""
        with self.transaction(writes=True) as connection:
            self.database.lock_recording(connection, fingerprint)
            places.insert_place(connection, fingerprint, place, datetime.now(UTC).isoformat(timespec="microseconds"))

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
        if self._anchor is not None:
            self._anchor.flush()
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
            self._place.before(self._connection)
            connection = self._connection.execution_options(writes=writes)
            transaction = _begin(connection)
            try:
                self._place.check(connection)
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
            if writes:
                self._place.after()

    def _check_before(self, connection: Connection, fingerprint: str, changes: tuple[Change, ...]) -> None:
        current = _current_marks(connection, fingerprint, [change.annotation_id for change in changes])
        stale = [change for change in changes if current.get(change.annotation_id) != change.before]
        if stale:
            many = f"{len(stale)} marks were" if len(stale) > 1 else "This mark was"
            raise Conflict(
                f"{many} changed in the meantime, so nothing was done.",
                "Check the mark as it is now, and decide again.",
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

"""The log of a study library: every act is an edit that is on disk before it is shown, and marks follow from them."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import LibraryRefused
from eegview.model.gc_pause import gc_paused
from eegview.model.infant.infant import is_infant_id
from eegview.store import holdings, log, schema
from eegview.store.library_connection import LibraryConnection
from eegview.store.rows import MARK_COLUMNS, annotation_from_row, edit_from_row

_ALL_AT_ONCE = 200  # more marks than this in one act: read the recording's marks whole rather than one by one


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


@dataclass(frozen=True, slots=True)
class WholeCheck:
    """A check of an act against records of the whole library, within the transaction that stores the act.

    name : acts with checks of one name wait for each other
    terms : of the records that are read, of all logs
    check : gets them by log, with the log's own; raises what refuses the act
    """

    name: str
    terms: frozenset[str]
    check: Callable[[Mapping[str, tuple[Annotation, ...]]], None]


@dataclass(frozen=True, slots=True)
class LogCheck:
    """A check of an act against what its own log says, within the transaction that stores the act.

    terms : of the marks and records that are read; None = all
    check : gets them, and whether detectors ran on the recording; raises what refuses the act
    """

    terms: frozenset[str] | None
    check: Callable[[tuple[Annotation, ...], bool], None]


class LibraryEdits(LibraryConnection):
    """The edits of a study library, and the marks that follow from them."""

    _unconfirmed: Edit | None = None  # being committed; still set where its commit was not confirmed

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

    def head(self, fingerprint: str) -> tuple[int, str]:
        """Return number and hash of a recording's newest edit, 0 and GENESIS where there is none."""
        with self.transaction() as connection:
            return log.head_of(connection, fingerprint)

    def heads(self) -> dict[str, tuple[int, str]]:
        """Return number and hash of the newest edit of each recording with edits, by fingerprint."""
        with self.transaction() as connection:
            return log.heads_of_all(connection)

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
        whole: WholeCheck | None = None,
        own: LogCheck | None = None,
    ) -> Edit:
        """Commit one act, all of its changes or none, and return it once it is on disk.

        at_utc : when it was done, ISO 8601 with microseconds and "+00:00"; "" = now. An act that gives its own time can
            be found again by it, see `edit_at`.
        whole : refuses the act by what all logs say at the moment of writing; None = nothing is asked
        own : refuses it by what its own log says then

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
            if whole is not None:
                self.database.lock_recording(connection, whole.name)
                whole.check(holdings.select_records(connection, whole.terms))
            self.database.lock_recording(connection, fingerprint)
            if own is not None:
                own.check(_held_marks(connection, fingerprint, own.terms), _has_runs(connection, fingerprint))
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

    def fingerprints(self) -> tuple[str, ...]:
        """Return the fingerprints of the recordings with edits in this library; the logs of infants are none."""
        with self.transaction() as connection:
            found = connection.execute(select(schema.head.c.fingerprint).order_by("fingerprint")).scalars()
            return tuple(name for name in found if not is_infant_id(name))

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


def _held_marks(connection: Connection, fingerprint: str, terms: frozenset[str] | None) -> tuple[Annotation, ...]:
    table = schema.annotation
    wanted = select(*MARK_COLUMNS).where(table.c.fingerprint == fingerprint)
    if terms is not None:
        wanted = wanted.where(table.c.term_id.in_(sorted(terms)))
    return tuple(map(annotation_from_row, connection.execute(wanted).all()))


def _has_runs(connection: Connection, fingerprint: str) -> bool:
    table = schema.detector_run
    wanted = select(table.c.run_id).where(table.c.fingerprint == fingerprint).limit(1)
    return connection.execute(wanted).first() is not None


def _current_marks(connection: Connection, fingerprint: str, ids: list[str]) -> dict[str, Annotation]:
    table = schema.annotation
    wanted = select(*MARK_COLUMNS).where(table.c.fingerprint == fingerprint)
    if len(ids) <= _ALL_AT_ONCE:
        wanted = wanted.where(table.c.annotation_id.in_(ids))
    marks = map(annotation_from_row, connection.execute(wanted).all())
    return {mark.annotation_id: mark for mark in marks}

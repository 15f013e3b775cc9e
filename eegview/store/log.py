"""The log of one recording as rows: its end, and one more edit with the marks that follow from it.

Each function works inside the caller's transaction, which holds the recording's lock where it writes.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select

from eegview.model.edit import GENESIS, Action, Change, Edit, edit_hash
from eegview.store import schema
from eegview.store.rows import annotation_row, edit_row


def append(
    connection: Connection,
    fingerprint: str,
    author: str,
    role: str,
    action: Action,
    changes: Sequence[Change],
    reverses: int | None = None,
    reason: str = "",
    at_utc: str = "",
) -> Edit:
    """Append one edit to the log, change the marks as it says, and return it.

    at_utc : when it was done; "" = now
    """
    changes = tuple(changes)
    number, previous_hash = head_of(connection, fingerprint)
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
    return edit


def head_of(connection: Connection, fingerprint: str) -> tuple[int, str]:
    """Return number and hash of a recording's last edit; 0 and GENESIS before the first."""
    table = schema.head
    row = connection.execute(select(table.c.number, table.c.hash).where(table.c.fingerprint == fingerprint)).first()
    return (row.number, row.hash) if row else (0, GENESIS)


def heads_of_all(connection: Connection) -> dict[str, tuple[int, str]]:
    """Return number and hash of the last edit of each recording with edits, by fingerprint."""
    table = schema.head
    rows = connection.execute(select(table.c.fingerprint, table.c.number, table.c.hash))
    return {row.fingerprint: (row.number, row.hash) for row in rows}


def hashes_of(connection: Connection, fingerprint: str) -> dict[int, str]:
    """Return the hash of each edit of a recording, by its number."""
    table = schema.edit
    rows = connection.execute(select(table.c.number, table.c.hash).where(table.c.fingerprint == fingerprint))
    return {row.number: row.hash for row in rows}


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

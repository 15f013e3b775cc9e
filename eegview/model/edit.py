"""Edits: each is one act of one person on the marks, chained by hash to the act before.

Undo is a new edit that swaps before and after; the list of edits is the history, the audit log and the recovery.
"""

import hashlib
import json
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from eegview.model.annotation import Annotation

GENESIS = "0" * 64  # `previous_hash` of a recording's first edit
NO_EDIT = (0, GENESIS)  # number and hash of the last edit, before the first


class Action(StrEnum):
    """The kinds of act on marks."""

    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"
    IMPORT = "import"
    UNDO = "undo"
    REDO = "redo"
    RECORD = "record"  # by the program itself: what became of a detector's run; undo passes it over
    DISPLAY = "display"  # how a reviewer displays the study: in the log, but no step of undo


@dataclass(frozen=True, slots=True)
class Change:
    """One mark before and after an act; None = the mark did not exist, or exists no longer."""

    before: Annotation | None
    after: Annotation | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("a change needs a mark before or after")

    @property
    def mark(self) -> Annotation:
        """Return the mark after the act; a deleted mark as it was before."""
        mark = self.after or self.before
        assert mark is not None
        return mark

    @property
    def annotation_id(self) -> str:
        return self.mark.annotation_id

    def swapped(self) -> "Change":
        return Change(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Edit:
    """One act of one person on the marks of a recording, as it was committed.

    number : 1, 2, 3 … within one recording
    fingerprint : of the recording
    at_utc : ISO 8601 with microseconds and "+00:00"
    author, role : who acted
    changes : the changed marks, applied together or not at all
    reverses : for undo and redo the number of the edit whose changes this one swaps, else None
    reason : free text of the author
    previous_hash, hash : hex SHA-256; see `edit_hash`
    """

    number: int
    fingerprint: str
    at_utc: str
    author: str
    role: str
    action: Action
    changes: tuple[Change, ...]
    reverses: int | None = None
    reason: str = ""
    previous_hash: str = GENESIS
    hash: str = ""


_FIELDS = tuple(field.name for field in fields(Annotation))


def _as_dict(mark: Annotation | None) -> dict[str, Any] | None:
    # not dataclasses.asdict: its deep copies made an import of 20,000 marks take seconds
    return {name: getattr(mark, name) for name in _FIELDS} if mark else None


def canonical_changes(changes: tuple[Change, ...]) -> str:
    """Return the canonical JSON text of changes, the text that is stored and hashed."""
    rows = [[_as_dict(change.before), _as_dict(change.after)] for change in changes]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def changes_from_json(text: str) -> tuple[Change, ...]:
    """Return the changes in a text that `canonical_changes` made.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError : the text is of another form
    """

    def mark(row: dict[str, Any] | None) -> Annotation | None:
        if row is None:
            return None
        channels, attributes = tuple(row.pop("channels")), tuple((k, v) for k, v in row.pop("attributes"))
        return Annotation(channels=channels, attributes=attributes, **row)

    return tuple(Change(mark(before), mark(after)) for before, after in json.loads(text))


def edit_hash(edit: Edit) -> str:
    """Return the hex SHA-256 over all fields of an edit except its own hash."""
    parts = [
        edit.number,
        edit.fingerprint,
        edit.at_utc,
        edit.author,
        edit.role,
        edit.action.value,
        canonical_changes(edit.changes),
        edit.reverses,
        edit.reason,
        edit.previous_hash,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()

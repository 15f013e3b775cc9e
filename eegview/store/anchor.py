"""An anchor outside the library: which edits this computer saw in which library, kept in the user's own folder.

A log that was written anew from its first edit is whole in itself; it shows only against what somebody has noted
elsewhere. Each line bears a code made with a random key that lies beside, readable by this user alone. So the anchor
tells of what others do to the library, not of somebody who has both the library and this user's folder.

A lost or damaged anchor is told and hinders nobody.
"""

import hashlib
import hmac
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from eegview.model.edit import Edit
from eegview.model.issue import Issue
from eegview.model.signature import SIGNATURE_TERM
from eegview.model.study.records import REPORT_SIGNATURE_TERM
from eegview.store.secret import secret_in

WRITE_EVERY_S = 1.0
CODE = "library_anchor"
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write other ends of lines
_LIBRARY, _RECORDING, _HEAD = "library", "recording", "head"
_LARGEST_BYTES = 64 * 1024 * 1024


class Anchor:
    """The anchor of one library, as one handle to it uses it.

    issues : what was found when the library was opened
    """

    def __init__(
        self, folder: Path, address: str, library_id: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder, self._library_id, self._clock = folder, library_id, clock
        self._places = folder / f"{_hash(address)}.anchor"  # the name discloses no address
        self._pending: dict[str, Edit] = {}
        self._known: set[str] = set()  # recordings that the file of this address names already
        self._written_s: float | None = None
        self._trouble = ""
        self._key = b""
        self.issues = self._opened()

    def _opened(self) -> tuple[Issue, ...]:
        issues: list[Issue] = []
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._key, is_new = secret_in(self._folder / "key")
            rows, _n_damaged = self._rows(self._places)
            if is_new and self._places.is_file():
                message = (
                    "The key of this computer's anchor of the study library was lost or damaged; a new one was created."
                )
                issues.append(Issue(CODE, message))
            ids = [row[1] for row in rows if row[0] == _LIBRARY]
            self._known = {row[2] for row in rows if row[0] == _RECORDING and row[1] == self._library_id}
            if ids and ids[-1] != self._library_id:
                message = (
                    "The study library is not the one that this computer used at this place before: that one was"
                    " deleted, moved or replaced. Check the history of your studies."
                )
                issues.append(Issue(CODE, message))
            if not ids or ids[-1] != self._library_id:
                self._append(self._places, [_LIBRARY, self._library_id, _now()])
        except OSError as error:
            self._trouble = (error.strerror or "the disk could not be accessed").lower()
            issues.append(Issue(CODE, f"The anchor of the study library cannot be saved: {self._trouble}."))
        return tuple(issues)

    def note(self, edit: Edit) -> None:
        """Note an edit that was committed here; it is written at once for a signature, else at most each second."""
        self._pending[edit.fingerprint] = edit
        is_urgent = any(change.mark.term_id in (SIGNATURE_TERM, REPORT_SIGNATURE_TERM) for change in edit.changes)
        if is_urgent or self._written_s is None or self._clock() - self._written_s >= WRITE_EVERY_S:
            self.flush(is_durable=is_urgent)

    def flush_if_due(self) -> None:
        """Write what waits, where the last writing is long enough ago."""
        if self._pending and (self._written_s is None or self._clock() - self._written_s >= WRITE_EVERY_S):
            self.flush()

    def flush(self, is_durable: bool = False) -> None:
        """Write what waits; where that fails it is told by `check`."""
        if not self._key:
            return
        try:
            for fingerprint, edit in self._pending.items():
                row = [_HEAD, self._library_id, fingerprint, edit.number, edit.hash, _now()]
                self._append(self._heads(self._library_id, fingerprint), row, is_durable)
                if fingerprint not in self._known:
                    self._known.add(fingerprint)
                    self._append(self._places, [_RECORDING, self._library_id, fingerprint, _now()])
            self._trouble = ""
        except OSError as error:
            self._trouble = (error.strerror or "the disk could not be accessed").lower()
        self._pending.clear()
        self._written_s = self._clock()

    def check(self, fingerprint: str, hashes: Mapping[int, str]) -> tuple[list[str], list[str]]:
        """Return sentences on a recording's log against what this computer saw of it: problems, and notes.

        hashes : hash of each edit by its number
        """
        self.flush()
        if not self._key:
            return [], [
                f"The log was not checked against this computer's anchor, which cannot be read: {self._trouble}."
            ]
        try:
            return self._checked(fingerprint, hashes)
        except OSError as error:
            why = (error.strerror or "the disk could not be accessed").lower()
            return [], [f"The log was not checked against this computer's anchor, which cannot be read: {why}."]

    def _checked(self, fingerprint: str, hashes: Mapping[int, str]) -> tuple[list[str], list[str]]:
        problems: list[str] = []
        notes: list[str] = []
        rows, n_damaged = self._rows(self._places)
        others = dict.fromkeys(row[1] for row in rows if row[0] == _LIBRARY and row[1] != self._library_id)
        named = {row[1] for row in rows if row[0] == _RECORDING and row[2] == fingerprint}
        n_seen = 0
        for library_id in (self._library_id, *others):
            heads, n_bad = self._rows(self._heads(library_id, fingerprint))
            n_damaged += n_bad
            n_seen += len(heads)
            wrong = next((row for row in heads if hashes.get(row[3]) != row[4]), None)
            if wrong is not None:
                problems.append(_difference(wrong, hashes, library_id == self._library_id))
            if library_id in named and not heads:
                notes.append("This computer's anchor of this recording is lost; a new one starts with the next change.")
        if n_damaged:
            lines = "1 line" if n_damaged == 1 else f"{n_damaged} lines"
            notes.append(f"{lines} of this computer's anchor are damaged or not its own, and were ignored.")
        if hashes and not n_seen and not notes:
            notes.append(
                "This computer has not followed this log from its start, so a complete rewrite would not be detected."
            )
        if self._trouble:
            notes.append(f"This computer's anchor could not be written: {self._trouble}.")
        return problems, notes

    def _heads(self, library_id: str, fingerprint: str) -> Path:
        return self._folder / f"{_hash(library_id, fingerprint)}.anchor"

    def _append(self, file: Path, row: list[Any], is_durable: bool = False) -> None:
        line = json.dumps([*row, self._code(row)]).encode() + b"\n"
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
        try:
            size = os.fstat(handle).st_size
            if size:
                os.lseek(handle, size - 1, os.SEEK_SET)
                if os.read(handle, 1) != b"\n":  # a line that was cut by a crash
                    line = b"\n" + line
            os.write(handle, line)  # one write: other programs append to the same file
            if is_durable:
                os.fsync(handle)
        finally:
            os.close(handle)

    def _code(self, row: list[Any]) -> str:
        return hmac.new(self._key, json.dumps(row).encode(), hashlib.sha256).hexdigest()

    def _rows(self, file: Path) -> tuple[list[list[Any]], int]:
        """Return the rows of a file that this computer wrote, without their codes, and how many others there are.

        Raises
        ------
        OSError : the file is there and cannot be read
        """
        rows: list[list[Any]] = []
        n_damaged = 0
        for line in _lines(file):
            row = _row(line)
            if row is None or not hmac.compare_digest(self._code(row[:-1]), str(row[-1])):
                n_damaged += 1
            else:
                rows.append(row[:-1])
        return rows, n_damaged


def _difference(head: list[Any], hashes: Mapping[int, str], is_this_library: bool) -> str:
    _kind, _library_id, _fingerprint, number, _digest, at_utc = head
    if not is_this_library:
        return (
            f"On {at_utc} this computer saw edit {number} of this recording in another library at the same place, which"
            " was deleted or replaced."
        )
    if number not in hashes:
        return (
            f"Edit {number}, which this computer saw on {at_utc}, is not in the log: it was cut, or is an older copy."
        )
    return f"Edit {number} is not the one that this computer saw on {at_utc}: the log was rewritten."


def _lines(file: Path) -> Iterator[bytes]:
    if not file.is_file():
        return
    with file.open("rb") as stream:
        yield from (line for line in stream.read(_LARGEST_BYTES).split(b"\n") if line.strip())


def _row(line: bytes) -> list[Any] | None:
    """Return the row in a line, None where the line is none of ours."""
    kinds = {_LIBRARY: (str, str, str, str), _RECORDING: (str,) * 5, _HEAD: (str, str, str, int, str, str, str)}
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, list):
        return None
    row = cast("list[Any]", row)
    if not row or not isinstance(row[0], str):
        return None
    wanted = kinds.get(row[0], ())
    is_ours = len(row) == len(wanted) and all(type(v) is kind for v, kind in zip(row, wanted, strict=True))
    return row if is_ours else None


def _hash(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

"""One file of acts: locked while its program lives, appended to, read whatever became of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eegview.app.library.act_lines import ReadActs, line_of, read_lines
from eegview.app.library.file_lock import lock_now
from eegview.exchange.writing import sync_folder
from eegview.model.issue import Issue

SUFFIX = ".jsonl"
_FLAGS = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)


class JournalFile:
    """A file of acts that this program has to itself; what was appended is on the disk."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path, self._handle = path, handle
        self._size = os.fstat(handle).st_size

    @classmethod
    def create(cls, path: Path) -> JournalFile:
        """Return a new, empty file.

        Raises
        ------
        OSError : it cannot be made
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        lock_now(handle)
        sync_folder(path.parent)
        return cls(path, handle)

    @classmethod
    def take(cls, path: Path) -> JournalFile | None:
        """Return a file that another program left behind, None where one still uses it or it is gone.

        Raises
        ------
        OSError : it cannot be opened
        """
        try:
            handle = os.open(path, _FLAGS | getattr(os, "O_NONBLOCK", 0))
        except FileNotFoundError:
            return None
        if lock_now(handle) and os.fstat(handle).st_nlink:  # no link: it was deleted a moment ago
            return cls(path, handle)
        os.close(handle)
        return None

    def read(self) -> bytes:
        """Return all that the file holds."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        return b"".join(iter(lambda: os.read(self._handle, 1 << 20), b""))

    def append(self, *records: dict[str, Any], is_urgent: bool = True) -> None:
        """Add records at the end.

        is_urgent : they are on the disk once this returns

        Raises
        ------
        OSError : the disk is full or gone; the file is as it was, as far as that is possible
        """
        self.write(b"".join(map(line_of, records)), is_urgent)

    def write(self, content: bytes, is_urgent: bool = True) -> None:
        """Add lines at the end; see `append`."""
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(self._handle, left) :]
            if is_urgent:
                os.fsync(self._handle)
        except OSError:
            os.ftruncate(self._handle, self._size)
            raise
        self._size += len(content)

    def empty(self) -> None:
        """Drop all that is in the file."""
        if self._size:
            os.ftruncate(self._handle, 0)
            self._size = 0

    def close(self, is_needed: bool) -> None:
        """Let others have the file; it is deleted where it is not needed any more."""
        if not is_needed:
            os.ftruncate(self._handle, 0)
            if os.name != "nt":  # where an open file can be deleted, nobody can take it in between
                self.path.unlink(missing_ok=True)
        os.close(self._handle)
        if not is_needed:
            self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was left behind: what could be read of it, what is to be told; None = nothing can be done with it."""

    file: JournalFile | None
    read: ReadActs
    issues: tuple[Issue, ...] = ()


def find(path: Path) -> Found:
    """Take a file over and read it; one that cannot be a file of acts is set aside."""
    if path.is_dir():
        return Found(
            None, ReadActs(), _set_aside_as_nonsense(path, "is a folder; a file is needed for unsaved changes")
        )
    try:
        file = JournalFile.take(path)
        if file is None:
            return Found(None, ReadActs())
        read = read_lines(file.read())
    except OSError as error:
        why = (error.strerror or "the disk does not respond").lower()
        message = f"Unsaved changes that may be in “{path}” cannot be read: {why}."
        return Found(None, ReadActs(), (Issue("waiting_file", message),))
    return Found(file, read)


def set_aside(path: Path) -> Path:
    """Give a file another name, under which it is not looked for, and return that; nothing is ever deleted.

    Raises
    ------
    OSError : it cannot be renamed
    """
    number = 1
    while (target := path.with_name(f"{path.name}.set-aside-{number}")).exists():
        number += 1
    path.rename(target)
    return target


def _set_aside_as_nonsense(path: Path, why: str) -> tuple[Issue, ...]:
    try:
        target = set_aside(path)
    except OSError:
        return (Issue("waiting_file", f"“{path}” {why}. It cannot be renamed."),)
    return (Issue("waiting_file", f"“{path}” {why}. It was set aside as “{target}”."),)

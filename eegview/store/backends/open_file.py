"""Whether the files of an SQLite library that are open are still those that lie at its path."""

import re
import sqlite3
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import Any

_AN_ID = re.compile(rb"[0-9a-f]{32}")


class FileState(Enum):
    """What lies at the path of an open library."""

    SAME = "same"
    LOG_GONE = "log gone"  # its write-ahead log was deleted; who has it open still writes it back on closing
    OTHER = "other"


class OpenFile:
    """An SQLite file and its write-ahead log as they were when they were opened.

    A deleted or moved file goes on working for who has it open, and is lost with the program. A file that was written
    over in place keeps its number, so the page with the library's id is read from the disk itself: what is in the
    cache is the old library's.
    """

    def __init__(self, file: Path) -> None:
        self._file, self._log = file, file.with_name(f"{file.name}-wal")
        self._opened: tuple[int, int] | None = None  # device and inode
        self._opened_log: tuple[int, int] | None = None
        self._id_page: tuple[int, int] | None = None  # offset and size (bytes) of the page that holds the library's id

    def note(self) -> None:
        """Note which file has just been opened."""
        self._opened_log = self._id_page = None
        try:
            self._opened = _number_of(self._file)
        except OSError:  # gone already
            self._opened = (-1, -1)

    def state(self, library_id: str) -> FileState:
        """Return whether the files at the path are those that are open, and hold the library of this id.

        Raises
        ------
        OSError : the file is not there
        """
        if _number_of(self._file) != self._opened:
            return FileState.OTHER
        try:
            log = _number_of(self._log)
        except FileNotFoundError:
            log = None
        if self._opened_log is None:
            self._opened_log = log
        if not self._holds(library_id):
            return FileState.OTHER
        return FileState.SAME if log == self._opened_log else FileState.LOG_GONE

    def _holds(self, library_id: str) -> bool:
        if self._id_page is None:
            self._id_page = _id_page_of(self._file)
        if self._id_page is None:
            return False
        offset, size = self._id_page
        with self._file.open("rb", buffering=0) as file:
            file.seek(offset)
            page = file.read(size)
        # No id at all: of a new or just migrated library, whose id is in the write-ahead log still.
        return library_id.encode() in page or _AN_ID.search(page) is None


def library_id_in(file: Path) -> str | None:
    """Return the id of the library in a file, None where it holds none; nothing is written to it."""
    row = _asked(file, "SELECT library_id FROM library_schema")
    return str(row[0]) if row else None


def _id_page_of(file: Path) -> tuple[int, int] | None:
    row = _asked(
        file,
        "SELECT rootpage, page_size FROM sqlite_master, pragma_page_size WHERE type = 'table'"
        " AND name = 'library_schema'",
    )
    return ((int(row[0]) - 1) * int(row[1]), int(row[1])) if row else None


def _asked(file: Path, question: str) -> tuple[Any, ...] | None:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(question).fetchone()
    except sqlite3.Error:
        return None


def _number_of(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino

"""Whether the files of an SQLite library that are open are still those that lie at its path."""

import sqlite3
import time
from contextlib import closing
from enum import Enum
from pathlib import Path

ASK_TIMEOUT_S = 5.0
_NO_LIBRARY = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)  # the first: no such table
_ID = "SELECT library_id FROM library_schema"


class FileState(Enum):
    """What lies at the path of an open library."""

    SAME = "same"
    LOG_GONE = "log gone"  # its write-ahead log was deleted; who has it open still writes it back on closing
    OTHER = "other"


class OpenFile:
    """An SQLite file and its write-ahead log as they were when they were opened.

    A deleted or moved file goes on working for who has it open, and is lost with the program. A file that was written
    over in place keeps its number, so the library's id is read from the disk itself: what is in the cache is the old
    library's.
    """

    def __init__(self, file: Path) -> None:
        self._file, self._log = file, file.with_name(f"{file.name}-wal")
        self._opened: tuple[int, int] | None = None  # device and inode
        self._opened_log: tuple[int, int] | None = None

    def note(self) -> None:
        """Note which file has just been opened; its log is another matter, see `note_log`."""
        self._opened_log = None
        try:
            self._opened = _number_of(self._file)
        except OSError:  # gone already
            self._opened = (-1, -1)

    def note_log(self) -> None:
        """Note the write-ahead log; call this within a transaction that has read.

        Before that, the log at the path may be one that another program is about to remove, as the last to close it.
        """
        if self._opened_log is None:
            self._opened_log = self._log_number()

    def state(self, library_id: str) -> FileState:
        """Return whether the files at the path are those that are open, and hold the library of this id.

        Raises
        ------
        TimeoutError : another program holds the file all the time
        OSError : the file is not there
        """
        if _number_of(self._file) != self._opened:
            return FileState.OTHER
        if self._opened_log is not None and self._log_number() != self._opened_log:
            return FileState.LOG_GONE  # whether it is still this library is seen when it is opened anew
        return FileState.SAME if self._holds(library_id) else FileState.OTHER

    def _log_number(self) -> tuple[int, int] | None:
        try:
            return _number_of(self._log)
        except FileNotFoundError:
            return None

    def _holds(self, library_id: str) -> bool:
        try:
            found = _id_on_disk(self._file)
        except sqlite3.Error:  # not there yet, or just being written: SQLite's own way of reading tells
            return library_id_in(self._file) == library_id
        return found == library_id


def _id_on_disk(file: Path) -> str:
    """Return the library's id as the file itself holds it, whatever is in a write-ahead log or a cache.

    SQLite reads it: where a program opens and closes a database by itself, the system drops the locks of all its
    connections to it, and the next program that closes the library takes itself for the last one and removes the log.
    """
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        row = connection.execute(_ID).fetchone()
    if row is None:
        raise sqlite3.OperationalError("no id")
    return str(row[0])


def library_id_in(file: Path) -> str | None:
    """Return the id of the library in a file, None where it holds none; nothing is written to it.

    Raises
    ------
    TimeoutError : another program holds the file all the time
    """
    until_s = time.monotonic() + ASK_TIMEOUT_S
    while True:
        try:
            with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
                row = connection.execute(_ID).fetchone()
            return str(row[0]) if row else None
        except sqlite3.Error as error:
            # that another program opens or closes the file at this moment says nothing of what it holds
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in _NO_LIBRARY:
                return None
            if time.monotonic() > until_s:
                raise TimeoutError(str(error)) from None
        time.sleep(0.01)


def _number_of(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino

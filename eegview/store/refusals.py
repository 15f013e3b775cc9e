"""What the database's complaints mean to the person at the screen."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

from eegview.model.errors import LibraryRefused

_NOTHING_LOST = "What was marked before is safe."

_BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: ("The study library is in use by another program.", "Wait a moment and try again."),
    sqlite3.SQLITE_LOCKED: ("The study library is in use by another program.", "Wait a moment and try again."),
    sqlite3.SQLITE_FULL: (
        "The disk with the study library is full, so the last act was not kept.",
        f"Free some space and do it again. {_NOTHING_LOST}",
    ),
    sqlite3.SQLITE_READONLY: (
        "The study library cannot be written.",
        "Allow writing to its file and folder, or choose another library with --library.",
    ),
    sqlite3.SQLITE_PERM: ("The study library cannot be opened.", "Allow reading and writing of its file and folder."),
    sqlite3.SQLITE_CANTOPEN: (
        "The study library cannot be opened or created.",
        "Check that its folder exists and may be written, or choose another library with --library.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk with the study library does not answer.",
        f"Check the disk or network drive and try again. {_NOTHING_LOST}",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The study library's file is damaged.",
        "Keep the file as it is and restore the library from a backup.",
    ),
    sqlite3.SQLITE_NOTADB: ("This file is not a study library.", "Choose another file with --library."),
}


@contextmanager
def clear_refusals() -> Iterator[None]:
    """Turn what a database says when it is away, full, locked or damaged into a `LibraryRefused`."""
    try:
        yield
    except DBAPIError as error:
        refused = refusal(error)
        if refused is None:
            raise
        raise refused from error


def refusal(error: DBAPIError) -> LibraryRefused | None:
    """Return what to tell the user, or None where the error is a bug of ours (bad SQL, broken constraint)."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _BY_SQLITE_CODE:  # the low byte is the primary result code
        return LibraryRefused(*_BY_SQLITE_CODE[code & 0xFF])
    if isinstance(error, OperationalError) and error.connection_invalidated:
        return LibraryRefused("The study library is away.", f"Try again when it is back. {_NOTHING_LOST}")
    return None

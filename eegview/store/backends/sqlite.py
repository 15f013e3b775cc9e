"""A library in an SQLite file: durable at every commit, readable while another program writes, backed up daily."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.exc import DBAPIError

from eegview.model.errors import LibraryAway, LibraryRefused
from eegview.model.issue import Issue
from eegview.store.backends import backups
from eegview.store.backends.open_file import FileState, OpenFile, library_id_in

BUSY_TIMEOUT_MS = 5000
APPLICATION_ID = 0x45454756  # "EEGV", by which programs such as `file` recognise the database
_GUARDS = {
    f"edit_forbids_{verb.lower()}": f"CREATE TRIGGER edit_forbids_{verb.lower()} BEFORE {verb} ON edit"
    " BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END"
    for verb in ("UPDATE", "DELETE")
}


class SqliteFile:
    """A library's database in an SQLite file; see `Database`."""

    def __init__(self, url: URL) -> None:
        self._file = Path(url.database or "")
        self._place = OpenFile(self._file)
        self.engine: Engine = _engine(url, self._place.note)
        self.place = str(self._file.expanduser().resolve())
        self.guards = _GUARDS
        self.creation_statements: tuple[str, ...] = (*_GUARDS.values(), f"PRAGMA application_id={APPLICATION_ID}")
        self.now_s = "julianday('now') * 86400.0"
        self.not_a_library = LibraryRefused("This file is not a study library.", "Choose another file with --library.")

    def prepare_location(self) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise LibraryAway(
                "The study library's folder cannot be made.",
                "Check that the place may be written, or choose another library with --library.",
            ) from None

    def check(self, connection: Connection) -> None:
        with connection.begin():
            verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if verdict != "ok":
            raise self._damaged()

    def opening_refusal(self, error: DBAPIError) -> LibraryRefused | None:
        code = primary_code(error)
        # Any other kind of file is not a database either; where there are backups, it once was a library.
        was_library = code == sqlite3.SQLITE_NOTADB and bool(backups.daily_backups(self._file))
        return self._damaged() if code == sqlite3.SQLITE_CORRUPT or was_library else None

    def _damaged(self) -> LibraryRefused:
        """Return the refusal of a damaged file, which names the newest good backup and how to use it."""
        good = backups.newest_good(self._file)
        if good is None:
            return LibraryRefused(
                "The study library's file is damaged, and there is no good backup beside it.",
                "Keep the file as it is, and restore the library from a backup of your own.",
            )
        return LibraryRefused(
            f"The study library's file is damaged. The newest good backup is “{good.name}”.",
            f"Close eegview, move “{self._file.name}” (and its -wal and -shm files) away without deleting them,"
            f" and copy the backup from the folder “{good.parent.name}” to “{self._file.name}”.",
        )

    def altered_guards(self, connection: Connection) -> tuple[str, ...]:
        found = self._triggers(connection)
        return tuple(name for name, text in _GUARDS.items() if _plain(found.get(name, "")) != _plain(text))

    def foreign_triggers(self, connection: Connection) -> tuple[str, ...]:
        return tuple(sorted(self._triggers(connection).keys() - _GUARDS.keys()))

    def _triggers(self, connection: Connection) -> dict[str, str]:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: text or "" for name, text in rows}

    def remove_guard(self, connection: Connection, name: str) -> None:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")

    def needs_reconnecting(self, library_id: str) -> bool:
        try:
            state = self._place.state(library_id)
            if state is FileState.OTHER and library_id_in(self._file) != library_id:
                raise self.replaced
        except TimeoutError:
            raise LibraryAway(*_IN_USE) from None
        except OSError:
            raise LibraryAway(
                f"The study library's file is no longer where it was, at {self._file}.",
                "Put it back there.",
            ) from None
        return state is not FileState.SAME

    def note_read(self) -> None:
        self._place.note_log()

    @property
    def replaced(self) -> LibraryAway:
        return LibraryAway(
            f"The study library has been replaced by another file or an older copy at {self._file}.",
            "Put back the library that was open.",
        )

    def lock_library(self, connection: Connection) -> None:
        """Do nothing: a transaction that writes holds the whole file from its BEGIN."""

    def lock_recording(self, connection: Connection, fingerprint: str) -> None:
        """Do nothing: a transaction that writes holds the whole file from its BEGIN."""

    def drop_traces(self, connection: Connection) -> bool:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection)
        try:
            driver.execute("VACUUM")  # pages that were split keep old content where nothing points to it
            is_busy, *_frames = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error:  # another program writes, or there is no room for a second copy
            return False
        return not is_busy

    def before_migration(self, version: int) -> None:
        try:
            backups.back_up_version(self._file, version)
        except (OSError, sqlite3.Error):
            raise LibraryRefused(
                "The study library is of an older version and cannot be backed up before it is brought up to date.",
                "Free some space and allow writing beside the library, then open it again. Nothing was changed.",
            ) from None

    def back_up(self) -> tuple[Issue, ...]:
        try:
            backups.back_up_daily(self._file)
        except (OSError, sqlite3.Error):
            message = "The study library could not be backed up: check the space and the rights in its folder."
            return (Issue("library_backup", message),)
        return ()


def _engine(url: URL, connected: Callable[[], None]) -> Engine:
    """Return an engine whose transactions begin explicitly.

    Writers take the write lock at BEGIN, so that what they have read is still true when they write.

    connected : called after each opening of the file
    """
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Dialect, _record: object, arguments: list[Any], options: dict[str, Any]) -> sqlite3.Connection:
        connection: Any = dialect.connect(*arguments, **options)
        prepared = _prepared(connection)
        connected()
        return prepared

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _plain(statement: str) -> str:
    """Return a statement with single blanks, as people write it out differently."""
    return " ".join(statement.split())


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return the driver's connection set up for a library; close it where that fails: no pool knows it yet."""
    try:
        connection.isolation_level = None  # the driver must not begin on its own; `begin` does
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        _use_write_ahead_log(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    # Where two programs open a new file at once, SQLite refuses one of them here without its usual waiting.
    until_s = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until_s:
                raise
            time.sleep(0.01)


_SAFE = "All earlier marks are safe."
_IN_USE = ("The study library is in use by another program.", "Wait a moment and try again.")

_AWAY = {
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_FULL: (
        "The disk with the study library is full.",
        f"Free some space and try again. {_SAFE}",
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
        "The disk with the study library does not respond.",
        f"Check the disk or network drive and try again. {_SAFE}",
    ),
}
_REFUSED = {
    sqlite3.SQLITE_CORRUPT: (
        "The study library's file is damaged.",
        "Keep the file as it is, and open it again: the newest good backup is named then.",
    ),
    sqlite3.SQLITE_NOTADB: ("This file is not a study library.", "Choose another file with --library."),
}


def primary_code(error: DBAPIError) -> int | None:
    """Return SQLite's primary result code, None where the error is not SQLite's."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF  # the low byte


def sqlite_refusal(error: DBAPIError) -> LibraryRefused | None:
    """Return the refusal that explains an SQLite error, None where the error is not about file or disk."""
    code = primary_code(error)
    if code in _AWAY:
        return LibraryAway(*_AWAY[code])
    if code == sqlite3.SQLITE_ERROR and str(error.orig).startswith(("no such table", "no such column")):
        return LibraryRefused(
            "The study library lacks a part of its tables.",
            "Keep it as it is and restore a backup of it, or choose another library with --library.",
        )
    return LibraryRefused(*_REFUSED[code]) if code in _REFUSED else None

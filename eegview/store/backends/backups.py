"""Backups of an SQLite library in the folder `backups` next to its file: daily ones, and one of each older version.

A backup appears under its name only once it is complete, checked and on the disk.
"""

import os
import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

N_KEPT = 10
DUE_AFTER = timedelta(days=1)
FOLDER = "backups"
_TIME_FORMAT = "%Y%m%dT%H%M%SZ"


class BadCopy(sqlite3.DatabaseError):
    """A backup that was just made is not a sound database."""


def back_up_daily(file: Path, now: datetime | None = None) -> Path | None:
    """Back up the library if it has changed since its newest backup and that is a day old; delete the oldest backups.

    Returns
    -------
    The new backup, None where none was due

    Raises
    ------
    OSError, sqlite3.Error : the backup could not be made; the older ones are untouched
    """
    now = now or datetime.now(UTC)
    made = daily_backups(file)
    if made and now - _made_at(file, made[-1]) < DUE_AFTER:
        return None
    state = _state_of(file)
    if state is not None and (state.n_edits == 0 or (made and _state_of(made[-1]) == state)):
        return None  # nothing to back up; a library that cannot be read fails in the copying, and is reported
    copy = _copy(file, file.parent / FOLDER / f"{file.stem}-{now.strftime(_TIME_FORMAT)}{file.suffix}")
    for old in daily_backups(file)[:-N_KEPT]:
        old.unlink()
    return copy


def back_up_version(file: Path, version: int) -> Path:
    """Back up the library as it is at schema `version`; this backup is never deleted.

    Where another program has migrated the library meanwhile, its backup stays.

    Raises
    ------
    OSError, sqlite3.Error : the backup could not be made
    """
    wanted = file.parent / FOLDER / f"{file.stem}-version-{version}{file.suffix}"
    return _copy(file, wanted, lambda copy: _version_in(copy) == version or not wanted.exists())


def daily_backups(file: Path) -> list[Path]:
    """Return the daily backups of a library, oldest first."""
    pattern = re.compile(rf"{re.escape(file.stem)}-\d{{8}}T\d{{6}}Z{re.escape(file.suffix)}")
    folder = file.parent / FOLDER
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return [folder / name for name in names if pattern.fullmatch(name)]


def newest_good(file: Path) -> Path | None:
    """Return the newest daily backup that is a sound library, None where there is none."""
    return next((path for path in reversed(daily_backups(file)) if _is_intact(path)), None)


def _made_at(file: Path, copy: Path) -> datetime:
    text = copy.stem.removeprefix(f"{file.stem}-")
    return datetime.strptime(text, _TIME_FORMAT).replace(tzinfo=UTC)


def _copy(file: Path, wanted: Path, is_wanted: Callable[[sqlite3.Connection], bool] = lambda _copy: True) -> Path:
    """Copy a library under a name, unless the copy is not the one that was wanted."""
    wanted.parent.mkdir(exist_ok=True)
    partial = wanted.with_name(f".{wanted.name}.{os.getpid()}-{threading.get_ident()}.partial")
    try:
        with closing(_open_read_only(file)) as source, closing(sqlite3.connect(partial)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a second one that could get lost
            _check(target)
            is_good = is_wanted(target)
        if not is_good:
            return wanted
        _flush(partial)
        partial.replace(wanted)
    finally:
        partial.unlink(missing_ok=True)
    _flush(wanted.parent)
    return wanted


def _version_in(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("SELECT version FROM library_schema").fetchone()
    return version


def _check(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise BadCopy("the copy is not whole")


def _is_intact(path: Path) -> bool:
    try:
        with closing(_open_read_only(path)) as connection:
            _check(connection)
            connection.execute("SELECT version FROM library_schema").fetchone()
    except sqlite3.Error:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _State:
    """The content of a library in numbers; since logs only grow, equal numbers mean equal content."""

    version: int
    n_recordings: int
    n_edits: int


def _state_of(path: Path) -> _State | None:
    """Return the state of a library, None where it cannot be read."""
    try:
        with closing(_open_read_only(path)) as connection:
            (version,) = connection.execute("SELECT version FROM library_schema").fetchone()
            return _State(
                version, *connection.execute("SELECT count(*), coalesce(sum(number), 0) FROM head").fetchone()
            )
    except sqlite3.Error:
        return None


def _open_read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _flush(path: Path) -> None:
    """Write a file, or the names in a folder, through to the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows keeps names of files on its own
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

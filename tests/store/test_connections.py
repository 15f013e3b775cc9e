"""Every connection of the database's driver is closed again, however the opening or the work on it ends."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from sqlite3 import dbapi2
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change
from eegview.model.errors import LibraryAway, LibraryRefused
from eegview.store.backends import sqlite
from eegview.store.library import Conflict, Library, open_library
from eegview.store.migrations import STEPS
from eegview.store.schema import SCHEMA_VERSION

RECORDING = "f" * 64
MARK = Annotation("a", "note", 1.0)


class DriverConnections:
    """All connections the drivers of both databases have made since the test began."""

    def __init__(self) -> None:
        self.made: list[Any] = []

    def noting(self, connect: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any, **options: Any) -> Any:
            connection = connect(*arguments, **options)
            self.made.append(connection)
            return connection

        return noted

    @property
    def n_open(self) -> int:
        return sum(map(is_open, self.made))


def is_open(connection: Any) -> bool:
    if not isinstance(connection, sqlite3.Connection):
        return not connection.closed
    try:
        connection.total_changes  # noqa: B018 - the driver refuses to count for a closed connection
    except sqlite3.ProgrammingError:
        return False
    return True


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> DriverConnections:
    noted = DriverConnections()
    monkeypatch.setattr("sqlite3.dbapi2.connect", noted.noting(dbapi2.connect))
    monkeypatch.setattr("sqlite3.connect", noted.noting(sqlite3.connect))
    with suppress(ImportError):
        import psycopg

        monkeypatch.setattr("psycopg.connect", noted.noting(psycopg.connect))
    return noted


def add(library: Library, mark: Annotation) -> None:
    library.apply(RECORDING, "ann", "resident", Action.ADD, [Change(None, mark)])


def test_an_open_library_holds_one_and_a_closed_one_none(place: str, connections: DriverConnections):
    library = open_library(place)
    add(library, MARK)
    assert connections.n_open == 1
    library.close()
    library.close()
    assert connections.made
    assert connections.n_open == 0


def test_after_a_refused_act(place: str, connections: DriverConnections):
    with closing(open_library(place)) as library:
        add(library, MARK)
        with pytest.raises(Conflict):
            add(library, MARK)
    assert connections.n_open == 0


def test_after_a_commit_that_broke_off(place: str, connections: DriverConnections, monkeypatch: pytest.MonkeyPatch):
    def break_off(_connection: object) -> None:
        raise LibraryAway("The study library is unavailable.", "Wait.")

    with closing(open_library(place)) as library:
        with monkeypatch.context() as patched:
            patched.setattr(library.database.engine.dialect, "do_commit", break_off)
            with pytest.raises(LibraryAway):
                add(library, MARK)
        add(library, MARK)
        assert connections.n_open == 1
    assert connections.n_open == 0


def test_a_newer_library(place: str, connections: DriverConnections, outside: Callable[[str], None]):
    open_library(place).close()
    outside(f"UPDATE library_schema SET version = {SCHEMA_VERSION + 1}")
    with pytest.raises(LibraryRefused, match="newer version"):
        open_library(place)
    assert connections.n_open == 0


def test_another_database(place: str, connections: DriverConnections, outside: Callable[[str], None]):
    outside("CREATE TABLE photo (name TEXT)")
    with pytest.raises(LibraryRefused):
        open_library(place)
    assert connections.n_open == 0


def test_a_file_that_is_no_database(tmp_path: Path, connections: DriverConnections):
    file = tmp_path / "letter.txt"
    file.write_text("Dear colleague, " * 200)
    with pytest.raises(LibraryRefused, match="not a study library"):
        open_library(str(file))
    assert connections.made
    assert connections.n_open == 0


def test_a_damaged_file(library_file: Path, connections: DriverConnections):
    open_library(str(library_file)).close()
    content = bytearray(library_file.read_bytes())
    content[100:2000] = b"\xff" * 1900
    library_file.write_bytes(content)
    with pytest.raises(LibraryRefused, match="damaged"):
        open_library(str(library_file))
    assert connections.n_open == 0


@pytest.mark.parametrize(
    ("stop", "seen"),
    [(KeyboardInterrupt(), KeyboardInterrupt), (sqlite3.OperationalError("disk I/O error"), OperationalError)],
)
def test_setting_up_a_connection_that_breaks_off(
    library_file: Path,
    connections: DriverConnections,
    monkeypatch: pytest.MonkeyPatch,
    stop: BaseException,
    seen: type[BaseException],
):
    def break_off(_connection: sqlite3.Connection) -> None:
        raise stop

    monkeypatch.setattr(sqlite, "_use_write_ahead_log", break_off)
    with pytest.raises(seen):
        open_library(str(library_file))
    assert len(connections.made) == 1
    assert connections.n_open == 0


def test_making_the_tables_that_breaks_off(place: str, connections: DriverConnections, monkeypatch: pytest.MonkeyPatch):
    def break_off(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("eegview.store.opening.create", break_off)
    with pytest.raises(KeyboardInterrupt):
        open_library(place)
    assert connections.made
    assert connections.n_open == 0


def test_a_migration_that_breaks_off(place: str, connections: DriverConnections, monkeypatch: pytest.MonkeyPatch):
    def break_off(_connection: object) -> None:
        raise RuntimeError("power cut")

    with closing(open_library(place)) as library, library.transaction(writes=True) as connection:
        connection.exec_driver_sql("UPDATE library_schema SET version = 2")
    monkeypatch.setitem(STEPS, 3, break_off)
    with pytest.raises(RuntimeError):
        open_library(place)
    assert connections.n_open == 0


def test_a_backup_that_fails(library_file: Path, connections: DriverConnections):
    with closing(open_library(str(library_file))) as library:
        add(library, MARK)
    (library_file.parent / "backups").write_text("a file in the folder's place")
    with closing(open_library(str(library_file))) as library:
        assert [issue.code for issue in library.issues] == ["library_backup"]
    assert connections.n_open == 0


def test_the_copies_of_a_library(library_file: Path, connections: DriverConnections):
    with closing(open_library(str(library_file))) as library:
        add(library, MARK)
    open_library(str(library_file)).close()
    assert len(list((library_file.parent / "backups").iterdir())) == 1
    assert connections.n_open == 0

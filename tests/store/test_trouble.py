"""Disk full, nothing writable, server away, held by others: a clear word, nothing lost, and work goes on after."""

import os
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import dbapi2
from typing import Any

import pytest
from libraries.postgres_server import needs_postgres, running_server
from sqlalchemy import PoolProxiedConnection
from sqlalchemy.exc import DBAPIError
from waiting import wait_for_thread

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import LibraryAway, LibraryRefused
from eegview.store.backends import postgres
from eegview.store.backends.refusals import refusal
from eegview.store.library import Library, open_library

RECORDING = "f" * 64
NOBODY = 65534
is_root = hasattr(os, "geteuid") and os.geteuid() == 0


def add_note(library: Library, name: str, text: str = "") -> Edit:
    change = Change(None, Annotation(name, "note", 1.0, text=text))
    return library.apply(RECORDING, "ann", "resident", Action.ADD, [change])


def check_refusal(refused: LibraryRefused, is_passing: bool = True) -> None:
    assert refused.exit_code == 5
    assert refused.sentence.endswith(".")
    assert refused.advice.endswith(".")
    assert isinstance(refused, LibraryAway) == is_passing


# a full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small file system may be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(library: Library) -> None:
    for i in range(10_000):
        add_note(library, f"{i}", "x" * 5000)


def test_a_small_disk_runs_full_and_is_freed(small_disk: Path):
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 300_000)
    with closing(open_library(str(small_disk / "library.sqlite"))) as library:
        with pytest.raises(LibraryAway, match="full") as refused:
            fill(library)
        check_refusal(refused.value)
        assert library.settle() is None
        n_kept = len(library.annotations(RECORDING))
        assert n_kept == len(library.edits(RECORDING)) > 3
        ballast.unlink()
        add_note(library, f"{n_kept}", "x" * 5000)
        assert len(library.edits(RECORDING)) == n_kept + 1
        assert library.verify(RECORDING) == []


# nothing writable


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """Return a folder that may be read but not written: also where the tests run as root."""
    if os.name != "posix":
        pytest.skip("rights are other here")
    with tempfile.TemporaryDirectory(dir="/tmp") as name:  # pytest's own folders cannot be entered by others
        folder = Path(name)
        folder.chmod(0o755)
        open_library(str(folder / "there.sqlite")).close()
        folder.chmod(0o555)
        if is_root:
            os.seteuid(NOBODY)
        yield folder
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


def test_a_folder_that_may_not_be_written(as_nobody: Path):
    for name in ("new.sqlite", "folder/new.sqlite"):
        with pytest.raises(LibraryRefused) as refused:
            open_library(str(as_nobody / name))
        check_refusal(refused.value)


def test_a_library_that_may_not_be_written(as_nobody: Path):
    with pytest.raises(LibraryRefused) as refused:
        open_library(str(as_nobody / "there.sqlite"))
    check_refusal(refused.value)


# a server


@needs_postgres
def test_a_server_killed_between_two_acts(postgres_place: str):
    server = running_server()
    with closing(open_library(postgres_place)) as library:
        add_note(library, "a")
        server.kill()
        try:
            for _time in range(2):
                with pytest.raises(LibraryAway, match="server is unavailable") as refused:
                    add_note(library, "b")
                check_refusal(refused.value)
            with pytest.raises(LibraryAway):
                library.annotations(RECORDING)
            with pytest.raises(LibraryAway, match="server is unavailable"):
                open_library(postgres_place)
        finally:
            server.start()
        assert library.settle() is None
        add_note(library, "b")
        assert [mark.annotation_id for mark in library.annotations(RECORDING)] == ["a", "b"]
        assert library.verify(RECORDING) == []


@needs_postgres
def test_a_server_started_again_meanwhile_is_not_noticed(postgres_place: str):
    with closing(open_library(postgres_place)) as library:
        add_note(library, "a")
        running_server().kill()
        running_server().start()
        add_note(library, "b")
        assert library.verify(RECORDING) == []


@needs_postgres
def test_a_server_killed_in_the_midst_of_an_act(postgres_place: str, monkeypatch: pytest.MonkeyPatch):
    """All is written but nothing committed: nothing of it may be seen afterwards."""
    server = running_server()
    with closing(open_library(postgres_place)) as library:
        add_note(library, "a")
        dialect = library.database.engine.dialect
        commit = dialect.do_commit

        def killed(connection: PoolProxiedConnection) -> None:
            server.kill()
            commit(connection)

        with monkeypatch.context() as patched:
            patched.setattr(dialect, "do_commit", killed)
            with pytest.raises(LibraryAway):
                add_note(library, "b")
        server.start()
        assert library.settle() is None
        assert [mark.annotation_id for mark in library.annotations(RECORDING)] == ["a"]
        assert add_note(library, "b").number == 2
        assert library.verify(RECORDING) == []


@needs_postgres
@pytest.mark.parametrize("change", [("/postgres?", "/nowhere?"), ("//eeg@", "//stranger@")])
def test_a_server_that_does_not_let_us_in(postgres_place: str, change: tuple[str, str]):
    with pytest.raises(LibraryRefused, match="refused access") as refused:
        open_library(postgres_place.replace(*change))
    check_refusal(refused.value, is_passing=False)


def test_a_server_that_is_not_there():
    pytest.importorskip("psycopg")
    with pytest.raises(LibraryAway, match="server is unavailable") as refused:
        open_library("postgresql://ann:secret@127.0.0.1:1/eeg")
    check_refusal(refused.value)
    assert "secret" not in refused.value.sentence + refused.value.advice


@needs_postgres
def test_a_user_without_the_right_to_make_tables(postgres_place: str, outside: Callable[[str], None], place: str):
    if place.startswith("sqlite"):
        pytest.skip("SQLite knows no users")
    schema = place.rpartition("%3D")[2]
    outside(f"CREATE ROLE guest_{schema} LOGIN; GRANT USAGE ON SCHEMA {schema} TO guest_{schema}")
    with pytest.raises(LibraryRefused, match="may not write") as refused:
        open_library(place.replace("//eeg@", f"//guest_{schema}@"))
    check_refusal(refused.value, is_passing=False)


@needs_postgres
def test_other_tables_on_the_server_are_left_alone(postgres_place: str, outside: Callable[[str], None], place: str):
    outside("CREATE TABLE photo (name TEXT)")
    with pytest.raises(LibraryRefused, match=r"something else|not a study library") as refused:
        open_library(place)
    check_refusal(refused.value, is_passing=False)


@needs_postgres
def test_a_recording_held_by_another_program(postgres_place: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(postgres, "BEGIN_WRITE", postgres.BEGIN_WRITE.replace("5000", "20"))
    with closing(open_library(postgres_place)) as library, closing(open_library(postgres_place)) as other:
        with other.transaction(writes=True) as connection:
            other.database.lock_recording(connection, RECORDING)
            with pytest.raises(LibraryAway, match="in use by another") as refused:
                add_note(library, "a")
            check_refusal(refused.value)
            assert library.annotations(RECORDING) == ()  # reading goes on meanwhile
        add_note(library, "a")
        assert library.verify(RECORDING) == []


@needs_postgres
def test_a_reader_sees_one_moment(postgres_place: str):
    """The log is never judged against marks of a moment later."""
    with closing(open_library(postgres_place)) as library, closing(open_library(postgres_place)) as other:
        done = threading.Event()
        problems: list[str] = []

        def judge() -> None:
            while not done.is_set():
                problems.extend(library.verify(RECORDING))

        judging = threading.Thread(target=judge)
        judging.start()
        for i in range(40):
            add_note(other, f"{i}")
        done.set()
        wait_for_thread(judging)
        assert problems == []


# errors as they are explained


def broken(orig: BaseException, is_connection_broken: bool = False) -> DBAPIError:
    return DBAPIError("SELECT 1", None, orig, connection_invalidated=is_connection_broken)


def test_a_connection_that_broke_is_away_whatever_the_driver_says():
    refused = refusal(broken(RuntimeError("gone"), is_connection_broken=True))
    assert isinstance(refused, LibraryAway)
    check_refusal(refused)


def test_an_error_of_our_own_making_is_not_explained_away():
    psycopg = pytest.importorskip("psycopg")
    assert refusal(broken(RuntimeError("a bug"))) is None
    assert refusal(broken(sqlite3.IntegrityError("UNIQUE"))) is None
    assert refusal(broken(psycopg.errors.SyntaxError("SELEKT"))) is None


@pytest.mark.parametrize(
    ("name", "is_passing", "sentence"),
    [
        ("AdminShutdown", True, "unavailable"),
        ("DiskFull", True, "no space left"),
        ("TooManyConnections", True, "no connection free"),
        ("LockNotAvailable", True, "in use"),
        ("SerializationFailure", True, "in use"),
        ("ReadOnlySqlTransaction", True, "accepts no changes"),
        ("IoError", True, "cannot reach its disk"),
        ("InvalidPassword", False, "refused access"),
        ("InsufficientPrivilege", False, "may not write"),
    ],
)
def test_what_a_server_reports_is_explained(name: str, is_passing: bool, sentence: str):
    psycopg = pytest.importorskip("psycopg")
    refused = refusal(broken(getattr(psycopg.errors, name)("in the server's own language")))
    assert refused is not None
    check_refusal(refused, is_passing)
    assert sentence in refused.sentence


def test_a_new_file_that_another_program_opens_at_once_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tried: list[str] = []

    class Busy(sqlite3.Connection):
        def execute(self, statement: str, /, *arguments: Any) -> sqlite3.Cursor:
            if statement == "PRAGMA journal_mode=WAL":
                tried.append(statement)
                if len(tried) < 3:
                    busy = sqlite3.OperationalError("database is locked")
                    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
                    raise busy
            return super().execute(statement, *arguments)

    connect = dbapi2.connect
    monkeypatch.setattr("sqlite3.dbapi2.connect", lambda *a, **options: connect(*a, **options, factory=Busy))
    with closing(open_library(str(tmp_path / "library.sqlite"))) as library:
        add_note(library, "a")
    assert len(tried) == 3

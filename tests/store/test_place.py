"""A library that is deleted, moved, replaced or made anew while it is open is noticed before a mark is called saved."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import LibraryAway, LibraryRefused
from eegview.store.library import Library, open_library

RECORDING = "f" * 64

pytestmark = pytest.mark.skipif(os.name == "nt", reason="an open file can be neither moved nor deleted there")
Add = Callable[..., Edit]


def put(library: Library, onset_s: float) -> Edit:
    mark = Annotation(f"at {onset_s}", "spasm", onset_s, layer="ann")
    return library.apply(RECORDING, "ann", "neurologist", Action.ADD, [Change(None, mark)])


def files(library_file: Path) -> list[Path]:
    return sorted(library_file.parent.glob(f"{library_file.name}*"))


def test_a_deleted_file_is_told_with_its_place(file_library: Library, library_file: Path):
    put(file_library, 1.0)
    for path in files(library_file):
        path.unlink()
    for _time in range(2):
        with pytest.raises(LibraryAway) as away:
            put(file_library, 2.0)
        assert str(library_file) in away.value.sentence
    with pytest.raises(LibraryAway):
        file_library.changes_since(RECORDING, 0)
    assert not library_file.exists(), "nothing was made in its place"


def test_a_file_that_was_moved_and_put_back_goes_on(file_library: Library, library_file: Path, tmp_path: Path):
    put(file_library, 1.0)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = [Path(shutil.move(path, elsewhere / path.name)) for path in files(library_file)]
    with pytest.raises(LibraryAway):
        put(file_library, 2.0)
    for path in moved:
        shutil.move(path, library_file.parent / path.name)
    put(file_library, 2.0)
    assert [mark.onset_s for mark in file_library.annotations(RECORDING)] == [1.0, 2.0]
    assert file_library.verify(RECORDING) == []


def test_a_copy_with_all_that_was_saved_goes_on(file_library: Library, library_file: Path, tmp_path: Path):
    put(file_library, 1.0)
    file_library.database.engine.dispose()
    with file_library.transaction() as connection:
        connection.exec_driver_sql("SELECT 1")
    _copy_whole(library_file, tmp_path / "copy.sqlite")
    for path in files(library_file):
        path.unlink()
    with pytest.raises(LibraryAway):
        put(file_library, 2.0)
    shutil.copy(tmp_path / "copy.sqlite", library_file)
    put(file_library, 2.0)
    with closing(open_library(str(library_file))) as again:
        assert [mark.onset_s for mark in again.annotations(RECORDING)] == [1.0, 2.0]
        assert again.verify(RECORDING) == []


def test_an_older_copy_is_not_written_to(file_library: Library, library_file: Path, tmp_path: Path):
    put(file_library, 1.0)
    _copy_whole(library_file, tmp_path / "copy.sqlite")
    put(file_library, 2.0)
    for path in files(library_file):
        path.unlink()
    shutil.copy(tmp_path / "copy.sqlite", library_file)
    with pytest.raises(LibraryAway, match="older copy"):
        put(file_library, 3.0)
    with closing(open_library(str(library_file))) as again:
        assert [mark.onset_s for mark in again.annotations(RECORDING)] == [1.0]


@pytest.mark.parametrize("content", [b"", b"not a database", None], ids=["empty", "text", "another library"])
def test_another_file_in_its_place_is_left_alone(
    file_library: Library, library_file: Path, tmp_path: Path, content: bytes | None
):
    put(file_library, 1.0)
    other = tmp_path / "other.sqlite"
    if content is None:
        with closing(open_library(str(other))) as made:
            put(made, 9.0)
    else:
        other.write_bytes(content)
    held = other.read_bytes()
    other.replace(library_file)
    for path in files(library_file):
        if path != library_file:
            path.unlink()
    for _time in range(2):
        with pytest.raises(LibraryAway, match="has been replaced by another file"):
            put(file_library, 2.0)
    assert library_file.read_bytes() == held


@pytest.mark.parametrize("keeps_log", [True, False])
@pytest.mark.parametrize("is_checkpointed", [True, False])
def test_a_library_written_over_in_place_is_noticed(
    file_library: Library, library_file: Path, tmp_path: Path, keeps_log: bool, is_checkpointed: bool
):
    put(file_library, 1.0)
    if is_checkpointed:
        with closing(sqlite3.connect(library_file)) as outside:
            outside.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        put(file_library, 1.5)
    other = tmp_path / "other.sqlite"
    with closing(open_library(str(other))) as made:
        put(made, 9.0)
    for path in files(library_file):
        if path != library_file and not keeps_log:
            path.unlink()
    shutil.copyfile(other, library_file)
    try:
        put(file_library, 2.0)
    except LibraryRefused:  # a mixture of two libraries may be told as damaged
        return
    with closing(open_library(str(library_file))) as again:  # all of it stood in the write-ahead log
        assert [mark.onset_s for mark in again.annotations(RECORDING)] == [1.0, 2.0]


def test_a_write_ahead_log_deleted_from_outside_loses_nothing(file_library: Library, library_file: Path):
    put(file_library, 1.0)
    library_file.with_name(f"{library_file.name}-wal").unlink()
    put(file_library, 2.0)
    with closing(open_library(str(library_file))) as again:
        assert [mark.onset_s for mark in again.annotations(RECORDING)] == [1.0, 2.0]


_VISIT = """
import sqlite3, sys
from contextlib import closing
with closing(sqlite3.connect(sys.argv[1])) as visitor:
    assert visitor.execute("SELECT count(*) FROM edit").fetchone() == (int(sys.argv[2]),)
"""


def test_other_programs_that_come_and_go_find_it_open_and_leave_its_log(file_library: Library, library_file: Path):
    log = library_file.with_name(f"{library_file.name}-wal")
    for number in range(1, 4):
        put(file_library, number)
        before = log.stat().st_ino
        subprocess.run([sys.executable, "-c", _VISIT, str(library_file), str(number)], check=True)
        assert log.stat().st_ino == before, "who leaves must not take itself for the last"
    assert len(file_library.annotations(RECORDING)) == 3
    assert file_library.verify(RECORDING) == []


def test_a_file_that_another_program_holds_is_not_taken_for_another(file_library: Library, library_file: Path):
    put(file_library, 1.0)
    with closing(sqlite3.connect(library_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert [mark.onset_s for mark in file_library.annotations(RECORDING)] == [1.0]
        other.execute("ROLLBACK")
    put(file_library, 2.0)


def test_what_was_committed_as_the_file_went_is_settled_once_it_is_back(
    file_library: Library, library_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    put(file_library, 1.0)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    calls: list[int] = []
    asked = file_library.database.needs_reconnecting

    def goes(library_id: str) -> bool:
        calls.append(1)
        if len(calls) == 2:  # before the transaction it was there
            for path in files(library_file):
                shutil.move(path, elsewhere / path.name)
        return asked(library_id)

    monkeypatch.setattr(file_library.database, "needs_reconnecting", goes)
    with pytest.raises(LibraryAway):
        put(file_library, 2.0)
    for path in elsewhere.iterdir():
        shutil.move(path, library_file.parent / path.name)
    kept = file_library.settle()
    assert kept is not None
    assert kept.number == 2


def test_a_schema_dropped_and_made_anew_on_the_server_is_noticed(postgres_place: str, monkeypatch: pytest.MonkeyPatch):
    import psycopg
    from sqlalchemy import make_url

    url = make_url(postgres_place)
    schema = str(url.query["options"]).partition("search_path=")[2]
    with closing(open_library(postgres_place)) as library:
        put(library, 1.0)
        with psycopg.connect(host=str(url.query["host"]), user=url.username, dbname=url.database) as admin:
            admin.execute(f"DROP SCHEMA {schema} CASCADE".encode())
        with pytest.raises(LibraryAway, match="or by nothing"):
            put(library, 2.0)
        with pytest.raises(LibraryAway, match="or by nothing"):
            library.changes_since(RECORDING, 0)
        with psycopg.connect(host=str(url.query["host"]), user=url.username, dbname=url.database) as admin:
            admin.execute(f"CREATE SCHEMA {schema}".encode())
        with closing(open_library(postgres_place)) as other:
            with pytest.raises(LibraryAway):
                put(library, 2.0)
            assert other.edits(RECORDING) == ()


def _copy_whole(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as two:
        one.backup(two)

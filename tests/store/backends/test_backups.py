"""Copies of a library: whole, few, and named when they are needed."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change
from eegview.model.errors import LibraryRefused
from eegview.store.backends.backups import N_KEPT, BadCopy, back_up_daily, back_up_version, daily_backups, newest_good
from eegview.store.library import Library, open_library
from eegview.store.schema import SCHEMA_VERSION

RECORDING = "f" * 64
MORNING = datetime(2026, 3, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def mark(file_library: Library) -> Callable[[str], None]:
    def act(name: str) -> None:
        change = Change(None, Annotation(name, "note", 1.0))
        file_library.apply(RECORDING, "ann", "resident", Action.ADD, [change])

    return act


def test_a_changed_library_is_copied_once_a_day(library_file: Path, mark: Callable[[str], None]):
    mark("a")
    copy = back_up_daily(library_file, MORNING)
    assert copy is not None
    assert copy.parent.name == "backups"
    assert copy.name == "library-20260301T080000Z.sqlite"
    mark("b")
    assert back_up_daily(library_file, MORNING + DAY / 2) is None
    assert back_up_daily(library_file, MORNING + DAY) is not None
    assert back_up_daily(library_file, MORNING + 3 * DAY) is None  # nothing was done since


def test_an_empty_library_is_not_copied(file_library: Library, library_file: Path):
    assert back_up_daily(library_file, MORNING) is None
    assert not (library_file.parent / "backups").exists()


def test_a_copy_is_a_library_with_all_marks(library_file: Path, mark: Callable[[str], None]):
    mark("a")
    copy = back_up_daily(library_file, MORNING)
    assert sorted(path.name for path in (library_file.parent / "backups").iterdir()) == [copy.name if copy else ""]
    with closing(open_library(str(copy))) as library:
        assert [m.annotation_id for m in library.annotations(RECORDING)] == ["a"]
        assert library.verify(RECORDING) == []


def test_the_last_few_are_kept(library_file: Path, mark: Callable[[str], None]):
    for day in range(N_KEPT + 3):
        mark(f"{day}")
        back_up_daily(library_file, MORNING + day * DAY)
    kept = daily_backups(library_file)
    assert len(kept) == N_KEPT
    assert kept[0].name == "library-20260304T080000Z.sqlite"


def test_another_librarys_copies_are_left_alone(library_file: Path, mark: Callable[[str], None]):
    folder = library_file.parent / "backups"
    folder.mkdir()
    for name in ("library-2-20200101T000000Z.sqlite", "library-notes.sqlite", "other-20200101T000000Z.sqlite"):
        (folder / name).write_text("")
    mark("a")
    back_up_daily(library_file, MORNING)
    assert len(daily_backups(library_file)) == 1


def test_opening_makes_the_copy(file_library: Library, library_file: Path, mark: Callable[[str], None]):
    mark("a")
    assert daily_backups(library_file) == []
    with closing(open_library(str(library_file))) as again:
        assert again.issues == ()
    assert len(daily_backups(library_file)) == 1


def test_a_backup_that_cannot_be_made_is_told_and_hinders_nobody(library_file: Path, mark: Callable[[str], None]):
    mark("a")
    (library_file.parent / "backups").write_text("a file in the folder's place")
    with closing(open_library(str(library_file))) as again:
        assert [issue.code for issue in again.issues] == ["library_backup"]
        assert len(again.annotations(RECORDING)) == 1


def damage(file: Path, start: int = 100) -> None:
    content = bytearray(file.read_bytes())
    content[start : start + 2000] = b"\xff" * len(content[start : start + 2000])
    file.write_bytes(content)


@pytest.mark.parametrize("start", [0, 100, 4096 * 3])
def test_a_damaged_library_names_the_newest_good_copy(
    file_library: Library, library_file: Path, mark: Callable[[str], None], start: int
):
    for day in range(3):
        mark(f"{day}" * 900)
        back_up_daily(library_file, MORNING + day * DAY)
    file_library.close()
    damage(library_file, start)
    damage(daily_backups(library_file)[-1])
    with pytest.raises(LibraryRefused, match="damaged") as refused:
        open_library(str(library_file))
    assert "library-20260302T080000Z.sqlite" in refused.value.sentence
    assert "“backups”" in refused.value.advice
    assert str(library_file.parent) not in refused.value.sentence + refused.value.advice


def test_a_good_copy_is_used_as_the_advice_says(file_library: Library, library_file: Path, mark: Callable[[str], None]):
    mark("a")
    back_up_daily(library_file, MORNING)
    mark("b")
    file_library.close()
    damage(library_file)
    good = newest_good(library_file)
    assert good is not None
    for path in library_file.parent.glob("library.sqlite*"):
        path.rename(path.with_name(f"damaged-{path.name}"))
    library_file.write_bytes(good.read_bytes())
    with closing(open_library(str(library_file))) as library:
        assert [m.annotation_id for m in library.annotations(RECORDING)] == ["a"]
        assert library.verify(RECORDING) == []


def test_a_full_disk_leaves_no_half_copy(
    library_file: Path, mark: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
):
    mark("a")
    back_up_daily(library_file, MORNING)
    mark("b")

    def full(_file: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("eegview.store.backends.backups._flush", full)
    with pytest.raises(OSError, match="No space"):
        back_up_daily(library_file, MORNING + DAY)
    (copy,) = (library_file.parent / "backups").iterdir()
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM edit").fetchone() == (1,)


def test_a_copy_that_is_not_sound_is_not_kept(
    library_file: Path, mark: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
):
    mark("a")

    class Miscopying(sqlite3.Connection):
        """A connection whose copy holds a row that its table forbids."""

        def backup(self, target: sqlite3.Connection, **_options: Any) -> None:
            super().backup(target)
            target.executescript(
                "CREATE TABLE t (x); INSERT INTO t VALUES (NULL); PRAGMA writable_schema=ON;"
                " UPDATE sqlite_master SET sql = 'CREATE TABLE t (x NOT NULL)' WHERE name = 't';"
                " PRAGMA writable_schema=RESET"
            )

    monkeypatch.setattr(
        "eegview.store.backends.backups._open_read_only", lambda path: sqlite3.connect(path, factory=Miscopying)
    )
    with pytest.raises(BadCopy):
        back_up_daily(library_file, MORNING)
    assert list((library_file.parent / "backups").iterdir()) == []


def test_a_library_that_cannot_be_read_is_not_taken_for_an_empty_one(library_file: Path):
    library_file.write_text("Dear colleague, " * 200)
    with pytest.raises(sqlite3.DatabaseError):
        back_up_daily(library_file, MORNING)


def test_a_backup_of_an_older_version_outlives_a_second_program_that_comes_late(
    library_file: Path, mark: Callable[[str], None]
):
    mark("a")
    kept = back_up_version(library_file, SCHEMA_VERSION)
    before = kept.read_bytes()
    mark("b")
    with closing(sqlite3.connect(library_file)) as connection:
        connection.execute(f"UPDATE library_schema SET version = {SCHEMA_VERSION + 1}")
        connection.commit()
    assert back_up_version(library_file, SCHEMA_VERSION) == kept
    assert kept.read_bytes() == before

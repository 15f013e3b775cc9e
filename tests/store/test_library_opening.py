"""Which files are opened as a library, and what is said of the others."""

import os
import sqlite3
from pathlib import Path

import pytest

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change
from eegview.model.errors import LibraryRefused
from eegview.store.library import Library, open_library
from eegview.store.location import library_url
from eegview.store.schema import SCHEMA_VERSION

RECORDING = "f" * 64


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path):
    file = tmp_path / "data" / "eeg view" / "library.sqlite"
    open_library(str(file)).close()
    assert file.is_file()


def test_environment_and_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("EEGVIEW_LIBRARY", raising=False)
    assert library_url(None, tmp_path / "default.sqlite").database == str(tmp_path / "default.sqlite")
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "named.sqlite"))
    assert library_url(None, tmp_path / "default.sqlite").database == str(tmp_path / "named.sqlite")
    assert library_url("sqlite:////data/x.sqlite").database == "/data/x.sqlite"
    assert library_url("sqlite:///x.sqlite").database == "x.sqlite"


@pytest.mark.parametrize("url", ["postgresql://host", "postgresql://host:x/db", "sqlite://", "mysql+x://y"])
def test_an_address_we_do_not_speak_is_refused(url: str):
    with pytest.raises(LibraryRefused):
        library_url(url)


def test_addresses_of_a_server_mean_one_driver():
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        assert library_url(f"{scheme}://ann@host/eeg").drivername == "postgresql+psycopg"


def test_a_password_is_never_repeated():
    with pytest.raises(LibraryRefused) as refused:
        library_url("postgresql://ann:secret@host:port/eeg")
    assert "secret" not in refused.value.sentence + refused.value.advice


def test_nothing_named_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("EEGVIEW_LIBRARY", raising=False)
    with pytest.raises(LibraryRefused, match="No study library was named"):
        open_library(None)


def refusal_of(file: Path) -> LibraryRefused:
    with pytest.raises(LibraryRefused) as refused:
        open_library(str(file))
    assert refused.value.exit_code == 5
    assert refused.value.sentence.endswith(".")
    assert refused.value.advice.endswith(".")
    return refused.value


def test_a_newer_library_is_refused_and_left_alone(file_library: Library, library_file: Path):
    file_library.close()
    outside = sqlite3.connect(library_file)
    outside.execute("UPDATE library_schema SET version = ?", (SCHEMA_VERSION + 1,))
    outside.commit()
    outside.close()
    before = library_file.read_bytes()
    assert "newer version" in refusal_of(library_file).sentence
    assert library_file.read_bytes() == before


def test_some_other_database_is_refused(tmp_path: Path):
    file = tmp_path / "photos.sqlite"
    outside = sqlite3.connect(file)
    outside.execute("CREATE TABLE photo (name TEXT)")
    outside.commit()
    outside.close()
    assert "not a study library" in refusal_of(file).sentence


def test_a_file_that_is_no_database_is_refused(tmp_path: Path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear colleague, " * 200)
    assert "not a study library" in refusal_of(file).sentence
    assert file.read_text() == "Dear colleague, " * 200


def test_a_damaged_library_is_refused(file_library: Library, library_file: Path):
    file_library.close()
    content = bytearray(library_file.read_bytes())
    content[100:2000] = b"\xff" * 1900
    library_file.write_bytes(content)
    assert "damaged" in refusal_of(library_file).sentence


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path):
    assert "cannot be opened" in refusal_of(tmp_path).sentence


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path):
    (tmp_path / "data").write_text("")
    assert "folder cannot be made" in refusal_of(tmp_path / "data" / "library.sqlite").sentence


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_is_refused(tmp_path: Path):
    tmp_path.chmod(0o500)
    try:
        assert "cannot be opened or created" in refusal_of(tmp_path / "library.sqlite").sentence
    finally:
        tmp_path.chmod(0o700)


def add_note(library: Library, name: str, text: str = "") -> None:
    mark = Annotation(name, "note", 1.0, text=text)
    library.apply(RECORDING, "ann", "resident", Action.ADD, [Change(None, mark)])


def test_a_full_disk_loses_nothing_and_work_goes_on_after(file_library: Library):
    add_note(file_library, "a")
    with file_library.transaction() as connection:
        n_pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={n_pages}")
    with pytest.raises(LibraryRefused, match="disk with the study library is full"):
        add_note(file_library, "b", "x" * 200_000)
    assert [mark.annotation_id for mark in file_library.annotations(RECORDING)] == ["a"]
    with file_library.transaction() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    add_note(file_library, "b", "x" * 200_000)
    assert len(file_library.edits(RECORDING)) == 2
    assert file_library.verify(RECORDING) == []


def test_a_library_that_turns_read_only_says_so(file_library: Library):
    with file_library.transaction() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(LibraryRefused, match="cannot be written"):
        add_note(file_library, "a")


def test_a_library_held_by_another_program_says_so(file_library: Library, library_file: Path):
    with file_library.transaction() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    outside = sqlite3.connect(library_file, isolation_level=None)
    outside.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryRefused, match="in use by another program"):
        add_note(file_library, "a")
    assert file_library.annotations(RECORDING) == ()  # reading goes on meanwhile
    outside.execute("ROLLBACK")
    outside.close()
    add_note(file_library, "a")
    assert len(file_library.annotations(RECORDING)) == 1

"""Databases that are nearly a library: each is refused in a sentence, and none is changed."""

import sqlite3
from pathlib import Path

import pytest

from eegview.model.errors import LibraryRefused
from eegview.store.library import open_library

TABLES = ("edit", "annotation", "head", "detector_run", "detection", "trend", "recording")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "library.sqlite"
    open_library(f"sqlite:///{path}", path).close()
    return path


def refusal(path: Path, sql: str) -> str:
    with sqlite3.connect(path) as database:
        database.execute(sql)
    database.close()
    with pytest.raises(LibraryRefused) as refused:
        open_library(f"sqlite:///{path}", path)
    assert refused.value.advice
    return refused.value.sentence


@pytest.mark.parametrize("version", ["0", "-1", "'text'", "1.5", "x'00'"])
def test_a_version_that_makes_no_sense(library: Path, version: str) -> None:
    assert "state its version" in refusal(library, f"UPDATE library_schema SET version = {version}")


def test_no_version_and_two(library: Path) -> None:
    assert "state its version" in refusal(library, "DELETE FROM library_schema")
    assert "state its version" in refusal(library, "INSERT INTO library_schema (version) VALUES (1), (2)")


def test_a_newer_version(library: Path) -> None:
    assert "newer version" in refusal(library, "UPDATE library_schema SET version = 99")


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_not_there_is_named(library: Path, table: str) -> None:
    assert f"“{table}”" in refusal(library, f"DROP TABLE {table}")


def test_no_table_of_ours(library: Path) -> None:
    assert refusal(library, "DROP TABLE library_schema") == "This file is not a study library."


@pytest.mark.parametrize("content", [b"hello", b"SQLite format 3\0" + bytes(200), bytes(5000)])
def test_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(content)
    with pytest.raises(LibraryRefused):
        open_library(f"sqlite:///{path}", path)
    assert path.read_bytes() == content

"""Tampering with the file is found, whatever was done to it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from eegview.model.edit import Edit
from eegview.model.errors import LibraryRefused
from eegview.store.library import Library, open_library
from eegview.store.verification import replay

RECORDING = "f" * 64

MEDDLING = {
    "a byte of the content": "UPDATE edit SET changes = replace(changes, '\"onset_s\":2.0', '\"onset_s\":3.0')",
    "a blank in the content": "UPDATE edit SET changes = changes || ' ' WHERE number = 2",
    "a key of the content": "UPDATE edit SET changes = replace(changes, 'onset_s', 'onset_x') WHERE number = 2",
    "content that is no JSON": "UPDATE edit SET changes = 'x' WHERE number = 2",
    "the author": "UPDATE edit SET author = 'eve' WHERE number = 2",
    "the role": "UPDATE edit SET role = 'resident' WHERE number = 2",
    "the time": "UPDATE edit SET at_utc = '2001-01-01T00:00:00.000000+00:00' WHERE number = 2",
    "the reason": "UPDATE edit SET reason = 'because' WHERE number = 2",
    "the action": "UPDATE edit SET action = 'change' WHERE number = 2",
    "an action that is none": "UPDATE edit SET action = 'x' WHERE number = 2",
    "the count of changes": "UPDATE edit SET n_changes = 7 WHERE number = 2",
    "a hash": "UPDATE edit SET hash = replace(hash, substr(hash, 1, 4), '0000') WHERE number = 2",
    "the first edit gone": "DELETE FROM edit WHERE number = 1",
    "an edit in the middle gone": "DELETE FROM edit WHERE number = 2",
    "the last edit gone": "DELETE FROM edit WHERE number = 4",
    "the last edit and its mark gone": "DELETE FROM edit WHERE number = 4; DELETE FROM annotation WHERE onset_s = 4.0",
    "all gone": "DELETE FROM edit; DELETE FROM annotation",
    "two edits swapped": (
        "UPDATE edit SET number = 99 WHERE number = 2; UPDATE edit SET number = 2 WHERE number = 3;"
        " UPDATE edit SET number = 3 WHERE number = 99"
    ),
    "a mark moved": "UPDATE annotation SET onset_s = onset_s + 1e-9 WHERE onset_s = 2.0",
    "a mark gone": "DELETE FROM annotation WHERE onset_s = 2.0",
    "a mark of nowhere": "INSERT INTO annotation SELECT fingerprint, 'x', term_id, onset_s, duration_s, channels,"
    " attributes, text, layer FROM annotation WHERE onset_s = 2.0",
    "a mark's answers no longer JSON": "UPDATE annotation SET attributes = 'x' WHERE onset_s = 2.0",
    "the head": "UPDATE head SET number = 3",
}


def meddle(file: Path, statements: str) -> None:
    outside = sqlite3.connect(file)
    outside.executescript(
        "DROP TRIGGER IF EXISTS edit_forbids_update; DROP TRIGGER IF EXISTS edit_forbids_delete;" + statements
    )
    outside.close()


@pytest.fixture
def written(library: Library, library_file: Path, add: Callable[..., Edit]) -> Path:
    for i in (1, 2, 3, 4):
        add(float(i), f"mark {i}", text="“seen”")
    assert library.verify(RECORDING) == []
    library.close()
    return library_file


@pytest.mark.parametrize("statements", MEDDLING.values(), ids=MEDDLING.keys())
def test_meddling_is_found(written: Path, statements: str):
    meddle(written, statements)
    library = open_library(str(written))
    problems = library.verify(RECORDING)
    library.close()
    assert problems
    assert all(problem.endswith(".") for problem in problems)


def test_what_was_meddled_with_is_named(written: Path):
    meddle(written, MEDDLING["the author"])
    library = open_library(str(written))
    assert library.verify(RECORDING) == ["Edit 2 was changed after it was made."]
    library.close()


def test_an_unreadable_log_is_refused_with_a_way_out(written: Path):
    meddle(written, MEDDLING["content that is no JSON"])
    library = open_library(str(written))
    with pytest.raises(LibraryRefused) as refused:
        library.edits(RECORDING)
    assert "--verify" in refused.value.advice
    library.close()


def test_unreadable_marks_are_refused(written: Path):
    meddle(written, MEDDLING["a mark's answers no longer JSON"])
    library = open_library(str(written))
    with pytest.raises(LibraryRefused, match="changed from outside or are damaged"):
        library.annotations(RECORDING)
    library.close()


def test_replaying_the_log_gives_the_marks(written: Path):
    library = open_library(str(written))
    assert tuple(replay(library.edits(RECORDING)).values()) == library.annotations(RECORDING)
    library.close()

"""Tampering with the file is found, whatever was done to it."""

from collections.abc import Callable

import pytest

from eegview.model.edit import Edit
from eegview.model.errors import LibraryRefused
from eegview.store.checks.verification import replay
from eegview.store.library import Library, open_library

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


WITHOUT_GUARDS = {
    "sqlite": "DROP TRIGGER IF EXISTS edit_forbids_update; DROP TRIGGER IF EXISTS edit_forbids_delete;",
    "postgresql": "DROP TRIGGER edit_forbids_change ON edit; DROP TRIGGER edit_forbids_truncate ON edit;",
}


@pytest.fixture
def meddle(library: Library, place: str, outside: Callable[[str], None], add: Callable[..., Edit]):
    """Write four marks, meddle with them as somebody with all rights could, and open the library again."""
    reopened: list[Library] = []

    def act(statements: str) -> Library:
        for i in (1, 2, 3, 4):
            add(float(i), f"mark {i}", text="“seen”")
        assert library.verify(RECORDING) == []
        library.close()
        outside(WITHOUT_GUARDS[place.partition(":")[0].partition("+")[0]] + statements)
        reopened.append(open_library(place))
        return reopened[-1]

    yield act
    for opened in reopened:
        opened.close()


Meddle = Callable[[str], Library]


def but_guards(problems: list[str]) -> list[str]:
    """Return the problems without the one that the guards had to be dropped for the meddling."""
    assert "guard" in problems[0]
    return [problem for problem in problems if "guard" not in problem]


@pytest.mark.parametrize("statements", MEDDLING.values(), ids=MEDDLING.keys())
def test_meddling_is_found(meddle: Meddle, statements: str):
    problems = but_guards(meddle(statements).verify(RECORDING))
    assert problems
    assert all(problem.endswith(".") for problem in problems)


def test_what_was_meddled_with_is_named(meddle: Meddle):
    assert but_guards(meddle(MEDDLING["the author"]).verify(RECORDING)) == ["Edit 2 was changed after it was made."]


def test_an_unreadable_log_is_refused_with_a_way_out(meddle: Meddle):
    library = meddle(MEDDLING["content that is no JSON"])
    with pytest.raises(LibraryRefused) as refused:
        library.edits(RECORDING)
    assert "--verify" in refused.value.advice


def test_unreadable_marks_are_refused(meddle: Meddle):
    library = meddle(MEDDLING["a mark's answers no longer JSON"])
    with pytest.raises(LibraryRefused, match="changed from outside or are damaged"):
        library.annotations(RECORDING)


def test_replaying_the_log_gives_the_marks(library: Library, add: Callable[..., Edit]):
    for i in (1, 2, 3, 4):
        add(float(i), f"mark {i}")
    assert tuple(replay(library.edits(RECORDING)).values()) == library.annotations(RECORDING)

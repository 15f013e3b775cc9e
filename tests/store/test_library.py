"""The library keeps what was committed, refuses what is stale, and says so."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import PoolProxiedConnection
from sqlalchemy.exc import DBAPIError
from waiting import wait_for_thread

from eegview.model.annotation import Annotation
from eegview.model.edit import GENESIS, Action, Change, Edit, edit_hash
from eegview.model.errors import LibraryAway, LibraryRefused
from eegview.store.library import Conflict, Library, open_library
from eegview.store.rows import annotation_from_row, annotation_row

RECORDING = "f" * 64
OTHER = "a" * 64
Add = Callable[..., Edit]


def test_a_new_library_is_empty(library: Library):
    assert library.annotations(RECORDING) == ()
    assert library.edits(RECORDING) == ()
    assert library.fingerprints() == ()
    assert library.verify(RECORDING) == []


def test_marks_and_log_are_there_after_reopening(library: Library, place: str, add: Add):
    first, second = add(20.0, "b"), add(10.0, "a")
    library.close()
    again = open_library(place)
    assert [mark.annotation_id for mark in again.annotations(RECORDING)] == ["a", "b"]
    assert again.edits(RECORDING) == (first, second)
    assert again.edit(RECORDING, 2) == second
    assert again.fingerprints() == (RECORDING,)
    again.close()


def test_the_log_is_a_chain(library: Library, add: Add):
    first, second = add(1.0, "a"), add(2.0, "b")
    assert (first.number, first.previous_hash) == (1, GENESIS)
    assert (second.number, second.previous_hash) == (2, first.hash)
    assert second.hash == edit_hash(second)
    assert second.at_utc.endswith("+00:00")


def test_each_recording_has_its_own_log(library: Library, add: Add):
    add(1.0, "a")
    mark = Annotation("a", "spasm", 5.0)
    edit = library.apply(OTHER, "ann", "resident", Action.ADD, [Change(None, mark)])
    assert edit.number == 1
    assert library.annotations(OTHER) == (mark,)


def test_change_and_delete(library: Library, add: Add):
    before = add(1.0, "a").changes[0].after
    assert before
    after = replace(before, onset_s=1.5, text="later")
    library.apply(RECORDING, "ann", "neurologist", Action.CHANGE, [Change(before, after)])
    assert library.annotations(RECORDING) == (after,)
    library.apply(RECORDING, "ann", "neurologist", Action.DELETE, [Change(after, None)])
    assert library.annotations(RECORDING) == ()
    assert library.verify(RECORDING) == []


@pytest.mark.parametrize("kind", ["changed", "deleted", "added twice"])
def test_a_stale_act_is_refused_whole(library: Library, add: Add, kind: str):
    mark = add(1.0, "a").changes[0].after
    assert mark
    stale = {
        "changed": Change(replace(mark, onset_s=9.0), replace(mark, onset_s=3.0)),
        "deleted": Change(replace(mark, annotation_id="never there"), None),
        "added twice": Change(None, mark),
    }[kind]
    fresh = Change(None, Annotation("new", "note", 4.0))
    with pytest.raises(Conflict, match="changed in the meantime") as refused:
        library.apply(RECORDING, "bob", "resident", Action.CHANGE, [fresh, stale])
    assert refused.value.exit_code == 5
    assert library.annotations(RECORDING) == (mark,)
    assert len(library.edits(RECORDING)) == 1
    assert add(2.0, "b").number == 2


@pytest.mark.parametrize(
    "changes",
    [
        [],
        [Change(None, Annotation("a", "note", 1.0)), Change(None, Annotation("a", "note", 2.0))],
        [Change(None, Annotation("a", "note", float("nan")))],
        [Change(None, Annotation("a", "note", 1.0, -1.0))],
        [Change(Annotation("a", "note", 1.0), Annotation("b", "note", 1.0))],
    ],
)
def test_an_act_without_sense_is_a_bug(library: Library, changes: list[Change]):
    with pytest.raises(ValueError, match=r"needs|cannot turn"):
        library.apply(RECORDING, "ann", "resident", Action.ADD, changes)
    assert library.edits(RECORDING) == ()


def test_many_marks_at_once_check_and_commit_as_one(library: Library):
    marks = [Annotation(f"{i:05d}", "spasm", i * 1.1, 1.0) for i in range(500)]
    library.apply(RECORDING, "ann", "resident", Action.IMPORT, [Change(None, mark) for mark in marks])
    assert library.annotations(RECORDING) == tuple(marks)
    with pytest.raises(Conflict, match="500 marks"):
        library.apply(RECORDING, "ann", "resident", Action.IMPORT, [Change(None, mark) for mark in marks])
    library.apply(RECORDING, "ann", "resident", Action.DELETE, [Change(mark, None) for mark in marks])
    assert library.annotations(RECORDING) == ()


def test_steps_tell_one_authors_acts_without_their_marks(library: Library, add: Add):
    add(1.0, "a")
    library.apply(RECORDING, "bob", "resident", Action.ADD, [Change(None, Annotation("x", "note", 1.0))])
    add(2.0, "b")
    assert [step.number for step in library.steps(RECORDING, "ann")] == [1, 3]
    assert [step.number for step in library.steps(RECORDING, "ann", after=1)] == [3]
    assert library.steps(RECORDING, "bob")[0].action is Action.ADD


def test_an_unknown_edit_is_a_key_error(library: Library):
    with pytest.raises(KeyError):
        library.edit(RECORDING, 1)


def test_two_handles_take_turns(place: str):
    n_each, failures = 25, []

    def write(author: str) -> None:
        handle = open_library(place)  # both may be the first here, and make the tables
        try:
            for i in range(n_each):
                mark = Annotation(f"{author}{i}", "note", float(i), layer=author)
                handle.apply(RECORDING, author, "resident", Action.ADD, [Change(None, mark)])
        except LibraryRefused as error:
            failures.append(error)
        finally:
            handle.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in ("ann", "bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        wait_for_thread(thread)
    assert failures == []
    handle = open_library(place)
    assert [edit.number for edit in handle.edits(RECORDING)] == list(range(1, 2 * n_each + 1))
    assert handle.verify(RECORDING) == []
    handle.close()


@pytest.mark.parametrize("statement", ["UPDATE edit SET author = 'eve'", "DELETE FROM edit", "TRUNCATE edit"])
def test_the_log_cannot_be_rewritten_by_accident(
    library: Library, place: str, add: Add, outside: Callable[[str], None], statement: str
):
    if statement.startswith("TRUNCATE") and place.startswith("sqlite"):
        pytest.skip("SQLite has no such statement")
    add(1.0, "a")
    with pytest.raises(Exception, match="append-only") as refused:
        outside(statement)
    assert type(refused.value).__name__.startswith("Integrity")
    assert len(library.edits(RECORDING)) == 1


def test_what_others_did_is_told_once(library: Library, place: str, add: Add):
    add(1.0, "a")
    seen = library.last_number(RECORDING)
    assert seen == 1
    assert library.changes_since(RECORDING, seen) == ()
    other = open_library(place)
    mark = Annotation("b", "note", 2.0, layer="bob")
    theirs = other.apply(RECORDING, "bob", "resident", Action.ADD, [Change(None, mark)])
    other.apply(OTHER, "bob", "resident", Action.ADD, [Change(None, mark)])
    other.close()
    assert library.changes_since(RECORDING, seen) == (theirs,)
    assert [edit.number for edit in library.changes_since(RECORDING, 0)] == [1, 2]
    assert library.changes_since(RECORDING, library.last_number(RECORDING)) == ()


def test_a_commit_that_was_not_confirmed_is_found_again(library: Library, add: Add, monkeypatch: pytest.MonkeyPatch):
    """The connection breaks after the commit was done and before it was confirmed."""
    dialect = library.database.engine.dialect
    commit = dialect.do_commit

    def break_after(connection: PoolProxiedConnection) -> None:
        commit(connection)
        raise LibraryAway("The study library is unavailable.", "Wait.")

    with monkeypatch.context() as patched:
        patched.setattr(dialect, "do_commit", break_after)
        with pytest.raises(LibraryAway):
            add(1.0, "a")
    kept = library.settle()
    assert kept is not None
    assert library.edits(RECORDING) == (kept,)
    assert library.settle() is None


def test_a_commit_that_was_not_done_is_not_found(library: Library, add: Add, monkeypatch: pytest.MonkeyPatch):
    def break_before(_connection: PoolProxiedConnection) -> None:
        raise LibraryAway("The study library is unavailable.", "Wait.")

    with monkeypatch.context() as patched:
        patched.setattr(library.database.engine.dialect, "do_commit", break_before)
        with pytest.raises(LibraryAway):
            add(1.0, "a")
    assert library.settle() is None
    assert add(1.0, "a").number == 1
    assert library.settle() is None


def test_an_edit_is_found_again_by_its_time(library: Library, add: Add):
    at_utc = "2026-01-01T00:00:00.000001+00:00"
    mark = Annotation("b", "spasm", 2.0, 1.0, layer="ann")
    add(1.0, "a")
    edit = library.apply(RECORDING, "ann", "resident", Action.ADD, [Change(None, mark)], at_utc=at_utc)
    assert edit.at_utc == at_utc
    assert library.edit_at(RECORDING, "ann", at_utc) == edit
    assert library.edit_at(RECORDING, "bob", at_utc) is None
    assert library.edit_at(RECORDING, "ann", at_utc.replace("1+", "2+")) is None
    assert library.verify(RECORDING) == []


def test_a_conflict_holds_the_marks_as_they_are_now(library: Library, add: Add):
    (change,) = add(1.0, "a").changes
    assert change.after is not None
    gone = Annotation("b", "spasm", 2.0, layer="ann")
    stale = [Change(replace(change.after, text="never so"), None), Change(gone, None)]
    with pytest.raises(Conflict) as refused:
        library.apply(RECORDING, "ann", "resident", Action.DELETE, stale)
    assert refused.value.now == {"a": change.after, "b": None}


def test_the_file_is_safe_against_power_loss(file_library: Library):
    with file_library.transaction() as connection:  # as the library itself speaks to it
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}


finite = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
marks = st.builds(
    Annotation,
    texts,
    texts,
    finite,
    finite.map(abs),
    st.lists(texts, max_size=3).map(tuple),
    st.dictionaries(texts, texts, max_size=3).map(lambda d: tuple(sorted(d.items()))),
    texts,
    texts,
)


@given(marks)
def test_a_mark_becomes_a_row_and_back(mark: Annotation):
    row = annotation_row(RECORDING, mark)
    row.pop("fingerprint")
    assert annotation_from_row(tuple(row.values())) == mark


def test_times_are_kept_to_the_last_bit(library: Library):
    times_s = [0.1, 1 / 3, 86399.999999999985, 5e-324, 1.7976931348623157e308, -0.1, 1e15 + 0.125]
    for i, time_s in enumerate(times_s):
        mark = Annotation(f"{i}", "note", time_s, abs(time_s))
        library.apply(RECORDING, "ann", "resident", Action.ADD, [Change(None, mark)])
    found = {mark.annotation_id: mark for mark in library.annotations(RECORDING)}
    assert [found[f"{i}"].onset_s for i in range(len(times_s))] == times_s
    assert library.verify(RECORDING) == []


def test_marks_of_one_term(library: Library):
    for number, term_id in enumerate(("spasm", "note", "spasm")):
        mark = Annotation(f"{number}", term_id, 3.0 - number)
        library.apply(RECORDING, "ann", "resident", Action.ADD, [Change(None, mark)])
    assert [mark.annotation_id for mark in library.annotations(RECORDING, "spasm")] == ["2", "0"]
    assert len(library.annotations(RECORDING)) == 3


def test_an_address_names_no_password(library: Library, place: str):
    assert library.address.startswith(place.partition(":")[0])
    assert "***" not in library.address


def test_a_broken_statement_is_a_bug_and_no_refusal(library: Library):
    with pytest.raises(DBAPIError), library.transaction() as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere")

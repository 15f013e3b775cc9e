"""An anchor outside the library shows a log that was rewritten as a whole; a lost or damaged one hinders nobody."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from eegview.model.annotation import Annotation
from eegview.model.edit import GENESIS, Action, Change, Edit, edit_hash
from eegview.model.signature import Meaning, signature_mark
from eegview.store import schema
from eegview.store.anchor import Anchor
from eegview.store.library import Library, open_library
from eegview.store.rows import annotation_row, edit_row

RECORDING = "f" * 64


@pytest.fixture
def anchors(tmp_path: Path) -> Path:
    return tmp_path / "data" / "anchors"


@pytest.fixture
def anchored(place: str, anchors: Path) -> Iterator[Library]:
    """Open a library with an anchor and put four marks into it."""
    with closing(open_library(place, anchors=anchors)) as library:
        for number in range(4):
            put(library, float(number))
        yield library


def put(library: Library, onset_s: float) -> Edit:
    mark = Annotation(f"at {onset_s}", "spasm", onset_s, layer="ann")
    return library.apply(RECORDING, "ann", "neurologist", Action.ADD, [Change(None, mark)])


def rewrite(place: str, change: Callable[[list[Edit]], list[Edit]]) -> None:
    """Write the whole log anew, with all hashes, marks, head and guards as they should be."""
    with closing(open_library(place)) as library:
        edits: list[Edit] = []
        for number, edit in enumerate(change(list(library.edits(RECORDING))), 1):
            edit = replace(edit, number=number, previous_hash=edits[-1].hash if edits else GENESIS)
            edits.append(replace(edit, hash=edit_hash(edit)))
        names = library.database.guards
        with library.transaction(writes=True) as connection:
            for name in reversed(names):
                library.database.remove_guard(connection, name)
            for table in (schema.edit, schema.annotation, schema.head):
                connection.execute(table.delete())
            for edit in edits:
                connection.execute(schema.edit.insert(), edit_row(edit))
                connection.execute(schema.annotation.insert(), annotation_row(RECORDING, edit.changes[0].mark))
            row = {"fingerprint": RECORDING, "number": edits[-1].number, "hash": edits[-1].hash}
            connection.execute(schema.head.insert(), row)
            for statement in names.values():
                connection.exec_driver_sql(statement)
        assert library.verify(RECORDING) == [], "whole in itself"


def test_an_untouched_log_is_sound(anchored: Library, place: str, anchors: Path):
    assert anchored.issues == ()
    found = anchored.verification(RECORDING)
    assert (found.problems, found.notes) == ((), ())
    anchored.close()
    with closing(open_library(place, anchors=anchors)) as again:
        found = again.verification(RECORDING)
        assert (found.problems, found.notes) == ((), ())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda edits: [replace(edits[0], author="eve"), *edits[1:]], "rewritten"),
        (lambda edits: edits[1:], "is not in the log|rewritten"),
        (lambda edits: edits[:-1], "is not in the log"),
    ],
    ids=["an author", "the first edit gone", "the last edit gone"],
)
def test_a_log_written_anew_is_told(anchored: Library, place: str, anchors: Path, change, said: str):  # type: ignore[no-untyped-def]
    anchored.close()
    rewrite(place, change)
    with closing(open_library(place, anchors=anchors)) as again:
        problems = again.verify(RECORDING)
        assert len(problems) == 1
        assert any(part in problems[0] for part in said.split("|"))


def test_a_new_library_in_the_place_of_a_deleted_one_is_told(library_file: Path, anchors: Path):
    with closing(open_library(str(library_file), anchors=anchors)) as library:
        put(library, 1.0)
    for path in library_file.parent.glob("library.sqlite*"):
        path.unlink()
    with closing(open_library(str(library_file), anchors=anchors)) as other:
        assert ["deleted, moved or replaced" in issue.message for issue in other.issues] == [True]
        put(other, 1.5)
        assert ["in another library at the same place" in problem for problem in other.verify(RECORDING)] == [True]
        assert other.verify("e" * 64) == []
    with closing(open_library(str(library_file), anchors=anchors)) as other:
        assert other.issues == ()
        assert len(other.verify(RECORDING)) == 1


def test_another_way_to_write_the_same_path_is_the_same_place(
    library_file: Path, anchors: Path, monkeypatch: pytest.MonkeyPatch
):
    with closing(open_library(str(library_file), anchors=anchors)) as library:
        put(library, 1.0)
    library_file.unlink()
    monkeypatch.chdir(library_file.parent)
    with closing(open_library("library.sqlite", anchors=anchors)) as other:
        assert len(other.issues) == 1


def test_a_library_of_before_is_called_unseen(place: str, anchors: Path):
    with closing(open_library(place)) as library:
        put(library, 1.0)
    with closing(open_library(place, anchors=anchors)) as again:
        found = again.verification(RECORDING)
        assert found.problems == ()
        assert len(found.notes) == 1
        put(again, 2.0)
        assert again.verification(RECORDING).notes == ()


def test_a_lost_key_is_told(anchored: Library, place: str, anchors: Path):
    anchored.close()
    (anchors / "key").unlink()
    with closing(open_library(place, anchors=anchors)) as again:
        assert ["lost or damaged" in issue.message for issue in again.issues] == [True]
        found = again.verification(RECORDING)
        assert found.problems == ()
        assert found.notes
        put(again, 9.0)


@pytest.mark.skipif(os.name == "nt", reason="rights are kept in another way there")
def test_the_key_is_the_user_s_alone(anchored: Library, anchors: Path):
    assert stat.S_IMODE((anchors / "key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:-5],
        lambda raw: raw + b"{\xff\n",
        lambda raw: raw + b"[" * 60_000 + b"\n",
        lambda raw: raw + b"[]\n[1]\nnull\n7\n",
        lambda raw: raw.replace(b'"head"', b'"tail"'),
        lambda raw: b"\0" * len(raw),
        lambda raw: raw.replace(b'1, "', b'1e999, "'),
    ],
)
@pytest.mark.parametrize("kind", ["head", "places", "key"])
def test_a_damaged_anchor_hinders_nobody(
    library_file: Path, anchors: Path, damage: Callable[[bytes], bytes], kind: str
):
    with closing(open_library(str(library_file), anchors=anchors)) as library:
        put(library, 1.0)
    for path in anchors.iterdir():
        is_wanted = path.name == "key" if kind == "key" else b'"head"' in path.read_bytes()
        if is_wanted is (kind != "places"):
            path.write_bytes(damage(path.read_bytes()))
    for number in range(2, 4):
        with closing(open_library(str(library_file), anchors=anchors)) as again:
            put(again, float(number))
            assert again.verify(RECORDING) == []


def test_a_lost_file_of_a_recording_is_told(anchored: Library, place: str, anchors: Path):
    anchored.close()
    for path in anchors.glob("*.anchor"):
        if b'"head"' in path.read_bytes():
            path.unlink()
    with closing(open_library(place, anchors=anchors)) as again:
        assert ["is lost" in note for note in again.verification(RECORDING).notes] == [True]


def test_a_forged_line_is_passed_over(anchored: Library, place: str, anchors: Path):
    anchored.close()
    for path in anchors.glob("*.anchor"):
        raw = path.read_bytes()
        if b'"head"' in raw:
            path.write_bytes(raw.replace(b'", 1, "', b'", 7, "'))
    with closing(open_library(place, anchors=anchors)) as again:
        found = again.verification(RECORDING)
        assert found.problems == ()
        assert ["not its own" in note for note in found.notes] == [True]


def test_a_folder_that_cannot_be_made_hinders_nobody(place: str, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with closing(open_library(place, anchors=tmp_path / "file" / "anchors")) as library:
        assert len(library.issues) == 1
        put(library, 1.0)
        found = library.verification(RECORDING)
        assert found.problems == ()
        assert len(found.notes) == 1


def test_it_is_written_at_most_each_second_but_at_once_for_a_signature(tmp_path: Path):
    now_s = [0.0]
    anchor = Anchor(tmp_path, "place", "library", lambda: now_s[0])

    def edit(number: int, mark: Annotation) -> Edit:
        return Edit(number, RECORDING, "", "ann", "resident", Action.ADD, (Change(None, mark),), hash=f"{number}")

    def n_lines() -> int:
        return sum(path.read_bytes().count(b'["head"') for path in tmp_path.glob("*.anchor"))

    plain = Annotation("a", "spasm", 1.0)
    for number in range(1, 50):
        anchor.note(edit(number, plain))
        now_s[0] += 0.01
    assert n_lines() == 1
    now_s[0] += 1.0
    anchor.flush_if_due()
    assert n_lines() == 2
    signature = signature_mark("Ann", "resident", Meaning.REVIEWED, "ann", "2026", [], (49, "49"), "{}", RECORDING)
    anchor.note(edit(50, signature))
    assert n_lines() == 3
    anchor.note(edit(51, plain))
    anchor.flush()
    assert n_lines() == 4
    assert anchor.check(RECORDING, {n: f"{n}" for n in range(1, 52)}) == ([], [])

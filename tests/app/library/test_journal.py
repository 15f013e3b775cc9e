"""The journal of acts: each on the disk at once, found again whatever became of the file; what is lost is told."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.app.library.act_lines import Owner, act_record, line_of, read_lines
from eegview.app.library.journal import ActJournal
from eegview.app.library.queued_edits import Act, Signing, act_of
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, canonical_changes
from eegview.model.issue import Issue
from eegview.model.signature import Meaning

OWNER = Owner("sqlite:///here", "f" * 64, "ann", "resident")
MARK = Annotation("a", "spasm", 0.1, 1 / 3, ("Fp1",), (("class", "focal"),), "“seen”\nagain \ud800", "ann")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "not saved"


def journal(folder: Path | None, owner: Owner = OWNER) -> ActJournal:
    return ActJournal(folder, lambda: owner)


def adding(name: str) -> Act:
    return act_of(Action.ADD, [Change(None, Annotation(name, "spasm", 1.0, 1.0))])


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def killed(held: ActJournal) -> None:
    for file in held._files:
        os.close(file._handle)
    held._files.clear()


def data_of(act: Act) -> tuple[object, ...]:
    names = ("action", "changes", "reason", "reverses", "reverses_act", "signing", "act_id", "made_utc")
    return tuple(getattr(act, name) for name in names)


def test_acts_are_found_as_they_were(folder: Path) -> None:
    acts = [
        act_of(Action.ADD, [Change(None, MARK)], "why"),
        Act(Action.UNDO, reverses=7),
        Act(Action.REDO, reverses_act="another"),
        act_of(Action.DELETE, [Change(MARK, None)]),
        Act(Action.ADD, signing=Signing("Ann", Meaning.APPROVED, "ann", "{}", "hash")),
    ]
    held = journal(folder)
    assert all(held.note(act) for act in acts)
    held.close()
    found = journal(folder).recover()
    assert [data_of(act) for act in found.acts] == [data_of(act) for act in acts]
    assert found.issues == ()


def test_what_is_in_the_library_is_dropped(folder: Path) -> None:
    held = journal(folder)
    first, second = adding("a"), adding("b")
    held.note(first)
    held.note(second)
    held.end(first, 1)
    killed(held)
    again = journal(folder)
    assert [act.act_id for act in again.recover().acts] == [second.act_id]
    again.end(second, 2)
    assert files(folder)[0].stat().st_size == 0
    again.close()
    assert files(folder) == []


def test_an_act_whose_end_was_not_written_is_found_with_its_times(folder: Path) -> None:
    held = journal(folder)
    act = adding("a")
    held.note(act)
    held.note_try(act, "2026-01-01T00:00:00.000001+00:00")
    killed(held)
    again = journal(folder)
    (found,) = again.recover().acts
    assert again.tries(found) == (act.made_utc, "2026-01-01T00:00:00.000001+00:00")


def test_what_an_undo_goes_back_to_is_known_to_the_next_program(folder: Path) -> None:
    held = journal(folder)
    added, undone = adding("a"), adding("b")
    held.note(added)
    held.note(Act(Action.UNDO, reverses_act=added.act_id))
    held.note(undone)
    held.end(added, 41)
    held.end(undone, None)
    killed(held)
    again = journal(folder)
    assert len(again.recover().acts) == 1
    assert (again.number(added.act_id), again.is_over(undone.act_id)) == (41, True)


def test_a_program_that_lives_keeps_its_file(folder: Path) -> None:
    held = journal(folder)
    held.note(adding("a"))
    assert journal(folder).recover().acts == ()
    held.close()
    assert len(journal(folder).recover().acts) == 1


def test_others_acts_are_not_ones_own(folder: Path) -> None:
    held = journal(folder)
    held.note(adding("a"))
    held.close()
    bob = Owner(OWNER.library, OWNER.fingerprint, "bob", "resident")
    assert journal(folder, bob).recover().acts == ()
    assert "ann" not in files(folder)[0].name


def test_a_full_disk_is_known_and_tried_again(folder: Path) -> None:
    folder.write_text("a file in the folder's place")
    held = journal(folder)
    assert not held.note(adding("a"))
    assert not held.is_on_disk
    folder.unlink()
    assert held.write_missing()
    assert held.is_on_disk
    held.close()
    assert len(journal(folder).recover().acts) == 1


def test_a_line_that_does_not_fit_leaves_the_file_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = journal(folder)
    held.note(adding("a"))
    write = os.write

    def full(handle: int, content: bytes) -> int:
        if len(content) < 50:
            raise OSError(28, "No space left on device")
        return write(handle, content[: len(content) // 2])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        assert not held.note(adding("b"))
    assert held.note(adding("c"))
    held.close()
    found = journal(folder).recover()
    assert [act.changes[0].annotation_id for act in found.acts] == ["a", "b", "c"]
    assert found.issues == ()


def damaged(folder: Path, content: bytes) -> tuple[list[str], tuple[Issue, ...], Path]:
    """Return what is found of a file of this content, and the file it was set aside as."""
    folder.mkdir()
    path = folder / f"{OWNER.key}-0.jsonl"
    path.write_bytes(content)
    held = journal(folder)
    found = held.recover()
    held.close()
    (aside,) = [one for one in folder.iterdir() if "set-aside" in one.name]
    assert aside.read_bytes() == content
    again = journal(folder).recover()
    assert ([act.act_id for act in again.acts], again.issues) == ([act.act_id for act in found.acts], ())
    return [act.changes[0].annotation_id for act in found.acts], found.issues, aside


def line(name: str) -> bytes:
    return line_of(act_record(adding(name), OWNER))


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (line("a") + line("b")[:-20], ["a"]),
        (b"\x00\xff\xfe" * 100, []),
        (line("a") + b"\xff\xfe\x80 not text\n" + line("c"), ["a", "c"]),
        (line("a") + line("b").replace(b"spasm", b"mimic") + line("c"), ["a", "c"]),
        (line("a") + b'00000000 {"v":1}\n[1e999]\n' + b"[" * 100_000 + b"\n", ["a"]),
    ],
    ids=["cut", "binary", "not text", "altered", "nonsense"],
)
def test_a_damaged_file_is_set_aside_and_told(folder: Path, content: bytes, names: list[str]) -> None:
    found, (issue,), aside = damaged(folder, content)
    assert found == names
    assert str(folder / f"{OWNER.key}-0.jsonl") in issue.message
    assert str(aside) in issue.message
    assert "is damaged" in issue.message
    assert ("Nothing of it can be read" in issue.message) == (not names)


def test_a_newer_versions_file_is_set_aside_and_told(folder: Path) -> None:
    newer = line_of(act_record(adding("b"), OWNER) | {"v": 2})
    found, (issue,), _aside = damaged(folder, line("a") + newer)
    assert found == ["a"]
    assert "newer version" in issue.message


def test_a_folder_in_its_place_is_set_aside_and_told(folder: Path) -> None:
    path = folder / f"{OWNER.key}.jsonl"
    path.mkdir(parents=True)
    (path / "inside").write_text("stays")
    (issue,) = journal(folder).recover().issues
    assert str(path) in issue.message
    assert (folder / f"{OWNER.key}.jsonl.set-aside-1" / "inside").read_text() == "stays"


def test_the_form_before_this_one_is_read(folder: Path) -> None:
    folder.mkdir()
    old = folder / f"{OWNER.key}.jsonl"
    changes = canonical_changes((Change(None, Annotation("a", "spasm", 1.0)),)).replace('"', '\\"')
    old.write_text(f'["add", "{changes}", "why"]\n["undo", "[]", ""]\n', encoding="utf-8")
    held = journal(folder)
    found = held.recover()
    assert [(act.action, act.reason) for act in found.acts] == [(Action.ADD, "why"), (Action.UNDO, "")]
    assert found.issues == ()
    assert not old.exists()
    killed(held)
    again = journal(folder).recover()
    assert [act.act_id for act in again.acts] == [act.act_id for act in found.acts]


@settings(max_examples=300)
@given(st.binary(max_size=400), st.integers(0, 2000), st.booleans())
def test_no_content_is_too_wild(noise: bytes, at: int, is_over: bool) -> None:
    """Whatever is written into a file, or over a part of it, the rest is read and nothing is raised."""
    lines = [line(name) for name in "abc"]
    whole = b"".join(lines)
    at = min(at, len(whole))
    content = whole[:at] + noise + whole[at + len(noise) if is_over else at :]
    read = read_lines(content)
    harmed, place = set[str](), 0
    for name, one in zip("abc", lines, strict=True):
        if place < at + max(len(noise), 1) and place + len(one) > at:
            harmed.add(name)
        place += len(one)
    if is_over or at == len(whole):
        found = {act.changes[0].annotation_id for act in read.acts.values()}
        assert found >= set("abc") - harmed - ({"a", "b", "c"} if not is_over else set())
    assert read.is_damaged or content == whole or not noise.strip(b"\n")

"""A study in one folder or zip: complete, checked, relative, whole or not at all."""

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.exchange.bundle import (
    MANIFEST,
    Member,
    check_names,
    read_manifest,
    unpack_bundle,
    verify_bundle,
    write_bundle,
)
from eegview.exchange.edit_log import edits_in, log_problems, log_text
from eegview.model.annotation import Annotation
from eegview.model.edit import GENESIS, Action, Change, Edit, edit_hash
from eegview.model.errors import Cancelled, UnreadableFile, UsageError


@pytest.fixture
def members(tmp_path: Path) -> list[Member]:
    source = tmp_path / "source"
    source.mkdir()
    (source / "night ü.edf").write_bytes(bytes(range(256)) * 9000)
    (source / "night.mp4").write_bytes(b"")
    return [
        Member("study/night ü.edf", "recording", source / "night ü.edf"),
        Member("study/night.mp4", "video", source / "night.mp4"),
    ]


@pytest.mark.parametrize("name", ["out.zip", "out"])
def test_what_goes_in_comes_out(tmp_path: Path, members: list[Member], name: str):
    shares: list[float] = []
    manifest = write_bundle(tmp_path / name, members, {"n_marks": 3}, shares.append)
    assert read_manifest(tmp_path / name) == manifest
    assert verify_bundle(tmp_path / name) == []
    assert shares[-1] == 1.0
    unpack_bundle(tmp_path / name, tmp_path / "there")
    for member in members:
        assert (tmp_path / "there" / member.name).read_bytes() == member.source.read_bytes()
    assert verify_bundle(tmp_path / "there") == []
    assert str(tmp_path) not in (tmp_path / "there" / MANIFEST).read_text(encoding="utf-8")


def test_a_changed_missing_or_added_file_is_found(tmp_path: Path, members: list[Member]):
    out = tmp_path / "out"
    write_bundle(out, members, {})
    content = bytearray((out / "study/night ü.edf").read_bytes())
    content[1000] ^= 1
    (out / "study/night ü.edf").write_bytes(bytes(content))
    (out / "study/night.mp4").unlink()
    (out / "extra.txt").write_text("hello")
    assert verify_bundle(out) == [
        "study/night ü.edf differs from what was put in.",
        "study/night.mp4 is missing or cannot be read.",
        "extra.txt does not belong to the bundle.",
    ]
    with pytest.raises(UnreadableFile, match="differs from what was put"):
        unpack_bundle(out, tmp_path / "there")
    assert not (tmp_path / "there").exists()


def test_every_changed_byte_of_a_zip_is_found(tmp_path: Path, members: list[Member]):
    write_bundle(tmp_path / "out.zip", members, {})
    content = bytearray((tmp_path / "out.zip").read_bytes())
    content[50_000] ^= 255
    (tmp_path / "out.zip").write_bytes(bytes(content))
    assert verify_bundle(tmp_path / "out.zip") != []
    with pytest.raises(UnreadableFile):
        unpack_bundle(tmp_path / "out.zip", tmp_path / "there")


@pytest.mark.parametrize("name", ["out.zip", "out"])
def test_cancelling_leaves_nothing_behind(tmp_path: Path, members: list[Member], name: str):
    def stop(share: float) -> None:
        if share > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_bundle(tmp_path / name, members, {}, stop)
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_a_folder_in_use_is_left_alone(tmp_path: Path, members: list[Member]):
    with pytest.raises(UsageError, match="not empty"):
        write_bundle(tmp_path / "source", members, {})
    with pytest.raises(UnreadableFile, match="cannot be read"):
        write_bundle(tmp_path / "out", [Member("a", "video", tmp_path / "none")], {})
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "a/../../x", "C:/x", "a\\b", "", "a//b", "./a", "manifest.json", "a/./b", "nul\0"]
)
def test_names_that_lead_out_are_refused(name: str):
    with pytest.raises(UnreadableFile):
        check_names([name])


def test_a_hostile_zip_writes_nothing_outside(tmp_path: Path):
    rows = [{"name": "../evil", "role": "recording", "n_bytes": 1, "sha256": "0" * 64}]
    manifest = {"format": "eegview-bundle", "format_version": 1, "about": {}, "files": rows}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(MANIFEST, json.dumps(manifest))
        archive.writestr("../evil", "x")
    with pytest.raises(UnreadableFile, match="outside"):
        unpack_bundle(tmp_path / "a.zip", tmp_path / "in" / "there")
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello"])
def test_what_is_no_bundle_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(UnreadableFile, match="not a study bundle"):
        read_manifest(tmp_path / "a.zip")
    with pytest.raises(UnreadableFile, match="not a study bundle"):
        read_manifest(tmp_path)


def test_a_newer_bundle_is_refused(tmp_path: Path):
    (tmp_path / MANIFEST).write_text('{"format": "eegview-bundle", "format_version": 99, "files": [], "about": {}}')
    with pytest.raises(UnreadableFile, match="newer"):
        read_manifest(tmp_path)


def chain(texts: list[str]) -> list[Edit]:
    edits: list[Edit] = []
    for number, text in enumerate(texts, 1):
        change = Change(None, Annotation(str(number), "note", number / 3, text=text, layer="ann"))
        before = edits[-1].hash if edits else GENESIS
        edit = Edit(number, "f" * 64, "2024-01-01T00:00:00.000000+00:00", "ann", "resident", Action.ADD, (change,))
        edit = Edit(**{**{f: getattr(edit, f) for f in edit.__slots__}, "previous_hash": before})
        edits.append(Edit(**{**{f: getattr(edit, f) for f in edit.__slots__}, "hash": edit_hash(edit)}))
    return edits


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_the_log_comes_back_as_it_was(texts: list[str]):
    edits = chain(texts)
    back = edits_in(log_text(edits))
    assert list(back) == edits
    assert log_problems(back) == []


def test_a_log_that_was_meddled_with_is_found():
    edits = chain(["a", "b", "c"])
    assert log_problems([edits[0], edits[2]]) == ["Edit 3 does not follow from the edit before it."]
    changed = edits_in(log_text(edits).replace('\\"text\\": \\"b\\"', '\\"text\\": \\"x\\"').replace("ann", "eve", 1))
    assert "Edit 1 was changed after it was made." in log_problems(changed)
    for wrong in ("", "{}", '{"format": "eegview-log", "edits": [{}]}', "[]"):
        with pytest.raises(UnreadableFile, match="edit log"):
            edits_in(wrong)

"""A case set is one file: whole or refused in one sentence, its answers not readable by opening it."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eegview.app.report.signing.keys import ensure_key, unlocked
from eegview.app.training.cases import archive
from eegview.app.training.cases.case_set import open_case_set
from eegview.app.training.cases.json_shapes import description_text, json_bytes, keys_text, read_description, read_keys
from eegview.app.training.cases.set_facts import SetFacts
from eegview.app.training.cases.set_file import write_case_set
from eegview.model.annotation import Annotation
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.training.item import Category, FilmRow, Item
from eegview.model.training.key import Key, Reason, Vote
from eegview.model.training.question import ONSET, Option, Question

SPASM = Question("spasm", "Is this a spasm?", options=(Option("yes", "Yes", "A"), Option("no", "No", "B")))
WHERE = Question("onset", "Where does it start?", ONSET)
MARK = Annotation("m1", "spasm", 3.0, 1.0, ("Fz",), (("movement", "flexor"),), "", "expert 1")


def _key(item_id: str, question_id: str, answer: str, **more) -> Key:
    votes = (Vote("yes", 3, ("a", "b", "c")), Vote("no", 1)) if question_id == "spasm" else ()
    return Key(item_id, Category(question_id, "spasm", "easy"), answer, votes, **more)


def _facts() -> SetFacts:
    items = (
        Item("i1", "spasm", 10.0, 3.0, 256.0, has_video=True, history="4 months"),
        Item("i2", "onset", 10.0, None, 256.0, infant_id="p1", group_id="g1", part="pre"),
    )
    return SetFacts(
        "set1", "Spasms", "M.", "2026-01-02T03:04:05+00:00", questions={"spasm": SPASM, "onset": WHERE}, items=items
    )


def _keys() -> list[Key]:
    reason = Reason("slow wave", 3.0, 3.4, ("Fz",))
    first = _key("i1", "spasm", "yes", onset_s=3.0, reasons=(reason,), why_not=(("no", "It is one."),), marks=(MARK,))
    return [first, _key("i2", "onset", "", onset_s=3.1, onset_low_s=2.9, onset_high_s=3.4, is_blind_read=True)]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("set")
    for name in ("a.edf", "b.edf", "a.mp4"):
        (folder / name).write_bytes(name.encode() * 300)
    out = folder / "made.eegcases"
    key = folder / "key.pem"
    ensure_key(path=key)
    clips = {"i1": (folder / "a.edf", folder / "a.mp4"), "i2": (folder / "b.edf", None)}
    write_case_set(out, _facts(), _keys(), clips, unlocked(path=key))
    return out


def _rewritten(made: Path, out: Path, change) -> Path:
    """Return a copy of the set with `change(name, content)` in place of each member; None leaves it out."""
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out


def test_what_was_written_is_read_back(made, tmp_path):
    with open_case_set(made, tmp_path) as opened:
        assert opened.items == _facts().items
        assert opened.questions == _facts().questions
        assert [opened.key_of(item.item_id) for item in opened.items] == _keys()
        assert opened.recording("i1").read_bytes() == b"a.edf" * 300
        video = opened.video("i1")
        assert video is not None
        assert video.read_bytes() == b"a.mp4" * 300
        assert opened.video("i2") is None
        assert opened.is_signature_valid
        assert "M." in opened.signature_text
        opened.check()
    assert not any(tmp_path.iterdir())


def test_keys_of_an_earlier_program_are_read_without_what_it_did_not_know():
    facts, keys = _facts(), _keys()
    held = json.loads(keys_text("set1", keys))
    for one in held["keys"]:
        for name in ("onset_low_s", "onset_high_s", "is_blind_read"):
            del one[name]
    read = read_keys(json_bytes(held), facts)
    assert read["i2"] == replace(keys[1], onset_low_s=None, onset_high_s=None, is_blind_read=None)


def test_answers_cannot_be_read_by_opening_the_file(made):
    with zipfile.ZipFile(made) as held:
        everything = b"".join(held.read(name) for name in held.namelist())
    assert b"It is one" not in everything
    assert b"slow wave" not in everything


def test_a_set_without_a_signer_says_that_it_is_not_signed(tmp_path):
    (tmp_path / "a.edf").write_bytes(b"x")
    clips = {"i1": (tmp_path / "a.edf", tmp_path / "a.edf"), "i2": (tmp_path / "a.edf", None)}
    write_case_set(tmp_path / "x.eegcases", _facts(), _keys(), clips)
    with open_case_set(tmp_path / "x.eegcases", tmp_path / "own") as opened:
        assert not opened.is_signature_valid
        assert opened.signature_text == "Not signed."


def test_a_changed_description_is_noticed(made, tmp_path):
    def other_title(name, content):
        return content.replace(b"Spasms", b"Spasmz") if name == archive.DESCRIPTION else content

    with pytest.raises(UnreadableFile, match="altered"):
        open_case_set(_rewritten(made, tmp_path / "x.eegcases", other_title), tmp_path)


def test_a_changed_clip_is_noticed_when_it_is_taken_out(made, tmp_path):
    changed = _rewritten(
        made,
        tmp_path / "x.eegcases",
        lambda name, content: content[:-1] + b"!" if "a.edf" not in name and name.endswith(".edf") else content,
    )
    with open_case_set(changed, tmp_path / "own") as opened, pytest.raises(UnreadableFile, match="altered"):
        opened.recording("i2")
    with open_case_set(changed, tmp_path / "own") as opened, pytest.raises(UnreadableFile, match="altered"):
        opened.check()


def test_digests_of_another_hand_do_not_pass_for_the_makers(made, tmp_path):
    def forged(name, content):
        if name != archive.SIGNATURE:
            return content
        held = json.loads(content)
        held["printed_name"] = "Somebody else"
        return (json.dumps(held, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

    with pytest.raises(UnreadableFile, match="altered"):
        open_case_set(_rewritten(made, tmp_path / "x.eegcases", forged), tmp_path)


def test_keys_of_another_set_are_refused(made, tmp_path):
    other = tmp_path / "other.eegcases"
    (tmp_path / "a.edf").write_bytes(b"x")
    clips = {"i1": (tmp_path / "a.edf", tmp_path / "a.edf"), "i2": (tmp_path / "a.edf", None)}
    write_case_set(other, replace(_facts(), set_id="set2"), _keys(), clips)
    with zipfile.ZipFile(other) as held:
        keys = held.read(archive.KEYS)
    mixed = _rewritten(made, tmp_path / "x.eegcases", lambda name, content: keys if name == archive.KEYS else content)
    with pytest.raises(UnreadableFile):
        open_case_set(mixed, tmp_path)


@pytest.mark.parametrize("name", ["../evil.edf", "/evil.edf", "eeg/../../evil.edf", "eeg\\evil.edf", "notes.txt"])
def test_a_member_that_no_case_set_has_is_refused(made, tmp_path, name):
    copy = tmp_path / "x.eegcases"
    copy.write_bytes(made.read_bytes())
    with zipfile.ZipFile(copy, "a") as held:
        held.writestr(name, b"x")
    with pytest.raises(UnreadableFile, match="contains files that no case set has"):
        open_case_set(copy, tmp_path)


def test_a_bomb_is_not_unpacked(made, tmp_path):
    def blown_up(name, content):
        return bytes(200 << 20) if name == "eeg/i1.edf" else content

    with pytest.raises(UnreadableFile, match="far more"):
        open_case_set(_rewritten(made, tmp_path / "x.eegcases", blown_up), tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"0       " + bytes(2000), b"\x89PNG"])
def test_another_file_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "x.eegcases"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        open_case_set(path, tmp_path)


def test_a_missing_file_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(UnreadableFile, match="was not found"):
        open_case_set(tmp_path / "x.eegcases", tmp_path)


def test_a_name_of_another_kind_is_refused(tmp_path):
    with pytest.raises(UsageError):
        write_case_set(tmp_path / "x.zip", _facts(), _keys(), {})


def _everything(path: Path, folder: Path):
    with open_case_set(path, folder) as opened:
        clips = [opened.recording(item.item_id).read_bytes() for item in opened.items]
        return opened.facts, [opened.key_of(item.item_id) for item in opened.items], clips


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_file_with_changed_or_missing_bytes_is_refused_or_says_the_same(made, tmp_path, data):
    content = bytearray(made.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    path = tmp_path / "x.eegcases"
    path.write_bytes(content)
    try:
        found = _everything(path, tmp_path / "own")
    except UnreadableFile:
        return
    assert found == _everything(made, tmp_path / "own")


FILM = Question("film_spasm", "Film alone: a spasm?", options=SPASM.options, is_film=True)


def _film_facts(**changes) -> SetFacts:
    row = FilmRow("sound", 25.0, 0.01, (None, -20.5))
    item = replace(Item("f1", "film_spasm", 8.0, 3.0, 0.0, has_video=True, is_film=True, rows=(row,)), **changes)
    return SetFacts("set2", "Clips", "M.", "2026-01-02T03:04:05+00:00", questions={"film_spasm": FILM}, items=(item,))


def test_a_set_without_film_is_written_as_earlier_programs_read_it(made):
    with zipfile.ZipFile(made) as held:
        description = json.loads(held.read(archive.DESCRIPTION))
    assert description["format_version"] == 1
    assert not any({"is_film", "rows"} & set(one) for one in (*description["items"], *description["questions"]))


def test_a_film_is_kept_without_eeg_and_in_a_later_version(tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"a" * 300)
    out = tmp_path / "clips.eegcases"
    key = Key("f1", Category("film_spasm", "spasm", "easy"), "yes", (Vote("yes", 3),))
    write_case_set(out, _film_facts(), [key], {"f1": (None, tmp_path / "a.mp4")})
    with zipfile.ZipFile(out) as held:
        assert json.loads(held.read(archive.DESCRIPTION))["format_version"] == 2
        assert sorted(held.namelist()) == ["keys.bin", "set.json", "signature.json", "video/f1.mp4"]
    with open_case_set(out, tmp_path) as opened:
        opened.check()
        assert opened.items == _film_facts().items
        assert opened.questions["film_spasm"].is_film
        assert opened.recording("f1") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"is_film": False},
        {"has_video": False},
        {"rate_hz": 256.0},
        {"rows": (FilmRow("speech", 25.0, 0.0, (1.0,)),)},
        {"rows": (FilmRow("sound", 25.0, 0.0, (1e12,)),)},
    ],
)
def test_an_item_that_is_neither_eeg_nor_film_is_refused(changes):
    with pytest.raises(ValueError, match=r"film|kind|range"):
        read_description(description_text(_film_facts(**changes)))

"""What is said of clips: of files that are no film, wrong endings, marks that a clip's end cuts, one picture."""

import json
from pathlib import Path

import pytest
from films.phone_clips import write_phone_clip

from eegview.cli.run import main
from eegview.model.errors import UnreadableFile
from eegview.readers.opening import open_recording


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("EEGVIEW_LIBRARY", f"sqlite:///{tmp_path / 'library.db'}")
    return write_phone_clip(tmp_path / "plain.mp4", 60)


@pytest.mark.parametrize(
    ("name", "head", "what"),
    [
        ("voice.m4a", b"\0\0\0\x1cftypM4A \0\0\0\0", "a sound file"),
        ("IMG_1.HEIC", b"\0\0\0\x24ftypheic\0\0\0\0", "a picture"),
        ("IMG_2.avif", b"\0\0\0\x24ftypavif\0\0\0\0", "a picture"),
        ("voice.mp3", b"ID3\x04\0\0\0\0\0\0\0\0", "a sound file"),
        ("IMG_0001", b"\0\0\0\x14ftypqt  \0\0\0\0", "a video file"),
    ],
)
def test_a_file_of_a_phone_that_is_no_film_is_told_for_what_it_is(tmp_path, name, head, what):
    (tmp_path / name).write_bytes(head + bytes(600))
    with pytest.raises(UnreadableFile, match=f"is {what}") as refusal:
        open_recording(tmp_path / name)
    assert "EDF" not in refusal.value.advice


def test_a_copy_of_a_clip_that_is_named_as_an_eeg_is_refused_for_its_ending(clip, tmp_path, capsys):
    assert main(["anonymize", str(clip), "-o", str(tmp_path / "copy.edf")]) == 2
    said = capsys.readouterr().err
    assert "“.edf” is not the ending of a video" in said
    assert ".mp4" in said
    assert not (tmp_path / "copy.edf").exists()


def test_a_mark_that_the_clip_ends_before_says_how_long_it_is(clip, capsys):
    assert main(["events", "add", str(clip), "--term", "spasm", "--onset", "1.5", "--duration", "5", "--json"]) == 0
    out, said = capsys.readouterr()
    assert json.loads(out)["event"]["duration_s"] == pytest.approx(0.5)
    assert "The clip ends before the mark would: it is 0.50 s long, not 5.00 s." in said
    assert "unusual" not in said


def test_one_picture_is_one_picture(clip, tmp_path, capsys):
    part = ["--from", "0.5", "--to", "0.52"]
    assert main(["film", str(clip), "-o", str(tmp_path / "a.mp4"), "--faces", "shown", "--voice", "mute", *part]) == 0
    assert ": 1 picture.\n" in capsys.readouterr().out


def test_what_takes_one_video_names_a_folder_for_what_it_is(clip, capsys):
    assert main(["frame", str(clip.parent), "--at", "1"]) == 3
    assert "is a folder." in capsys.readouterr().err

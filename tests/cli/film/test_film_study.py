"""The command line with a study that is film alone: marks, bundle, statistics; what needs EEG is refused."""

import json
from pathlib import Path

import pytest
from made_studies.clip_study import write_clips

from eegview.cli.run import main


@pytest.fixture
def clips(tmp_path, monkeypatch) -> list[str]:
    monkeypatch.setenv("EEGVIEW_LIBRARY", f"sqlite:///{tmp_path / 'library.sqlite'}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return [str(path) for path in write_clips(tmp_path / "clips", seconds=(4.0, 2.0))]


def _json(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def test_a_mark_says_clinical_only_and_what_needs_eeg_is_refused(clips, capsys):
    assert main(["events", "add", clips[0], "--term", "spasm", "--onset", "1", "--json"]) == 0
    assert _json(capsys)["event"]["attributes"] == {"clinical": "clinical_only"}
    said = ["--set", "clinical=electroclinical"]
    assert main(["events", "add", clips[0], "--term", "spasm", "--onset", "3", *said, "--json"]) == 2
    assert "this study is film alone" in capsys.readouterr().err


def test_several_clips_go_into_one_bundle_once_each_and_come_back(clips, capsys, tmp_path, monkeypatch):
    bundle, folder = str(tmp_path / "film.zip"), tmp_path / "back"
    assert main(["bundle", *clips, "-o", bundle, "--json"]) == 0
    files = _json(capsys)["files"]
    assert [one["name"] for one in files if one["role"] in ("recording", "video")] == [
        f"study/{Path(path).name}" for path in clips
    ]
    monkeypatch.setenv("EEGVIEW_LIBRARY", f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert main(["unbundle", bundle, "-o", str(folder), "--json"]) == 0
    assert [Path(path).name for path in _json(capsys)["recordings"]] == [Path(path).name for path in clips]


def test_a_film_without_video_is_nothing(clips, capsys, tmp_path):
    assert main(["bundle", clips[0], "--no-video", "-o", str(tmp_path / "film.zip")]) == 2
    assert "film alone" in capsys.readouterr().err


def test_the_film_is_its_own_time(clips, capsys):
    assert main(["events", "add", clips[0], "--term", "spasm", "--onset", "1"]) == 0
    capsys.readouterr()
    assert main(["spasms", clips[0], "--json"]) == 0
    assert [warning["code"] for warning in _json(capsys)["warnings"]] == ["film_alone", "reviewed_unknown"]


@pytest.mark.parametrize(
    "command",
    [
        ("trends", "{clip}", "-o", "{out}"),
        ("score", "{clip}", "--list"),
        ("sync", "{clip}", "--video", "{clip}"),
        ("response", "{clip}", "{clip}"),
    ],
    ids=lambda command: command[0],
)
def test_what_needs_eeg_refuses_film_in_a_sentence(clips, capsys, tmp_path, command):
    arguments = [part.format(clip=clips[0], out=tmp_path / "out.csv") for part in command]
    assert main(arguments) == 2
    assert "this recording is film alone" in capsys.readouterr().err

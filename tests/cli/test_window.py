"""`eegview FILE…`: what reaches the window, with options and without."""

import subprocess
import sys
from pathlib import Path

import pytest
from recordings.study_files import write_edf
from shared_data import PROJECT

from eegview.cli.run import main


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    for name in ("EEGVIEW_LIBRARY", "EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)
    calls: list[tuple] = []
    monkeypatch.setattr("eegview.main.open_window", lambda *given: calls.append(given) or 0)
    return calls


def test_a_file_alone_reaches_the_window_as_one_with_options_does(asked: list[tuple], tmp_path: Path) -> None:
    path = str(write_edf(tmp_path / "night.edf"))
    assert main([path]) == 0
    assert main(["open", path]) == 0
    assert main([path, "--role", "technologist"]) == 0
    assert [list(files) for files, *_rest in asked] == [[path]] * 3
    assert [[*map(tuple, call[1:2]), *call[2:]] for call in asked] == [[(), None, None, None, None, None, "", ""]] * 3


def test_options_and_the_environment_reach_it(
    asked: list[tuple], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(write_edf(tmp_path / "night.edf"))
    monkeypatch.setenv("EEGVIEW_LIBRARY", "marks.sqlite")
    monkeypatch.setenv("EEGVIEW_REVIEWER", "ann")
    assert main([path]) == 0
    monkeypatch.setenv("EEGVIEW_ROLE", "neurologist")
    assert main([path]) == 0
    assert main([path, "--montage", "none", "--at", "00:00:04", "--page", "20", "--library", "other.sqlite"]) == 0
    assert [call[5:7] for call in asked] == [
        ("marks.sqlite", ("ann", "technologist")),
        ("marks.sqlite", ("ann", "neurologist")),
        ("other.sqlite", ("ann", "neurologist")),
    ]
    assert asked[2][3:5] == ("none", 20.0)


def test_a_missing_file_and_an_unknown_montage_open_no_window(asked: list[tuple], tmp_path: Path, capsys) -> None:
    assert main([str(tmp_path / "none.edf")]) == 3
    assert "none.edf was not found." in capsys.readouterr().err
    assert main([str(write_edf(tmp_path / "night.edf")), "--montage", "no such"]) == 2
    assert not asked


def test_the_window_is_opened_without_the_parser_of_options(tmp_path: Path) -> None:
    path = write_edf(tmp_path / "night.edf")
    program = (
        "import sys, eegview.main; eegview.main.open_window = lambda *given: 0; from eegview.cli.run import main; "
        "main(sys.argv[1:]); print(sorted({'typer', 'pydantic'} & set(sys.modules)))"
    )
    words = [sys.executable, "-c", program, str(path)]
    assert subprocess.run(words, capture_output=True, text=True, check=True, cwd=PROJECT).stdout.strip() == "[]"


def test_a_folder_of_clips_alone_opens_as_a_study_and_one_of_several_recordings_asks(
    asked: list[tuple], tmp_path: Path, capsys
) -> None:
    for name in ("clips/IMG_2.MOV", "clips/IMG_10.MOV", "nights/a.edf", "nights/b.edf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert main([str(tmp_path / "clips")]) == 0
    assert [Path(file).name for file in asked[0][0]] == ["IMG_2.MOV", "IMG_10.MOV"]
    assert main([str(tmp_path / "nights")]) == 3
    assert "2 recordings" in capsys.readouterr().err

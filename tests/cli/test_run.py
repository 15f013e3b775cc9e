"""The command line as a whole: overview, exit codes, one sentence and one piece of advice, nothing of Qt."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import typer
from films.barcoded import write_video
from shared_data import PROJECT

from eegview import __version__
from eegview.cli.commands import COMMANDS
from eegview.cli.run import main, overview

GROUPS = {
    "library": ("list", "export", "names", "starts", "note"),
    "infant": ("list", "show", "add", "remove", "treatment", "milestone", "undo", "history", "export", "import"),
    "diary": ("list", "add", "import", "export", "form"),
    "events": ("list", "add", "import", "export"),
    "vocabulary": ("check",),
    "detectors": ("list", "info", "check", "trust", "distrust", "new", "guide"),
    "keys": ("show", "make", "passphrase", "export", "import", "list", "trust", "remove"),
}
NEEDS_A_FILE = ("info", "page", "history", "bench")


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the library and one's own files live in `tmp_path`."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.delenv("EEGVIEW_LIBRARY", raising=False)
    return tmp_path


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    import edfio

    rng = np.random.default_rng(0)
    signals = [
        edfio.EdfSignal(30 * rng.standard_normal(2000), 100, label=f"EEG {name}", physical_dimension="uV")
        for name in ("Fp1", "F7", "Cz")
    ]
    path = tmp_path / "study.edf"
    edfio.Edf(signals).write(path)
    return path


def test_overview_names_every_command_and_what_it_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert said.rstrip("\n") == overview()
    assert all(f"  {name} " in said for name in COMMANDS)
    assert "not a cleared medical device" in said


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith(f"eegview {__version__}\ncode ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_exists(name: str) -> None:
    module, attribute = COMMANDS[name][0].split(":")
    assert callable(getattr(importlib.import_module(module), attribute))


@pytest.mark.parametrize("words", [(name,) for name in COMMANDS] + [(g, c) for g in GROUPS for c in GROUPS[g]])
def test_help_has_an_example_that_begins_with_the_command(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"Example: eegview {' '.join(words)}" in said


def test_every_subcommand_is_checked_above() -> None:
    for name, (place, _line) in COMMANDS.items():
        module, attribute = place.split(":")
        target = getattr(importlib.import_module(module), attribute)
        if isinstance(target, typer.Typer):
            assert {command.name for command in target.registered_commands} == set(GROUPS[name])


@pytest.mark.parametrize(
    "argv", [["gone.edf"], ["open", "gone.edf"], *([name, "gone.edf"] for name in NEEDS_A_FILE if name != "page")]
)
def test_a_file_that_is_not_there_is_one_sentence_and_one_advice(
    argv: list[str], own_folders: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(own_folders)
    assert main(argv) == 3
    said = capsys.readouterr()
    sentence, advice = said.err.splitlines()
    assert sentence == "gone.edf was not found."
    assert advice.endswith(".")
    assert said.out == ""


def test_a_file_that_is_no_recording(own_folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own_folders / "letter.edf"
    path.write_text("Dear colleague,")
    assert main(["info", str(path)]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.parametrize(
    "argv",
    [
        ["info"],
        ["info", "--nonsense"],
        ["info", "a.edf", "--json=maybe"],
        ["page", "study.edf", "--phase", "sideways", "-o", "p.png"],
        ["page", "study.edf"],
        ["page", "study.edf", "--montage", "nonsense", "-o", "p.png"],
        ["page", "study.edf", "--at", "soon", "-o", "p.png"],
        ["page", "study.edf", "--at", "99:00:00", "-o", "p.png"],
        ["events", "nonsense"],
        ["events", "add", "study.edf", "--term", "nonsense", "--onset", "1"],
        ["events", "add", "study.edf", "--term", "spasm", "--onset", "1", "--role", "king"],
        ["events", "export", "study.edf", "-o", "marks.docx"],
        ["frame", "v.mp4"],
        ["bench", "study.edf", "--page", "0"],
    ],
    ids=" ".join,
)
def test_usage_errors(
    argv: list[str],
    own_folders: Path,
    recording: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(recording.parent)
    assert main(argv) == 2
    said = capsys.readouterr()
    assert said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_a_library_that_cannot_be_opened(
    own_folders: Path, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_folders / "library.sqlite").write_text("this is no library, but it is long enough to be looked at " * 20)
    argv = ["events", "list", str(recording), "--library", str(own_folders / "library.sqlite")]
    assert main(argv) == 5
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_without_a_screen_the_window_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main([]) == 2
    assert "no screen" in capsys.readouterr().err


# In one process of its own, after each command: has anything of Qt been loaded?
ASK = """
import contextlib, io, json, sys
from eegview.cli.run import main

found = {}
for argv in json.loads(sys.argv[1]):
    words = io.StringIO()
    with contextlib.redirect_stdout(words):
        code = main(argv)
    found[" ".join(argv)] = [code, sorted(m for m in sys.modules if m.split(".")[0] in ("PySide6", "pyqtgraph"))]
print(json.dumps(found))
"""


def test_headless_commands_never_load_qt(own_folders: Path, recording: Path) -> None:
    file = str(recording)
    video = str(write_video(own_folders / "study.mp4", n_frames=10))
    commands = [
        ["--help"],
        ["info", file, "--json"],
        ["page", file, "-o", str(own_folders / "page.npz")],
        ["page", file, "--preset", "clinical", "-o", str(own_folders / "page.png")],
        ["montages", "--json"],
        ["vocabulary", "--json"],
        ["events", "add", file, "--term", "spasm", "--onset", "1"],
        ["events", "list", file, "--json"],
        ["events", "export", file, "-o", str(own_folders / "marks.tsv")],
        ["events", "import", file, str(own_folders / "marks.tsv")],
        ["history", file, "--verify"],
        ["compare", str(own_folders / "marks.tsv"), str(own_folders / "marks.tsv"), "--json"],
        ["frame", video, "--at", "0.1", "-o", str(own_folders / "frame.png")],
    ]
    ran = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(commands)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        timeout=100,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert {name: entry for name, entry in found.items() if entry != [0, []]} == {}
    assert len(found) == len(commands)


def test_the_command_as_a_program(own_folders: Path) -> None:
    """A failure crosses the process border as exit code and two lines, without a traceback."""
    ran = subprocess.run(
        [sys.executable, "-m", "eegview", "info", "gone.edf"], capture_output=True, text=True, cwd=own_folders,
        env=os.environ | {"PYTHONPATH": str(PROJECT)}, timeout=100,
    )  # fmt: skip
    assert ran.returncode == 3
    assert len(ran.stderr.splitlines()) == 2

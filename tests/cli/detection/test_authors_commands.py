"""`eegview detectors new`, `check` and `guide`, as authors of detectors use them."""

import json
from pathlib import Path

import pytest
from detectors.made_plugins import make_plugin
from recordings.study_files import write_edf

from eegview.cli.run import main


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))


@pytest.fixture
def study(tmp_path):
    return write_edf(tmp_path / "study.edf", segments=((0, 60),))


def test_a_new_detector_is_written_checked_and_run(tmp_path, study, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["detectors", "new", "Slow waves"]) == 0
    told = capsys.readouterr().out
    assert "It is a template: it works, and means nothing." in told
    assert "eegview detectors check slow_waves" in told
    assert "README.md" in told
    assert main(["detectors", "check", "slow_waves"]) == 0
    assert capsys.readouterr().out == "slow_waves: no fault was found.\n"
    assert main(["detect", str(study), "--develop", "slow_waves", "--yes", "--no-store"]) == 0
    capsys.readouterr()
    assert main(["detectors", "new", "Slow waves"]) == 2
    assert "There is already a folder slow_waves." in capsys.readouterr().err
    assert main(["detectors", "new", "spasms", "--into", str(tmp_path)]) == 2
    assert "The id “spasms” is taken by the detector in " in capsys.readouterr().err


def test_a_new_package_is_told_as_json(tmp_path, capsys):
    words = ["detectors", "new", "waves", "--engine", "command", "--package", "--into", str(tmp_path), "--json"]
    assert main(words) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["id"], made["engine"]) == ("waves", "command")
    assert made["folder"] == str(tmp_path / "waves" / "eegview_waves")
    assert "pyproject.toml" in made["files"]
    assert Path(made["test"]).is_file()


def test_the_guide_is_printed(capsys):
    assert main(["detectors", "guide"]) == 0
    assert capsys.readouterr().out.startswith("# Detectors\n")


def test_faults_are_told_with_file_and_line_as_text_and_as_json(tmp_path, capsys):
    broken = make_plugin(tmp_path / "broken", "parameters['x']", more="[input]\nrate_hz = -1\n")
    (broken / "more.py").write_text("import PySide6\n")
    assert main(["detectors", "check", str(broken)]) == 2
    first, second, last = capsys.readouterr().out.splitlines()
    line = (broken / "plugin.toml").read_text().splitlines().index("rate_hz = -1") + 1
    assert first.startswith(f"plugin.toml, line {line}, [input]: “rate_hz” is -1")
    assert second.startswith("more.py, line 1: “PySide6”")
    assert last.startswith("Warning: detector.py, line 2: the parameter “x”")
    assert main(["detectors", "check", str(broken), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["faults"] == [first, second]
    assert [f"Warning: {one}" for one in told["warnings"]] == [last]
    assert told["found"][0] == {
        "file": "plugin.toml",
        "line": line,
        "place": "[input]",
        "sentence": "“rate_hz” is -1; it must be from 0 to 20000.",
        "is_warning": False,
    }

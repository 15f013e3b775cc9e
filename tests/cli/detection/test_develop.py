"""`eegview detect --develop`: the folder as it is, asked once per terminal; nothing is kept."""

import json
import sys

import pytest
from detectors.made_plugins import make_plugin
from recordings.study_files import write_edf

from eegview.cli.detection import develop
from eegview.cli.run import main
from eegview.detect.development.session import DevelopmentSession, this_session

DEVELOPMENT = "Development run: nothing is kept in the library"


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """Have agreements, logs and libraries in a folder of the test."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setattr(develop, "this_session", lambda: "1:1.00")


@pytest.fixture
def study(tmp_path):
    return write_edf(tmp_path / "study.edf", segments=((0, 30),))


def at_a_terminal(monkeypatch, *answers: bool) -> list[str]:
    """Answer what is asked; the questions are returned as they come."""
    asked, left = [], list(answers)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    def confirm(question: str, **_options) -> bool:
        asked.append(question)
        return left.pop(0)

    monkeypatch.setattr(develop.typer, "confirm", confirm)
    return asked


def test_it_runs_without_approval_and_keeps_nothing(tmp_path, study, capsys):
    folder = make_plugin(tmp_path / "mine", 'print("in work")\nreport.event(3.0, 0.5, "spasm", 0.5)')
    out = tmp_path / "found.tsv"
    assert main(["detect", str(study), "--develop", str(folder), "--yes", "-o", str(out)]) == 0
    told = capsys.readouterr()
    assert "1 suggestion in 00:00:30" in told.out
    assert DEVELOPMENT in told.out
    assert f"from {folder}, as it is now. {DEVELOPMENT}" in told.err
    assert "in work\n" in told.err
    assert out.read_text().splitlines()[1].startswith("3.000\t0.500\tspasm\t0.5000")
    assert not (tmp_path / "library.sqlite").exists()
    assert not list((tmp_path / "xdg_data_home").rglob("*.log"))
    assert main(["detectors", "list", "--json"]) == 0
    assert str(folder) not in capsys.readouterr().out


def test_a_change_runs_at_once_and_an_error_is_shown_in_the_authors_own_lines(tmp_path, study, capsys):
    folder = make_plugin(tmp_path / "mine", "pass")
    order = ["detect", str(study), "--develop", str(folder), "--yes"]
    assert main(order) == 0
    (folder / "heights.py").write_text('def height(frame):\n    return frame.data["C3"]\n')
    make_plugin(folder, "from heights import height\nfor frame in recording.frames(2.0):\n    height(frame)")
    capsys.readouterr()
    assert main(order) == 4
    err = capsys.readouterr().err
    shown = err[err.index("Traceback") :].splitlines()
    assert shown[1] == f'  File "{folder / "detector.py"}", line 4, in detect'
    assert shown[2].strip() == "height(frame)"
    assert [line for line in shown if line.startswith("  File")][1].startswith(
        f'  File "{folder / "heights.py"}", line 2'
    )
    assert "eegview/detect" not in err
    assert "IndexError" in err
    assert "(heights.py, line 2)" in err
    assert "What it printed is shown above." in err


def test_what_a_module_does_wrong_on_import_is_shown_too(tmp_path, study, capsys):
    folder = make_plugin(tmp_path / "mine")
    (folder / "detector.py").write_text("def detect(recording, parameters, report)\n    pass\n")
    assert main(["detect", str(study), "--develop", str(folder), "--yes"]) == 4
    err = capsys.readouterr().err
    assert f'File "{folder / "detector.py"}", line 1' in err
    assert "SyntaxError: expected ':'" in err


def test_one_is_asked_once_in_a_terminal_session(tmp_path, study, monkeypatch, capsys):
    folder = make_plugin(tmp_path / "mine")
    order = ["detect", str(study), "--develop", str(folder)]
    assert main(order) == 2
    assert "Add --yes" in capsys.readouterr().err
    asked = at_a_terminal(monkeypatch, False, True)
    assert main(order) == 4
    assert "It was not run." in capsys.readouterr().err
    assert main(order) == 0
    assert "with your rights" in capsys.readouterr().err
    make_plugin(folder, "report.note('changed')")
    assert main(order) == 0
    assert len(asked) == 2
    monkeypatch.setattr(develop, "this_session", lambda: "2:1.00")
    asked = at_a_terminal(monkeypatch, True)
    assert main(order) == 0
    assert len(asked) == 1  # another terminal


def test_a_session_ends_with_its_first_process(tmp_path):
    path = tmp_path / "sessions.json"
    old, new = DevelopmentSession("99999999:1.00", path), DevelopmentSession(this_session() or "1:2.00", path)
    old.agree(tmp_path)
    assert old.is_agreed(tmp_path)
    assert not new.is_agreed(tmp_path)
    new.agree(tmp_path)
    assert new.is_agreed(tmp_path)
    assert not old.is_agreed(tmp_path)  # nobody is there any more
    assert not DevelopmentSession("", path).is_agreed(tmp_path)
    path.write_text("[1]")
    assert not new.is_agreed(tmp_path)


def test_every_fault_of_a_broken_folder_is_listed(tmp_path, study, capsys):
    folder = make_plugin(tmp_path / "mine", more="[limits]\nsilence = 3", top='terms = "spasm"')
    assert main(["detect", str(study), "--develop", str(folder), "--yes"]) == 4
    err = capsys.readouterr().err
    assert 'write a list: terms = ["spasm"]' in err
    assert "“silence” is not known here" in err
    assert "Correct what is listed above" in err
    assert main(["detect", str(study), "--develop", str(tmp_path / "none"), "--yes"]) == 2
    assert "There is no folder “none”." in capsys.readouterr().err


def test_one_of_the_two_ways_to_name_a_detector_is_wanted(tmp_path, study, capsys):
    folder = make_plugin(tmp_path / "mine")
    assert main(["detect", str(study)]) == 2
    assert main(["detect", str(study), "--develop", str(folder), "--detector", "spasms"]) == 2
    assert capsys.readouterr().err.count("Give one of --detector ID") == 2


def test_it_reads_the_reviewers_marks_and_says_so(tmp_path, study, capsys):
    body = "report.note(str([mark[0] for mark in recording.marks('spasm')]))"
    folder = make_plugin(tmp_path / "mine", body, '[input]\nmarks = ["spasm"]')
    for onset, reader in (("5", "ada"), ("7", "ben")):
        assert main(["events", "add", str(study), "--term", "spasm", "--onset", onset, "--reviewer", reader]) == 0
    capsys.readouterr()
    order = ["detect", str(study), "--develop", str(folder), "--yes", "--reviewer", "ada", "--json"]
    assert main(order) == 0
    told = capsys.readouterr()
    assert "It reads 1 mark of ada: spasm." in told.err
    found = json.loads(told.out)
    assert found["development"] is True
    assert found["notes"] == ["[5.0]"]
    assert found["marks"]["spasm"].startswith("1 mark (fingerprint ")
    assert found["parameters"] == {}


def test_a_study_that_is_read_blind_is_no_place_to_develop(tmp_path, study, capsys):
    folder = make_plugin(tmp_path / "mine")
    assert main(["blind", str(study), "--ask", "--reviewer", "lead", "--role", "neurologist"]) == 0
    capsys.readouterr()
    assert main(["detect", str(study), "--develop", str(folder), "--yes", "--reviewer", "ada"]) == 2
    assert "Develop on another recording." in capsys.readouterr().err

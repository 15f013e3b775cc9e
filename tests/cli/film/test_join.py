"""`eegview join`: a clip that comes later."""

import json
from pathlib import Path

import pytest
from made_studies.clip_study import write_clips

from eegview.cli.events import opened
from eegview.cli.run import main


@pytest.fixture
def clips(tmp_path: Path, monkeypatch) -> tuple[Path, Path]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("EEGVIEW_LIBRARY", f"sqlite:///{tmp_path / 'library.db'}")
    monkeypatch.setenv("EEGVIEW_REVIEWER", "Ada")
    return write_clips(tmp_path / "clips")


def test_marks_of_the_later_clip_come_along_when_an_earlier_one_is_added(clips, capsys):
    first, second = map(str, clips)
    assert main(["events", "add", second, "--term", "spasm", "--onset", "2.0"]) == 0
    assert main(["events", "add", second, "--term", "spasm", "--onset", "3.0", "--reviewer", "Bo"]) == 0
    capsys.readouterr()
    assert main(["join", second, "--new", first, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["n_marks"], told["n_left"]) == (2, 0)
    with opened([first, second], None, "Ada", "technologist") as work:
        assert work.recording.fingerprint == told["fingerprint"]
        assert [(mark.onset_s, mark.layer) for mark in work.marks()] == [(62.0, "Ada"), (63.0, "Bo")]
        (edit,) = work.editor.history()
        assert "of 1 clip as of its edit 2" in edit.reason
        work.editor.undo()
        assert work.marks() == ()
    with opened(second, None, "Ada", "technologist") as work:  # nothing of it is lost
        assert [mark.onset_s for mark in work.marks()] == [2.0, 3.0]


def test_marks_that_are_there_are_never_mixed_with_others(clips, capsys):
    first, second = map(str, clips)
    assert main(["events", "add", second, "--term", "spasm", "--onset", "2.0"]) == 0
    assert main(["join", second, "--new", first]) == 0
    assert main(["join", second, "--new", first]) == 2
    assert "have marks already" in capsys.readouterr().err
    assert main(["join", second]) == 2
    assert main(["join", second, "--new", second]) == 2

"""`eegview filmed --slower`: slow motion that the file does not tell; marks stay on their frames."""

import json
from pathlib import Path

import pytest
from films.phone_clips import write_phone_clip

from eegview.app.film.slowness import slowness_act
from eegview.app.study.records import utc_now
from eegview.cli.events import opened
from eegview.cli.run import main
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("EEGVIEW_LIBRARY", f"sqlite:///{tmp_path / 'library.db'}")
    monkeypatch.setenv("EEGVIEW_REVIEWER", "Ada")
    monkeypatch.chdir(tmp_path)
    write_phone_clip(tmp_path / "clip.mp4", 120)
    return tmp_path


def said(capsys, *words: str) -> dict:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def onsets(capsys) -> list[tuple[float, float]]:
    return [(mark["onset_s"], mark["duration_s"]) for mark in said(capsys, "events", "list", "clip.mp4")["events"]]


def test_marks_move_with_their_frames_and_back_with_undo(folder: Path, capsys):
    assert main(["events", "add", "clip.mp4", "--term", "spasm", "--onset", "2.0", "--duration", "0.8"]) == 0
    capsys.readouterr()
    assert main(["filmed", "clip.mp4", "--slower", "4"]) == 0
    out, err = capsys.readouterr()
    assert "Plays 4 times slower; typed by Ada" in out
    assert "1 mark moved with the frames, in the same edit." in err
    assert onsets(capsys) == [(0.5, 0.2)]
    told = said(capsys, "filmed", "clip.mp4")
    assert (told["slowness"], told["slowness_source"]) == (4.0, "typed by Ada")
    assert main(["history", "clip.mp4"]) == 0
    assert "4 times slower than it happened" in capsys.readouterr().out
    assert main(["history", "clip.mp4", "--verify"]) == 0
    capsys.readouterr()
    with opened("clip.mp4", None, "Ada", "technologist") as work:
        work.editor.undo()
    assert onsets(capsys) == [(2.0, 0.8)]
    assert said(capsys, "filmed", "clip.mp4")["slowness"] == 1.0


def test_a_mark_after_the_true_end_of_the_clip_is_refused(folder: Path, capsys):
    assert main(["filmed", "clip.mp4", "--slower", "4"]) == 0
    assert main(["events", "add", "clip.mp4", "--term", "spasm", "--onset", "2.0"]) == 2
    assert main(["events", "add", "clip.mp4", "--term", "spasm", "--onset", "0.9"]) == 0


def test_marks_of_others_are_not_moved_silently(folder: Path, capsys):
    assert main(["events", "add", "clip.mp4", "--term", "spasm", "--onset", "2.0", "--reviewer", "Bo"]) == 0
    assert main(["filmed", "clip.mp4", "--slower", "4"]) == 2
    assert "would leave their frames" in capsys.readouterr().err


def test_the_speed_is_not_undone_below_marks_that_others_made_since(folder: Path, capsys):
    assert main(["filmed", "clip.mp4", "--slower", "4"]) == 0
    assert main(["events", "add", "clip.mp4", "--term", "spasm", "--onset", "0.5", "--reviewer", "Bo"]) == 0
    with opened("clip.mp4", None, "Ada", "technologist") as work, pytest.raises(UsageError, match="film since"):
        work.editor.undo()
    assert main(["filmed", "clip.mp4", "--remove-slower"]) == 2


def test_the_files_own_speed_holds_again(folder: Path, capsys):
    assert main(["filmed", "clip.mp4", "--slower", "8"]) == 0
    assert main(["filmed", "clip.mp4", "--slower", "8"]) == 0
    assert "Nothing changed" in capsys.readouterr().err
    assert main(["filmed", "clip.mp4", "--remove-slower"]) == 0
    capsys.readouterr()
    assert said(capsys, "filmed", "clip.mp4")["slowness_source"] == "file"
    assert main(["filmed", "clip.mp4", "--slower", "0.5"]) == 2
    assert main(["filmed", "clip.mp4", "--slower", "2", "--remove-slower"]) == 2


def test_a_mark_made_at_another_speed_than_holds_now_is_not_stored(folder: Path, capsys):
    with opened("clip.mp4", None, "Bo", "technologist") as work:
        assert main(["filmed", "clip.mp4", "--slower", "4"]) == 0
        with pytest.raises(UsageError, match="changed meanwhile"):
            work.editor.add(Annotation("m", "spasm", 2.0, 0.5))
    capsys.readouterr()
    assert onsets(capsys) == []


def test_a_mark_that_another_reader_made_just_before_the_speed_is_stored_refuses_it(folder: Path, capsys):
    with opened("clip.mp4", None, "Ada", "technologist") as work:
        recording, stored = work.recording, work.editor.stored()
        act = slowness_act(recording, stored, recording.clips[0].fingerprint, 4.0, "Ada", utc_now())
        assert main(["events", "add", "clip.mp4", "--term", "spasm", "--onset", "2.0", "--reviewer", "Bo"]) == 0
        with pytest.raises(UsageError, match="would leave their frames"):
            work.editor.change_together(act.changes)
    capsys.readouterr()
    assert said(capsys, "filmed", "clip.mp4")["slowness"] == 1.0


def test_a_mark_deleted_at_one_speed_does_not_come_back_at_another(folder: Path, capsys):
    with opened("clip.mp4", None, "Bo", "technologist") as work:
        mark = work.editor.add(Annotation("m", "spasm", 2.0, 0.5)).changes[0].mark
        work.editor.delete([mark])
    assert main(["filmed", "clip.mp4", "--slower", "4"]) == 0
    with opened("clip.mp4", None, "Bo", "technologist") as work, pytest.raises(UsageError, match="changed since"):
        work.editor.undo()


def test_a_blind_reader_is_not_told_whether_others_marked_the_clip(folder: Path, capsys):
    assert main(["events", "add", "clip.mp4", "--term", "spasm", "--onset", "2.0", "--reviewer", "Bo"]) == 0
    assert main(["blind", "clip.mp4", "--ask", "--reviewer", "Chief", "--role", "neurologist"]) == 0
    capsys.readouterr()
    assert main(["filmed", "clip.mp4", "--slower", "4"]) == 2
    told = capsys.readouterr().err
    assert "read blind" in told
    assert "Other readers" not in told

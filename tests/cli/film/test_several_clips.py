"""Every command that takes a recording takes several clips, FILE+FILE and a folder of clips: one study."""

import json
from pathlib import Path

import pytest
from films.phone_clips import APPLE, write_phone_clip
from recordings.edf_files import plain, write_file

from eegview.app.library.signing import sign
from eegview.cli.events import opened
from eegview.cli.run import main
from eegview.model.signature import Meaning


@pytest.fixture
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("EEGVIEW_LIBRARY", f"sqlite:///{tmp_path / 'library.db'}")
    monkeypatch.setenv("EEGVIEW_REVIEWER", "Ada")
    folder = tmp_path / "clips"
    folder.mkdir()
    for number in (1, 2):
        at = {"com.apple.quicktime.creationdate": f"2026-03-01T07:1{number}:00+0100"}
        write_phone_clip(folder / f"IMG_{number}.mov", 60, tags=APPLE | at, first=100 * number)
    return folder


def ways(folder: Path) -> list[list[str]]:
    one, two = (str(folder / f"IMG_{number}.mov") for number in (1, 2))
    return [[one, two], [f"{one}+{two}"], [f"{two}+{one}"], [str(folder)]]


def asked(capsys: pytest.CaptureFixture[str], *argv: str) -> dict:
    assert main([*argv, "--json"]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def test_one_study_however_it_is_named(clips, capsys):
    found = [asked(capsys, "info", *way) for way in ways(clips)]
    assert len({one["fingerprint"] for one in found}) == 1
    assert found[0]["segments"] == [[0.0, 2.0], [60.0, 62.0]]


def test_marks_on_several_clips_are_added_listed_exported_imported_and_kept_in_one_log(clips, tmp_path, capsys):
    by_files, by_plus, _, by_folder = ways(clips)
    for way, onset in ((by_files, "0.5"), (by_plus, "61"), (by_folder, "61.5")):
        assert main(["events", "add", *way, "--term", "spasm", "--onset", onset, "--same-event", "0.1"]) == 0
    capsys.readouterr()
    for way in ways(clips):
        onsets = [mark["onset_s"] for mark in asked(capsys, "events", "list", *way)["events"]]
        assert onsets == [0.5, 61.0, 61.5]
    table = tmp_path / "marks.tsv"
    assert main(["events", "export", *by_files, "-o", str(table)]) == 0
    assert table.read_text(encoding="utf-8").count("spasm") >= 3
    assert main(["events", "import", *by_files, str(table), "--layer", "again"]) == 0
    capsys.readouterr()
    edits = asked(capsys, "history", *by_folder)["edits"]
    assert len(edits) == 4
    assert main(["history", *by_plus, "--verify"]) == 0
    capsys.readouterr()
    counted = asked(capsys, "spasms", *by_folder)
    assert counted["fingerprint"] == asked(capsys, "info", *by_files)["fingerprint"]
    assert asked(capsys, "blind", *by_plus)


def test_each_clip_says_when_it_was_filmed(clips, capsys):
    found = asked(capsys, "filmed", str(clips))["clips"]
    assert [one["clock"]["started_at"] for one in found] == ["2026-03-01T07:11:00", "2026-03-01T07:12:00"]
    one = asked(capsys, "filmed", str(clips / "IMG_1.mov"))
    assert one["clock"]["started_at"] == "2026-03-01T07:11:00"  # of one clip the object is as it was
    assert main(["filmed", str(clips), "--start", "2026-03-01 08:00"]) == 2
    assert "--clip" in capsys.readouterr().err
    assert main(["filmed", str(clips), "--clip", "IMG_2.mov", "--start", "2026-03-01 08:00"]) == 0
    capsys.readouterr()
    found = asked(capsys, "filmed", str(clips))["clips"]
    assert [one["clock"]["started_at"] for one in found] == ["2026-03-01T07:11:00", "2026-03-01T08:00:00"]


def test_each_clip_becomes_a_copy_of_its_own_without_what_it_tells(clips, tmp_path, capsys):
    found = asked(capsys, "anonymize", str(clips), "-o", str(tmp_path / "copies"))["copies"]
    assert len(found) == 2
    assert all(Path(one["path"]).exists() for one in found)
    assert not any("Apple" in json.dumps(asked(capsys, "info", one["path"])) for one in found)
    assert main(["anonymize", *ways(clips)[0], "-o", str(tmp_path / "one.mp4")]) == 2
    assert "folder" in capsys.readouterr().err


def test_a_folder_with_an_eeg_is_no_folder_of_clips(clips, capsys):
    write_file(clips / "night.edf", plain())
    assert main(["info", str(clips)]) == 3
    assert "Choose the recording inside it." in capsys.readouterr().err


def test_what_is_not_there_is_named_as_it_was_given(tmp_path, capsys):
    assert main(["events", "list", str(tmp_path / "a+b.mp4")]) == 3
    assert "a+b.mp4" in capsys.readouterr().err


def test_clips_that_are_read_blind_are_not_joined(clips, capsys):
    one, other = str(clips / "IMG_1.mov"), str(clips / "IMG_2.mov")
    assert main(["events", "add", one, "--term", "spasm", "--onset", "0.5", "--reviewer", "Ada"]) == 0
    assert main(["blind", one, "--ask", "--reviewer", "Chief", "--role", "neurologist"]) == 0
    with opened(one, None, "Ada", "technologist") as work:
        sign(work.editor, "Ada A.", Meaning.REVIEWED, "Ada", "{}")
    capsys.readouterr()
    assert main(["join", one, "--new", other, "--reviewer", "Ada"]) == 2
    assert "every reader would see all marks" in capsys.readouterr().err
    assert asked(capsys, "events", "list", str(clips))["events"] == []

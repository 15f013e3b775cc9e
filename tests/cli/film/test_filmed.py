"""`eegview filmed`: when a clip was filmed, by its file or as a reader typed it."""

import json

import pytest
from films.phone_clips import ANDROID, write_phone_clip
from recordings.edf_files import plain, write_file

from eegview.cli.run import main


@pytest.fixture
def work(tmp_path, monkeypatch):
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("EEGVIEW_LIBRARY", f"sqlite:///{tmp_path / 'library.db'}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def clock(capsys, *words: str) -> dict:
    assert main(["filmed", "clip.mp4", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)["clock"]


def test_a_typed_start_is_kept_told_and_taken_back(work, capsys):
    write_phone_clip(work / "clip.mp4", 30)
    assert clock(capsys)["source"] == "unknown"
    typed = clock(capsys, "--start", "2026-03-01 07:15", "--within", "600", "--reviewer", "Ada")
    assert (typed["started_at"], typed["uncertainty_s"]) == ("2026-03-01T07:15:00", 600.0)
    assert clock(capsys) == typed
    assert main(["filmed", "clip.mp4"]) == 0
    assert capsys.readouterr().out == "2026-03-01 07:15:00 ± 600 s; typed by Ada\n"
    assert main(["history", "clip.mp4", "--verify"]) == 0
    assert main(["history", "clip.mp4"]) == 0
    assert "time of filming to 2026-03-01 07:15:00" in capsys.readouterr().out
    assert clock(capsys, "--remove", "--reviewer", "Ada")["source"] == "unknown"


def test_what_cannot_be_is_refused(work, capsys):
    write_phone_clip(work / "clip.mp4", 30)
    write_file(work / "a.edf", plain())
    for words in (
        ["a.edf"],
        ["clip.mp4", "--start", "soon"],
        ["clip.mp4", "--within", "5"],
        ["clip.mp4", "--start", "2026-03-01 07:15", "--remove"],
        ["clip.mp4", "--start", "2026-03-01 07:15", "--within", "-1"],
    ):
        assert main(["filmed", *words]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 2


def test_the_zone_of_a_time_in_utc_is_told_and_chosen(work, capsys):
    write_phone_clip(work / "clip.mp4", 30, tags={"creation_time": "2026-03-01T06:15:01.000000Z", **ANDROID})
    told = clock(capsys)
    assert told["source"] == "container_utc"
    assert "in this computer's time zone (UTC" in told["text"]
    typed = clock(capsys, "--zone", "Europe/Berlin", "--reviewer", "Ada")
    assert (typed["started_at"], typed["utc_offset_min"]) == ("2026-03-01T07:15:00", 60)
    assert typed["text"] == "typed by Ada, time zone UTC+01:00"
    assert clock(capsys, "--zone", "-05:00", "--reviewer", "Ada")["started_at"] == "2026-03-01T01:15:00"
    assert main(["filmed", "clip.mp4", "--zone", "Nowhere"]) == 2
    assert main(["filmed", "clip.mp4", "--zone", "+1", "--start", "2026-03-01 07:15"]) == 2

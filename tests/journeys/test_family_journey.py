"""What a family filmed and wrote down: clips of a phone, six weeks of diary, two EEGs, and what they say together."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from films.barcoded import write_video
from recordings.study_files import write_edf

from eegview.cli.run import main

START = date(2026, 3, 2)  # first day of treatment
N_DAYS = 42
LAST_SEEN = 9  # day of treatment with the last witnessed spasm


@dataclass
class Desk:
    """A library of its own, and who works with it."""

    home: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: object, code: int = 0) -> str:
        self.capsys.readouterr()
        assert main([str(word) for word in words]) == code, self.capsys.readouterr().err
        shown = self.capsys.readouterr()
        assert "Traceback" not in shown.err
        return shown.out

    def asked(self, *words: object) -> Any:
        return json.loads(self.run(*words, "--json"))


@pytest.fixture
def desk(tmp_path, monkeypatch, capsys):
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("EEGVIEW_REVIEWER", "ada")
    return Desk(tmp_path, capsys)


@pytest.fixture
def clips(tmp_path):
    """Three clips as a phone names them: two of one morning, one a week later."""
    names = ("VID_20260301_071502", "VID_20260301_072010", "VID_20260308_065500")
    return [write_video(tmp_path / f"{name}.mp4", n_frames=250, grain=8 + number) for number, name in enumerate(names)]


def diary_table(path: Path, n_days: int = N_DAYS, without: tuple[int, ...] = ()) -> Path:
    """Write six weeks from the first day of treatment; spasms up to `LAST_SEEN`, nothing on the days left out."""
    rows = ["day,time,kind,spasms,duration,after_waking,seen_by,certainty"]
    for number in range(n_days):
        day = START + timedelta(days=number)
        if number in without:
            continue
        if number <= LAST_SEEN:
            rows.append(f"{day},07:{number:02d},cluster,{20 - number},2 min,yes,mother,sure")
        else:
            rows.append(f"{day},,day,0,,,mother,")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_clips_diary_and_two_eegs_make_one_timeline_whose_response_is_provisional(desk, clips, tmp_path):
    before = write_edf(tmp_path / "before.edf", started_at=datetime(2026, 2, 27, 9))
    after = write_edf(tmp_path / "after.edf", limit_uv=3000, started_at=datetime(2026, 3, 20, 9))
    assert desk.asked("info", clips[0])["started_at"] == "2026-03-01T07:15:02"
    for onset in (1.0, 4.2, 8.0):
        desk.run("events", "add", clips[0], "--term", "spasm", "--onset", onset, "--duration", 1)
    marked = desk.asked("events", "list", clips[0])
    assert {mark["attributes"].get("clinical") for mark in marked["events"]} == {"clinical_only"}
    desk.run("infant", "add", "K07", before, after, *clips, "--born", "2025-09-10", "--due", "2025-10-01")
    desk.run("infant", "treatment", "K07", "--add", "Vigabatrin", "--dose", 100, "--unit", "mg/kg/day", "--from", START)
    desk.run("diary", "import", "K07", diary_table(tmp_path / "diary.csv", 26))
    last_day = START + timedelta(days=25)
    shown = desk.asked("infant", "show", "K07", "--as-of", last_day)
    studies = [(study["label"], study["on"], study["counts"]) for study in shown["studies"]]
    assert [label for label, _on, _counts in studies] == ["EEG 1", "Clip 1", "Clip 2", "Clip 3", "EEG 2"]
    assert [count["n_spasms"] for count in studies[1][2]] == [3]
    before_treatment = [day for day in shown["days"] if day["on"] < START.isoformat()]
    assert {day["witnessed"] for day in before_treatment} == {"unknown"}  # nobody wrote anything: never none
    clinical = shown["response"]["clinical"]
    assert (clinical["status"], clinical["days_without"], clinical["days_needed"]) == ("provisional", 16, 28)
    assert "16 of 28 days" in clinical["text"]
    assert "can be confirmed on day 37 (8 Apr 2026) at the earliest" in clinical["text"]
    assert clinical["text"].endswith("As of day 25 (27 Mar 2026).")
    listed = desk.asked("diary", "list", "K07", "--as-of", last_day)["clinical_response"]
    assert (listed["status"], listed["text"]) == (clinical["status"], clinical["text"])
    month_later = desk.asked("infant", "show", "K07", "--as-of", last_day + timedelta(days=30))
    assert month_later["response"]["clinical"]["status"] == "not_assessed"  # nothing was entered since
    looked_back = desk.asked("infant", "show", "K07", "--as-of", START + timedelta(days=5))
    assert [study["label"] for study in looked_back["studies"]] == ["EEG 1", "Clip 1", "Clip 2"]
    assert looked_back["response"]["clinical"]["days_without"] == 0


def test_six_weeks_of_diary_meet_the_rule_a_missing_day_leaves_it_open_and_a_filmed_spasm_ends_it(
    desk, clips, tmp_path
):
    desk.run("infant", "add", "K07", *clips)
    desk.run("infant", "treatment", "K07", "--add", "Vigabatrin", "--dose", 100, "--unit", "mg/kg/day", "--from", START)
    desk.run("diary", "import", "K07", diary_table(tmp_path / "gap.csv", without=(20,)))
    clinical = desk.asked("infant", "show", "K07")["response"]["clinical"]
    assert clinical["status"] == "not_assessed"
    assert "day 20 (22 Mar 2026)" in clinical["text"]
    desk.run("diary", "import", "K07", diary_table(tmp_path / "whole.csv"))  # the days that are there are found
    clinical = desk.asked("infant", "show", "K07")["response"]["clinical"]
    assert clinical["status"] == "met"
    late = write_video(tmp_path / "VID_20260411_070000.mp4", n_frames=100, grain=20)
    desk.run("infant", "add", "K07", late)
    desk.run("events", "add", late, "--term", "spasm", "--onset", 1, "--duration", 1)
    clinical = desk.asked("infant", "show", "K07")["response"]["clinical"]
    assert "Relapse" in clinical["text"]
    assert "day 40 (11 Apr 2026)" in clinical["text"]

"""Whoever judges on video is told whether it is matched, in the words of the video's dock."""

import shutil
from pathlib import Path

import pytest
from films.barcoded import write_video
from made_studies.triage_study import detections_at, put_run
from PySide6.QtWidgets import QLabel
from waiting import wait_until
from windows.at_the_window import study_of
from windows.window_fixtures import open_and_wait

from eegview.model.sync import Anchor, SyncLevel
from eegview.ui.workstation import Workstation


@pytest.fixture
def filmed(empty_station: Workstation, small_edf: Path, library_url: str, tmp_path: Path) -> Workstation:
    """Return the window with a recording, its video and a run whose suggestions may be shown."""
    path = tmp_path / "night.edf"
    shutil.copy(small_edf, path)
    write_video(tmp_path / "night.mp4", n_frames=1500, options={"preset": "ultrafast", "g": "50"})
    station = open_and_wait(empty_station, path)
    wait_until(lambda: bool(station.sync.states))
    recording = study_of(station).recording
    put_run(library_url, recording.fingerprint, detections_at([6.0, 9.0, 13.0]), recording.duration_s)
    study_of(station).suggestions.catch_up()
    wait_until(lambda: study_of(station).suggestions.shown is not None)
    study_of(station).suggestions.reveal()
    return station


@pytest.mark.parametrize("task", ["triage", "miss_audit"])
def test_a_video_that_is_not_matched_is_said_under_the_picture(filmed: Workstation, task: str) -> None:
    filmed.actions[f"{task}.open"].trigger()
    trust = filmed.triage_view.side.trust if task == "triage" else filmed.miss_audit_view.trust
    wait_until(trust.isVisible)
    assert "sync not verified" in trust.text()
    assert trust.text() == dock_text(filmed)
    assert trust.property("role") == "warning"
    (state,) = filmed.sync.states.values()
    for video_s in (2.0, 20.0, 40.0):
        filmed.sync.add_anchor(state.path, Anchor(video_s, video_s + 0.5))
    wait_until(lambda: next(iter(filmed.sync.states.values())).level_at(10.0) is SyncLevel.OK)
    wait_until(lambda: trust.property("role") == "quiet")
    assert trust.text() == dock_text(filmed)


def dock_text(station: Workstation) -> str:
    label = station.video.panel.findChild(QLabel, "video.sync")
    assert label is not None
    return label.text().replace("\xa0", " ")  # a figure and its unit stay on one line there


def test_without_video_nothing_is_said(station: Workstation) -> None:
    station.actions["triage.open"].trigger()
    assert not station.triage_view.side.trust.isVisible()


def test_what_is_not_matched_is_open_when_signing(filmed: Workstation) -> None:
    (item,) = [i for i in filmed.signing.open_items(study_of(filmed).review.author) if i.startswith("Video")]
    assert item == "Video not matched: 1 file, sync not verified"  # and no name of a file

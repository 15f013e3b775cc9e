"""A video whose times start again in the window: told, listed, and each part matched by itself."""

from pathlib import Path

import pytest
from films.odd_videos import joined, number_of, write
from PySide6.QtCore import Qt
from waiting import wait_until
from windows.at_the_window import click, press, study_of
from windows.window_fixtures import open_and_wait

from eegview.model.film.video import clip_key
from eegview.ui.workstation import Workstation


@pytest.fixture
def filmed(start_station, small_edf: Path, tmp_path: Path) -> Workstation:
    """Return the window with a minute of EEG and a file of two parts, two seconds each."""
    path = tmp_path / "night.edf"
    path.write_bytes(small_edf.read_bytes())
    joined(tmp_path / "night.ts", *(write(tmp_path / f"{k}.ts", 50, 100 * k, form="mpegts") for k in range(2)))
    station = open_and_wait(start_station(), path)
    wait_until(lambda: station.video.shown is not None)
    return station


def shown_number(station: Workstation) -> int | None:
    exact = station.video.exact
    return None if exact is None or exact.frame is None else number_of(exact.frame.rgb)


def test_frames_are_stepped_across_the_restart(filmed: Workstation, qtbot) -> None:
    click(filmed, qtbot, 1.98)
    wait_until(lambda: shown_number(filmed) == 49)
    press(filmed, qtbot, Qt.Key.Key_Period)
    wait_until(lambda: shown_number(filmed) == 100)
    press(filmed, qtbot, Qt.Key.Key_Comma)
    wait_until(lambda: shown_number(filmed) == 49)


def test_moving_the_first_part_takes_the_second_along_until_it_is_moved_itself(filmed: Workstation, qtbot) -> None:
    path = filmed.video.footage.clips[0].path
    second = clip_key(path, 2)
    click(filmed, qtbot, 1.02)
    wait_until(lambda: shown_number(filmed) == 25)
    filmed.sync.nudge(5.0)
    filmed.sync.keep_nudges()
    wait_until(lambda: len(study_of(filmed).review.records.sync_marks) == 1)
    clips = {clip.key: clip.span.start_s for clip in filmed.video.footage.clips}
    assert clips == {path: pytest.approx(5.0), second: pytest.approx(7.0)}
    click(filmed, qtbot, 8.02)
    wait_until(lambda: shown_number(filmed) == 125)
    filmed.sync.nudge(1.0)
    filmed.sync.keep_nudges()
    wait_until(lambda: len(study_of(filmed).review.records.sync_marks) == 2)
    clips = {clip.key: clip.span.start_s for clip in filmed.video.footage.clips}
    assert clips == {path: pytest.approx(5.0), second: pytest.approx(8.0)}

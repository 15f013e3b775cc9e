"""The window when a clip comes later."""

from pathlib import Path

import pytest
from made_studies.clip_study import write_clips
from there import there
from waiting import wait_until
from windows.window_fixtures import open_and_wait

from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.workstation import Workstation


@pytest.fixture
def clips(tmp_path: Path) -> tuple[Path, Path]:
    return write_clips(tmp_path / "clips")


@pytest.fixture
def station(start_station, clips) -> Workstation:
    """Return the window with the later clip open and a spasm marked in it."""
    station = open_and_wait(start_station(), clips[1])
    wait_until(lambda: _study(station).review.is_open)
    _study(station).set_cursor(2.0)
    station.actions["mark.term.spasm"].trigger()
    wait_until(lambda: len(_study(station).review.marks) == 1 and not _study(station).review.n_pending)
    return station


def _study(station: Workstation) -> OpenStudy:
    return there(station.studies.study)


def test_marks_come_along_with_an_earlier_clip_and_go_with_undo(station, clips):
    station.rooms.added_clips.part.add([str(clips[0])])
    wait_until(lambda: station.studies.study is not None and len(_study(station).recording.clips) == 2)
    wait_until(lambda: len(_study(station).review.marks) == 1 and not _study(station).review.n_pending)
    (mark,) = _study(station).review.marks
    assert mark.onset_s == pytest.approx(62.0)
    station.actions["edit.undo"].trigger()
    wait_until(lambda: len(_study(station).review.marks) == 0)
    station.studies.open([str(clips[1])])
    wait_until(lambda: len(_study(station).recording.clips) == 1 and len(_study(station).review.marks) == 1)
    assert [one.onset_s for one in _study(station).review.marks] == [2.0]


def test_the_same_clip_again_changes_nothing(station, clips):
    station.rooms.added_clips.part.add([str(clips[1])])
    wait_until(lambda: not station.studies.is_opening)
    wait_until(lambda: len(_study(station).recording.clips) == 1 and len(_study(station).review.marks) == 1)


def test_what_was_cancelled_is_not_carried_out_later(station, clips):
    together = [str(clips[1]), str(clips[0])]
    station.rooms.added_clips.part.add([str(clips[0])])
    station.studies.cancel_opening()
    station.studies.open(together)
    wait_until(lambda: len(_study(station).recording.clips) == 2 and _study(station).review.is_open)
    wait_until(lambda: not _study(station).review.n_pending)
    assert len(_study(station).review.marks) == 0

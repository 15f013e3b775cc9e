"""The window with a film that plays slower than it happened, which its file does not tell."""

import os
import shutil
from pathlib import Path

import pytest
from films.barcoded import read_barcode
from films.phone_clips import write_phone_clip
from there import there
from waiting import wait_until
from windows.at_the_window import shown_dialog
from windows.window_fixtures import open_and_wait

from eegview.app.library import opening
from eegview.model.errors import EegViewError, LibraryAway
from eegview.readers.video.typed_slowness import typed_for
from eegview.ui.film.speed_dialog import SpeedDialog
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.workstation import Workstation


@pytest.fixture
def station(start_station, tmp_path: Path) -> Workstation:
    """Return the window with a clip of 4 s, its first picture shown."""
    station = open_and_wait(start_station(), write_phone_clip(tmp_path / "my slow-mo.mp4", 120))
    wait_until(lambda: station.video.shown is not None)
    wait_until(lambda: _study(station).review.is_open)
    return station


def _study(station: Workstation) -> OpenStudy:
    return there(station.studies.study)


def _is_at_rest(station: Workstation, duration_s: float) -> bool:
    study = station.studies.study
    return (
        study is not None
        and abs(study.recording.duration_s - duration_s) < 1e-6
        and study.review.is_open
        and not study.review.n_pending
    )


def _typed(station: Workstation, times: float | None) -> None:
    station.actions["film.speed"].trigger()
    dialog = shown_dialog(station, SpeedDialog, "film_speed")
    dialog.typed.emit(_study(station).recording.clips[0].fingerprint, times)
    dialog.close()


def _number_shown(station: Workstation) -> int | None:
    shown = station.video.shown
    return read_barcode(shown.frame.rgb) if shown is not None and shown.frame is not None else None


def _mark(station: Workstation, at_s: float) -> None:
    _study(station).set_cursor(at_s)
    station.actions["mark.term.spasm"].trigger()
    wait_until(lambda: len(_study(station).review.marks) == 1 and not _study(station).review.n_pending)


def test_times_and_marks_follow_the_typed_speed_and_go_back_with_undo(station):
    _mark(station, 2.0)
    _typed(station, 4.0)
    wait_until(lambda: _is_at_rest(station, 1.0) and len(_study(station).review.marks) == 1)
    assert [mark.onset_s for mark in _study(station).review.marks] == [0.5]
    wait_until(lambda: "Slow motion 4× (typed by" in station.window.strip.filmed.button.text())
    _study(station).set_cursor(60.5 / 120)
    wait_until(lambda: _number_shown(station) == 60)
    station.actions["edit.undo"].trigger()
    wait_until(lambda: _is_at_rest(station, 4.0) and len(_study(station).review.marks) == 1)
    assert [mark.onset_s for mark in _study(station).review.marks] == [2.0]
    wait_until(lambda: "Slow motion" not in station.window.strip.filmed.button.text())


def test_a_film_opens_at_the_speed_that_was_typed_before(station):
    path = _study(station).paths[0]
    _typed(station, 8.0)
    wait_until(lambda: _is_at_rest(station, 0.5))
    station.studies.close()
    open_and_wait(station, Path(path))
    assert _study(station).recording.duration_s == pytest.approx(0.5)


def test_the_dialog_says_what_speaks_for_slow_motion_and_what_moves(station):
    _mark(station, 2.0)
    station.actions["film.speed"].trigger()
    dialog = shown_dialog(station, SpeedDialog, "film_speed")
    assert "The file name may say slow motion" in dialog.hints.text()
    assert "or not" in dialog.hints.text()
    assert dialog.marks.text() == "Your mark in this clip moves with its frame, in the same step."
    assert not dialog.by_file.isEnabled()


def test_an_opening_that_is_cancelled_leaves_the_open_film_at_its_speed(station, tmp_path):
    path = _study(station).paths[0]
    _typed(station, 4.0)
    wait_until(lambda: _is_at_rest(station, 1.0))
    other = write_phone_clip(tmp_path / "other.mp4", 30)
    station.studies.open([path, str(other)])
    station.studies.cancel_opening()
    done: list[bool] = []
    station.studies.opening_lane.submit(lambda: True, done.append, station.studies.fail)
    wait_until(lambda: bool(done))
    assert typed_for(path) == 4
    station.studies.open([path, str(other)])  # nothing was typed in the study of both
    wait_until(lambda: len(_study(station).recording.clips) == 2)
    assert typed_for(path) is None


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be moved there")
def test_a_speed_is_not_entered_while_marks_wait_for_the_library(station, library_url, tmp_path):
    said: list[EegViewError] = []
    station.studies.failed.connect(said.append)
    _mark(station, 1.0)
    library_file = Path(library_url.removeprefix("sqlite:///"))
    (away := tmp_path / "away").mkdir()
    moved = [Path(shutil.move(one, away / one.name)) for one in library_file.parent.glob(f"{library_file.name}*")]
    _study(station).set_cursor(2.0)
    station.actions["mark.term.spasm"].trigger()
    wait_until(lambda: _study(station).review.n_waiting == 1 and _study(station).review.problem is not None)
    _typed(station, 4.0)
    assert "once all marks are saved" in said[-1].sentence
    assert _study(station).review.n_waiting == 1
    for one in moved:
        shutil.move(one, library_file.parent / one.name)
    wait_until(lambda: _study(station).review.n_waiting == 0 and len(_study(station).review.marks) == 2)
    assert [mark.onset_s for mark in _study(station).review.marks] == [1.0, 2.0]


def test_a_film_takes_no_marks_while_it_is_not_known_whether_a_speed_was_entered(station, monkeypatch):
    path = _study(station).paths[0]
    _typed(station, 4.0)
    wait_until(lambda: _is_at_rest(station, 1.0))
    station.studies.close()
    said: list[EegViewError] = []
    station.studies.failed.connect(said.append)
    study_library = opening.study_library

    def is_away(*_given: object) -> None:
        raise LibraryAway("The study library does not answer.", "Wait.")

    monkeypatch.setattr(opening, "study_library", is_away)
    open_and_wait(station, Path(path))
    assert _study(station).recording.duration_s == pytest.approx(4.0)
    assert any("not known whether a speed was entered" in issue.message for issue in _study(station).issues)
    _study(station).set_cursor(3.0)
    station.actions["mark.term.spasm"].trigger()
    wait_until(lambda: any("takes no marks yet" in error.sentence for error in said))
    assert _study(station).review.n_waiting == 0
    monkeypatch.setattr(opening, "study_library", study_library)
    wait_until(lambda: _is_at_rest(station, 1.0))
    assert not any("not known whether" in issue.message for issue in _study(station).issues)
    _mark(station, 0.5)

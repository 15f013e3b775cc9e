"""Detectors of a study that is film alone."""

import pytest
from made_studies.clip_study import write_clips
from PySide6.QtCore import Qt
from there import there
from waiting import wait_until

from eegview.ui.detectors.detector_list import STATE_ROLE
from eegview.ui.detectors.run_dialog import DetectorRunDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation


@pytest.fixture
def film_station(empty_station: Workstation, tmp_path) -> Workstation:
    """Return the window with two clips open."""
    empty_station.opening.open_paths([str(path) for path in write_clips(tmp_path / "clips")])
    wait_until(lambda: empty_station.studies.study is not None)
    return empty_station


def _dialog(station: Workstation) -> DetectorRunDialog:
    station.actions["detector.run"].trigger()
    wait_until(lambda: isinstance(open_dialog(station.window, "detector.run.dialog"), DetectorRunDialog))
    dialog = open_dialog(station.window, "detector.run.dialog")
    assert isinstance(dialog, DetectorRunDialog)
    return dialog


def test_detectors_of_movement_are_ticked_and_those_of_eeg_say_what_they_need(film_station):
    dialog = _dialog(film_station)
    assert dialog.list.ticked_ids == ("movement_bursts", "movement_series")
    assert there(dialog.plugin).detector_id in dialog.list.ticked_ids
    dialog.list.tick(("spasms", "movement_series"))
    assert dialog.list.ticked_ids == ("movement_series",)
    of_spasms = dialog.list.findItems("Epileptic spasms", Qt.MatchFlag.MatchExactly)[0]
    assert of_spasms.data(STATE_ROLE) == "needs EEG"


def test_detectors_that_cannot_run_are_told_once_and_the_ticks_of_eeg_stay(film_station, monkeypatch):
    settings, told, run = film_station.context.settings, [], []
    settings.put("detectors/set", "spasms sleep")
    monkeypatch.setattr(film_station.studies, "fail", told.append)
    controller = film_station.detector_run
    monkeypatch.setattr(controller, "run", lambda detector_id, *_more: run.append(detector_id))
    dialog = _dialog(film_station)
    dialog.set_asked.emit(("spasms", "sleep", "movement_series"), dialog.span)
    wait_until(lambda: bool(told))
    (error,) = told
    assert "Epileptic spasms, Sleep spindles, sleep and wake" in error.sentence
    assert "spasms" not in run
    assert settings.text("detectors/set", "") == "spasms sleep"

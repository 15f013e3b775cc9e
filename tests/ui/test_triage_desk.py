"""Suggestions judged one by one at the window."""

import pytest
from at_the_window import TIMEOUT_MS, own_marks, press, study_of, wait_until_saved
from PySide6.QtCore import Qt
from triage_study import detections_at, put_run

from eegview.model.detection import DetectorRun
from eegview.model.judgement import Verdict
from eegview.ui.workstation import Workstation

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ONSETS_S = (6.0, 9.0, 13.0, 31.0, 44.0, 50.0)


@pytest.fixture
def run(library_url: str, station: Workstation, qtbot) -> DetectorRun:
    """Return a run over the open recording, there in the window."""
    recording = study_of(station).recording
    run = put_run(library_url, recording.fingerprint, detections_at(ONSETS_S), recording.duration_s)
    study_of(station).suggestions.catch_up()
    qtbot.waitUntil(lambda: study_of(station).suggestions.shown is not None, timeout=TIMEOUT_MS)
    return run


@pytest.fixture
def triage(station: Workstation, run: DetectorRun, qtbot) -> Workstation:
    """Return the window with the triage open on its first card."""
    press(station, qtbot, Key.Key_T, modifier=Ctrl)
    assert station.triage.is_open
    return station


def current(station: Workstation) -> int:
    assert station.triage.triage is not None
    suggestion = station.triage.triage.current
    return suggestion.detection.number if suggestion is not None else -1


def verdicts(station: Workstation) -> dict[int, Verdict]:
    shown = study_of(station).suggestions.shown
    assert shown is not None
    return {number: judgement.verdict for number, judgement in shown.judgements.items()}


def test_the_card_shows_the_event_in_its_stretch(triage: Workstation, qtbot) -> None:
    study = study_of(triage)
    suggestion = triage.triage.triage.current
    assert suggestion is not None
    onset_s = suggestion.detection.onset_s
    view = study.session.view
    assert (view.page_s, view.start_s) == (15.0, pytest.approx(onset_s - 5.0))
    spotlight = study.presenter.spotlight
    assert spotlight is not None
    assert spotlight.span == suggestion.detection.span
    assert spotlight.channels == ("F3", "F4")
    assert triage.triage.view.side.why.score.text() == f"{suggestion.detection.score:.2f}"
    qtbot.waitUntil(lambda: triage.triage.view.side.field.map.field is not None, timeout=TIMEOUT_MS)


def test_verdicts_by_key_go_on_and_are_on_the_disk(triage: Workstation, qtbot) -> None:
    order = []
    for key in (Key.Key_A, Key.Key_R, Key.Key_U, Key.Key_6):
        order.append(current(triage))
        press(triage, qtbot, key)
    wait_until_saved(triage, qtbot)
    given = verdicts(triage)
    assert [given[number] for number in order] == [Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE, Verdict.REJECT]
    assert sorted(mark.term_id for mark in own_marks(triage)) == ["mimic", "spasm"]
    assert current(triage) not in order
    assert triage.triage.view.header.done.text().startswith("4 of 6")

"""Stretches that nothing and nobody flagged, looked at one by one."""

import pytest
from made_studies.triage_study import detections_at, put_run
from PySide6.QtCore import Qt
from waiting import wait_until
from windows.at_the_window import click, own_marks, press, study_of, wait_for_page_at, wait_until_idle, wait_until_saved

from eegview.ui.workstation import Workstation

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
BOTH = Ctrl | Shift


@pytest.fixture
def audit(library_url: str, station: Workstation, qtbot) -> Workstation:
    """Return the window with the audit open; of six stretches of 10 s two are flagged."""
    recording = study_of(station).recording
    put_run(library_url, recording.fingerprint, detections_at((6.0, 31.0)), recording.duration_s)
    study_of(station).suggestions.catch_up()
    wait_until(lambda: study_of(station).suggestions.shown is not None)
    press(station, qtbot, Key.Key_T, modifier=BOTH)
    assert station.miss_audit.is_open
    return station


def test_stretches_are_answered_by_key_and_the_estimate_is_in_words(audit: Workstation, qtbot) -> None:
    studies, view = audit.miss_audit, audit.miss_audit.view
    seen = []
    for key in (Key.Key_R, Key.Key_R):
        seen.append(studies.audit.current)
        press(audit, qtbot, key)
        wait_until_saved(audit)
    assert not {0.0, 30.0} & {stretch.start_s for stretch in seen if stretch is not None}
    assert "0 missed in 2 samples of 10 s" in view.header.estimate.text()
    stretch = studies.audit.current
    assert stretch is not None
    wait_for_page_at(audit, study_of(audit).session.view.start_s)
    click(audit, qtbot, stretch.start_s + 4.0)
    press(audit, qtbot, Key.Key_A)
    wait_until_saved(audit)
    (mark,) = own_marks(audit)
    assert mark.term_id == "spasm"
    assert stretch.contains(mark.onset_s)
    assert "1 missed in 3 samples" in view.header.estimate.text()
    press(audit, qtbot, Key.Key_U)
    wait_until_saved(audit)
    assert view.empty.isVisible()
    assert view.empty.title.text() == "All sections are answered."
    press(audit, qtbot, Key.Key_Backspace)
    wait_until_saved(audit)
    assert studies.audit.current is not None
    assert audit.window.page.isVisible()


def test_without_a_place_it_asks_for_one_and_nothing_is_answered(audit: Workstation, qtbot) -> None:
    studies = audit.miss_audit
    stretch = studies.audit.current
    press(audit, qtbot, Key.Key_A)
    assert "Click on the onset" in audit.window.statusBar().currentMessage()
    assert studies.audit.current == stretch
    assert stretch is not None
    study_of(audit).session.change(cursor_s=stretch.start_s - 1.0)
    press(audit, qtbot, Key.Key_1)
    assert "outside this section" in audit.window.statusBar().currentMessage()
    wait_until_idle(audit)
    assert own_marks(audit) == []
    study_of(audit).session.change(cursor_s=stretch.start_s + 1.0)
    press(audit, qtbot, Key.Key_6)  # a mimic: marked, but no miss
    wait_until_saved(audit)
    assert [mark.term_id for mark in own_marks(audit)] == ["mimic"]
    assert studies.audit.n_answered == 0


def test_it_is_left_and_taken_up_again_and_the_triage_takes_its_place(audit: Workstation, qtbot) -> None:
    press(audit, qtbot, Key.Key_R)
    wait_until_saved(audit)
    following = audit.miss_audit.audit.current  # type: ignore[union-attr]
    press(audit, qtbot, Key.Key_Escape)
    assert not audit.miss_audit.is_open
    press(audit, qtbot, Key.Key_T, modifier=BOTH)
    assert audit.miss_audit.audit.current == following
    press(audit, qtbot, Key.Key_T, modifier=Ctrl)
    assert audit.triage.is_open
    assert not audit.miss_audit.is_open
    assert not audit.miss_audit.view.header.isVisible()
    press(audit, qtbot, Key.Key_T, modifier=BOTH)
    assert audit.miss_audit.is_open
    assert not audit.triage.is_open


def test_without_a_run_there_is_nothing_to_audit(station: Workstation, qtbot) -> None:
    press(station, qtbot, Key.Key_T, modifier=BOTH)
    assert station.miss_audit.view.empty.title.text() == "No detector has run on this recording."
    press(station, qtbot, Key.Key_Escape)
    assert station.window.page.isVisible()

"""Staging at the window, by keys and by the mouse."""

from dataclasses import replace

import numpy as np
import pytest
from made_studies.triage_study import detections_at
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_for_page_at, wait_until_idle, wait_until_saved

from eegview.app.staging.proposal import ASLEEP_TREND
from eegview.app.staging.staging import Staging
from eegview.app.study.records import Statement
from eegview.model.span import Span
from eegview.model.study.patient_age import AGE, held_age, parsed_age
from eegview.model.study.records import AGE_TERM
from eegview.model.suggestion.detection import DetectorRun, RunEnd, Trend, new_run_id
from eegview.store.library import open_library
from eegview.ui.workstation import Workstation

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def staging(station: Workstation, qtbot) -> Workstation:
    """Return the window with staging on, epochs of 20 s: the minute of the recording has three."""
    press(station, qtbot, Key.Key_S, modifier=Ctrl | Shift)
    assert station.staging.is_open
    station.actions["staging.epochs_20"].trigger()
    wait_until_saved(station)
    assert work(station).grid.n_epochs == 3
    return station


def work(station: Workstation) -> Staging:
    found = station.staging.staging
    assert found is not None
    return found


def stages(station: Workstation) -> list[tuple[float, float, str]]:
    return [(m.onset_s, m.duration_s, m.attribute("stage") or "") for m in own_marks(station)]


def header(station: Workstation, name: str) -> str:
    return station.staging.view.header.values[name].text()


def put_sleep_run(library_url: str, station: Workstation) -> None:
    """Put a run into the library that takes the first 20 s for wake and the rest for sleep."""
    fingerprint = study_of(station).recording.fingerprint
    span = Span(0.0, 60.0)
    run = DetectorRun(
        new_run_id(),
        fingerprint,
        "sleep",
        "Sleep and wake",
        "1.0.0",
        "ab" * 32,
        (),
        span,
        "2026-01-01T12:00:00+00:00",
        "a",
    )
    library = open_library(library_url)
    library.start_run(run)
    (one,) = detections_at((20.0,), "sleep_stage")
    library.add_detections(run.run_id, [replace(one, duration_s=40.0, channels=())])
    library.add_trend(run.run_id, Trend(ASLEEP_TREND, "", 0.0, 20.0, np.array([0.1, 0.9, 0.9], np.float32)))
    library.end_run(run.run_id, RunEnd.DONE, "", 60.0)
    library.close()
    study_of(station).suggestions.catch_up()
    wait_until(lambda: work(station).proposal is not None)


def test_one_key_stages_an_epoch_on_the_grid_and_the_next_comes(staging: Workstation, qtbot) -> None:
    assert staging.staging.view.header.badge.isVisible()
    press(staging, qtbot, Key.Key_W)
    wait_for_page_at(staging, 20.0)
    assert study_of(staging).view.page_s == 20.0
    assert header(staging, "Epoch").startswith("2 of 3")
    press(staging, qtbot, Key.Key_2, Key.Key_R)
    wait_until_saved(staging)
    assert stages(staging) == [(0.0, 20.0, "W"), (20.0, 20.0, "N2"), (40.0, 20.0, "R")]
    press(staging, qtbot, Key.Key_3)  # the last one again: it is changed
    wait_until_saved(staging)
    assert stages(staging)[2:] == [(40.0, 20.0, "N3")]
    wait_until(lambda: staging.staging.view.panel.count.text() == "3 of 3 staged")


def test_escape_leaves_at_the_same_place_and_digits_mark_again(staging: Workstation, qtbot) -> None:
    assert "Next unstaged epoch" in {entry.label for entry in staging.window.legend.entries}
    press(staging, qtbot, Key.Key_Right, Key.Key_5)  # an artifact: not marked here
    assert work(staging).current == 1
    press(staging, qtbot, Key.Key_Escape)
    assert not staging.staging.is_open
    assert not staging.staging.view.header.isVisible()
    assert study_of(staging).view.start_s == 20.0
    assert "Next unstaged epoch" not in {entry.label for entry in staging.window.legend.entries}
    assert study_of(staging).view.page_s != 20.0
    assert own_marks(staging) == []
    study_of(staging).set_cursor(25.0)
    press(staging, qtbot, Key.Key_1)
    wait_until_saved(staging)
    assert [mark.term_id for mark in own_marks(staging)] == ["spasm"]


def test_backspace_undo_and_redo_show_the_epoch_they_change(staging: Workstation, qtbot) -> None:
    press(staging, qtbot, Key.Key_W, Key.Key_1)
    press(staging, qtbot, Key.Key_Backspace)
    wait_until_saved(staging)
    assert (work(staging).current, stages(staging)) == (1, [(0.0, 20.0, "W")])
    press(staging, qtbot, Key.Key_Home)
    wait_for_page_at(staging, 0.0)
    press(staging, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until(lambda: len(own_marks(staging)) == 2)
    assert work(staging).current == 1
    wait_for_page_at(staging, 20.0)


def test_a_run_dragged_in_the_ribbon_is_staged_by_one_key(staging: Workstation, qtbot) -> None:
    ribbon = staging.staging.view.ribbon
    boxes = [ribbon.box_of(number) for number in (0, 2)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    first, last = boxes[0].center().toPoint(), boxes[1].center().toPoint()
    QTest.mousePress(ribbon, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first)
    QTest.mouseMove(ribbon, last)
    QTest.mouseRelease(ribbon, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, last)
    assert work(staging).run == range(3)
    assert "3 epochs" in header(staging, "Epoch")
    press(staging, qtbot, Key.Key_2)
    wait_until_saved(staging)
    assert [stage for _on, _off, stage in stages(staging)] == ["N2"] * 3
    press(staging, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until(lambda: own_marks(staging) == [])


@pytest.mark.parametrize("name", ["night", "hypnogram"])
def test_a_click_goes_to_an_epoch(staging: Workstation, qtbot, name: str) -> None:
    view = staging.staging.view
    part = view.panel.night if name == "night" else view.hypnogram
    box = part.box_of(2)
    assert box is not None
    qtbot.mouseClick(part, Qt.MouseButton.LeftButton, pos=QPointF(box.center()).toPoint())
    wait_for_page_at(staging, 40.0)
    assert work(staging).current == 2


def test_however_the_page_is_moved_it_stays_on_the_grid(staging: Workstation, qtbot) -> None:
    study = study_of(staging)
    study.session.change(start_s=1.0)  # a turn of the wheel
    assert (study.view.start_s, study.view.page_s) == (20.0, 20.0)
    study.session.change(start_s=19.0)
    assert study.view.start_s == 0.0
    study.session.change(page_s=5.0)
    assert study.view.page_s == 20.0
    study.session.change(start_s=45.0)
    assert study.view.start_s == 40.0


def test_the_proposal_is_dimmed_and_taken_only_by_a_key(staging: Workstation, library_url: str, qtbot) -> None:
    put_sleep_run(library_url, staging)
    assert header(staging, "Proposal") == "hidden"  # before the first read is done
    press(staging, qtbot, Key.Key_Return)
    wait_until_idle(staging)
    assert own_marks(staging) == []
    press(staging, qtbot, Key.Key_W)
    press(staging, qtbot, Key.Key_P)
    assert header(staging, "Proposal") == "dimmed · sleep and wake only"
    assert header(staging, "This epoch") == "Not staged · proposed: asleep, no stage"
    press(staging, qtbot, Key.Key_Return, Key.Key_N)
    press(staging, qtbot, Key.Key_W)
    wait_until_saved(staging)
    kept = [(m.attribute("stage"), m.attribute("proposal")) for m in own_marks(staging)]
    assert kept == [("W", "hidden"), ("S", "accepted"), ("W", "shown")]
    table = staging.staging.view.panel.table
    wait_until(lambda: table.value_of("Sleep or wake as proposed") == "67 % of 3")
    press(staging, qtbot, Key.Key_Home)
    press(staging, qtbot, Key.Key_D)
    assert work(staging).current == 2


def test_a_run_is_accepted_only_after_a_question(staging: Workstation, library_url: str, qtbot) -> None:
    put_sleep_run(library_url, staging)
    press(staging, qtbot, Key.Key_P)
    press(staging, qtbot, Key.Key_Right, Key.Key_Right, modifier=Shift)
    press(staging, qtbot, Key.Key_Return)
    box = staging.window.findChild(QMessageBox, "staging.question")
    assert isinstance(box, QMessageBox)
    assert box.text() == "Stage 3 epochs as proposed?"
    wait_until_idle(staging)
    assert own_marks(staging) == []
    box.buttons()[0].click()
    wait_until(lambda: [stage for *_, stage in stages(staging)] == ["W", "S", "S"])
    press(staging, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until(lambda: own_marks(staging) == [])


def test_below_two_months_the_keys_are_those_of_infants(staging: Workstation, qtbot) -> None:
    age = parsed_age("5 weeks")
    study_of(staging).kept.say([Statement(AGE_TERM, AGE, held_age(age))])
    wait_until_saved(staging)
    buttons = staging.staging.view.panel.keys.buttons
    assert buttons["staging.active"].isVisible()
    assert not buttons["staging.n2"].isVisible()
    assert header(staging, "Rules").startswith("Infant stages, below 2 months")
    press(staging, qtbot, Key.Key_A, Key.Key_Q, Key.Key_I)
    wait_until_saved(staging)
    assert [stage for *_, stage in stages(staging)] == ["A", "Q", "I"]
    press(staging, qtbot, Key.Key_2)  # no stage at this age, and no mark
    wait_until_idle(staging)
    assert len(own_marks(staging)) == 3


def test_what_was_staged_on_another_grid_stays_and_counts(staging: Workstation, qtbot) -> None:
    press(staging, qtbot, Key.Key_2, Key.Key_2)
    wait_until_saved(staging)
    staging.actions["staging.epochs_30"].trigger()
    wait_until_saved(staging)
    assert work(staging).grid.n_epochs == 2
    table = staging.staging.view.panel.table
    wait_until(lambda: table.value_of("Marks off the grid") == "2")
    assert table.value_of("Epochs staged") == "0 of 2"
    assert len(own_marks(staging)) == 2
    assert staging.actions["staging.epochs_30"].isChecked()
    assert not staging.actions["staging.epochs_20"].isChecked()


def test_triage_and_staging_do_not_have_the_window_together(staging: Workstation, qtbot) -> None:
    press(staging, qtbot, Key.Key_T, modifier=Ctrl)
    assert staging.triage.is_open
    assert not staging.staging.is_open
    assert not staging.staging.view.ribbon.isVisible()
    press(staging, qtbot, Key.Key_S, modifier=Ctrl | Shift)
    assert staging.staging.is_open
    assert not staging.triage.is_open


def test_copy_forward_and_unsure_by_keys(staging: Workstation, qtbot) -> None:
    press(staging, qtbot, Key.Key_1, Key.Key_X, modifier=Shift)
    press(staging, qtbot, Key.Key_1)
    press(staging, qtbot, Key.Key_X, modifier=Shift)
    press(staging, qtbot, Key.Key_C)
    wait_until_saved(staging)
    kept = [(m.attribute("stage"), m.attribute("certainty")) for m in own_marks(staging)]
    assert kept == [("N1", "possible"), ("N1", None), ("N1", None)]
    press(staging, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until(lambda: len(own_marks(staging)) == 1)


def test_a_theme_and_a_closed_study_are_followed(staging: Workstation, qtbot) -> None:
    press(staging, qtbot, Key.Key_W)
    before = staging.staging.view.hypnogram.n_drawn
    staging.appearance.use_theme("night")
    wait_until(lambda: staging.staging.view.hypnogram.n_drawn > before)
    wait_until_saved(staging)
    staging.studies.close()
    assert not staging.task_views.staging.header.isVisible()
    assert not staging.task_views.staging.panel.isVisible()


def test_the_panel_in_the_sidebar_counts_what_is_staged(staging: Workstation, qtbot) -> None:
    press(staging, qtbot, Key.Key_2, Key.Key_W, Key.Key_Escape)
    wait_until_saved(staging)
    staging.actions["sleep.show"].trigger()
    panel = staging.staging.view.sleep
    wait_until(lambda: panel.table.value_of("Awakenings") == "1")
    assert panel.layer.text() == "Counted: My marks"
    panel.stage.click()
    assert staging.staging.is_open

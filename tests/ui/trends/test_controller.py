"""The trends of the whole study at the window: opened, moved through, scored from, written."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialogButtonBox, QInputDialog
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_until_saved

from eegview.app.trends.candidates import EpochCandidate
from eegview.app.trends.sets import load_sets
from eegview.model.recording import PatientFacts
from eegview.model.span import Span
from eegview.ui.trends.controller import TrendsController
from eegview.ui.trends.drawing.panel_texts import panel_notes
from eegview.ui.trends.pair import PairDialog
from eegview.ui.workstation import Workstation

Key, Shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier


def trends_of(station: Workstation) -> TrendsController:
    return station.tasks.trends


def keys(station: Workstation, qtbot, *keys: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(trends_of(station).view.stack, key, modifier)


@pytest.fixture
def trends(station: Workstation, qtbot) -> Workstation:
    """Return the window with the trends open and computed."""
    press(station, qtbot, Key.Key_T, modifier=Shift)
    found = trends_of(station)
    assert found.is_open
    wait_until(lambda: found.computing.trends.state == "done", timeout_s=60.0)
    wait_until(lambda: len(found.choices.panels) > 3)
    return station


def test_shift_t_shows_the_study_in_place_of_the_page_and_brings_the_page_back(trends: Workstation, qtbot) -> None:
    found = trends_of(trends)
    assert not trends.window.page.isVisible()
    assert found.view.body.isVisible()
    assert found.moves.shown.table.is_complete
    assert "computed in" in found.view.side.state.text()
    assert {"Next cluster", "Score candidate"} <= {entry.label for entry in trends.window.legend.entries}
    start_s = study_of(trends).view.start_s
    keys(trends, qtbot, Key.Key_1)  # nothing is marked here
    keys(trends, qtbot, Key.Key_T, modifier=Shift)
    assert not found.is_open
    assert trends.window.page.isVisible()
    assert study_of(trends).view.start_s == start_s
    assert own_marks(trends) == []
    press(trends, qtbot, Key.Key_1)
    wait_until_saved(trends)
    assert len(own_marks(trends)) == 1
    station = trends
    press(station, qtbot, Key.Key_T, modifier=Shift)
    wait_until(lambda: len(found.moves.shown.spasms_s) == 1)
    station.actions["staging.open"].trigger()  # one task at a time
    assert not found.is_open
    assert station.staging.is_open


def test_the_page_follows_a_click_and_keys_and_stays_there(trends: Workstation, qtbot) -> None:
    found = trends_of(trends)
    stack = found.view.stack
    qtbot.mouseClick(stack, Qt.MouseButton.LeftButton, pos=QPoint(round(stack.columns.x_of(30.0)), 100))
    assert found.moves.cursor_s == pytest.approx(30.0, abs=0.5)
    wait_until(lambda: study_of(trends).view.span.contains(30.0))
    column_s = found.moves.times.span.duration_s / stack.columns.plot_px
    before_s = found.moves.cursor_s
    keys(trends, qtbot, Key.Key_Right, Key.Key_Right, Key.Key_Left)
    assert found.moves.cursor_s - before_s == pytest.approx(column_s)
    keys(trends, qtbot, Key.Key_End)
    keys(trends, qtbot, Key.Key_Return)
    assert not found.is_open
    view = study_of(trends).view
    assert view.cursor_s == pytest.approx(60.0, abs=0.1)
    assert view.span.contains(59.9)


def test_zoom_is_remembered_and_the_bar_moves_through_time(trends: Workstation, qtbot) -> None:
    found, view = trends_of(trends), trends_of(trends).view
    keys(trends, qtbot, Key.Key_Plus, Key.Key_Plus)
    assert found.moves.times.span.duration_s == pytest.approx(60 / 1.5**2)
    assert view.time_bar.isVisible()
    view.time_bar.setValue(view.time_bar.maximum())
    assert found.moves.times.span.stop_s == pytest.approx(60.0, abs=0.1)
    keys(trends, qtbot, Key.Key_Escape)
    press(trends, qtbot, Key.Key_T, modifier=Shift)
    assert found.moves.times.span.duration_s == pytest.approx(60 / 1.5**2)
    keys(trends, qtbot, Key.Key_P)
    assert found.moves.times.span.duration_s == pytest.approx(study_of(trends).view.page_s)
    assert view.side.lengths["Page"].isChecked()
    keys(trends, qtbot, Key.Key_A)
    assert found.moves.times.is_all
    assert not view.time_bar.isVisible()


def test_sets_panels_and_own_sets(trends: Workstation, qtbot, tmp_path: Path) -> None:
    found, side = trends_of(trends), trends_of(trends).view.side
    side.chips["aeeg"].click()
    assert [one.panel_id for one in found.choices.panels] == ["aeeg_left", "aeeg_right", "aeeg_cross", "artifact"]
    side.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    wait_until(lambda: not side.chips["aeeg"].isChecked())
    assert [one.panel_id for one in found.choices.panels] == ["aeeg_right", "aeeg_cross", "artifact"]
    found.choices.move(found.choices.panels[2], -2)
    assert [one.panel_id for one in found.choices.panels] == ["artifact", "aeeg_right", "aeeg_cross"]
    wait_until(lambda: side.list.item(0).text() == "Artifact")
    side.list.setFocus()
    side.list.setCurrentRow(0)
    qtbot.keyClick(side.list, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [one.panel_id for one in found.choices.panels] == ["aeeg_right", "artifact", "aeeg_cross"]
    span = found.moves.times
    qtbot.keyClick(side.list, Key.Key_Down)  # the list's own, no zoom
    assert found.moves.times == span
    side.save_set.click()
    dialog = trends.window.findChild(QInputDialog, "trends.save_set.dialog")
    dialog.setTextValue("  My night ")
    dialog.accept()
    wait_until(lambda: "my_night" in side.chips)
    assert side.chips["my_night"].isChecked()
    assert side.delete_set.isVisible()
    found.choices.save_set("Night")  # the program's own
    assert {one.set_id for one in load_sets()} >= {"night", "my_night"}
    found.choices.delete_set(next(one for one in load_sets() if one.set_id == "my_night"))
    wait_until(lambda: "my_night" not in side.chips)
    assert len(found.choices.panels) == 3


def test_colours_follow_their_ends_and_keep_apart(trends: Workstation) -> None:
    found, side = trends_of(trends), trends_of(trends).view.side
    side.low.setValue(10)
    assert found.view.stack.look.level_db == (10, 40)
    side.low.setValue(60)
    assert found.view.stack.look.level_db == (60, 65)
    side.fit.click()
    low, high = found.view.stack.look.level_db
    assert low < high < 60
    side.dim.setChecked(False)
    assert not found.view.stack.look.is_dimmed


def test_candidates_are_gone_through_and_opened_for_scoring(trends: Workstation, qtbot) -> None:
    found = trends_of(trends)
    asked: list[Span] = []
    found.score_asked.connect(asked.append)
    keys(trends, qtbot, Key.Key_B)
    assert asked == []  # a minute has no five
    assert "shorter than 5 minutes" in trends.toast.findChild(type(trends.window.saved)).text()
    spans = [Span(40.0, 50.0), Span(10.0, 20.0)]
    shown = found.moves.shown
    made = tuple(EpochCandidate(span, 1.0, ("sharp waves 62 %",), "N2", None) for span in spans)
    object.__setattr__(shown, "candidates", made)
    keys(trends, qtbot, Key.Key_C)
    assert found.moves.cursor_s == 40.0
    keys(trends, qtbot, Key.Key_C)
    assert found.moves.cursor_s == 10.0
    keys(trends, qtbot, Key.Key_B)
    assert asked == [spans[1]]
    found.moves.go_to(30.0)
    found.moves._score()
    assert asked == [spans[1], spans[0]]
    assert "candidate 1 is opened" in trends.toast.findChild(type(trends.window.saved)).text()


def test_the_aeeg_of_any_pair_stands_beside_the_others(trends: Workstation, qtbot, tmp_path: Path) -> None:
    found = trends_of(trends)
    keys(trends, qtbot, Key.Key_E)
    dialog = trends.window.findChild(PairDialog)
    assert dialog.pair == "Fp1-Fp2"
    dialog.boxes[0].setCurrentText("Fp2")
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    dialog.boxes[0].setCurrentText("C3")
    dialog.boxes[1].setCurrentText("O2")
    dialog.accept()
    wait_until(lambda: found.moves.shown.table.column("aeeg_upper_pair") is not None)
    assert "aeeg_pair" in found.choices.shown_ids
    pair = next(one for one in found.choices.panels if one.panel_id == "aeeg_pair")
    shown = found.moves.shown
    assert shown is not None
    assert panel_notes(pair, shown)[0] == "C3-O2"
    found.choices.save_set("With a pair")
    wait_until(lambda: "with_a_pair" in found.view.side.chips)
    assert next(one for one in load_sets() if one.set_id == "with_a_pair").pair == "C3-O2"
    found.pair.use("C4-O1")
    assert not found.view.side.chips["with_a_pair"].isChecked()  # it is of another pair
    found.choices.use_set("night")
    assert "aeeg_pair" not in found.choices.shown_ids
    found.view.side.chips["with_a_pair"].click()
    wait_until(lambda: found.moves.shown is not None and panel_notes(pair, found.moves.shown)[0] == "C3-O2")
    assert found.view.side.chips["with_a_pair"].isChecked()
    found.exporting.save_table(tmp_path / "pair.csv")
    wait_until((tmp_path / "pair.csv").exists)
    assert "aeeg_upper_pair_uv" in (tmp_path / "pair.csv").read_text().splitlines()[0]


def test_pictures_and_tables_are_written(trends: Workstation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = trends_of(trends)
    assert found.exporting.caption.startswith("Trends · small")
    monkeypatch.setattr("eegview.ui.trends.exporting.patient_of", lambda _source: PatientFacts(is_simulated=True))
    assert found.exporting.caption.startswith("Trends · SIMULATED · small")
    for ending in ("png", "svg", "pdf"):
        path = tmp_path / f"trends.{ending}"
        found.exporting.save_picture(path)
        assert path.stat().st_size > 5000
    image = QImage(str(tmp_path / "trends.png"))
    assert image.width() == 2 * found.view.stack.width()
    assert (tmp_path / "trends.svg").read_bytes().lstrip().startswith(b"<?xml")
    found.exporting.save_picture(tmp_path / "no" / "trends.png")
    with monkeypatch.context() as closed:  # the study is closed before it is known what made the table
        closed.setattr("eegview.ui.window.study.study_provenance.ask_provenance", lambda *_arguments: None)
        found.exporting.save_table(tmp_path / "alone.csv")
        wait_until((tmp_path / "alone.csv").exists)
    found.choices.use_set("aeeg")
    path = tmp_path / "trends.csv"
    found.exporting.save_table(path)
    wait_until(path.exists)
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header[:3] == ["time_s", "aeeg_lower_left_uv", "aeeg_upper_left_uv"]
    assert len(rows) == 6


def test_nothing_is_computed_without_being_asked_where_that_is_switched_off(station: Workstation) -> None:
    computing = trends_of(station).computing
    assert not computing.is_automatic
    computing._page_shown(study_of(station).view)
    assert not computing._idle.isActive()
    station.actions["trends.automatic"].trigger()
    assert computing.is_automatic
    assert computing._idle.isActive()
    computing._start_when_idle()
    assert computing.is_computing
    wait_until(lambda: station.actions["trends.cancel"].isEnabled())
    station.actions["trends.cancel"].trigger()
    assert computing.trends.state == "cancelled"
    assert not trends_of(station).is_open

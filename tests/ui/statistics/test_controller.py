"""The statistics of spasms at the window: opened, moved through, spasms left out and taken in, written."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_until_saved

from eegview.app.review.review import new_mark
from eegview.app.statistics.figure_lines import FigureLine
from eegview.app.video.movement_row import MovementRow
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.movement import MOVEMENT_UNIT
from eegview.model.span import Span
from eegview.ui.statistics.screen import StatisticsScreen
from eegview.ui.workstation import Workstation

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ONSETS_S = (12.0, 20.0, 29.0, 38.0, 50.0)


def statistics_of(station: Workstation) -> StatisticsScreen:
    screen = station.tasks.statistics.screen
    assert screen is not None, "they were opened"
    return screen


def keys(station: Workstation, qtbot, *keys: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(statistics_of(station).view.raster, key, modifier)


def shown(station: Workstation):
    found = statistics_of(station).view.raster.shown
    assert found is not None
    return found


def line_of(station: Workstation, group: str, name: str) -> FigureLine:
    table = statistics_of(station).view.figures
    for section in range(table.topLevelItemCount()):
        item = table.topLevelItem(section)
        assert item is not None
        for k in range(item.childCount()):
            line = item.child(k).data(0, Qt.ItemDataRole.UserRole)
            if (line.group, line.name.strip()) == (group, name):
                return line
    raise AssertionError(f"no line {group}: {name}")


def open_statistics(station: Workstation, qtbot) -> None:
    press(station, qtbot, Key.Key_L, modifier=Shift)
    wait_until(lambda: statistics_of(station).is_shown and statistics_of(station).is_settled, timeout_s=30.0)


@pytest.fixture
def marked(station: Workstation, qtbot) -> Workstation:
    """Return the window with five spasms marked, the statistics open."""
    study = study_of(station)
    term = station.studies.vocabulary.term("spasm")
    assert term is not None
    for onset_s in ONSETS_S:
        study.review.acts.add(new_mark(term, Span(onset_s, onset_s + 1.2)))
    wait_until_saved(station)
    open_statistics(station, qtbot)
    return station


def test_without_spasms_it_says_so_and_the_page_comes_back(station: Workstation, qtbot) -> None:
    assert station.tasks.statistics.screen is None, "nothing of it is built before"
    open_statistics(station, qtbot)
    found = statistics_of(station)
    assert not station.window.page.isVisible()
    assert "No spasms are marked in “My marks”" in found.view.raster.message
    assert line_of(station, "Spasms", "Total").value == "0"
    assert "Too short" in found.view.warnings.text()
    press_1 = len(own_marks(station))
    keys(station, qtbot, Key.Key_1, Key.Key_X)  # nothing is marked here, and there is nothing to leave out
    assert len(own_marks(station)) == press_1
    keys(station, qtbot, Key.Key_Escape)
    assert not found.is_shown
    assert station.window.page.isVisible()
    assert station.window.strip.isVisible()


def test_a_spasm_is_left_out_by_a_key_and_an_undo_takes_it_in_again(marked: Workstation, qtbot, start_station) -> None:
    found, view = statistics_of(marked), statistics_of(marked).view
    assert found.moves.epochs is not None
    assert found.moves.epochs.n_included == 5
    assert "5 spasms" in view.raster.accessibleDescription()
    keys(marked, qtbot, Key.Key_Home, Key.Key_Down)
    chosen = shown(marked).epochs.spasm_ids[shown(marked).lines[1]]
    assert found.moves.selected_id == chosen
    before = shown(marked).columns[0].mean.copy()
    keys(marked, qtbot, Key.Key_X)
    wait_until(lambda: shown(marked).epochs.excluded == {chosen})
    assert shown(marked).n_averaged == 4
    assert not np.allclose(shown(marked).columns[0].mean, before)
    assert "1 left out" in view.choices.note.text()
    assert "Left out of the average" in view.raster.accessibleDescription()
    wait_until(lambda: found.is_settled)
    wait_until_saved(marked)
    keys(marked, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until(lambda: not shown(marked).epochs.excluded)
    keys(marked, qtbot, Key.Key_X)
    wait_until_saved(marked)
    keys(marked, qtbot, Key.Key_Escape)
    path = study_of(marked).paths[0]
    marked.window.close()
    again = start_station()  # it is a record of the study, which everybody sees
    again.studies.open([path])
    wait_until(lambda: again.studies.study is not None and len(own_marks(again)) == 5)
    wait_until(lambda: again.window.page.shown_page is not None)
    open_statistics(again, qtbot)
    assert shown(again).epochs.excluded == {chosen}


def test_order_alignment_rows_and_the_head_maps_time_follow_keys_and_are_remembered(
    marked: Workstation, qtbot, tmp_path: Path
) -> None:
    found, view = statistics_of(marked), statistics_of(marked).view
    assert set(shown(marked).lines) == set(range(5))
    keys(marked, qtbot, Key.Key_T)
    assert shown(marked).lines == (0, 1, 2, 3, 4)
    assert found.remembered.order == "time"
    row = shown(marked).columns[0].row.label
    keys(marked, qtbot, Key.Key_E)
    assert shown(marked).columns[0].row.label != row
    assert view.choices.rows["eeg"].currentText() == shown(marked).columns[0].row.label
    time_s = shown(marked).time_s
    keys(marked, qtbot, Key.Key_Right, Key.Key_Right)
    assert shown(marked).time_s == pytest.approx((time_s or 0.0) + 0.04)
    field = view.side.map.field
    assert field is not None
    assert len(field.names) == 19
    keys(marked, qtbot, Key.Key_P)
    assert shown(marked).time_s == time_s
    keys(marked, qtbot, Key.Key_R)
    assert found.reading.is_reading
    keys(marked, qtbot, Key.Key_R, modifier=Shift)  # stopped: what was read stays on the screen
    wait_until(lambda: not found.reading.is_reading)
    assert shown(marked).epochs.n_spasms == 5
    keys(marked, qtbot, Key.Key_O)
    wait_until(lambda: not found.reading.is_reading and shown(marked).epochs.alignment == "peak")
    assert view.choices.alignment["peak"].isChecked()
    assert "seconds" not in view.values.text()
    assert view.values.text().startswith("At +0.00 s")
    at = view.raster.geometry_now
    box = at.average(0)
    qtbot.mouseClick(view.raster, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert shown(marked).cursor_s == pytest.approx(1.0, abs=0.05)
    line = at.raster(0).topLeft().toPoint() + QPoint(5, round(2.5 * at.row_px))
    qtbot.mouseClick(view.raster, Qt.MouseButton.LeftButton, pos=line)
    assert shown(marked).selected_line == 2
    marked.studies.study.times.use_clock(False)
    wait_until(lambda: shown(marked).names[0] == "00:00:12")
    _check_movement_and_files(marked, tmp_path)


def test_figures_show_their_spasms_and_enter_goes_to_the_page(marked: Workstation, qtbot) -> None:
    found, view = statistics_of(marked), statistics_of(marked).view
    assert line_of(marked, "Spasms", "Total").value == "5"
    assert view.side.histograms["durations"].shown.values == pytest.approx((1.2,) * 5)
    assert {"Page at the spasm", "Leave out of the average"} <= {one.label for one in marked.window.legend.entries}
    found.moves.use_figure(FigureLine("Clusters", "two", "2", marks=shown(marked).epochs.spasm_ids[1:3]))
    assert len(shown(marked).lines) == 2
    assert "Only two: 2 of 5 spasms" in view.choices.note.text()
    keys(marked, qtbot, Key.Key_A)
    assert len(shown(marked).lines) == 5
    view.choices.states["not_staged"].click()
    assert len(shown(marked).lines) == 5
    found.moves.select(shown(marked).epochs.spasm_ids[3])
    keys(marked, qtbot, Key.Key_Return)
    assert not found.is_shown
    study = study_of(marked)
    selected = study.review.selection.mark
    assert selected is not None
    assert selected.onset_s == 38.0
    wait_until(lambda: study.view.span.contains(38.0))
    open_statistics(marked, qtbot)
    assert found.moves.selected_id == selected.annotation_id, "it opens at the mark that was selected"
    view.figures.go_asked.emit(line_of(marked, "Spasms", "Longest time without"))
    assert not found.is_shown
    open_statistics(marked, qtbot)
    study.review.acts.delete([own_marks(marked)[0]])
    wait_until(lambda: shown(marked).epochs.n_spasms == 4, timeout_s=20.0)
    marked.actions["staging.open"].trigger()  # one task at a time
    assert not found.is_shown


def _check_movement_and_files(marked: Workstation, tmp_path: Path) -> None:
    """Movement has a column, and all is written."""
    found = statistics_of(marked)

    class Still:
        row = Row("Movement", ChannelKind.MOVEMENT, "", (), (), 25.0, MOVEMENT_UNIT)

        def samples(self, span: Span):
            n = round(span.duration_s * 25) + 2
            first = int(np.ceil(span.start_s * 25))
            return first / 25, np.arange(n, dtype=np.float32) % 9

    marked.movement.row = cast(MovementRow, Still())
    marked.movement.row_changed.emit()
    wait_until(lambda: len(shown(marked).columns) == 2, timeout_s=20.0)
    assert shown(marked).columns[1].row.label == "Movement"
    assert not marked.window.grab().isNull()
    wait_for = _written(found, tmp_path)
    figures = list(csv.reader(wait_for("figures.csv", found.exporting.save_table).read_text().splitlines()))
    assert figures[1][:4] == ["Spasms", "spasms.total", "Total", "5"]
    spasms = wait_for("spasms.csv", lambda path: found.exporting.save_table(path, is_of_spasms=True))
    assert len(spasms.read_text().splitlines()) == 6
    picture = QImage(str(wait_for("raster.png", found.exporting.save_picture)))
    assert picture.width() == 1800
    assert wait_for("raster.svg", found.exporting.save_picture).read_text().count("Movement") >= 1


def _written(found: StatisticsScreen, folder: Path) -> Callable[[str, Callable[[Path], None]], Path]:
    def write(name: str, save: Callable[[Path], None]) -> Path:
        path = folder / name
        save(path)
        wait_until(path.exists, timeout_s=30.0)
        return path

    return write

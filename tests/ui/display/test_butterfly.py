"""The butterfly view in the window."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import page_geometry, press, study_of

from eegview.ui.study.page_printing import snapshot_of
from eegview.ui.workstation import Workstation

SHIFT = Qt.KeyboardModifier.ShiftModifier
TEXT = "Butterfly: 18 EEG rows on one baseline"


def labels(station: Workstation) -> list[str]:
    page = station.window.page.shown_page
    assert page is not None
    return [shown.row.label for shown in page.rows]


def switch(station: Workstation, qtbot: QtBot) -> None:
    press(station, qtbot, Qt.Key.Key_B, modifier=SHIFT)


def test_the_key_lays_all_eeg_rows_on_one_baseline_and_back(station: Workstation, qtbot: QtBot) -> None:
    before, view = labels(station), study_of(station).view
    switch(station, qtbot)
    page = station.window.page.shown_page
    assert page is not None
    assert labels(station) == ["18 EEG rows", "SD of rows"]
    assert len(page.overlaid) == 18
    assert {placement.position for placement in page.overlaid} == {0}
    px_per_uv = page.px_per_mm / view.sensitivity_uv_per_mm
    assert {placement.px_per_unit for placement in page.overlaid} == {px_per_uv}
    assert station.window.strip.rows.button.text() == TEXT
    assert station.actions["display.butterfly"].isChecked()
    switch(station, qtbot)
    assert labels(station) == before
    assert study_of(station).view == view
    assert station.window.strip.rows.button.text() != TEXT
    assert not station.actions["display.butterfly"].isChecked()


def test_own_gains_do_not_count_and_stay(station: Workstation, qtbot: QtBot) -> None:
    station.page_commands.change_row("F3-C3", lambda style: type(style)(style.label, 4.0, 10.0))
    before = study_of(station).view.row_styles
    switch(station, qtbot)
    page = station.window.page.shown_page
    assert page is not None
    assert len({placement.px_per_unit for placement in page.overlaid}) == 1
    assert len({placement.offset_px for placement in page.overlaid}) == 1
    assert study_of(station).view.row_styles == before


def test_pages_turn_and_montages_change_in_it(station: Workstation, qtbot: QtBot) -> None:
    switch(station, qtbot)
    press(station, qtbot, Qt.Key.Key_PageDown)
    wait_until(lambda: study_of(station).view.start_s > 0)
    assert labels(station)[0] == "18 EEG rows"
    station.actions["montage.common_average"].trigger()
    wait_until(lambda: labels(station) == ["19 EEG rows", "GFP"])


def test_what_stands_for_many_rows_has_no_style_and_is_no_channel_of_a_mark(station: Workstation, qtbot: QtBot) -> None:
    switch(station, qtbot)
    geometry = page_geometry(station)
    page = station.window.page
    name = QPoint(int(geometry.left_px / 2), int(geometry.centre_of(0)))
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, name)
    QTest.mousePress(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, name)
    for down_px in (10, 20, 30):
        QTest.mouseMove(page, name + QPoint(0, down_px))
    QTest.mouseRelease(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, name + QPoint(0, 30))
    left = QPoint(int(geometry.x_of(2.0)), int(geometry.centre_of(0)))
    right = QPoint(int(geometry.x_of(5.0)), int(geometry.centre_of(1)))
    QTest.mousePress(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, left)
    QTest.mouseMove(page, right)
    QTest.mouseRelease(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, right)
    view = study_of(station).view
    assert view.selection is not None
    assert view.selected_rows == ()
    assert view.row_styles == ()


def test_the_crosshair_reads_the_spread_and_not_the_many(station: Workstation, qtbot: QtBot) -> None:
    switch(station, qtbot)
    geometry = page_geometry(station)
    name = QPoint(int(geometry.left_px / 2), int(geometry.centre_of(0)))
    qtbot.mouseClick(station.window.page, Qt.MouseButton.LeftButton, pos=name)
    assert station.window.page.overlay.crosshair is None
    station.actions["display.crosshair"].trigger()
    crosshair = station.window.page.overlay.crosshair
    assert crosshair is not None
    assert crosshair.text.startswith("SD of rows  +")


def test_the_picture_of_the_page_is_the_butterfly_and_says_so(
    station: Workstation, qtbot: QtBot, tmp_path: Path
) -> None:
    switch(station, qtbot)
    page = station.window.page.shown_page
    assert page is not None
    snapshot = snapshot_of(station.context, study_of(station), page, (1000, 600))
    assert [row.label for row in snapshot.page.rows] == ["18 EEG rows"]
    assert len(snapshot.page.traces) == 18
    text = snapshot.write(tmp_path / "page.svg").read_text(encoding="utf-8")
    assert TEXT in text


def test_without_a_good_eeg_row_it_stays_as_it_is_and_says_why(station: Workstation, qtbot: QtBot) -> None:
    study_of(station).session.change(only_rows=("ECG",))
    wait_until(lambda: labels(station) == ["ECG"])
    switch(station, qtbot)
    assert labels(station) == ["ECG"]
    assert not station.actions["display.butterfly"].isChecked()
    assert "No EEG row" in station.toast.label.text()

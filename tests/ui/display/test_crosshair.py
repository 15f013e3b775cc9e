"""The crosshair on a row, by mouse and by keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import click, press, study_of

from eegview.ui.page.view_data import Crosshair
from eegview.ui.workstation import Workstation

LEFT = Qt.MouseButton.LeftButton
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


def click_label(station: Workstation, qtbot: QtBot, position: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    geometry = station.window.page.geometry_of_page()
    assert geometry is not None
    point = QPoint(int(geometry.left_px / 2), int(geometry.centre_of(position)))
    qtbot.mouseClick(station.window.page, LEFT, modifier, point)


def shown(station: Workstation) -> Crosshair | None:
    return station.window.page.overlay.crosshair


def row_of(station: Workstation) -> str:
    return study_of(station).presenter.crosshair_row


def test_a_click_on_a_name_reads_the_row_at_the_cursor_and_a_second_ends_it(station: Workstation, qtbot: QtBot) -> None:
    click(station, qtbot, 7.0)
    click_label(station, qtbot, 2)
    crosshair = shown(station)
    assert crosshair is not None
    page = station.window.page.shown_page
    cursor_s = study_of(station).view.cursor_s
    assert page is not None
    assert cursor_s is not None
    row = page.rows[2]
    trace = next(trace for trace in page.result.traces if trace.row == row.placement.row)
    index = round((cursor_s - trace.first_s) * trace.rate_hz)
    value_uv = float(trace.values[index])
    assert crosshair.at_s == pytest.approx(trace.first_s + index / trace.rate_hz)
    assert crosshair.down_px == pytest.approx(value_uv * row.placement.px_per_unit, abs=1e-3)
    value = f"{value_uv:+.1f} µV".replace("-", "−")
    assert crosshair.text.startswith(f"{row.row.label}  {value}  ·  ")
    click_label(station, qtbot, 2)
    assert shown(station) is None


def test_without_a_cursor_it_comes_to_the_middle_of_the_page(station: Workstation, qtbot: QtBot) -> None:
    assert study_of(station).view.cursor_s is None
    click_label(station, qtbot, 0)
    view = study_of(station).view
    assert view.cursor_s == pytest.approx((view.span.start_s + view.span.stop_s) / 2)
    assert shown(station) is not None


def test_escape_takes_it_away_before_the_selection(station: Workstation, qtbot: QtBot) -> None:
    click_label(station, qtbot, 0)
    click_label(station, qtbot, 1, Qt.KeyboardModifier.ControlModifier)
    assert study_of(station).view.selected_rows == ("F7-T7",)
    press(station, qtbot, Qt.Key.Key_Escape)
    assert shown(station) is None
    assert study_of(station).view.selected_rows == ("F7-T7",)
    press(station, qtbot, Qt.Key.Key_Escape)
    assert study_of(station).view.selected_rows == ()


def test_keys_put_it_on_a_row_and_on_the_next(station: Workstation, qtbot: QtBot) -> None:
    press(station, qtbot, Qt.Key.Key_X, modifier=CTRL_SHIFT)
    assert row_of(station) == "Fp1-F7"
    press(station, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down, modifier=ALT_SHIFT)
    assert row_of(station) == "T7-P7"
    press(station, qtbot, Qt.Key.Key_Up, modifier=ALT_SHIFT)
    assert row_of(station) == "F7-T7"
    press(station, qtbot, Qt.Key.Key_X, modifier=CTRL_SHIFT)
    assert row_of(station) == ""
    press(station, qtbot, Qt.Key.Key_X, modifier=CTRL_SHIFT)
    assert row_of(station) == "F7-T7"  # where it was


def test_it_follows_the_cursor_and_goes_with_the_page(station: Workstation, qtbot: QtBot) -> None:
    click(station, qtbot, 3.0)
    click_label(station, qtbot, 0)
    before = shown(station)
    click(station, qtbot, 9.0)
    wait_until(lambda: shown(station) is not None and shown(station) != before)
    press(station, qtbot, Qt.Key.Key_PageDown)
    wait_until(lambda: shown(station) is None)  # the cursor is not on this page
    assert row_of(station) == "Fp1-F7"


def test_it_is_painted(station: Workstation, qtbot: QtBot) -> None:
    page = station.window.page
    before = page.grab().toImage()
    click_label(station, qtbot, 3)
    after = page.grab().toImage()
    assert np.array(before.constBits()).tobytes() != np.array(after.constBits()).tobytes()

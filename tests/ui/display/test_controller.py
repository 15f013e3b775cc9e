"""Calibration, filters, rows and the menu of a row's name, through the window."""

from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QMenu, QPushButton
from waiting import wait_until

from eegview.model.channel import ChannelKind
from eegview.model.display.filters import Phase
from eegview.ui.display.calibration_dialog import CalibrationDialog
from eegview.ui.display.filters_dialog import FiltersDialog
from eegview.ui.display.rows_dialog import RowsDialog
from eegview.ui.display.rows_table import GAIN
from eegview.ui.widgets.cut_box import parse_hz
from eegview.ui.widgets.modeless_dialog import open_dialog

Dialog = TypeVar("Dialog", bound=QDialog)


def view(station):
    return station.studies.study.session.view


def shown_labels(station):
    return [shown.row.label for shown in station.window.page.shown_page.rows]


def opened(station, command_id: str, name: str, kind: type[Dialog]) -> Dialog:
    station.actions[command_id].trigger()
    dialog = open_dialog(station.window, name)
    assert isinstance(dialog, kind)
    return dialog


# calibration


def test_calibration_makes_millimetres_true_and_can_be_forgotten(station, qtbot):
    caption = station.window.strip.sensitivity
    assert "uncalibrated" in caption._caption.text()
    dialog = opened(station, "display.calibrate", "calibration", CalibrationDialog)
    assert not dialog.forget.isEnabled()
    dialog.spin.setValue(5.0)
    assert dialog.ruler.px_per_mm == pytest.approx(5.0)
    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    assert station.appearance.px_per_mm() == pytest.approx(5.0)
    assert station.window.page.shown_page.px_per_mm == pytest.approx(5.0)
    assert "uncalibrated" not in caption._caption.text()
    dialog = opened(station, "display.calibrate", "calibration", CalibrationDialog)
    qtbot.mouseClick(dialog.forget, Qt.MouseButton.LeftButton)
    assert not station.appearance.is_calibrated
    assert "uncalibrated" in caption._caption.text()


def test_arrow_keys_change_the_line_by_a_pixel(station, qtbot):
    dialog = opened(station, "display.calibrate", "calibration", CalibrationDialog)
    wait_until(dialog.isActiveWindow)
    before = dialog.px_per_mm
    qtbot.keyClick(dialog.slider, Qt.Key.Key_Right)
    assert dialog.px_per_mm == pytest.approx(before + 0.01)
    dialog.close()
    assert not station.appearance.is_calibrated  # nothing changes until it is used


# filters


def test_filters_change_the_page_at_once_and_say_what_a_slow_wave_keeps(station):
    dialog = opened(station, "display.filters", "filters", FiltersDialog)
    box = dialog.boxes[ChannelKind.EEG, "low_cut_hz"]
    box.setCurrentText("1 Hz")
    box.lineEdit().editingFinished.emit()
    assert view(station).filters.for_kind(ChannelKind.EEG).low_cut_hz == 1.0
    assert "71 % at 1 Hz" in dialog.effect.text()
    dialog.phase_buttons[Phase.ZERO].click()
    assert view(station).filters.for_kind(ChannelKind.EEG).phase is Phase.ZERO
    assert "50 % at 1 Hz" in dialog.effect.text()
    wait_until(lambda: station.window.strip.low.button.text().startswith("1 Hz"))


def ticked(field) -> list[str]:
    """Return the ticked lines of a menu of the strip, as it is opened."""
    field.menu.aboutToShow.emit()
    return [action.text().replace("&", "").partition("\t")[0] for action in field.menu.actions() if action.isChecked()]


def test_menus_of_the_strip_tick_what_holds_now(station):
    strip = station.window.strip
    station.studies.study.session.change(page_s=20.0, sensitivity_uv_per_mm=20.0)
    wait_until(lambda: strip.page.button.text().startswith("20 s"))
    assert ticked(strip.page)[0] == "20 s"
    assert ticked(strip.sensitivity) == ["20 µV/mm"]
    assert ticked(strip.montage) == [strip.montage.button.text()]
    assert ticked(strip.high) == [strip.high.button.text()]
    assert len(ticked(strip.low)) == 2  # the cut-off and the phase
    strip.high.menu.actions()[1].trigger()
    wait_until(lambda: strip.high.button.text() == "15 Hz")
    assert ticked(strip.high) == ["15 Hz"]


def test_filters_go_back_to_the_preset(station):
    dialog = opened(station, "display.filters", "filters", FiltersDialog)
    before = view(station).filters
    assert not dialog.reset.isEnabled()
    dialog.boxes[ChannelKind.ECG, "high_cut_hz"].textActivated.emit("off")
    assert view(station).filters != before
    dialog.reset.click()
    assert view(station).filters == before


def test_only_kinds_of_the_recording_are_offered(station):
    dialog = opened(station, "display.filters", "filters", FiltersDialog)
    assert {kind for kind, _name in dialog.boxes} == {ChannelKind.EEG, ChannelKind.ECG}


@pytest.mark.parametrize(
    ("text", "hz"), [("off", 0.0), ("", 0.0), ("0,5 Hz", 0.5), ("70", 70.0), ("-1", None), ("x", None), ("nan", None)]
)
def test_frequencies_as_people_type_them(text, hz):
    assert parse_hz(text) == hz


# rows


def test_unticking_a_row_takes_it_off_the_page(station, qtbot):
    dialog = opened(station, "display.rows", "rows", RowsDialog)
    dialog.table.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    wait_until(lambda: "Fp1-F7" not in shown_labels(station))
    qtbot.mouseClick(dialog.findChild(QPushButton, "rows.all"), Qt.MouseButton.LeftButton)
    wait_until(lambda: shown_labels(station)[0] == "Fp1-F7")


def test_gain_and_order_change_at_once_and_reset(station, qtbot):
    dialog = opened(station, "display.rows", "rows", RowsDialog)
    first = dialog.table.topLevelItem(0)
    first.setData(GAIN, Qt.ItemDataRole.UserRole, 2.0)
    assert view(station).row_style("Fp1-F7").gain == 2.0
    moved = dialog.table.topLevelItem(0)
    assert moved is not None
    dialog.table.setCurrentItem(moved)
    wait_until(dialog.isActiveWindow)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert dialog.table.labels[:2] == ("F7-T7", "Fp1-F7")
    assert dialog.table.selected_labels == ("Fp1-F7",)
    wait_until(lambda: shown_labels(station)[:2] == ["F7-T7", "Fp1-F7"])
    qtbot.mouseClick(dialog.findChild(QPushButton, "rows.reset"), Qt.MouseButton.LeftButton)
    assert view(station).row_styles == ()
    assert dialog.table.labels[0] == "Fp1-F7"


def test_bad_channel_greys_its_rows(station):
    dialog = opened(station, "display.rows", "rows", RowsDialog)
    dialog.channels.item(0).setCheckState(Qt.CheckState.Checked)
    assert view(station).bad_channels == {"Fp1"}
    wait_until(lambda: station.window.page.shown_page.rows[0].row.is_bad)
    assert "marked bad" in dialog.table.topLevelItem(0).text(3)


def test_dialog_follows_the_montage(station):
    dialog = opened(station, "display.rows", "rows", RowsDialog)
    station.actions["montage.common_average"].trigger()
    assert "Fp1-AVG" in dialog.table.labels


# a row's name


def label_point(station, position=0):
    geometry = station.window.page.geometry_of_page()
    return QPoint(int(geometry.left_px / 2), int(geometry.centre_of(position)))


def test_right_click_on_a_name_opens_its_menu(station, qtbot):
    page = station.window.page
    qtbot.mouseClick(page, Qt.MouseButton.RightButton, pos=label_point(station))
    menu = station.window.findChild(QMenu, "row_menu")
    wait_until(menu.isVisible)
    acts = {action.objectName(): action for action in menu.actions()}
    acts["row.crosshair"].trigger()
    assert station.studies.study.presenter.crosshair_row == "Fp1-F7"
    acts["row.taller"].trigger()
    assert view(station).row_style("Fp1-F7").gain == 2.0
    acts["row.bad.F7"].trigger()
    assert view(station).bad_channels == {"F7"}
    acts["row.hide"].trigger()
    menu.close()
    wait_until(lambda: "Fp1-F7" not in shown_labels(station))


def test_an_average_names_its_electrodes_at_the_row_and_on_the_strip(station, qtbot):
    station.actions["montage.common_average"].trigger()
    wait_until(lambda: "Fp1-AVG" in shown_labels(station))
    tip = station.window.strip.montage.button.toolTip
    wait_until(lambda: "AVG is the mean of" in tip())
    qtbot.mouseClick(station.window.page, Qt.MouseButton.RightButton, pos=label_point(station))
    menu = station.window.findChild(QMenu, "row_menu")
    acts = {action.objectName(): action for action in menu.actions()}
    stated = acts["row.average"].text()
    assert stated in tip()
    assert "electrodes: Fp1, F7, T7" in stated
    assert "A1" not in stated
    acts["row.bad.Fp1"].trigger()
    menu.close()
    wait_until(lambda: "electrodes: F7, T7" in tip())


def test_a_click_with_ctrl_on_a_name_selects_the_row(station, qtbot):
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(station.window.page, Qt.MouseButton.LeftButton, ctrl, label_point(station))
    assert view(station).selected_rows == ("Fp1-F7",)

"""By keys alone: measure the page, read a value, copy all, read a row, lay all rows on one baseline, and back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import press, study_of

from eegview.ui.workstation import Workstation

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL_SHIFT = SHIFT | Qt.KeyboardModifier.ControlModifier
MOST_TABS = 60


def tab_to(qtbot: QtBot, object_name: str) -> QWidget:
    """Press Tab until this has the keyboard."""
    for _ in range(MOST_TABS):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused.objectName() == object_name:
            return focused
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {object_name}")


def test_measuring_by_keys(station: Workstation, qtbot: QtBot) -> None:
    view = study_of(station).view
    station.window.activateWindow()
    station.window.page.setFocus()
    press(station, qtbot, Qt.Key.Key_X, modifier=SHIFT)
    panel = station.measure_panel.panel
    wait_until(lambda: panel.measured is not None)

    qtbot.keyClick(tab_to(qtbot, "measure.scale"), Qt.Key.Key_Space)
    assert not panel.choice.is_log
    qtbot.keyClick(tab_to(qtbot, "measure.spectrum"), Qt.Key.Key_Right)
    assert panel.read_out.text().endswith("µV/√Hz")
    qtbot.keyClick(tab_to(qtbot, "measure.copy"), Qt.Key.Key_Space)
    assert "Peak to peak" in QApplication.clipboard().text()

    station.window.page.setFocus()
    press(station, qtbot, Qt.Key.Key_X, modifier=CTRL_SHIFT)
    crosshair = station.window.page.overlay.crosshair
    assert crosshair is not None
    assert crosshair.text.startswith("Fp1-F7  ")
    press(station, qtbot, Qt.Key.Key_Escape)
    press(station, qtbot, Qt.Key.Key_B, modifier=SHIFT)
    assert "one baseline" in station.window.strip.rows.button.text()
    press(station, qtbot, Qt.Key.Key_B, modifier=SHIFT)
    press(station, qtbot, Qt.Key.Key_X, modifier=SHIFT)
    assert not station.measure_panel.is_in_sight()
    station.actions["mark.list"].trigger()  # what stood beside the page: the page has its width, and length, again
    after = study_of(station).view
    assert (after.row_styles, after.row_order, after.span) == (view.row_styles, view.row_order, view.span)

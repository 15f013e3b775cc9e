"""The whole tour by keyboard alone, a real run of the detector among it."""

from made_studies.tour_study import small_demonstration  # noqa: F401 - pytest finds it by name
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from waiting import wait_until
from windows.at_the_window import own_marks, study_of

from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

Key = Qt.Key
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def strike(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key on whatever has the keyboard."""
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    QTest.keyClick(widget, key, modifier)


def step_of(station: Workstation) -> str:
    return station.tour.progress.step.step_id if station.tour.progress is not None else ""


def wait_for_step(station: Workstation, step_id: str) -> None:
    wait_until(lambda: step_of(station) == step_id, f"the tour is at {step_id}")


def find_and_run(station: Workstation, words: str) -> None:
    """Run a command as one finds it by its words."""
    strike(Key.Key_K, CTRL)
    wait_until(lambda: open_dialog(station.window, "commands") is not None)
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    QTest.keyClicks(widget, words)
    strike(Key.Key_Return)


def tab_to(widget: QWidget) -> None:
    for _ in range(60):
        if widget.hasFocus():
            return
        strike(Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {widget.objectName()}")


def test_the_tour_by_keyboard_alone(empty_station: Workstation, small_demonstration) -> None:  # noqa: F811
    station = empty_station
    wait_until(station.window.isActiveWindow)
    station.window.page.setFocus()
    find_and_run(station, "tour")
    wait_for_step(station, "page")
    wait_until(lambda: station.window.page.shown_page is not None)

    strike(Key.Key_PageDown)
    wait_for_step(station, "montage")
    strike(Key.Key_F4)
    wait_for_step(station, "mark")
    strike(Key.Key_1)
    wait_for_step(station, "video")
    assert [mark.term_id for mark in own_marks(station)] == ["spasm"]
    station.window.page.setFocus()
    strike(Key.Key_Space)
    wait_for_step(station, "suggestion")
    strike(Key.Key_Space)
    assert not study_of(station).player.is_playing
    tab_to(station.tour.card.act)
    strike(Key.Key_Return)  # a real run of the spasm detector
    wait_until(lambda: step_of(station) != "suggestion")
    wait_until(lambda: bool(study_of(station).suggestions.runs))
    if step_of(station) == "staging":
        tab_to(station.tour.card.next)
        strike(Key.Key_Return)
    wait_for_step(station, "export")
    find_and_run(station, "export marks")
    wait_until(lambda: open_dialog(station.window, "export") is not None)
    assert station.tour.progress is not None
    assert station.tour.progress.is_done
    dialog = open_dialog(station.window, "export")
    assert dialog is not None
    strike(Key.Key_Escape)
    assert step_of(station) == "export"
    station.window.activateWindow()
    wait_until(station.window.isActiveWindow)
    station.window.page.setFocus()
    tab_to(station.tour.card.next)
    strike(Key.Key_Return)
    assert station.tour.progress is None
    assert station.settings.text("tour/state") == "done"

"""Keys of panels: behind comes to the front, in front is closed; the page keeps its size and its speed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from at_the_window import study_of, wait_until_idle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget
from waiting import wait_until
from window_fixtures import open_and_wait

from eegview.app.commands import Command
from eegview.ui.window.panel_switch import is_in_front
from eegview.ui.workstation import Workstation

PANELS = {
    "mark.list": "dock.marks",
    "cluster.list": "dock.clusters",
    "study.completeness": "dock.completeness",
    "detector.panel": "dock.suggestions",
}


def dock(station: Workstation, name: str) -> QDockWidget:
    found = station.window.findChild(QDockWidget, name)
    assert found is not None
    return found


def trigger(station: Workstation, command_id: str) -> None:
    station.actions[command_id].trigger()
    wait_until_idle(station)


@pytest.mark.parametrize("command_id", PANELS)
def test_a_panel_behind_another_comes_to_the_front_and_one_in_front_is_closed(
    station: Workstation, command_id: str
) -> None:
    panel = dock(station, PANELS[command_id])
    others = [one for one in PANELS if one != command_id]
    if not is_in_front(panel):
        trigger(station, command_id)
    for other in others:
        trigger(station, other)
        assert is_in_front(dock(station, PANELS[other]))
        assert not is_in_front(panel)
        trigger(station, command_id)
        assert is_in_front(panel)
    trigger(station, command_id)
    assert panel.isHidden()
    trigger(station, command_id)
    assert is_in_front(panel)


@pytest.mark.parametrize("command_id", ["mark.list", "detector.panel"])
def test_a_toggle_is_checked_while_its_panel_is_in_front(station: Workstation, command_id: str) -> None:
    action, panel = station.actions[command_id], dock(station, PANELS[command_id])
    for _ in range(2):
        trigger(station, "cluster.list")
        assert action.isChecked() == is_in_front(panel)
        trigger(station, command_id)
        assert action.isChecked() == is_in_front(panel)


def speed_mm_per_s(station: Workstation) -> float:
    geometry = station.window.page.geometry_of_page()
    assert geometry is not None
    return geometry.mm_per_s


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_opening_panels_leaves_the_page_as_fast_as_it_was(station: Workstation, scale: float) -> None:
    station.appearance.use_scale(scale)
    wait_until_idle(station)
    before, length_s = speed_mm_per_s(station), study_of(station).view.page_s
    for command_id in ("cluster.list", "study.completeness", "detector.panel", "mark.list"):
        trigger(station, command_id)
    assert speed_mm_per_s(station) == pytest.approx(before)
    for command_id in ("detector.trends", "detector.trends"):
        trigger(station, command_id)
    assert speed_mm_per_s(station) == pytest.approx(before)
    assert study_of(station).view.page_s == length_s


def test_a_paper_speed_that_was_set_holds_when_the_page_changes_its_width(station: Workstation) -> None:
    station.page_commands.use_paper_speed(30.0)
    wait_until_idle(station)
    assert speed_mm_per_s(station) == pytest.approx(30.0, rel=0.01)
    trigger(station, "mark.list")  # closed: the page is wider
    wait_until(lambda: speed_mm_per_s(station) == pytest.approx(30.0, rel=0.01))
    station.page_commands.use_page_length(10.0)
    trigger(station, "mark.list")
    wait_until_idle(station)
    assert study_of(station).view.page_s == 10.0  # and so does a length that was set


def heights(station: Workstation) -> tuple[int, int]:
    return station.window.page.height(), dock(station, "dock.overview").height()


def test_trends_give_the_page_its_height_back(station: Workstation) -> None:
    before = heights(station)
    trigger(station, "detector.trends")
    assert heights(station)[0] < before[0]
    trigger(station, "detector.trends")
    assert heights(station) == before
    trigger(station, "detector.trends")
    dock(station, "dock.trends").close()  # by its own cross
    wait_until_idle(station)
    assert heights(station) == before


def test_trends_give_the_height_back_after_a_restart(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path
) -> None:
    before = heights(station)
    trigger(station, "detector.trends")
    station.window.close()
    again = open_and_wait(start_station(), small_edf)
    wait_until_idle(again)
    assert is_in_front(dock(again, "dock.trends"))
    trigger(again, "detector.trends")
    assert heights(again) == before
    again.window.close()
    third = open_and_wait(start_station(), small_edf)
    wait_until_idle(third)
    assert heights(third) == before


@pytest.mark.parametrize("state", [Qt.WindowState.WindowNoState, Qt.WindowState.WindowMaximized])
def test_leaving_full_screen_restores_what_was(station: Workstation, state: Qt.WindowState) -> None:
    window = station.window
    window.setWindowState(state)
    wait_until_idle(station)
    before = window.isMaximized(), window.size()
    for _ in range(2):
        trigger(station, "display.full_screen")
        assert window.isFullScreen()
        trigger(station, "display.full_screen")
        assert not window.isFullScreen()
        assert (window.isMaximized(), window.size()) == before


def test_f11_is_full_screen_too(station: Workstation) -> None:
    keys = [key.toString() for key in station.actions.keys_of("display.full_screen")]
    assert keys == ["Ctrl+Shift+F", "F11"]


def test_a_montage_of_ones_own_on_f11_takes_that_key(station: Workstation) -> None:
    station.actions.add(Command("montage.mine", "Mine", "Montage", "My own.", is_toggle=True), ("F11",))
    assert [key.toString() for key in station.actions["display.full_screen"].shortcuts()] == ["Ctrl+Shift+F"]
    station.actions.remove("montage.mine")

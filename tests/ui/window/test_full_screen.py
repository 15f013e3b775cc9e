"""Full screen, and the window as it was after it."""

import pytest
from PySide6.QtCore import QByteArray, Qt
from windows.at_the_window import wait_until_idle

from eegview.app.commands import Command
from eegview.ui.workstation import Workstation


def trigger(station: Workstation, command_id: str) -> None:
    station.actions[command_id].trigger()
    wait_until_idle(station)


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


def test_a_window_that_was_larger_than_the_screen_is_now_takes_the_screen(
    station: Workstation, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = station.window
    room = window.screen().availableSize()
    window.showNormal()
    monkeypatch.setattr(window, "restoreGeometry", lambda _kept: window.resize(room.width() + 300, room.height()))
    window.restore(QByteArray(b"kept on a larger screen"))
    assert window.isMaximized()

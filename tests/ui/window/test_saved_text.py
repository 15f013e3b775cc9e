"""The window says when the last mark was saved, and goes on saying it as time passes."""

import pytest
from PySide6.QtCore import Qt
from standing_clock import StandingClock
from waiting import wait_until
from windows.at_the_window import press, wait_until_saved

from eegview.ui.workstation import Workstation


@pytest.fixture
def clock() -> StandingClock:
    """Return the window's clock, which the test moves."""
    return StandingClock()


def test_the_text_grows_older_by_itself(station: Workstation, clock: StandingClock, qtbot) -> None:
    assert station.window.saved.text() == "every mark is saved as it is made"
    press(station, qtbot, Qt.Key.Key_1)
    wait_until_saved(station)
    wait_until(lambda: station.window.saved.text() == "✓ saved 0 s ago")
    clock.now_s += 42.0
    wait_until(lambda: station.window.saved.text() == "✓ saved 42 s ago")
    clock.now_s += 100.0
    wait_until(lambda: station.window.saved.text() == "✓ saved 2 min ago")

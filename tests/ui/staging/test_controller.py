"""Staging at the window, by keys and by the mouse."""

import pytest
from at_the_window import own_marks, press, study_of, wait_for_page_at, wait_until_saved
from PySide6.QtCore import Qt

from eegview.app.staging.staging import Staging
from eegview.ui.workstation import Workstation

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def staging(station: Workstation, qtbot) -> Workstation:
    """Return the window with staging on; the recording of a minute has two epochs."""
    press(station, qtbot, Key.Key_S, modifier=Ctrl | Shift)
    assert station.staging.is_open
    return station


def work(station: Workstation) -> Staging:
    found = station.staging.staging
    assert found is not None
    return found


def stages(station: Workstation) -> list[tuple[float, float, str]]:
    return [(m.onset_s, m.duration_s, m.attribute("stage") or "") for m in own_marks(station)]


def test_one_key_stages_an_epoch_on_the_grid_and_the_next_comes(staging: Workstation, qtbot) -> None:
    assert staging.staging.view.header.badge.isVisible()
    press(staging, qtbot, Key.Key_W)
    assert work(staging).current == 1
    wait_for_page_at(staging, 30.0)
    assert study_of(staging).view.page_s == 30.0
    press(staging, qtbot, Key.Key_2)
    wait_until_saved(staging)
    assert stages(staging) == [(0.0, 30.0, "W"), (30.0, 30.0, "N2")]

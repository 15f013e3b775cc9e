"""The sheet for matching names no digit: digits go on marking, and its own keys are letters."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import own_marks, press, shown_dialog, study_of

from eegview.app.marks.confirming import SyncUnsure
from eegview.app.shortcuts import load_shortcut_maps
from eegview.ui.sync.panel import SyncPanel
from eegview.ui.widgets.error_box import show_error
from eegview.ui.workstation import Workstation


@pytest.fixture
def panel(station: Workstation) -> SyncPanel:
    station.sync.open_panel()
    return shown_dialog(station, SyncPanel, "sync")


def told(panel: SyncPanel) -> str:
    """Return all that the sheet says of what to press."""
    texts = [label.text() for label in panel.findChildren(QLabel)]
    return "\n".join([*texts, *(button.text() for button in panel.findChildren(QPushButton))])


def test_the_sheet_says_to_press_no_digit(panel: SyncPanel) -> None:
    for picked in ("", "Held: a frame"):
        panel.show_picked(picked)
        assert not re.search(r"press \d|^\d  ", told(panel), re.MULTILINE), told(panel)
    panel.show_picked("")
    assert "(H)" in panel.guide.text()
    panel.show_picked("Held: a frame")
    assert "(P)" in panel.guide.text()


def test_the_keys_of_the_sheet_make_no_mark(
    station: Workstation, panel: SyncPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[object] = []
    monkeypatch.setattr("eegview.ui.workstation.show_error", lambda _window, error: failed.append(error))
    study_of(station).set_cursor(3.0)
    station.actions["video.pick_frame"].setEnabled(True)  # there is no video here; the keys are theirs all the same
    station.actions["video.pair"].setEnabled(True)
    press(station, qtbot, Qt.Key.Key_H, Qt.Key.Key_P)
    assert len(failed) == 2
    assert own_marks(station) == []
    station.window.activateWindow()
    wait_until(station.window.isActiveWindow)
    press(station, qtbot, Qt.Key.Key_1)  # what a digit does is said in the legend, and nowhere else
    wait_until(lambda: len(own_marks(station)) == 1)


def test_in_no_key_map_a_digit_is_a_key_of_the_sheet() -> None:
    for shortcut_map in load_shortcut_maps():
        for command_id in ("video.pick_frame", "video.pair"):
            (key,) = shortcut_map.of(command_id)
            assert not key.isdecimal()


def test_a_confirmation_that_waits_for_the_match_opens_it(station: Workstation) -> None:
    error = SyncUnsure("The sync of this video has not been verified.", "Pair a moment.")
    assert "error.match" not in [button.objectName() for button in show_error(station.window, error).buttons()]
    error.match = station.sync.open_panel
    box = show_error(station.window, error)
    (match,) = [button for button in box.buttons() if button.objectName() == "error.match"]
    match.click()
    shown_dialog(station, SyncPanel, "sync")

"""Every control of the window and of its dialogs has a name that a screen reader can say."""

import pytest
from at_the_window import own_marks, press, study_of, wait_until_idle
from named_widgets import dialogs_open, nameless
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from waiting import wait_until

from eegview.app.commands import COMMANDS
from eegview.ui.workstation import Workstation

# Those whose dialog is the system's own, for choosing a file or a printer.
SYSTEM_DIALOGS = {
    *("study.open", "study.open_folder", "study.import", "study.snapshot", "page.print", "video.add"),
    "video.snapshot",
}
DIALOGS = [one.command_id for one in COMMANDS if one.title.endswith("…") and one.command_id not in SYSTEM_DIALOGS]


def test_every_control_of_the_empty_window_has_a_name(empty_station: Workstation) -> None:
    assert "\n".join(nameless(empty_station.window)) == ""


def test_every_control_of_the_window_has_a_name(station: Workstation, qtbot: QtBot) -> None:
    study_of(station).set_cursor(3.0)
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    press(station, qtbot, Qt.Key.Key_2)  # and a question over the page
    wait_until(lambda: len(own_marks(station)) == 2)
    assert "\n".join(nameless(station.window)) == ""


@pytest.mark.parametrize("command_id", [*DIALOGS, "help.keys", "help.guide", "help.about", "study.reviewer"])
def test_every_control_of_a_dialog_has_a_name(station: Workstation, qtbot: QtBot, command_id: str) -> None:
    study_of(station).set_cursor(3.0)
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: study_of(station).review.selection.mark is not None)
    action = station.actions[command_id]
    if not action.isEnabled():
        return  # it needs a video or a suggestion; its panel was walked with the window
    before = set(map(id, dialogs_open(station.window)))
    action.trigger()
    wait_until_idle(station)
    opened: list[QWidget] = [one for one in dialogs_open(station.window) if id(one) not in before]
    for widget in (station.window, *opened):
        assert "\n".join(nameless(widget)) == ""
    for widget in opened:
        widget.close()

"""Every control of the window and of its dialogs has a name that a screen reader can say."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_until_idle
from windows.named_widgets import dialogs_open, nameless

from eegview.app.commands import COMMANDS
from eegview.ui.help.crash_dialog import CrashDialog
from eegview.ui.sync.panel import SyncPanel
from eegview.ui.video.movement_dialog import MovementDialog
from eegview.ui.workstation import Workstation

# Those whose dialog is the system's own, for choosing a file or a printer.
SYSTEM_DIALOGS = {
    *("study.open", "study.open_folder", "study.import", "study.snapshot", "page.print", "video.add", "film.add_clips"),
    *("video.snapshot", "report.export", "report.previous", "report.verify", "comparing.export"),
    "report.sign",  # walked with the report, which it opens
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


def test_every_control_of_every_dialog_has_a_name(station: Workstation, qtbot: QtBot) -> None:
    study_of(station).set_cursor(3.0)
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: study_of(station).review.selection.mark is not None)
    found: set[str] = set()
    n_opened = 0
    for command_id in (*DIALOGS, "help.keys", "help.guide", "help.about"):
        action = station.actions[command_id]
        if not action.isEnabled():
            continue  # it needs a video or a suggestion; its panel was walked with the window
        action.trigger()
        wait_until_idle(station)
        found |= set(nameless(station.window))
        for dialog in station.window.findChildren(QDialog):
            if dialog.isVisible():
                n_opened += 1
                dialog.close()
        for widget in dialogs_open(station.window):
            found |= set(nameless(widget))
            widget.close()
        wait_until_idle(station)
    assert "\n".join(sorted(found)) == ""
    assert n_opened > 10


PANELS: dict[str, Callable[[QWidget], QWidget]] = {
    "match": SyncPanel,
    "movement": MovementDialog,
    "error": lambda parent: CrashDialog(parent, "What happened"),
}


@pytest.mark.parametrize("kind", PANELS)
def test_every_control_of_a_panel_that_needs_more_has_a_name(qtbot: QtBot, kind: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    panel = PANELS[kind](parent)
    assert "\n".join(nameless(panel)) == ""

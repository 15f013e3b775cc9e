"""A training is started from the menu: set, mode, number of items."""

from pathlib import Path

import pytest
from learners.made_case_set import write_made_set
from PySide6.QtWidgets import QDialog
from waiting import wait_until

from eegview.app.training.cases import shipped
from eegview.app.training.place import answers_path
from eegview.ui.training.start_dialog import StartDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation


@pytest.fixture
def dialog(empty_station: Workstation, fixed_time) -> StartDialog:
    empty_station.training.clock = fixed_time.clock
    return opened(empty_station)


def opened(station: Workstation) -> StartDialog:
    station.actions["training.start"].trigger()
    dialog: QDialog | None = open_dialog(station.window, "training.start.dialog")
    assert isinstance(dialog, StartDialog)
    wait_until(lambda: "comes with eegview" in dialog.sets.item(0).text())
    return dialog


def test_a_set_of_ones_own_is_described_and_started(
    dialog: StartDialog, empty_station: Workstation, tmp_path: Path
) -> None:
    path = write_made_set(tmp_path / "made.eegcases", 8, 2)
    dialog.choose_file(path)
    wait_until(lambda: "8 items to learn with, 4 for locked tests; 0 with video." in dialog.about.text())
    assert "Not signed." in dialog.about.text()
    assert dialog.notes["pre"].text().startswith("The pre-test is open: 2 items")
    dialog.number.setValue(5)
    dialog.start.click()
    controller = empty_station.training.controller
    wait_until(lambda: controller.session is not None)
    assert controller.window.number.text() == "Item 1 of 5"
    controller.window.close()
    again = opened(empty_station)
    assert again.path == path  # the set used last is chosen
    wait_until(lambda: "A session was left after 0 of 5 items." in again.left.text())


def test_a_locked_test_cannot_be_started_and_says_why(dialog: StartDialog, tmp_path: Path) -> None:
    dialog.choose_file(write_made_set(tmp_path / "made.eegcases", 8, 2))
    wait_until(lambda: dialog.start.isEnabled())
    dialog.modes["post"].setChecked(True)
    assert not dialog.start.isEnabled()
    assert dialog.notes["post"].text() == "The post-test is locked until item 20; 0 answered."
    assert not dialog.number.isEnabled()


def test_a_file_that_is_no_set_is_told_in_the_dialog(dialog: StartDialog, tmp_path: Path) -> None:
    path = tmp_path / "foreign.eegcases"
    path.write_bytes(b"no set")
    dialog.choose_file(path)
    wait_until(lambda: "foreign.eegcases" in dialog.about.text())
    assert not dialog.start.isEnabled()


def test_the_set_of_the_program_is_made_with_progress_and_can_be_stopped(
    dialog: StartDialog, empty_station: Workstation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = write_made_set(tmp_path / "shipped.eegcases", 8)
    asked: list[float] = []

    def make(progress) -> Path:
        asked.append(0.5)
        while len(asked) == 1:
            progress(0.5)  # until it is stopped
        return made

    monkeypatch.setattr("eegview.ui.training.shipped_making.make_shipped", make)
    assert dialog.path is None
    dialog.start.click()
    wait_until(lambda: dialog.progress.value() == 50)
    assert not dialog.start.isEnabled()
    dialog.cancel_making.click()
    wait_until(dialog.progress.isHidden)
    assert empty_station.training.controller.session is None
    dialog.start.click()
    wait_until(lambda: len(asked) == 2)
    wait_until(lambda: empty_station.training.controller.session is not None)


def test_to_look_at_a_set_makes_no_file_of_answers(
    dialog: StartDialog, empty_station: Workstation, tmp_path: Path
) -> None:
    dialog.choose_file(write_made_set(tmp_path / "made.eegcases", 8, 2))
    wait_until(lambda: "8 items to learn with" in dialog.about.text())
    assert not answers_path(empty_station.studies.reviewer.name).exists()


def test_a_damaged_set_of_the_program_can_be_made_anew(
    empty_station: Workstation, fixed_time, own_folders: Path
) -> None:
    empty_station.training.clock = fixed_time.clock
    path = shipped.shipped_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half a set")
    dialog = opened(empty_station)
    assert "made the first time" in dialog.sets.item(0).text()
    assert dialog.path is None


def test_the_shipped_set_lies_in_the_data_folder(own_folders: Path) -> None:
    assert own_folders in shipped.shipped_path().parents

"""A recording overwritten under an open window: one question, marks kept, and reading goes on once it is answered."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_for_page_at, wait_until_saved

from eegview.ui.workstation import Workstation


@pytest.fixture
def own_file(small_edf: Path, tmp_path: Path) -> Path:
    path = tmp_path / "own.edf"
    shutil.copy(small_edf, path)
    return path


@pytest.fixture
def opened(empty_station: Workstation, own_file: Path) -> Workstation:
    empty_station.open([str(own_file)])
    wait_until(lambda: empty_station.studies.study is not None)
    wait_until(lambda: study_of(empty_station).review.is_open)
    wait_until(lambda: empty_station.window.page.shown_page is not None)
    return empty_station


def boxes(station: Workstation, name: str = "recording_changed") -> list[QMessageBox]:
    return [box for box in station.window.findChildren(QMessageBox, name) if box.isVisible()]


def overwrite(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[:-4000] + b"\0" * 4000 + b"x")


def ask(station: Workstation) -> QMessageBox:
    wait_until(lambda: boxes(station), "the change is noticed")
    return boxes(station)[0]


def test_it_is_noticed_by_itself_and_asked_once(opened: Workstation, own_file: Path, qtbot):
    press(opened, qtbot, Qt.Key.Key_1)
    wait_until_saved(opened)
    overwrite(own_file)
    box = ask(opened)
    assert "has changed since it was opened" in box.text()
    assert own_file.name in box.text()
    for _time in range(3):
        press(opened, qtbot, Qt.Key.Key_PageDown)
    assert boxes(opened) == [box]
    assert boxes(opened, "error") == []
    assert len(own_marks(opened)) == 1


def test_reading_goes_on_when_the_reader_says_so(opened: Workstation, own_file: Path, qtbot):
    overwrite(own_file)
    box = ask(opened)
    press(opened, qtbot, Qt.Key.Key_PageDown)
    page = study_of(opened).view.start_s
    box.findChild(QPushButton, "recording_changed.go_on").click()
    wait_for_page_at(opened, page)
    assert boxes(opened) == []


def test_reopening_reads_the_new_file(opened: Workstation, own_file: Path, small_edf: Path):
    before = study_of(opened)
    overwrite(own_file)
    box = ask(opened)
    shutil.copy(small_edf, own_file)
    box.findChild(QPushButton, "recording_changed.reopen").click()
    wait_until(lambda: opened.studies.study is not None and opened.studies.study is not before)
    wait_until(lambda: opened.window.page.shown_page is not None)
    assert boxes(opened) == []

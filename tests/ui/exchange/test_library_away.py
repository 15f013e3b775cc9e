"""The library's file deleted, replaced or put back under an open window."""

import os
import shutil
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_until_saved

from eegview.store.library import open_library
from eegview.ui.workstation import Workstation

pytestmark = pytest.mark.skipif(os.name == "nt", reason="an open file can be neither moved nor deleted there")


def files(library_file: Path) -> list[Path]:
    return sorted(library_file.parent.glob(f"{library_file.name}*"))


def test_marks_wait_while_the_file_is_away_and_are_saved_once_it_is_back(
    station: Workstation, library_url: str, tmp_path: Path, qtbot
):
    library_file = Path(library_url.removeprefix("sqlite:///"))
    review = study_of(station).review
    press(station, qtbot, Qt.Key.Key_1)
    wait_until_saved(station)
    assert len(own_marks(station)) == 1
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = [Path(shutil.move(path, elsewhere / path.name)) for path in files(library_file)]
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: review.n_waiting == 1 and review.problem)
    assert review.problem is not None
    assert str(library_file) in review.problem.sentence
    shown = partial(station.window.findChildren, QMessageBox, "error")
    wait_until(lambda: any(str(library_file) in box.text() for box in shown()))
    assert files(library_file) == []
    for path in moved:
        shutil.move(path, library_file.parent / path.name)
    wait_until(lambda: review.n_waiting == 0 and not review.problem)
    wait_until(lambda: len(own_marks(station)) == 2)
    library = open_library(library_url)
    fingerprint = study_of(station).recording.fingerprint
    assert len(library.edits(fingerprint)) == 2
    assert library.verify(fingerprint) == []
    library.close()


def test_a_new_library_in_its_place_gets_nothing(station: Workstation, library_url: str, qtbot):
    library_file = Path(library_url.removeprefix("sqlite:///"))
    review = study_of(station).review
    press(station, qtbot, Qt.Key.Key_1)
    wait_until_saved(station)
    for path in files(library_file):
        path.unlink()
    open_library(library_url).close()
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: review.n_waiting == 1)
    library = open_library(library_url)
    assert library.fingerprints() == ()
    library.close()

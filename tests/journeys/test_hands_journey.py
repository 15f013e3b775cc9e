"""Four known spasms, each with its type and its evidence: how many keys, how many clicks, and nothing to save."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_until_saved
from windows.window_fixtures import ELECTRODES, RATE_HZ, open_and_wait

from eegview.model.annotation import FILE_LAYER
from eegview.ui.workstation import Workstation

Key = Qt.Key
ONSETS_S = (8.0, 21.0, 33.5, 47.0)
MOST_KEYS, MOST_CLICKS = 24, 16
WANTED = {"movement": "flexor", "clinical": "electroclinical"}


@pytest.fixture
def noted(start_station: Callable[[], Workstation], tmp_path: Path) -> Workstation:
    """Return the window with a recording in which a technologist noted four spasms."""
    import edfio

    rng = np.random.default_rng(11)
    signals = [
        edfio.EdfSignal(
            30 * rng.standard_normal(int(RATE_HZ * 60)),
            RATE_HZ,
            label=f"EEG {name}-Ref",
            physical_dimension="uV",
            physical_range=(-500, 500),
        )
        for name in ELECTRODES
    ]
    notes = tuple(edfio.EdfAnnotation(onset_s, None, "SPASM") for onset_s in ONSETS_S)
    path = tmp_path / "noted.edf"
    edfio.Edf(signals, annotations=notes).write(path)
    station = open_and_wait(start_station(), path)
    wait_until(lambda: len(tuple(study_of(station).review.marks)) == len(ONSETS_S))
    return station


def type_at_focus(qtbot: QtBot, *keys: Qt.Key) -> int:
    """Press keys where the keyboard is; return how many."""
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        qtbot.keyClick(widget, key)
    return len(keys)


def all_are_answered(station: Workstation) -> bool:
    marks = own_marks(station)
    return len(marks) == len(ONSETS_S) and all(dict(mark.attributes) == WANTED for mark in marks)


def test_four_spasms_by_keys(noted: Workstation, qtbot: QtBot) -> None:
    form, n_keys = noted.marks.form, 0
    notes = [mark for mark in study_of(noted).review.marks if mark.layer == FILE_LAYER]
    for number, note in enumerate(notes, 1):
        study_of(noted).go_to_mark(note)
        n_keys += 1  # the key that goes to the recorder's next note
        press(noted, qtbot, Key.Key_1)
        wait_until(lambda n=number: len(own_marks(noted)) == n)
        press(noted, qtbot, Key.Key_Return)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert form.isAncestorOf(focused)
        n_keys += 2 + type_at_focus(qtbot, Key.Key_F, Key.Key_E, Key.Key_Escape)
        assert noted.window.page.hasFocus()
        wait_until_saved(noted)
    assert all_are_answered(noted)
    assert [mark.onset_s for mark in own_marks(noted)] == pytest.approx(ONSETS_S)
    assert n_keys <= MOST_KEYS


def click_on(qtbot: QtBot, widget: QWidget, at: QPoint | None = None) -> int:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
    return 1


def test_four_spasms_by_mouse(noted: Workstation, qtbot: QtBot) -> None:
    marks, form, n_acts = noted.marks.list, noted.marks.form, 0
    noted.window.resize(1280, 800)
    notes = [mark for mark in study_of(noted).review.marks if mark.layer == FILE_LAYER]
    for number, note in enumerate(notes, 1):
        index = marks.model.index(marks.model.row_of(note), 1)
        marks.table.scrollTo(index)
        n_acts += click_on(qtbot, marks.table.viewport(), marks.table.visualRect(index).center())
        assert noted.window.page.hasFocus()
        press(noted, qtbot, Key.Key_1)
        n_acts += 1
        wait_until(lambda n=number: len(own_marks(noted)) == n)
        wait_until(lambda: not form.questions.isHidden())
        for name in ("movement.flexor", "clinical.electroclinical"):
            chip = form.findChild(QPushButton, f"answer.{name}")
            assert isinstance(chip, QPushButton)
            n_acts += click_on(qtbot, chip)
        wait_until_saved(noted)
    wait_until(lambda: all_are_answered(noted))
    assert [mark.onset_s for mark in own_marks(noted)] == pytest.approx(ONSETS_S)
    assert n_acts <= MOST_CLICKS

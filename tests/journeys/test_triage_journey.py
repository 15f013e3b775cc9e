"""A run is judged by keys, the program is killed in the midst of it, and no verdict that was shown is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from made_studies.triage_study import detections_at, put_run
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from shared_data import PROJECT
from waiting import wait_for_lines, wait_until
from windows.at_the_window import own_marks, press, study_of, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.model.suggestion.judgement import Verdict
from eegview.store.library import open_library
from eegview.ui.workstation import Workstation

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ONSETS_S = tuple(2.0 + 1.1 * k for k in range(52))  # more than can be judged before the program is killed

# The program itself, without a display: opens, opens the triage, and judges by keys; tells what stands on the disk.
READER = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from eegview.ui.window.settings import Settings
from eegview.ui.workstation import Workstation

settings, library, recording = sys.argv[1:]
app = QApplication([])
held = Settings(Path(settings))
held.set_reviewer(held.reviewer)
station = Workstation(app, held, library)
station.window.resize(1200, 800)
station.show()
station.open([recording])
KEYS = [Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_A, Qt.Key.Key_U, Qt.Key.Key_6]
state = {"n": 0, "told": 0}

def go_on():
    study = station.studies.study
    if study is None or station.window.page.shown_page is None or study.suggestions.shown is None:
        if study is not None:
            study.suggestions.catch_up()
        return
    if not station.triage.is_open:
        station.actions["triage.open"].trigger()
        station.actions["triage.open_anyway"].trigger()  # the first look is not done
    shown = study.suggestions.shown
    for number, judgement in sorted(shown.judgements.items()):
        if number not in told:
            told.add(number)
            print(number, judgement.verdict.value, flush=True)
    QTest.keyClick(station.window.page, KEYS[state["n"] % len(KEYS)])
    state["n"] += 1

told = set()
timer = QTimer(interval=20)
timer.timeout.connect(go_on)
timer.start()
app.exec()
"""


def judge_until_killed(own_folders: Path, library_url: str, recording: Path, n_lines: int) -> dict[int, str]:
    """Return the verdicts the program had shown before it was killed."""
    child = subprocess.Popen(
        [sys.executable, "-c", READER, str(own_folders / "killed.ini"), library_url, str(recording)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT), "QT_QPA_PLATFORM": "offscreen"},
    )
    assert child.stdout
    with child:
        told = wait_for_lines(child, n_lines)
        child.kill()
        told += child.stdout.readlines()
    assert child.returncode == -signal.SIGKILL
    return {int(number): verdict for number, verdict in (line.split() for line in told if line.endswith("\n"))}


def start_triage(station: Workstation, qtbot) -> None:
    study = study_of(station)
    study.suggestions.catch_up()
    wait_until(lambda: study.suggestions.shown is not None)
    press(station, qtbot, Key.Key_T, modifier=Ctrl)
    assert station.triage.is_open


def accept_unseen(station: Workstation) -> None:
    """Answer the question about a group that nobody has looked at."""
    box = station.window.findChild(QMessageBox, "triage.unseen.question")
    assert box is not None
    next(button for button in box.buttons() if button.text() == "Accept unseen").click()


def verdicts(station: Workstation) -> dict[int, str]:
    shown = study_of(station).suggestions.shown
    assert shown is not None
    return {number: judgement.verdict.value for number, judgement in shown.judgements.items()}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_triage_killed_and_taken_up_again(
    start_station, own_folders: Path, library_url: str, small_edf: Path, qtbot
) -> None:
    from eegview.app.library.opening import open_source

    source = open_source([str(small_edf)])
    recording = source.recording
    source.close()
    put_run(library_url, recording.fingerprint, detections_at(ONSETS_S), recording.duration_s)
    told = judge_until_killed(own_folders, library_url, small_edf, 12)
    assert len(told) >= 12

    library = open_library(library_url)
    assert library.verify(recording.fingerprint) == []
    library.close()
    station = open_and_wait(start_station(), small_edf)
    start_triage(station, qtbot)
    held = verdicts(station)
    assert {number: held.get(number) for number in told} == told
    n_spasms = sum(mark.term_id == "spasm" for mark in own_marks(station))
    assert n_spasms == list(held.values()).count(Verdict.ACCEPT)

    triage = station.triage.triage
    current = triage.current
    assert current is not None
    assert current.detection.number not in held  # it goes on where one stopped

    press(station, qtbot, Key.Key_A)
    wait_until_saved(station)
    assert len(verdicts(station)) == len(held) + 1
    press(station, qtbot, Key.Key_Z, modifier=Ctrl)  # a verdict is one act
    wait_until_saved(station)
    assert verdicts(station) == held
    assert triage.current is not None
    assert triage.current.detection.number == current.detection.number

    n_open = sum(s.verdict is None for s in triage.group)
    press(station, qtbot, Key.Key_A, modifier=Shift)  # the rest of the group, as one act
    accept_unseen(station)
    wait_until_saved(station)
    after = verdicts(station)
    assert len(after) == len(held) + n_open
    assert {number: after[number] for number in held} == held
    press(station, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until_saved(station)
    assert verdicts(station) == held

"""Two blind readers to a signed final layer: both mark, both sign, a third compares, decides by keys, and signs."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from waiting import wait_until
from windows.at_the_window import own_marks, press, shown_dialog, study_of, wait_until_idle, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.blind_reading.acts import setting_change
from eegview.app.library.opening import Reviewer
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.signature import Meaning
from eegview.ui.comparing.agreed_dialog import AgreedDialog
from eegview.ui.comparing.asking import AGREED_DIALOG
from eegview.ui.comparing.controller import ComparingController
from eegview.ui.workstation import Workstation

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def mark(station: Workstation, *onsets_s: float) -> None:
    for onset_s in onsets_s:
        study_of(station).go_to(onset_s)
        station.actions["event.mark.spasm"].trigger()
        wait_until_saved(station)


def of_layer(station: Workstation, layer: str) -> list[Annotation]:
    return [one for one in own_marks(station) if one.layer == layer]


def sign(station: Workstation, name: str, layer: str, meaning: Meaning) -> None:
    station.signing.sign(name, meaning, layer)
    wait_until(lambda: "signed" in station.signing.label.text())


def wait_for_settled(task: ComparingController, n_settled: int) -> None:
    wait_until(lambda: task.work.read is not None and len(task.work.read.settled) == n_settled)


def test_two_blind_readers_come_to_a_signed_final_layer(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path, qtbot
) -> None:
    cleo = station
    cleo.reviewer.use(Reviewer("cleo", "neurologist"))
    study = study_of(cleo)
    study.review.acts.record(setting_change(tuple(study.review.records), True, "cleo", "neurologist", NOW))
    wait_until_saved(cleo)

    ada, ben = start_station(), start_station()
    for window, name, role in ((ada, "ada", "technologist"), (ben, "ben", "neurologist")):
        window.studies.reviewer = Reviewer(name, role)
        open_and_wait(window, small_edf)
        wait_until(lambda w=window: study_of(w).review.is_open and study_of(w).review.blindness.is_blind)
    mark(ada, 5.0, 15.0, 25.0)
    mark(ben, 5.0, 35.0)
    assert {one.layer for one in own_marks(ben)} == {"ben"}  # blind: nothing of ada's
    ben.actions["comparing.open"].trigger()
    assert "reading blind" in ben.tasks.late_comparing.task.view.empty.title.text()
    ben.actions["comparing.close"].trigger()
    for window, name in ((ada, "ada"), (ben, "ben")):
        sign(window, name.capitalize(), name, Meaning.REVIEWED)

    wait_until(lambda: study_of(cleo).review.is_open)
    if study_of(cleo).review.blindness.is_blind:  # who adjudicates lifts it once both have signed
        change = setting_change(tuple(study_of(cleo).review.records), False, "cleo", "neurologist", NOW)
        study_of(cleo).review.acts.record(change)
    wait_until(lambda: len(of_layer(cleo, "ada")) == 3 and len(of_layer(cleo, "ben")) == 2)
    cleo.window.activateWindow()  # keys are those of the window in front
    qtbot.waitUntil(cleo.window.isActiveWindow)
    press(cleo, qtbot, Key.Key_C, modifier=Ctrl | Shift)
    task = cleo.tasks.late_comparing.task
    wait_until(lambda: task.work.read is not None)
    assert [one.kind for one in task.work.listed] == ["only_a", "only_a", "only_b"]
    press(cleo, qtbot, Key.Key_A)  # the first is a spasm
    press(cleo, qtbot, Key.Key_Q)  # the second is asked about
    QTest.keyClicks(task.settling.line.line.line, "an artifact?")
    QTest.keyClick(task.settling.line.line.line, Key.Key_Return)
    press(cleo, qtbot, Key.Key_B)  # the third is a spasm, too
    wait_until_saved(cleo)
    wait_for_settled(task, 3)
    assert any("1 difference between ada and ben" in one for one in cleo.signing.open_items(FINAL_LAYER))
    press(cleo, qtbot, Key.Key_N)
    assert task.work.current.onset_s == 25.0
    press(cleo, qtbot, Key.Key_X)  # and is none
    press(cleo, qtbot, Key.Key_A, modifier=Shift)
    shown_dialog(cleo, AgreedDialog, AGREED_DIALOG).take.click()
    wait_until_saved(cleo)
    wait_for_settled(task, 4)
    wait_until_idle(cleo)
    assert task.view.side.final.details["open"].text() == "nothing blocks signing"
    assert not any("Readers not settled" in one for one in cleo.signing.open_items(FINAL_LAYER))
    assert [one.onset_s for one in of_layer(cleo, FINAL_LAYER)] == [5.0, 15.0, 35.0]
    press(cleo, qtbot, Key.Key_Escape)
    sign(cleo, "Dr. Cleo", FINAL_LAYER, Meaning.APPROVED)
    wait_until(lambda: "Final layer: signed" in cleo.signing.label.text())
    problems: list[object] = []
    study_of(cleo).review.history(lambda _edits, found: problems.append(found))
    wait_until(lambda: bool(problems))
    assert problems == [[]]

"""What there is to see of the training: item, feedback, exam, pause, result, progress, teacher's view."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from learners.made_case_set import SPASM, WHEN, write_made_set
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from scenes import Scene, Settle
from waiting import wait_until

from eegview.ui.training.session_controller import SessionController
from eegview.ui.training.start_dialog import StartDialog
from eegview.ui.workstation import Workstation

N_ANSWERED = 24  # before the figures are looked at


def training_scenes(station: Workstation, settle: Settle) -> Iterator[Scene]:
    """Yield a session of a set made by hand, in a window as large as the main one."""
    path = write_made_set(Path(tempfile.mkdtemp()) / "made.eegcases", 60, 4, (SPASM, WHEN), n_videos=60)
    controller = station.training.controller
    window = controller.window
    window.resize(station.window.size())
    station.actions["training.start"].trigger()
    settle(0.6)
    dialog = station.window.findChild(StartDialog, "training.start.dialog")
    if dialog is not None:
        dialog.choose_file(path)
        settle(0.6)
        yield Scene("training-start", dialog)
        dialog.close()
    session = _begin(station, path, "learn", N_ANSWERED)
    settle(0.4)
    yield Scene("training-1-eeg", window)
    QTest.keyClick(window, Qt.Key.Key_Return)
    settle(0.8)
    yield Scene("training-2-video", window)
    shown: set[tuple[str, bool]] = set()
    for number in range(N_ANSWERED):
        state = session.sitting.state
        assert state.question is not None
        is_wrong = number % 3 == 1
        _answer(session, is_wrong)
        kind = state.question.question_id, is_wrong
        if kind not in shown:
            shown.add(kind)
            settle(0.8)
            yield Scene(f"training-3-{kind[0]}-{'missed' if is_wrong else 'right'}", window)
        nearest = session.feedback.show_nearest if number == N_ANSWERED - 2 else None
        if nearest is not None:
            nearest()
            settle(0.6)
            if session.feedback.dialog is not None:
                yield Scene("training-4-nearest", session.feedback.dialog)
        if number == 5:
            session.pause_or_go_on()
            settle(0.3)
            yield Scene("training-5-paused", window)
            session.pause_or_go_on()
            settle(0.3)
        window.activateWindow()
        session.go_on()
        wait_until(lambda: session.sitting.state.step != "feedback" and not session.sitting.is_busy)
    settle(0.8)
    yield Scene("training-6-result", window)
    _begin(station, path, "exam", 3)
    settle(0.4)
    yield Scene("training-7-exam", window)
    window.close()
    station.actions["training.progress"].trigger()
    progress = controller.progress.window
    progress.resize(station.window.size())
    wait_until(lambda: progress.figures_shown is not None)
    settle(0.4)
    yield Scene("training-8-progress", progress)
    progress.consent.click()
    settle(0.4)
    progress.close()
    station.actions["training.teacher"].trigger()
    settle(1.0)
    yield Scene("training-9-teacher", controller.teacher.window)
    controller.teacher.window.close()
    station.window.activateWindow()


def _begin(station: Workstation, path: Path, mode: str, n_items: int) -> SessionController:
    controller = station.training.controller
    before = controller.session
    controller.begin(path, mode, n_items)
    wait_until(lambda: controller.session not in (None, before))
    wait_until(lambda: controller.window.stretch.traces.shown_page is not None)
    assert controller.session is not None
    return controller.session


def _answer(session: SessionController, is_wrong: bool) -> None:
    """Answer the item that is shown, without keys: a picture does not depend on which window has them."""
    state = session.sitting.state
    assert state.item is not None
    assert state.question is not None
    key = session.sitting.case_set.key_of(state.item.item_id)
    wait_until(lambda: session.is_open_to_answers)
    if state.question.kind == "onset":
        session.place_onset((key.onset_s or 5.0) + (1.4 if is_wrong else 0.12))
    else:
        wrong = "mimic" if key.answer == "spasm" else "spasm"
        session.choose(wrong if is_wrong else key.answer)
    session.be_sure(2 if is_wrong else 4)
    session.go_on()
    wait_until(lambda: session.sitting.state.step == "feedback" and not session.sitting.is_busy)

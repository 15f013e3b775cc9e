"""Sit before the training window: `from learners.training_window import FixedTime, answer`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from waiting import wait_until

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.place import answers_path
from eegview.app.training.session.clock import Clock
from eegview.app.training.session.plan import FEEDBACK
from eegview.model.training.answer import Answer
from eegview.model.training.key import Key
from eegview.ui.training.session_controller import SessionController
from eegview.ui.training.window import TrainingWindow
from eegview.ui.workstation import Workstation


class FixedTime:
    """Both clocks of the training; they stand until the test moves them."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.running_s = 100.0

    def go_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.running_s += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, lambda: self.running_s)


def window_of(station: Workstation) -> TrainingWindow:
    return station.training.controller.window


def begin_session(station: Workstation, path: Path, mode: str = "learn", n_items: int = 4) -> SessionController:
    """Begin a session and wait for its first page."""
    controller = station.training.controller
    before = controller.session
    controller.begin(path, mode, n_items)
    wait_until(lambda: controller.session not in (None, before), "the session is open")
    wait_until(lambda: controller.window.stretch.traces.shown_page is not None, "the item's page stands")
    assert controller.session is not None
    return controller.session


def type_keys(window: TrainingWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window, key)


def answer(station: Workstation, session: SessionController, *keys: Qt.Key) -> None:
    """Answer the item that is shown by key, and wait until it is kept."""
    window, n_done = window_of(station), session.sitting.state.n_done
    wait_until(lambda: window.stretch.traces.shown_page is not None)
    type_keys(window, *keys, Qt.Key.Key_Return)
    wait_until(lambda: session.sitting.state.n_done == n_done + 1 and not session.sitting.is_busy)


def go_on(station: Workstation, session: SessionController) -> None:
    """Leave the feedback."""
    type_keys(window_of(station), Qt.Key.Key_Return)
    wait_until(lambda: session.sitting.state.step != FEEDBACK and not session.sitting.is_busy)


def key_of(session: SessionController) -> Key:
    """Return the experts' answer to the item that is shown."""
    item = session.sitting.state.item
    assert item is not None
    return session.sitting.case_set.key_of(item.item_id)


def letter_of(session: SessionController, value: str) -> Qt.Key:
    """Return the key of an answer."""
    question = session.sitting.state.question
    assert question is not None
    letter = next(option.key for option in question.options if option.value == value)
    return Qt.Key[f"Key_{letter.upper()}"]


def kept_answers(station: Workstation) -> list[Answer]:
    """Return the learner's answers as they stand on the disk."""
    with AnswersFile(answers_path(station.studies.reviewer.name), may_write=False) as file:
        return list(file.answers())

"""The window's fixtures for this folder, and a small case set."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from made_case_set import SPASM, WHEN, write_made_set
from waiting import wait_until
from window_fixtures import (  # noqa: F401 - pytest finds them by name
    clock,
    empty_station,
    library_url,
    open_file,
    own_folders,
    small_edf,
    start_station,
    station,
)

from eegview.app.training.session.clock import Clock
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


@pytest.fixture
def fixed_time() -> FixedTime:
    return FixedTime()


@pytest.fixture
def made_set(tmp_path: Path) -> Path:
    """Return a set of 12 items for learning, one question, no video."""
    return write_made_set(tmp_path / "made.eegcases", 12)


@pytest.fixture
def two_questions(tmp_path: Path) -> Path:
    """Return a set that asks for spasms and for onsets."""
    return write_made_set(tmp_path / "two.eegcases", 12, questions=(SPASM, WHEN))


Begin = Callable[..., SessionController]


@pytest.fixture
def begin(empty_station: Workstation, fixed_time: FixedTime) -> Begin:  # noqa: F811
    """Return what begins a session and waits for its first page."""
    empty_station.training.clock = fixed_time.clock

    def begin(path: Path, mode: str = "learn", n_items: int = 4) -> SessionController:
        controller = empty_station.training.controller
        controller.begin(path, mode, n_items)
        session = wait_until(lambda: controller.session, "the session is open")
        wait_for_page(controller.window)
        return session

    return begin


def wait_for_page(window: TrainingWindow) -> None:
    wait_until(lambda: window.stretch.traces.shown_page is not None, "the item's page stands")

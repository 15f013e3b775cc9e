"""The window's fixtures for this folder, and a small case set."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from learners.made_case_set import SPASM, WHEN, write_made_set
from learners.training_window import FixedTime, begin_session
from windows.window_fixtures import (  # noqa: F401 - pytest finds them by name
    clock,
    empty_station,
    library_url,
    open_file,
    own_folders,
    small_edf,
    start_station,
    station,
)

from eegview.ui.training.session_controller import SessionController
from eegview.ui.workstation import Workstation


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

    return partial(begin_session, empty_station)

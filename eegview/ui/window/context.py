"""What every part of the window may use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from eegview.ui.window.actions import Actions
from eegview.ui.window.main_window import MainWindow
from eegview.ui.window.settings import Settings
from eegview.ui.window.study.study_controller import StudyController


class Say(Protocol):
    """Shows a short message over the page, with a button `act` that runs `run` where one is given."""

    def __call__(self, text: str, act: str = "", run: Callable[[], None] | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Context:
    """What every part of the window may use. The workstation makes it; no part knows the workstation."""

    window: MainWindow
    studies: StudyController  # opens and closes studies, knows the open one
    actions: Actions
    settings: Settings
    say: Say

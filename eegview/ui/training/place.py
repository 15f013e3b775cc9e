"""Where the training hangs in the program: its commands; all else is loaded and built when it is first used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.ui.window.context import Context
from eegview.ui.window.late_part import LatePart
from eegview.ui.window.montage_library import MontageLibrary

if TYPE_CHECKING:
    from eegview.app.training.session.clock import Clock
    from eegview.ui.training.controller import TrainingController

_IDS = ("training.start", "training.progress", "training.teacher")


class TrainingPlace(QObject):
    """The training of one program.

    clock : of answers and schedules; None = the computer's own
    """

    def __init__(self, context: Context, library: MontageLibrary) -> None:
        super().__init__(context.window)
        self._context, self._library = context, library
        self.clock: Clock | None = None
        self._late = LatePart(context.actions, _IDS, self._build)
        context.studies.shutting_down.connect(self._end)

    @property
    def controller(self) -> TrainingController:
        """Return what runs the training; the first time it is built."""
        return self._late.part

    def _build(self) -> TrainingController:
        from eegview.app.training.session.clock import SYSTEM_CLOCK
        from eegview.ui.training.controller import TrainingController

        return TrainingController(self._context, self._library, self.clock or SYSTEM_CLOCK)

    def open_set(self, path: str, mode: str, n_items: int) -> None:
        """Begin a session of a case set at once, as `eegview train SET` does."""
        self.controller.begin(Path(path), mode, n_items)

    def restyle(self) -> None:
        """Draw everything in the theme and the size of the main window as they are now."""
        if (controller := self._late.built) is not None:
            controller.restyle()

    def _end(self) -> None:
        if (controller := self._late.built) is not None:
            controller.shut_down()

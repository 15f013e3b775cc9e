"""Makes the case set that comes with the program, the first time it is wanted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from eegview.app.lanes import Lane, Post, Task
from eegview.app.training.cases.shipped import is_made, make_shipped, shipped_path, shipped_recipe
from eegview.app.training.place import clips_folder
from eegview.model.errors import Cancelled, EegViewError


class ShippedMaking(QObject):
    """Looks where the set is, and makes it on a lane of its own.

    found : (path, title, whether it was made)
    progressed : share done (0-1)
    made : path
    failed : an EegViewError
    stopped : cancelled; nothing is left behind
    """

    found = Signal(object, str, bool)
    progressed = Signal(float)
    made = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, post: Post) -> None:
        super().__init__()
        self._post = post
        self._lane: Lane | None = None
        self._task: Task | None = None

    def _on_lane(self) -> Lane:
        if self._lane is None:
            self._lane = Lane("case set", self._post)
        return self._lane

    def look(self) -> None:
        """Find out where the set is, and whether it can be opened; `found` comes."""

        def work() -> tuple[Path, str, bool]:
            recipe = shipped_recipe()
            path = shipped_path(recipe)
            return path, recipe.settings.title, is_made(path, clips_folder())

        self._on_lane().submit(work, lambda told: self.found.emit(*told), self.failed.emit)

    def make(self) -> None:
        """Make the set, unless that goes on already."""
        if self._task is not None:
            return
        task = self._task = Task(self.progressed.emit, self._post)

        def done(path: Path) -> None:
            self._task = None
            self.made.emit(path)

        def failed(error: EegViewError) -> None:
            self._task = None
            if isinstance(error, Cancelled):
                self.stopped.emit()
            else:
                self.failed.emit(error)

        self._on_lane().submit(lambda: make_shipped(progress=task.progress), done, failed)

    def cancel(self) -> None:
        """Stop making it; nothing is left behind."""
        if self._task is not None:
            self._task.cancel()

    def close(self) -> None:
        """Stop, and wait for it."""
        self.cancel()
        if self._lane is not None:
            self._lane.close()

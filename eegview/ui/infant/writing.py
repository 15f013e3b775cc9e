"""Say things of infants on a lane of its own, one after the other, and have the window read anew."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from eegview.app.lanes import Failed, Lane, T
from eegview.ui.window.context import Context


class InfantWriting(QObject):
    """The lane of all that is read and said of infants, so that what is read holds what was said before.

    changed : something was said
    chosen : the id of an infant that is to be shown
    """

    changed = Signal()
    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._studies = context.studies
        self._lane: Lane | None = None
        self._is_closed = False
        self._studies.shutting_down.connect(self._shut_down)

    def read(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Do work that changes nothing."""
        if not self._is_closed:
            self._lane = self._lane or Lane("infants", self._studies.bridge.post)
            self._lane.submit(work, done, failed)

    def do(self, work: Callable[[], object], done: Callable[[], object] | None, failed: Failed) -> None:
        """Do work that says something, then `done`."""

        def said(_result: object) -> None:
            if self._is_closed:
                return
            if done is not None:
                done()
            self.changed.emit()

        self.read(work, said, failed)

    def choose(self, infant_id: str) -> None:
        """Have an infant shown."""
        self.chosen.emit(infant_id)

    def _shut_down(self) -> None:
        self._is_closed = True
        lane, self._lane = self._lane, None
        if lane is not None:
            lane.close()

"""The one door from the lanes back to the GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class Bridge(QObject):
    """`post(f)` from any thread runs `f()` on the GUI thread, in order."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._is_open = True
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, work: Callable[[], None]) -> None:
        self._posted.emit(work)

    def close(self) -> None:
        """Drop what still arrives; the window is gone."""
        self._is_open = False

    def _run(self, work: Callable[[], None]) -> None:
        if self._is_open:
            work()

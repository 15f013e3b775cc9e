"""At most one frame per screen refresh, however fast the keys come."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

FRAME_MS = 15.0  # a little under 1/60 s, so that a 60 Hz key repeat gets a frame each


class FrameClock(QObject):
    """Calls `draw` soon after `ask`, never more often than the screen can show.

    Qt serves input before paint, so a view that paints in its key handler shows almost nothing while a key is held.
    """

    def __init__(self, draw: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self._last_ms = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def ask(self) -> None:
        """Request a frame, drawn as soon as the last one is old enough."""
        if not self._timer.isActive():
            since_ms = time.perf_counter() * 1e3 - self._last_ms
            self._timer.start(max(0, round(FRAME_MS - since_ms)))

    def _tick(self) -> None:
        self._last_ms = time.perf_counter() * 1e3
        self._draw()

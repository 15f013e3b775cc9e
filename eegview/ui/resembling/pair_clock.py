"""One clock for two loops: seconds from each event's onset, over and over."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

LEAD_S, AFTER_S, MOST_S = 1.0, 2.0, 20.0  # before the onsets, after the longer event, and at most
STEP_S = 0.04
SPEEDS = (1.0, 0.5, 0.25, 0.125)
_TICK_MS = 20


class PairClock(QObject):
    """Tells what both loops show now.

    moved : seconds from onset, on each tick that it changes
    now_s : a steady clock in seconds
    """

    moved = Signal(float)

    def __init__(self, parent: QObject, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now_s = now_s
        self.since_onset_s, self.speed = -LEAD_S, 1.0
        self._stop_s = AFTER_S
        self._began_s, self._began_at_s = 0.0, -LEAD_S
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)

    @property
    def is_playing(self) -> bool:
        """Whether the loops run."""
        return self._timer.isActive()

    @property
    def stop_s(self) -> float:
        """When the loops begin anew, seconds from onset."""
        return self._stop_s

    def use_length(self, longest_s: float) -> None:
        """Play as long as the longer event needs, from the start."""
        self._stop_s = min(longest_s + AFTER_S, MOST_S)
        self.restart()

    def play(self) -> None:
        """Run from where it stands."""
        self._begin()
        self._timer.start()

    def pause(self) -> None:
        """Stand still."""
        self._timer.stop()

    def restart(self) -> None:
        """Go back before the onsets, running or not."""
        self._show(-LEAD_S)
        self._begin()

    def use_speed(self, speed: float) -> None:
        """Run at this speed from where it stands, 1.0 as it happened."""
        self.speed = speed
        self._begin()

    def step(self, by: int) -> None:
        """Stand still, this many steps further."""
        self.pause()
        self._show(self._inside(self.since_onset_s + by * STEP_S))

    def tick(self) -> None:
        """Go to this moment."""
        self._show(self._inside(self._began_at_s + (self._now_s() - self._began_s) * self.speed))

    def _begin(self) -> None:
        self._began_s, self._began_at_s = self._now_s(), self.since_onset_s

    def _inside(self, since_s: float) -> float:
        return (since_s + LEAD_S) % (self._stop_s + LEAD_S) - LEAD_S

    def _show(self, since_s: float) -> None:
        if since_s != self.since_onset_s:
            self.since_onset_s = since_s
            self.moved.emit(since_s)

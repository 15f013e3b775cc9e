"""Plays loops side by side: one clock, one speed, each from its onset; steps frame by frame."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from eegview.simulate.filming.loop import RATE_HZ, DrawnLoop
from eegview.ui.mimics.loop_view import LoopView

SPEEDS = (1.0, 0.5, 0.25, 0.125)
_TICK_MS = 20


class LoopPlayer(QObject):
    """Shows frames in the views, over and over as long as the longest loop is.

    moved : after each frame
    now_s : a steady clock in seconds
    """

    moved = Signal()

    def __init__(self, views: Sequence[LoopView], parent: QObject, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._views, self._now_s = tuple(views), now_s
        self.frame, self.speed = 0, 1.0
        self._began_s, self._began_frame = 0.0, 0
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)

    @property
    def is_playing(self) -> bool:
        """Whether the loops run."""
        return self._timer.isActive()

    @property
    def n_frames(self) -> int:
        """The frames of the longest loop."""
        return max((view.loop.n_frames for view in self._views if view.loop is not None), default=1)

    @property
    def since_onset_s(self) -> float:
        """Return the time of the frame from the movements' onset, as they would move in life."""
        loops: list[DrawnLoop] = [view.loop for view in self._views if view.loop is not None]
        return self.frame / RATE_HZ - (loops[0].onset_s if loops else 0.0)

    def play(self) -> None:
        """Run from the frame that is shown."""
        self._began_s, self._began_frame = self._now_s(), self.frame
        self._timer.start()

    def pause(self) -> None:
        """Stand still."""
        self._timer.stop()

    def restart(self) -> None:
        """Go to the first frame, running or not."""
        self._began_s, self._began_frame = self._now_s(), 0
        self._show(0)

    def use_speed(self, speed: float) -> None:
        """Run at this speed from the frame that is shown, 1.0 as drawn."""
        self.speed = speed
        self._began_s, self._began_frame = self._now_s(), self.frame

    def step(self, by: int) -> None:
        """Stand still on the frame this many further."""
        self.pause()
        self._show((self.frame + by) % self.n_frames)

    def tick(self) -> None:
        """Show the frame of this moment."""
        gone = int((self._now_s() - self._began_s) * self.speed * RATE_HZ)
        frame = (self._began_frame + gone) % self.n_frames
        if frame != self.frame:
            self._show(frame)

    def _show(self, frame: int) -> None:
        self.frame = frame
        for view in self._views:
            view.show_frame(frame, self.n_frames)
        self.moved.emit()

"""The clocks of a session: what time it is, and how long something takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Two clocks.

    utc : the time of the world, with its zone
    running_s : seconds that only ever go on
    """

    utc: Callable[[], datetime] = _utc_now
    running_s: Callable[[], float] = time.monotonic


SYSTEM_CLOCK = Clock()


@dataclass(slots=True)
class Stopwatch:
    """The time that an item was looked at, without pauses, in seconds."""

    running_s: Callable[[], float]
    _before_s: float = 0.0
    _since_s: float | None = field(default=None)

    def restart(self) -> None:
        """Begin anew from 0."""
        self._before_s, self._since_s = 0.0, self.running_s()

    def hold(self) -> None:
        """Stop counting until `go_on`."""
        if self._since_s is not None:
            self._before_s += self.running_s() - self._since_s
            self._since_s = None

    def go_on(self) -> None:
        """Count again."""
        if self._since_s is None:
            self._since_s = self.running_s()

    @property
    def is_held(self) -> bool:
        return self._since_s is None

    @property
    def seconds(self) -> float:
        """What was counted so far."""
        return self._before_s + (0.0 if self._since_s is None else self.running_s() - self._since_s)

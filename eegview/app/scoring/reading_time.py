"""How long a reader has worked on an epoch: time between keys and clicks, without pauses."""

from collections.abc import Callable

PAUSE_S = 60.0  # with nothing done for so long the reader is taken to be away


class ReadingTime:
    """Adds up the time used on each epoch.

    clock : steady time in seconds
    """

    def __init__(self, clock: Callable[[], float], used_s: float = 0.0) -> None:
        self._clock = clock
        self._used_s, self._last_s = used_s, clock()

    def touch(self) -> None:
        """Count the time since the last key or click, unless that was a pause."""
        now_s = self._clock()
        passed_s, self._last_s = now_s - self._last_s, now_s
        self._used_s += passed_s if passed_s <= PAUSE_S else 0.0

    @property
    def used_s(self) -> float:
        """Return the time used up to now (s); during a pause it stands still."""
        passed_s = self._clock() - self._last_s
        return self._used_s + (passed_s if passed_s <= PAUSE_S else 0.0)

    def begin(self, used_s: float) -> None:
        """Go on with an epoch on which `used_s` were used before."""
        self._used_s, self._last_s = used_s, self._clock()


def used_text(used_s: float) -> str:
    """Return `2 min 41 s`."""
    minutes, seconds = divmod(int(used_s), 60)
    return f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"

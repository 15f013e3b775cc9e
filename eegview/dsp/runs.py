"""Find where a number that comes piece by piece stays high, across the cuts between pieces."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class RunRule:
    """The rule that defines a run.

    high : a run holds at least one value of this
    low : it goes on as long as values are at least this; not above `high`
    merge : so many values or fewer below `low` between two runs do not part them
    """

    high: float
    low: float
    merge: int = 0

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"a run cannot go on at more ({self.low}) than it needs ({self.high})")


def runs_of(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return [first, stop) of each run of True in `flags` (n,), in order."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


class RunFinder:
    """Runs of a sequence of values; the same however the sequence is cut into pieces."""

    def __init__(self, rule: RunRule) -> None:
        self.rule = rule
        self._position = 0  # number of the next value
        self._first = self._last = -1  # of the run being followed; -1 = none
        self._peak = -np.inf

    def add(self, values: npt.ArrayLike) -> Iterator[tuple[int, int]]:
        """Add the next values, (n,), NaN low; return the runs that have ended as (first, stop) value numbers."""
        values = np.asarray(values, np.float64)
        base, self._position = self._position, self._position + len(values)
        for start, stop in runs_of(values >= self.rule.low):
            if self._first >= 0 and base + start - self._last > self.rule.merge:
                yield from self._end()
            if self._first < 0:
                self._first, self._peak = base + start, -np.inf
            self._last = base + stop
            self._peak = max(self._peak, float(np.max(values[start:stop])))
        if self._first >= 0 and self._position - self._last > self.rule.merge:
            yield from self._end()

    def finish(self) -> Iterator[tuple[int, int]]:
        """Yield the run that has not ended yet; the next value begins anew (after a gap, say)."""
        if self._first >= 0:
            yield from self._end()

    @property
    def oldest(self) -> int:
        """Return the number of the first value that a run to come may still hold."""
        return self._first if self._first >= 0 else self._position

    def _end(self) -> Iterator[tuple[int, int]]:
        found, was_high = (self._first, self._last), self._peak >= self.rule.high
        self._first = self._last = -1
        if was_high:
            yield found

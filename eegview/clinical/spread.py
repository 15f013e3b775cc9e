"""Differences of times between two readers: median, quartiles and the counts of a histogram."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MOST_BARS = 41


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of differences in bars of one width.

    start_s : left edge of the first bar
    bar_s : width of a bar
    counts : of each bar; a bar holds its left edge, and the last one its right edge as well
    n_below, n_above : differences outside of the bars
    """

    start_s: float
    bar_s: float
    counts: tuple[int, ...]
    n_below: int = 0
    n_above: int = 0

    @property
    def edges_s(self) -> tuple[float, ...]:
        """Return the edges of the bars (s), one more than there are bars."""
        return tuple(round(self.start_s + number * self.bar_s, 9) for number in range(len(self.counts) + 1))


@dataclass(frozen=True, slots=True)
class TimeSpread:
    """How differences of times (s) lie; None where there are none.

    median_s : the middle one
    q1_s, q3_s : quartiles, linear between the two nearest
    n : number of differences
    """

    median_s: float | None
    q1_s: float | None
    q3_s: float | None
    n: int

    @property
    def iqr_s(self) -> float | None:
        """Return the interquartile range (s), None where there are no differences."""
        return self.q3_s - self.q1_s if self.q1_s is not None and self.q3_s is not None else None


def spread_of(differences_s: Sequence[float]) -> TimeSpread:
    """Return how differences of times (s) lie."""
    if not len(differences_s):
        return TimeSpread(None, None, None, 0)
    q1_s, median_s, q3_s = np.quantile(np.asarray(differences_s, float), [0.25, 0.5, 0.75])
    return TimeSpread(float(median_s), float(q1_s), float(q3_s), len(differences_s))


def histogram_of(differences_s: Sequence[float], reach_s: float, bar_s: float = 0.1) -> Histogram:
    """Return the counts of differences in bars around 0, which is the middle of a bar.

    Parameters
    ----------
    reach_s : how far the bars must reach on both sides; what lies beyond is counted apart
    bar_s : width of a bar; wider where there would be more than `MOST_BARS`
    """
    n_side = math.ceil(max(0.0, reach_s / bar_s - 0.5) - 1e-9)
    if 2 * n_side + 1 > MOST_BARS:
        n_side = MOST_BARS // 2
        bar_s = reach_s / (n_side + 0.5)
    start_s = -(n_side + 0.5) * bar_s
    values = np.asarray(differences_s, float)
    edges = start_s + bar_s * np.arange(2 * n_side + 2)
    counts = np.histogram(values, edges)[0]
    return Histogram(
        start_s,
        bar_s,
        tuple(int(count) for count in counts),
        int(np.count_nonzero(values < edges[0])),
        int(np.count_nonzero(values > edges[-1])),
    )

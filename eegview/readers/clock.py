"""Fit the true duration of a data record to the times that the records give for themselves.

A recorder's clock and the rate its header states differ by parts in ten thousand; pauses, rounded times, trembling
times and wrong ones lie on top of that. Pure arithmetic; must not read files.
"""

import itertools
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

BREAK_SAMPLES = 2.0  # a break shorter than this many samples is none
MOST_DRIFT = 0.02  # a record that lasts longer than this beyond its header is followed by a pause
MOST_DRIFT_OF_FEW = 0.002  # the same where there are few records to tell by
_FEW_RECORDS = 10
MOST_SCATTER_S = 0.1  # times that jump by more do not tremble, they are wrong
CLEAR_SCATTER = 6.0  # a jump by so many times the usual scatter is no scatter
_TREMBLE_S = 0.012  # what times may tremble by beside their rounding
_MOSTLY = 0.6  # of the steps between neighbours
_SURE = 4.0  # standard deviations
_SMALL_QUANTUM_S = 0.02  # times written so finely are always taken for rounded
_FEW_JUMPS = 2  # of one unit of the written times may be pauses
_REFINEMENTS = 6

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Precision:
    """How exactly the times of a file can be known.

    sample_s : time between two samples of the fastest channel
    quantum_s : worth of the last decimal of the written times
    is_whole : a record lasts a whole number of those as the header has it, so that nothing is lost by rounding
    """

    sample_s: float
    quantum_s: float = 0.0
    is_whole: bool = True

    @property
    def rounding_s(self) -> float:
        """Return how far the written times may be off for lack of decimals."""
        return 0.0 if self.is_whole else 1.01 * self.quantum_s

    @property
    def tolerance_s(self) -> float:
        """Return how far a record's time may be off and still count as following: half a sample, or the rounding."""
        return max(0.5 * self.sample_s, self.rounding_s)

    @property
    def break_s(self) -> float:
        """Return the shortest break that can be told from none."""
        rounding_s = self.rounding_s * (2 if self.quantum_s <= _SMALL_QUANTUM_S else 1)
        return max(BREAK_SAMPLES * self.sample_s * (1 - 1e-6), rounding_s)


@dataclass(frozen=True, slots=True)
class Clock:
    """The fitted clock of a recording.

    record_s : duration of a record
    break_s : a jump of the times by more than this is no scatter
    scatter_s : standard deviation of the records' times around the clock
    """

    record_s: float
    break_s: float
    scatter_s: float


def precision_of(record_s: float, fastest_hz: float, decimals: int) -> Precision:
    """Return the precision of times that are written with so many decimals."""
    quantum_s = 10.0 ** -min(decimals, 15)
    steps = record_s / quantum_s
    return Precision(1.0 / fastest_hz, quantum_s, abs(steps - round(steps)) < 1e-6)


def fit_clock(index: npt.NDArray[np.int64], times_s: Floats, record_s: float, precision: Precision) -> Clock:
    """Fit one duration of a record to all records, whatever pauses lie between them.

    Parameters
    ----------
    index, times_s : (n,) number and time of each record that gives one, ascending numbers
    record_s : what is expected; kept unless the times tell clearly of another

    Method: jumps beyond scatter and rounding divide the records into runs, for which one common slope is found by least
    squares; repeated from several first guesses. Of those the duration with the fewest breaks is taken.
    """
    if len(index) < 2:
        return Clock(record_s, precision.break_s, 0.0)
    if _is_rounded(np.diff(times_s - index * record_s), record_s, precision):
        precision = replace(precision, is_whole=False)
    most_drift = MOST_DRIFT if len(index) > _FEW_RECORDS else MOST_DRIFT_OF_FEW
    expected = _examined(index, times_s, record_s, precision)
    if not expected.n_breaks and abs(expected.slope_s) <= expected.uncertain_s:
        return Clock(record_s, expected.break_s, expected.scatter_s)
    best, best_cost = expected, expected.cost - 1.0  # a rate of its own has to be worth more than one break
    for guess_s in _guesses(index, times_s, record_s):
        found = _refined(index, times_s, guess_s, precision)
        cost = found.cost - (0.5 if found.record_s < record_s else 0.0)  # a pause explains no shorter record
        difference_s = abs(found.record_s - record_s)
        if cost < best_cost and found.uncertain_s < difference_s <= most_drift * record_s:
            best, best_cost = found, cost
        if not best.n_breaks and best is not expected:
            break
    if precision.is_whole and precision.quantum_s > 0.5 * precision.sample_s and best_cost > _FEW_JUMPS:
        # Whole seconds of a clock that is not the header's jump by one now and then.
        found = _refined(index, times_s, record_s, replace(precision, is_whole=False))
        if found.cost < best_cost - _FEW_JUMPS and found.reach_s <= 1.02 * precision.quantum_s + _TREMBLE_S:
            best = found
    return Clock(best.record_s, best.break_s, best.scatter_s)


def _is_rounded(steps: Floats, record_s: float, precision: Precision) -> bool:
    """Whether steps of one unit of the written times may be rounding.

    They are where that is a small one, where time goes back by one, or where it jumps by one so often as no pause does.
    """
    if precision.quantum_s <= _SMALL_QUANTUM_S:
        return True
    units = steps / precision.quantum_s
    n_back = int(np.count_nonzero(np.abs(units + 1) < 0.1))
    n_jumps = int(np.count_nonzero(np.abs(units - 1) < 0.1))
    is_often = (
        n_jumps >= max(5, 0.05 * len(steps)) and n_jumps * precision.quantum_s <= MOST_DRIFT * len(steps) * record_s
    )
    return n_back >= _FEW_JUMPS or is_often


def plain_record_s(record_s: float, n_samples: int, n_records: int, uncertain_s: float) -> float:
    """Return the duration of a fitted record whose sampling rate has few decimals, where that fits as well.

    n_samples : of the fastest channel in a record
    n_records : over which the difference adds up
    uncertain_s : how much it may be at their end
    """
    rate_hz = n_samples / record_s
    for decimals in range(4):
        plain_hz = round(rate_hz, decimals)
        if plain_hz > 0 and abs(n_samples / plain_hz - record_s) * n_records <= uncertain_s:
            return n_samples / plain_hz
    return record_s


def line_through(index: npt.NDArray[np.int64], times_s: Floats) -> float:
    """Return the median of the slopes between all pairs of a few points (Theil and Sen)."""
    pairs = list(itertools.combinations(range(len(index)), 2))
    return float(np.median([(times_s[b] - times_s[a]) / (index[b] - index[a]) for a, b in pairs]))


@dataclass(frozen=True, slots=True)
class _Examined:
    """A duration, and how well it explains the times.

    slope_s : what least squares would add to the duration
    uncertain_s : how large a slope may come about by chance
    cost : number of breaks, and how many more it is worth that times of one run lie apart
    reach_s : the most by which the times of one run lie apart
    """

    record_s: float
    break_s: float
    scatter_s: float
    slope_s: float
    uncertain_s: float
    n_breaks: int
    cost: float
    reach_s: float


def _examined(index: npt.NDArray[np.int64], times_s: Floats, record_s: float, precision: Precision) -> _Examined:
    shifts = times_s - index * record_s
    steps = np.diff(shifts)
    scatter_s, most_s = _scatter_s(steps)
    if scatter_s > MOST_SCATTER_S:
        scatter_s = most_s = 0.0
    break_s = max(precision.break_s, min(most_s, MOST_SCATTER_S))
    firsts = np.concatenate([[0], np.flatnonzero(np.abs(steps) > break_s) + 1])
    counts = np.diff(firsts, append=len(shifts))
    away = index - np.repeat(np.add.reduceat(index, firsts) / counts, counts)
    off = shifts - np.repeat(np.add.reduceat(shifts, firsts) / counts, counts)
    slope_s, spread, left = _slope(away, off)
    usual_s = 3 * float(np.std(left))
    if float(np.max(np.abs(left))) > 2 * usual_s:  # a few wrong ones must not turn the line
        near = np.abs(left) <= usual_s
        slope_s, spread, left = _slope(away[near], off[near])
    uncertain_s = _SURE * float(np.std(left)) / spread**0.5 if spread else 0.0
    reaches_s = np.maximum.reduceat(off, firsts) - np.minimum.reduceat(off, firsts)
    n_breaks = len(firsts) - 1
    cost = n_breaks + float(np.sum(reaches_s)) / max(precision.sample_s, precision.rounding_s)
    reach_s = float(np.max(reaches_s))
    return _Examined(record_s, break_s, scatter_s / 2**0.5, slope_s, uncertain_s, n_breaks, cost, reach_s)


def _scatter_s(steps: Floats) -> tuple[float, float]:
    """Return the standard deviation of steps between neighbours, and the largest that can be expected.

    They are judged by those that go back: no pause does.
    """
    back = -steps[steps < 0]
    if len(back) > _MOSTLY * len(steps):  # the records are shorter than thought
        steps = steps - np.median(steps)
        back = -steps[steps < 0]
    if not len(back) or len(back) * 5 < len(steps):
        return 0.0, 0.0
    scatter_s = float(np.median(back)) / 0.6745
    usual = back[back <= CLEAR_SCATTER * scatter_s]
    return scatter_s, float(np.max(usual)) * (1.2 + 3 / len(usual) ** 0.5)


def _slope(away: Floats, off: Floats) -> tuple[float, float, Floats]:
    """Return the slope by least squares, the sum of squares it rests on, and what it leaves.

    Not by `@`: it may be shared out over threads, which takes far longer where other programs use the processor.
    """
    spread = float(np.einsum("i,i", away, away))
    slope_s = float(np.einsum("i,i", away, off)) / spread if spread else 0.0
    return slope_s, spread, off - slope_s * away


def _refined(index: npt.NDArray[np.int64], times_s: Floats, record_s: float, precision: Precision) -> _Examined:
    found = _examined(index, times_s, record_s, precision)
    for _ in range(_REFINEMENTS):
        if abs(found.slope_s) * (index[-1] - index[0]) < 1e-3 * precision.sample_s:
            break
        found = _examined(index, times_s, found.record_s + found.slope_s, precision)
    return found


def _guesses(index: npt.NDArray[np.int64], times_s: Floats, record_s: float) -> list[float]:
    """Return durations to begin with: the expected one, and those that most neighbours show."""
    each = np.diff(times_s) / np.diff(index)
    near = each[np.abs(each / record_s - 1) <= MOST_DRIFT]
    guesses = [record_s]
    if len(near):
        guesses += [float(np.median(near)), _densest(near)]
    return list(dict.fromkeys(guesses))


def _densest(values: Floats) -> float:
    """Return the middle of the closest quarter of some values: where most are that are not contaminated."""
    ordered = np.sort(values)
    n = max(2, len(ordered) // 4)
    if len(ordered) <= n:
        return float(np.median(ordered))
    first = int(np.argmin(ordered[n - 1 :] - ordered[: len(ordered) - n + 1]))
    return float(np.median(ordered[first : first + n]))

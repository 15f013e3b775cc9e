"""Find bursts in a movement trace: when the picture moves more than at rest, how long, and whether in a rhythm."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from eegview.plugin import RunFinder, RunRule

Values = npt.NDArray[np.float64]

_NORMAL = 1.4826  # the distance of quartile and median times this is a normal distribution's standard deviation
_LONGEST_STEP_S = 1.0  # between values; what lies apart further is not joined
_REST_AROUND_S, _REST_STEP_S = 60.0, 10.0
AROUND_S = _REST_AROUND_S + _REST_STEP_S  # what is further away changes nothing about a burst
_LOW_SHARE = 0.4  # of the way from rest to the threshold: so far down a burst goes on
_LEAST_BEATS, _MOST_UNEVEN = 4, 0.35  # of a rhythm: bursts in a row, spread of their intervals beside the mean


@dataclass(frozen=True, slots=True)
class BurstRule:
    """The rule by which movement counts as a burst.

    least : movement above rest it needs at least, in the trace's unit
    least_z : and in robust standard deviations of rest
    merge_s : a pause up to this does not end it
    shortest_s, longest_s : of a short burst; what is longer is long
    beat_s : (least, most) from one burst to the next in a rhythm
    """

    least: float = 4.0
    least_z: float = 8.0
    merge_s: float = 0.15
    shortest_s: float = 0.2
    longest_s: float = 3.0
    beat_s: tuple[float, float] = (0.3, 1.3)


@dataclass(frozen=True, slots=True)
class Burst:
    """A burst of movement, or several in a rhythm.

    course : "short", "long" or "rhythmic"
    peak, rest, threshold : movement at its highest, at rest around it, and what a burst needs; in the trace's unit
    rate_hz : of the rhythm, 0 where there is none
    """

    start_s: float
    stop_s: float
    course: str
    peak: float
    rest: float
    threshold: float
    rate_hz: float = 0.0

    @property
    def duration_s(self) -> float:
        return self.stop_s - self.start_s


def movement_bursts(times_s: npt.ArrayLike, values: npt.ArrayLike, rule: BurstRule | None = None) -> list[Burst]:
    """Return the bursts of a movement trace in order of time.

    Rest is the lower quartile of the two minutes around, so that an infant may move for most of them.

    Parameters
    ----------
    times_s : (n,) ascending, s
    values : (n,) movement; NaN where it is not known, which ends a burst
    """
    rule = rule or BurstRule()
    times_s, values = np.asarray(times_s, np.float64), np.asarray(values, np.float64)
    if len(times_s) < 2 or not np.isfinite(values).any():
        return []
    rest, threshold = _resting(times_s, values, rule)
    step_s = float(np.median(np.diff(times_s)))
    # 0 at rest, 1 at the threshold; each piece without a hole on its own
    height = (values - rest) / (threshold - rest)
    finder_rule = RunRule(1.0, _LOW_SHARE, round(rule.merge_s / step_s))
    found = []
    for first, stop in _pieces(times_s, values):
        finder = RunFinder(finder_rule)
        runs = [*finder.add(height[first:stop]), *finder.finish()]
        for start, end in runs:
            inside = slice(first + start, first + end)
            peak = first + start + int(np.nanargmax(values[inside]))
            # a value is the change since the frame before, so movement begins there
            start_s = float(times_s[max(inside.start - 1, first)])
            stop_s = float(times_s[inside.stop - 1])
            if stop_s - start_s >= rule.shortest_s:
                course = "short" if stop_s - start_s <= rule.longest_s else "long"
                level = (float(values[peak]), float(rest[peak]), float(threshold[peak]))
                found.append(Burst(start_s, stop_s, course, *level))
    return _with_rhythms(found, rule)


def _pieces(times_s: Values, values: Values) -> list[tuple[int, int]]:
    cuts = np.flatnonzero((np.diff(times_s) > _LONGEST_STEP_S) | np.isnan(values[1:])) + 1
    edges = [0, *cuts.tolist(), len(times_s)]
    return [(a, b) for a, b in pairwise(edges) if b > a]


def _resting(times_s: Values, values: Values, rule: BurstRule) -> tuple[Values, Values]:
    """Return rest and threshold at each value: (n,) each, by straight lines between points 10 s apart."""
    at_s = np.arange(times_s[0], times_s[-1] + _REST_STEP_S, _REST_STEP_S)
    rest, spread = np.full(len(at_s), np.nan), np.full(len(at_s), np.nan)
    low = np.searchsorted(times_s, at_s - _REST_AROUND_S)
    high = np.searchsorted(times_s, at_s + _REST_AROUND_S)
    for k, (first, stop) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        near = values[first:stop]
        near = near[np.isfinite(near)]
        if len(near):
            rest[k], median = np.percentile(near, (25, 50))
            spread[k] = _NORMAL * (median - rest[k])  # the quartile lies as far from the median
    known = np.isfinite(rest)
    at_rest = np.interp(times_s, at_s[known], rest[known])
    needed = np.maximum(rule.least, rule.least_z * np.interp(times_s, at_s[known], spread[known]))
    return at_rest, at_rest + needed


def _with_rhythms(bursts: list[Burst], rule: BurstRule) -> list[Burst]:
    """Return the bursts, those that follow each other evenly made one."""
    found: list[Burst] = []
    first = 0
    while first < len(bursts):
        stop = first + 1
        while (
            stop < len(bursts) and rule.beat_s[0] <= bursts[stop].start_s - bursts[stop - 1].start_s <= rule.beat_s[1]
        ):
            stop += 1
        group = bursts[first:stop]
        intervals_s = np.diff([burst.start_s for burst in group])
        if len(group) >= _LEAST_BEATS and np.std(intervals_s) <= _MOST_UNEVEN * np.mean(intervals_s):
            top = max(group, key=lambda burst: burst.peak - burst.rest)
            rate_hz = 1 / float(np.mean(intervals_s))
            levels = (top.peak, top.rest, top.threshold)
            found.append(Burst(group[0].start_s, group[-1].stop_s, "rhythmic", *levels, rate_hz))
        else:
            found += group
        first = stop
    return found

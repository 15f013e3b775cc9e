"""Brief movements in a movement trace: when the picture moves more than at rest, from beginning to end."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from eegview.plugin import RunFinder, RunRule

Values = npt.NDArray[np.float64]

_TO_SIGMA = 1.4826  # from the distance of quartile and median of a normal distribution
_REST_AROUND_S, _REST_STEP_S = 60.0, 5.0
_SECTION_S, _FEWEST = 10.0, 10  # of which the calmest say how much rest varies; values that say it
AROUND_S = _REST_AROUND_S + _REST_STEP_S  # what is further away does not change where a movement begins and ends
_BRIDGED_S = 0.25  # of pictures without a value, within one movement
_LOW_SHARE = 0.5  # of the way from rest to what is needed: so far down a movement goes on


@dataclass(frozen=True, slots=True)
class MovementRule:
    """What counts as one movement.

    least : above rest, in the trace's unit
    least_z : and in robust standard deviations of rest, see `_height`
    pause_s : a pause up to this does not end it; a limb comes out and goes back
    shortest_s, longest_s : of a brief one
    """

    least: float = 4.0
    least_z: float = 8.0
    pause_s: float = 0.7
    shortest_s: float = 0.2
    longest_s: float = 3.0


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement, brief or not.

    strength : how far it rises above rest at its highest, as a multiple of what is needed
    """

    start_s: float
    stop_s: float
    strength: float
    is_brief: bool

    @property
    def duration_s(self) -> float:
        return self.stop_s - self.start_s


def movements_of(times_s: npt.ArrayLike, values: npt.ArrayLike, rule: MovementRule) -> list[Movement]:
    """Return the movements of a trace in order of time.

    Parameters
    ----------
    times_s : (n,) ascending, s
    values : (n,) movement; NaN where it is not known
    """
    times_s, values = np.asarray(times_s, np.float64), np.asarray(values, np.float64)
    if len(times_s) < 2 or not np.isfinite(values).any():
        return []
    height = _height(times_s, _bridged(times_s, values), rule)
    step_s = float(np.median(np.diff(times_s)))
    finder_rule = RunRule(1.0, _LOW_SHARE, round(rule.pause_s / step_s))
    found = []
    for first, stop in _pieces(times_s, height):
        finder = RunFinder(finder_rule)
        for start, end in (*finder.add(height[first:stop]), *finder.finish()):
            # A value is the change since the picture before, so movement begins there.
            start_s, stop_s = float(times_s[max(first + start - 1, first)]), float(times_s[first + end - 1])
            if stop_s - start_s >= rule.shortest_s:
                strength = float(np.nanmax(height[first + start : first + end]))
                found.append(Movement(start_s, stop_s, strength, stop_s - start_s <= rule.longest_s))
    return found


def _bridged(times_s: Values, values: Values) -> Values:
    """Return the values with short holes closed by straight lines."""
    known = np.flatnonzero(np.isfinite(values))
    filled = np.interp(times_s, times_s[known], values[known])
    after = np.searchsorted(times_s[known], times_s)
    before_s = times_s[known[np.maximum(after - 1, 0)]]
    next_s = times_s[known[np.minimum(after, len(known) - 1)]]
    is_open = np.isnan(values) & ((next_s - before_s > _BRIDGED_S) | (next_s < times_s) | (before_s > times_s))
    return np.where(is_open, np.nan, filled)


def _height(times_s: Values, values: Values, rule: MovementRule) -> Values:
    """Return how high each value stands, 0 at rest and 1 where it is enough.

    Rest is the lower quartile of the two minutes around, and it varies as in the calmest quarter of their sections of
    ten seconds: where spasms and restless limbs fill half of a short clip, its whole spread is not that of rest.
    """
    at_s = np.arange(times_s[0], times_s[-1] + _REST_STEP_S, _REST_STEP_S)
    rest, needed = np.full(len(at_s), np.nan), np.full(len(at_s), np.nan)
    middles_s, spreads = _spreads(times_s, values)
    for k, middle_s in enumerate(at_s):
        first, stop = np.searchsorted(times_s, (middle_s - _REST_AROUND_S, middle_s + _REST_AROUND_S))
        near = values[first:stop]
        near = near[np.isfinite(near)]
        if len(near):
            rest[k], median = np.percentile(near, (25, 50))
            own = spreads[np.abs(middles_s - middle_s) <= _REST_AROUND_S - _SECTION_S / 2]
            spread = np.percentile(own, 25) if len(own) else median - rest[k]
            needed[k] = max(rule.least, rule.least_z * _TO_SIGMA * spread)
    known = np.isfinite(rest)
    low = np.interp(times_s, at_s[known], rest[known])
    return (values - low) / np.interp(times_s, at_s[known], needed[known])


def _spreads(times_s: Values, values: Values) -> tuple[Values, Values]:
    """Return the middle of each section of ten seconds, and from its lower quartile to its median."""
    middles_s, spreads = [], []
    for start_s in np.arange(times_s[0], times_s[-1], _SECTION_S):
        first, stop = np.searchsorted(times_s, (start_s, start_s + _SECTION_S))
        own = values[first:stop]
        own = own[np.isfinite(own)]
        if len(own) >= _FEWEST:
            low, median = np.percentile(own, (25, 50))
            middles_s.append(start_s + _SECTION_S / 2)
            spreads.append(median - low)
    return np.array(middles_s, np.float64), np.array(spreads, np.float64)


def most_above_rest(values: npt.ArrayLike) -> float:
    """Return how far the largest value is above the lower quartile of all, in the trace's unit; 0 without values."""
    known = np.asarray(values, np.float64)
    known = known[np.isfinite(known)]
    return float(known.max() - np.percentile(known, 25)) if len(known) else 0.0


def _pieces(times_s: Values, height: Values) -> list[tuple[int, int]]:
    """Return `[first, stop)` of each stretch without a hole."""
    is_cut = np.isnan(height[1:]) | np.isnan(height[:-1]) | (np.diff(times_s) > 1.0)
    edges = [0, *(np.flatnonzero(is_cut) + 1).tolist(), len(times_s)]
    return [(a, b) for a, b in pairwise(edges) if b > a and not np.isnan(height[a])]

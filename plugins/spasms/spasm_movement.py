"""Measure movement in the video around an onset, where there is a trace of it."""

import math

import numpy as np

_NEAR_S = (-0.3, 1.5)  # a spasm moves the body with the wave or just after its start
_AROUND_S = 30.0
_LEAST_LEVEL = 0.5  # 8-bit levels per second: a still picture must not make its noise look large


def movement_over_usual(trace: tuple[np.ndarray, np.ndarray] | None, onset_s: float) -> float:
    """Return the natural logarithm of the highest movement at an onset over the usual one of the minute around.

    trace : (n,) times in s, rising, and (n,) values; NaN is returned where it says nothing
    """
    if trace is None:
        return math.nan
    times_s, values = trace
    first, stop = np.searchsorted(times_s, (onset_s - _AROUND_S, onset_s + _AROUND_S))
    times_s, values = times_s[first:stop] - onset_s, values[first:stop]
    known = ~np.isnan(values)
    near = known & (times_s >= _NEAR_S[0]) & (times_s <= _NEAR_S[1])
    away = known & ~near
    if not near.any() or away.sum() < 10:
        return math.nan
    usual = max(float(np.median(values[away])), _LEAST_LEVEL)
    return math.log(max(float(values[near].max()), 1e-3) / usual)

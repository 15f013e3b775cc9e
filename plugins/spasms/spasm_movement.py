"""Measure movement in the video around an onset, where there is a trace of it."""

import math

import numpy as np

_NEAR_S = (-0.3, 1.5)  # a spasm moves the body with the wave or just after its start
_BEFORE_S = (-4.0, -0.6)  # restless movement and care have moved then already
_LEAST_LEVEL = 2.0  # 8-bit levels per second: a still picture must not make its noise look large
_LONGEST_GAP_S = 0.5
_LEAST_KNOWN = 0.8  # share of either window; a change of light, or a camera that is turned, leaves a hole in the trace


def sudden_movement(trace: tuple[np.ndarray, np.ndarray] | None, onset_s: float) -> float:
    """Return the natural logarithm of the highest movement at an onset over the highest of the seconds before it.

    NaN where it cannot be told: no trace, no picture, or a light so changed that movement is not known.

    trace : (n,) times in s, rising, and (n,) values, NaN where unknown
    """
    if trace is None:
        return math.nan
    times_s, values = trace
    highest = []
    for first_s, last_s in (_NEAR_S, _BEFORE_S):
        first, stop = np.searchsorted(times_s, (onset_s + first_s, onset_s + last_s))
        inside = values[first:stop]
        known = inside[~np.isnan(inside)]
        # frames that are missing leave no values at all
        edges_s = np.concatenate([[onset_s + first_s], times_s[first:stop], [onset_s + last_s]])
        if float(np.diff(edges_s).max()) > _LONGEST_GAP_S or len(known) < _LEAST_KNOWN * len(inside):
            return math.nan
        highest.append(float(known.max()))
    return math.log((highest[0] + _LEAST_LEVEL) / (highest[1] + _LEAST_LEVEL))

"""The recorder's clock, by the times that a layout gives for some of the samples."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from eegview.model.issue import Issue

_SAMPLES = 2.0  # a step of fewer is no pause
_MOST_DRIFT = 1e-3  # more is a pause, or another rate
_LEAST_PPM = 5.0  # a smaller difference is not told
_DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class Clock:
    """How samples follow each other.

    rate_hz : by the clock, where it runs evenly; else as the layout says
    within_s : a time that differs by less from where samples would be without a pause tells of none
    """

    rate_hz: float
    within_s: float
    issues: tuple[Issue, ...] = ()


def clock_of(starts: Sequence[tuple[int, float]], rate_hz: float) -> Clock:
    """Return the clock by sample numbers and times; pauses between them are no drift.

    Clocks of amplifiers and computers differ by up to some hundred parts in a million, a second in three hours: then
    the times lie on a line of another slope, which is the true rate.
    """
    within_s = _SAMPLES / rate_hz
    runs = _runs(starts, rate_hz, within_s)
    if _are_whole_seconds(starts, rate_hz, within_s):
        return Clock(rate_hz, 1.0 + within_s)
    samples = sum(run[-1][0] - run[0][0] for run in runs)
    seconds = sum(run[-1][1] - run[0][1] for run in runs)
    if seconds <= 0 or abs(samples / rate_hz - seconds) <= within_s:
        return Clock(rate_hz, within_s)
    fitted_hz = samples / seconds
    if any(_worst_s(run, fitted_hz) > within_s for run in runs):
        return Clock(rate_hz, within_s)
    drift = rate_hz / fitted_hz - 1
    if abs(drift) * 1e6 < _LEAST_PPM:
        return Clock(fitted_hz, within_s)
    amount = f"{drift * 1e6:+.4g} ppm, {abs(drift) * _DAY_S:.2g} s a day"
    text = f"By the clock the sampling rate is {fitted_hz:.7g} Hz, not {rate_hz:g} Hz; that is used ({amount})."
    return Clock(fitted_hz, within_s, (Issue("clock_differs", text),))


def _runs(starts: Sequence[tuple[int, float]], rate_hz: float, within_s: float) -> list[list[tuple[int, float]]]:
    """Return the times in groups between which there is a pause."""
    runs = [list(starts[:1])] if starts else []
    for before, at in pairwise(starts):
        counted_s = (at[0] - before[0]) / rate_hz
        if abs(at[1] - before[1] - counted_s) > max(within_s, _MOST_DRIFT * counted_s):
            runs.append([])
        runs[-1].append(at)
    return runs


def _worst_s(run: Sequence[tuple[int, float]], rate_hz: float) -> float:
    """Return how far the times of a run are from a line."""
    samples, times_s = np.array(run, np.float64).T
    away = times_s - times_s[0] - (samples - samples[0]) / rate_hz
    return float(np.ptp(away))


def _are_whole_seconds(starts: Sequence[tuple[int, float]], rate_hz: float, within_s: float) -> bool:
    """Whether times are cut to whole seconds: they are, although samples do not fall on seconds."""
    if len(starts) < 2 or any(at_s != int(at_s) for _, at_s in starts):
        return False
    fractions = np.array([(sample - starts[0][0]) / rate_hz % 1.0 for sample, _ in starts])
    return bool((np.minimum(fractions, 1 - fractions) > within_s).any())

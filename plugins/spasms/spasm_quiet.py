"""Say whether scalp muscle is at rest: before a wave, with it and after it.

A spasm comes with muscle, and out of sleep with an arousal. A high wave of quiet sleep that an attenuation follows has
neither. Muscle speaks for nothing: only its absence all the while takes points.
"""

import math

import numpy as np
from eeg_tracks import STEP_HZ
from robust import median_known, place_of

LOOK_BACK_S = 3600.0
_SECOND = round(STEP_HZ)
_BEFORE_S, _WITH_S, _PEAK_S, _SHORT_S = (-8.0, -1.0), (-0.5, 4.0), (-1.0, 2.5), 0.7
_FEWEST_S = 120  # seconds of which highest and lowest tenth are taken
_BOTH_SEEN = math.log(3.0)  # from the lowest tenth to the highest: awake and asleep lie so far apart at least
_REST_SHARE = (0.5, 0.8)  # of the way from the lowest to the highest tenth: at rest up to, not at rest from
_REST_OVER_BRAIN = (-1.9, -1.2)  # the same where only one state has been seen: ln of muscle over 5-13 Hz before
_BY_BRAIN_SHARE = 0.5  # which counts that much: how steep a spectrum is differs between children


class MuscleRange:
    """The recording's own level of scalp muscle, a value a second, over the last hour."""

    def __init__(self) -> None:
        self._numbers = np.zeros(0, np.int64)
        self._levels = np.zeros(0, np.float32)
        self._begun: tuple[int, np.ndarray] = (0, np.zeros(0, np.float32))  # a second that is not whole yet

    def add(self, first: int, muscle: np.ndarray) -> None:
        """Add (n,) ln µV of the steps from `first` on; whole seconds of the recording's grid are kept."""
        if self._begun[0] + len(self._begun[1]) == first:
            first, muscle = self._begun[0], np.concatenate([self._begun[1], muscle])
        start = -first % _SECOND
        n_seconds = max((len(muscle) - start) // _SECOND, 0)
        done = start + n_seconds * _SECOND
        self._begun = (first + done, muscle[done:])
        if not n_seconds:
            return
        parts = muscle[start : start + n_seconds * _SECOND].reshape(n_seconds, _SECOND)
        numbers = (first + start) // _SECOND + np.arange(n_seconds)
        levels = np.sort(parts, axis=1)[:, _SECOND // 2]  # NaN last
        known = ~np.isnan(levels)
        old = self._numbers >= (numbers[-1] - 2 * LOOK_BACK_S)
        self._numbers = np.concatenate([self._numbers[old], numbers[known]])
        self._levels = np.concatenate([self._levels[old], levels[known]])

    def tenths(self, step: int) -> tuple[float, float] | None:
        """Return the lowest and the highest tenth of the hour before a step, ln µV.

        None where they lie too near to each other, or too little was read, to have seen both awake and asleep.
        """
        second = step // _SECOND
        first, stop = np.searchsorted(self._numbers, (second - round(LOOK_BACK_S), second))
        if stop - first < _FEWEST_S:
            return None
        ordered = np.sort(self._levels[first:stop])
        low, high = place_of(ordered, 0.1), place_of(ordered, 0.9)
        return (low, high) if high - low >= _BOTH_SEEN else None


def muscle_levels(muscle: np.ndarray, k: int) -> tuple[float, float, float]:
    """Return ln µV around step k: before, with and after it, and the highest 0.7 s at it; NaN where not known."""
    before, during, near = (_part(muscle, k, span_s) for span_s in (_BEFORE_S, _WITH_S, _PEAK_S))
    length = round(_SHORT_S * STEP_HZ)
    if len(near) < length or not len(before) or not len(during):
        return math.nan, math.nan, math.nan
    shifted = np.stack([near[shift : len(near) - length + 1 + shift] for shift in range(length)])
    short = np.sort(shifted, axis=0)[length // 2]
    return median_known(before), median_known(during), float(short.max())


def brain_level(middle: np.ndarray, k: int) -> float:
    """Return ln µV of 5-13 Hz before step k; NaN where not known."""
    before = _part(middle, k, _BEFORE_S)
    return median_known(before) if len(before) else math.nan


def quietness(levels: tuple[float, float, float], tenths: tuple[float, float] | None, brain: float) -> float:
    """Return 1 where muscle is at rest all the while, 0 where it is not at some time.

    Where awake and asleep have not both been seen, muscle is held against the brain's 5-13 Hz, which no gain changes:
    that gives 0.5 at most.
    """
    highest = max(levels) if not any(math.isnan(level) for level in levels) else math.nan
    if math.isnan(highest):
        return math.nan
    if tenths is None:
        most, place, (rest, active) = _BY_BRAIN_SHARE, highest - brain, _REST_OVER_BRAIN
    else:
        most, place, (rest, active) = 1.0, (highest - tenths[0]) / (tenths[1] - tenths[0]), _REST_SHARE
    return most * min(max((active - place) / (active - rest), 0.0), 1.0) if place == place else math.nan


def _part(track: np.ndarray, k: int, span_s: tuple[float, float]) -> np.ndarray:
    part = track[max(k + round(span_s[0] * STEP_HZ), 0) : max(k + round(span_s[1] * STEP_HZ), 0)]
    return part[~np.isnan(part)]

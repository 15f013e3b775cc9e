"""Measure the slow wave of a candidate: where it begins and ends, its shape, how smooth and how rhythmic it is."""

import math
from dataclasses import dataclass

import numpy as np
import order_kernels
import wave_kernels
from eeg_tracks import SLOW_HZ, STEP_HZ, Sites, side_masks
from spasm_rolling import Rolling

_PER_SLOW = round(SLOW_HZ / STEP_HZ)
_AROUND = 200  # samples before and after, 4 s
_PEAK_WITHIN = 35
_LAGS = np.array([0, *range(4, 66, 2)])  # 0 for what is repeated, then 0.08-1.28 s
_TEMPLATE_S = (-0.5, 0.9)
_OVER_REACH = 1.0  # power of the distance with which squared differences of one field grow
_WIDE_S = (-1.4, 2.0)


@dataclass(frozen=True, slots=True)
class Wave:
    """A slow wave, by its largest deflection.

    peak_s, onset_s, end_s : of the largest deflection, its foot, its end
    after_s : end of the deflection of the other sign that follows, where there is one; else `end_s`
    width_s : for how long it is half as large
    roughness : how much neighbours differ against how much all differ: 1 = each electrode on its own, 0 = one field;
        NaN where the signals are differences already
    rhythm : how well 8 s around repeat themselves after 0.24-1.3 s: 1 = a metronome
    template : (n_signals, n) float32 waveform around the peak, of length 1 (25 Hz)
    wide : (n_signals, 85) float16 µV from 1.4 s before the peak to 2 s after it (25 Hz)
    """

    peak_s: float
    onset_s: float
    end_s: float
    after_s: float
    width_s: float
    roughness: float
    rhythm: float
    template: np.ndarray
    wide: np.ndarray


def wave_at(rolling: Rolling, sites: Sites, k: int, side: int) -> Wave:
    """Return the wave near step k (counted from `rolling.first`) that is widest spread over a side."""
    centre = k * _PER_SLOW + _PER_SLOW // 2
    low, high = max(centre - _AROUND, 0), min(centre + _AROUND, rolling.slow.shape[1])
    good = np.logical_not(rolling.slow_bad[:, max(k - 10, 0) : k + 11].any(axis=1))
    chosen = side_masks(sites.signal_sides)[side] & good
    if chosen.sum() < 3:
        chosen = side_masks(sites.signal_sides)[side]
    around = rolling.slow[:, low:high]
    middles = np.empty(high - low, np.float32)
    order_kernels.medians(np.ascontiguousarray(around), chosen, middles)
    waves = around[chosen] - middles
    first = max(centre - _PEAK_WITHIN - low, 0)
    peak = first + int(np.abs(waves[:, first : centre + _PEAK_WITHIN + 1 - low]).mean(axis=0).argmax())
    field_uv = waves[:, peak]
    shares = (field_uv @ waves) / (float(field_uv @ field_uv) + 1e-6)
    along: list[float] = shares.tolist()
    onset, end = _ends(along, peak)
    after, onset = _after_wave(along, end), _first_deflection(along, onset)
    near = waves[:, max(peak - 20, 0) : peak + 21]
    template = _piece(around, peak, good, _TEMPLATE_S)
    start_s = rolling.first / STEP_HZ + low / SLOW_HZ
    return Wave(
        start_s + peak / SLOW_HZ,
        start_s + onset / SLOW_HZ,
        start_s + end / SLOW_HZ,
        start_s + after / SLOW_HZ,
        int(np.count_nonzero(shares[max(peak - 45, 0) : peak + 46] > 0.5)) / SLOW_HZ,
        _roughness(near, sites, chosen),
        _rhythm(waves),
        (template / (np.linalg.norm(template) + 1e-6)).astype(np.float32),
        _piece(around, peak, good, _WIDE_S).astype(np.float16),
    )


def _ends(along: list[float], peak: int) -> tuple[int, int]:
    """Return where a wave's own deflection has come down to a fifth, before its peak and after it."""
    onset, end = peak, peak
    while onset > max(peak - 45, 0) and along[onset] > 0.2:
        onset -= 1
    while end < min(peak + 60, len(along) - 1) and along[end] > 0.2:
        end += 1
    return onset, end


def _first_deflection(along: list[float], onset: int) -> int:
    """Return the foot of the deflection just before where that is nearly as large: then it began there."""
    start = max(onset - 40, 0)
    before = along[start : onset + 1]
    if not before or min(before) > -0.55:
        return onset
    foot = start + before.index(min(before))
    while foot > max(onset - 55, 0) and along[foot] < -0.15:
        foot -= 1
    return foot


def _after_wave(along: list[float], end: int) -> int:
    """Return the end of the deflection of the other sign that follows, where there is one; else `end`."""
    after = along[end : end + 40]
    if not after or min(after) > -0.2:
        return end
    stop = end + after.index(min(after))
    while stop < len(along) - 1 and along[stop] < -0.2:
        stop += 1
    return stop


def _roughness(waves: np.ndarray, sites: Sites, chosen: np.ndarray) -> float:
    """Return how much neighbours among the chosen signals differ against how much all of these differ.

    Where electrodes are few, those next to each other are far apart, and one field differs more between them.

    waves : (n_chosen, n) µV
    """
    own = sites.second < 0
    used = chosen[sites.first] & chosen[sites.second]
    if own.all() or used.sum() < 3:
        return math.nan
    place = np.cumsum(chosen) - 1
    steps = waves[place[sites.first[used]]] - waves[place[sites.second[used]]]
    if len(sites.reaches):
        steps = steps * (sites.reaches[used, None] ** (-_OVER_REACH / 2)).astype(np.float32)
    whole = waves - waves.mean(axis=0)
    apart, all_apart = float(np.vdot(steps, steps)) / steps.size, float(np.vdot(whole, whole)) / whole.size
    return apart / (2 * all_apart + 1e-6)


def _rhythm(waves: np.ndarray) -> float:
    """Return how well (n_chosen, n) waves repeat themselves after 0.24-1.3 s."""
    sums = np.empty(len(_LAGS))
    wave_kernels.laid_over(waves, waves, _LAGS, sums)
    n_samples = waves.shape[1]
    shares = sums[1:] * (n_samples / (n_samples - _LAGS[1:])) / (sums[0] + 1e-6)
    dips = np.minimum.accumulate(shares)
    return float(np.max(np.where(dips < 0.05, shares, 0.0)))


def _piece(slow: np.ndarray, peak: int, good: np.ndarray, around_s: tuple[float, float]) -> np.ndarray:
    """Return (n_signals, n) µV around a peak against the mean of the signals, 25 Hz; not `good` ones count as 0."""
    first, stop = peak + round(around_s[0] * SLOW_HZ), peak + round(around_s[1] * SLOW_HZ)
    numbers = np.arange(first, stop, 2)
    if first < 0 or stop > slow.shape[1]:
        numbers = np.clip(numbers, 0, slow.shape[1] - 1)
    piece = slow[:, numbers] * good[:, None]
    piece -= np.add.reduce(piece) / np.float32(len(piece))
    return np.minimum(np.maximum(piece, -30000), 30000)

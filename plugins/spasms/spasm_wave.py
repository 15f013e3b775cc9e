"""Measure the slow wave of a candidate: where it begins and ends, its shape, how smooth and how rhythmic it is."""

from dataclasses import dataclass

import numpy as np
import order_kernels
import wave_kernels
from eeg_tracks import SLOW_HZ, STEP_HZ, Sites, side_masks
from spasm_rolling import Rolling

_PER_SLOW = round(SLOW_HZ / STEP_HZ)
_AROUND = 200  # samples before and after, 4 s
_PEAK_WITHIN = 35
_TEMPLATE_S = (-0.5, 0.9)
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
    good = ~rolling.slow_bad[:, max(k - 10, 0) : k + 11].any(axis=1)
    chosen = side_masks(sites.signal_sides)[side] & good
    if chosen.sum() < 3:
        chosen = side_masks(sites.signal_sides)[side]
    around = np.array(rolling.slow[:, low:high], np.float32, order="C")
    waves, middles, along = around.copy(), np.empty(high - low, np.float32), np.empty(high - low, np.float32)
    order_kernels.medians(waves, chosen, middles)
    first, stop = max(centre - _PEAK_WITHIN - low, 0), centre + _PEAK_WITHIN + 1 - low
    peak = wave_kernels.widest(waves, middles, chosen, first, stop)
    wave_kernels.along_field(waves, chosen, peak, along)
    onset, end, after, n_wide = wave_kernels.ends(along, peak)
    start, beyond = max(peak - 20, 0), min(peak + 21, high - low)
    template = _piece(around, peak, good, _TEMPLATE_S)
    start_s = rolling.first / STEP_HZ + low / SLOW_HZ
    return Wave(
        start_s + peak / SLOW_HZ,
        start_s + onset / SLOW_HZ,
        start_s + end / SLOW_HZ,
        start_s + after / SLOW_HZ,
        n_wide / SLOW_HZ,
        wave_kernels.roughness(waves, chosen, sites.first, sites.second, start, beyond),
        wave_kernels.rhythm(waves, chosen),
        (template / (np.linalg.norm(template) + 1e-6)).astype(np.float32),
        _piece(around, peak, good, _WIDE_S).astype(np.float16),
    )


def _piece(slow: np.ndarray, peak: int, good: np.ndarray, around_s: tuple[float, float]) -> np.ndarray:
    """Return (n_signals, n) µV around a peak against the mean of the signals, 25 Hz."""
    first, stop = round(around_s[0] * SLOW_HZ), round(around_s[1] * SLOW_HZ)
    piece = np.empty((len(slow), (stop - first + 1) // 2), np.float32)
    wave_kernels.lay_out(slow, peak + first, good, piece)
    return piece

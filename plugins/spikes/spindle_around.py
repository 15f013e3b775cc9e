"""Measure how much 11-16 Hz there is beside a peak, the peak itself left out: waves of a spindle are no spikes."""

import math
from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from eegview.plugin import usual_level

Levels = npt.NDArray[np.float64]

CENTRAL = frozenset(("F3", "Fz", "F4", "C3", "Cz", "C4", "P3", "Pz", "P4"))  # where spindles are

_WINDOW_S, _HOP_S = 0.5, 0.125
_BANDS_HZ = (6.0, 13.4, 23.0)  # each some 4 Hz wide at half amplitude under the Hann window
_USUAL_FRAMES, _EVERY = 60, 4  # 7.5 s to each side
_NEAREST_S, _FARTHEST_S = 0.31, 0.8  # a window's middle from the peak: so near it holds none of it
_LEAST_UV = 2.5


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a peak, to both sides of it.

    points : how much it looks like a spindle, see `course_of`; -inf where it was not measured on both sides
    purity : octaves of the amplitude at 11-16 Hz over that at 21-25 Hz there; runs of spikes have little
    waves_uv : the largest amplitude at 11-16 Hz of the peak's own electrode
    """

    points: float
    purity: float
    waves_uv: float


NOTHING_BESIDE = Beside(-math.inf, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class SigmaCourse:
    """The course of 11-16 Hz over a stretch, in frames of half a second every 1/8 s.

    middle_s : (n_frames,) time of each frame's middle
    points : (n_frames,) of the most spindle-like central electrode, see `course_of`
    sigma_uv, faster_uv : (n_frames,) amplitudes at 11-16 and 21-25 Hz there
    uv : (n_electrodes, n_frames) amplitude at 11-16 Hz
    """

    middle_s: Levels
    points: Levels
    sigma_uv: Levels
    faster_uv: Levels
    uv: Levels

    def beside(self, time_s: float, electrode: int) -> Beside:
        """Return what stands beside a time, in the most spindle-like frame to each side that holds none of the peak."""
        edges_s = [time_s - _FARTHEST_S, time_s - _NEAREST_S, time_s + _NEAREST_S, time_s + _FARTHEST_S]
        a, b, c, d = np.searchsorted(self.middle_s, edges_s).tolist()
        if a == b or c == d:
            return NOTHING_BESIDE
        best = [a + int(np.argmax(self.points[a:b])), c + int(np.argmax(self.points[c:d]))]
        own_uv = max(float(self.uv[electrode, a:b].max()), float(self.uv[electrode, c:d].max()))
        purity = math.log2(max(float(self.sigma_uv[best].sum()), 0.1) / max(float(self.faster_uv[best].sum()), 0.1))
        return Beside(float(self.points[best].mean()), purity, own_uv)


def course_of(
    electrodes: npt.NDArray[np.float32], names: tuple[str, ...], start_s: float, rate_hz: float
) -> SigmaCourse | None:
    """Return how spindle-like each moment of a stretch is; None where no central electrode is known.

    Points as those of the spindle detector: octaves of the amplitude at 11-16 Hz above its median of the 15 s around,
    of its power beside 4-8 Hz and beside 21-25 Hz, weighed and bounded. Frames lie on one grid of recording
    time, so they are the same however the recording is cut.

    Parameters
    ----------
    electrodes : (n, n_samples) float32 µV, 1-40 Hz, each against its neighbours
    names : of the electrodes
    start_s : time of the first sample
    """
    central = [number for number, name in enumerate(names) if name in CENTRAL]
    n_window = round(_WINDOW_S * rate_hz)
    first = math.ceil((start_s + _WINDOW_S / 2) / _HOP_S / _EVERY + 1e-6) * _EVERY
    last = math.floor((start_s + electrodes.shape[1] / rate_hz - _WINDOW_S / 2) / _HOP_S - 1e-6)
    if not central or last - first < 2:
        return None
    middle_s = np.arange(first, last) * _HOP_S
    starts = np.round((middle_s - start_s) * rate_hz).astype(np.int64) - n_window // 2
    inside = (starts >= 0) & (starts + n_window <= electrodes.shape[1])
    middle_s, starts = middle_s[inside], starts[inside]
    every = max(1, int(rate_hz // 100))  # there is little above 40 Hz
    times_s = np.arange(0, n_window, every) / rate_hz
    taper = 1 - np.cos(2 * np.pi * (np.arange(len(times_s)) + 0.5) / len(times_s))
    waves = taper / taper.sum() * 2 * np.exp(2j * np.pi * np.outer(_BANDS_HZ, times_s))
    uv = np.empty((len(electrodes), len(starts)))
    beside = np.empty((2, len(central), len(starts)))
    _amplitudes(electrodes, starts, every, waves[1].real.copy(), waves[1].imag.copy(), uv)
    for number, band in enumerate((0, 2)):
        _amplitudes(
            electrodes[central], starts, every, waves[band].real.copy(), waves[band].imag.copy(), beside[number]
        )
    sigma, (slower, faster) = uv[central], beside
    usual = usual_level(np.ascontiguousarray(sigma), _USUAL_FRAMES, every=_EVERY)
    with np.errstate(divide="ignore", invalid="ignore"):
        points = (
            3.0 * np.clip(np.log2(sigma / np.maximum(usual, 0.1)) - 1.0, -6, 6)
            + 1.5 * np.clip(np.log2(sigma / np.maximum(slower, 0.1)) + 0.35, -1.65, 1.35)
            + 0.6 * np.clip(2 * np.log2(sigma / np.maximum(faster, 0.1)) - 2.0, -4, 2.5)
        )
    points[~(sigma >= _LEAST_UV) | ~np.isfinite(points)] = -9.0
    best, frames = points.argmax(axis=0), np.arange(len(starts))
    sigma_uv, faster_uv = np.nan_to_num(sigma[best, frames]), np.nan_to_num(faster[best, frames])
    return SigmaCourse(middle_s, points[best, frames], sigma_uv, faster_uv, np.nan_to_num(uv))


@numba.njit(cache=True, nogil=True)
def _amplitudes(rows, starts, every, cosine, sine, out):
    for r in range(rows.shape[0]):
        for k in range(len(starts)):
            real_0 = real_1 = imaginary_0 = imaginary_1 = 0.0  # two of each, so that one need not wait for another
            for m in range(0, len(cosine) - 1, 2):
                one, other = rows[r, starts[k] + m * every], rows[r, starts[k] + (m + 1) * every]
                real_0 += one * cosine[m]
                imaginary_0 += one * sine[m]
                real_1 += other * cosine[m + 1]
                imaginary_1 += other * sine[m + 1]
            if len(cosine) % 2:
                last = rows[r, starts[k] + (len(cosine) - 1) * every]
                real_0 += last * cosine[-1]
                imaginary_0 += last * sine[-1]
            out[r, k] = math.sqrt((real_0 + real_1) ** 2 + (imaginary_0 + imaginary_1) ** 2)

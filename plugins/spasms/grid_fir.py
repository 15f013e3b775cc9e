"""Filter with finite length, to outputs that lie on one grid of time for the whole recording.

Output k is at k / rate seconds from recording start, and depends on the samples within the filter's reach only: however
a recording is cut into stretches (with margins of at least that reach), the same numbers come out.
"""

import math
from functools import lru_cache

import grid_kernels
import numpy as np
import numpy.typing as npt

from eegview.plugin import Samples

_N_PHASES = 128  # places between two samples at which a filter is known
_AT_ONCE, _UNROLLED = 32, 4  # taps that the kernels take at once


@lru_cache(maxsize=32)
def low_pass_phases(rate_hz: float, cut_hz: float, reach_s: float) -> npt.NDArray[np.float32]:
    """Return a Hann-windowed sinc (−6 dB at `cut_hz`) laid at 128 places between two samples.

    Returns
    -------
    (128, n_taps) float32, each of sum 1; tap j of phase p is at sample j - n_taps // 2 + 1, p / 128 sample too early
    """
    half = max(math.ceil(reach_s * rate_hz), 1)
    offsets = np.arange(-half + 1, half + 1)[None, :] - (np.arange(_N_PHASES) / _N_PHASES)[:, None]
    times_s = offsets / rate_hz
    window = np.where(np.abs(times_s) < reach_s, 0.5 + 0.5 * np.cos(np.pi * times_s / reach_s), 0.0)
    taps = np.sinc(2 * cut_hz * times_s) * window
    return (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)


@lru_cache(maxsize=32)
def low_pass_taps(rate_hz: float, cut_hz: float, reach_s: float) -> npt.NDArray[np.float32]:
    """Return a symmetric Hann-windowed sinc, (2 * reach + 1,) float32 of sum 1, −6 dB at `cut_hz`."""
    half = max(round(reach_s * rate_hz), 1)
    times_s = np.arange(-half, half + 1) / rate_hz
    taps = np.sinc(2 * cut_hz * times_s) * (0.5 + 0.5 * np.cos(np.pi * np.arange(-half, half + 1) / (half + 1)))
    return (taps / taps.sum()).astype(np.float32)


@lru_cache(maxsize=32)
def band_pass_taps(rate_hz: float, low_hz: float, high_hz: float, reach_s: float) -> npt.NDArray[np.float32]:
    """Return the difference of two low passes, (2 * reach + 1,) float32 of sum 0."""
    high = low_pass_taps(rate_hz, high_hz, reach_s)
    return (high - low_pass_taps(rate_hz, low_hz, reach_s)).astype(np.float32)


@lru_cache(maxsize=8)
def high_pass_taps(rate_hz: float, width_s: float) -> npt.NDArray[np.float32]:
    """Return taps that take away the Hann-weighted mean of `width_s`: −6 dB at about 1 / width_s."""
    half = max(round(width_s * rate_hz / 2), 1)
    mean = 0.5 + 0.5 * np.cos(np.pi * np.arange(-half, half + 1) / (half + 1))
    taps = -mean / mean.sum()
    taps[half] += 1.0
    return taps.astype(np.float32)


@lru_cache(maxsize=8)
def without_mains_taps(rate_hz: float, reach_s: float) -> npt.NDArray[np.float32]:
    """Return taps that take away 50 and 60 Hz and their harmonics, each about 2 / `reach_s` wide, and nothing else."""
    half = max(round(reach_s * rate_hz), 1)
    numbers = np.arange(-half, half + 1)
    window = 0.5 + 0.5 * np.cos(np.pi * numbers / (half + 1))
    taps = (numbers == 0).astype(np.float64)
    for tone_hz in sorted({*np.arange(50.0, rate_hz / 2 + 0.1, 50.0), *np.arange(60.0, rate_hz / 2 + 0.1, 60.0)}):
        own = np.cos(2 * np.pi * tone_hz * numbers / rate_hz) * window
        taps -= own / (own * np.cos(2 * np.pi * tone_hz * numbers / rate_hz)).sum()
    return taps.astype(np.float32)


def grid_numbers(rate_hz: float, start_s: float, stop_s: float) -> tuple[int, int]:
    """Return first and stop number of the grid's points in [start_s, stop_s)."""
    return math.ceil(start_s * rate_hz - 1e-6), math.ceil(stop_s * rate_hz - 1e-6)


def to_grid(
    data: Samples,
    rate_hz: float,
    start_s: float,
    grid_hz: float,
    numbers: tuple[int, int],
    cut_hz: float,
    reach_s: float,
) -> Samples:
    """Return rows low-passed and taken at the grid's points; outside the data its first and last sample stand.

    Parameters
    ----------
    data : (n_rows, n) float32 without NaN, sample j at start_s + j / rate_hz
    numbers : first and stop number of the grid's points wanted
    cut_hz : −6 dB
    reach_s : half the filter's length

    Returns
    -------
    (n_rows, stop - first) float32
    """
    phases = low_pass_phases(rate_hz, cut_hz, reach_s)
    places = (np.arange(*numbers) / grid_hz - start_s) * rate_hz
    phase_numbers = np.floor(places * _N_PHASES + 0.4999).astype(np.int64)  # ties one way, whatever the last bit
    return _fir_at(data, phase_numbers // _N_PHASES - phases.shape[1] // 2 + 1, phase_numbers % _N_PHASES, phases)


def convolve(data: Samples, taps: npt.NDArray[np.float32], first: int, n_out: int, step: int = 1) -> Samples:
    """Return symmetric `taps` applied at samples first, first + step …; outside, the edge samples stand.

    Returns
    -------
    (n_rows, n_out) float32
    """
    first -= len(taps) // 2
    if step > 1:
        return _fir_at(data, first + step * np.arange(n_out), np.zeros(n_out, np.int64), taps[None, :])
    taps = _filled_up(taps[None, :], _UNROLLED)[0]
    reached, first = _reaching(data, first, first + n_out + len(taps) - 1)
    out = np.empty((len(data), n_out), np.float32)
    grid_kernels.fir_even(reached, first, taps, out)
    return out


def _fir_at(
    data: Samples,
    firsts: npt.NDArray[np.int64],
    phase_numbers: npt.NDArray[np.int64],
    phases: npt.NDArray[np.float32],
) -> Samples:
    """Return phases[phase_numbers[k]] applied to the samples from firsts[k] on; `firsts` rise."""
    out = np.empty((len(data), len(firsts)), np.float32)
    if len(firsts):
        phases = _filled_up(phases, _AT_ONCE)
        reached, first = _reaching(data, int(firsts[0]), int(firsts[-1]) + phases.shape[1])
        grid_kernels.fir_at(reached, firsts + (first - firsts[0]), phase_numbers, phases, out)
    return out


def _filled_up(phases: npt.NDArray[np.float32], whole: int) -> npt.NDArray[np.float32]:
    """Return the taps with zeros behind them up to a whole number of so many."""
    filled = np.zeros((len(phases), math.ceil(phases.shape[1] / whole) * whole), np.float32)
    filled[:, : phases.shape[1]] = phases
    return filled


def _reaching(data: Samples, first: int, stop: int) -> tuple[Samples, int]:
    """Return data that has all samples [first, stop), the edge samples where it had none, and what `first` is in it."""
    before, after = max(-first, 0), max(stop - data.shape[1], 0)
    if before or after:
        data = np.pad(data, ((0, 0), (before, after)), mode="edge")
    return np.ascontiguousarray(data), first + before

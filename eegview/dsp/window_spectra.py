"""Transform many short windows of rows to frequencies at once, in single precision."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.model.recording import Samples

Spectra = npt.NDArray[np.complex64]


def window_spectra(rows: Samples, starts: npt.NDArray[np.int64], n_window: int, n_bins: int) -> Spectra:
    """Return the spectrum of each window of each row: its mean is taken off, then a Hann taper laid over it.

    Parameters
    ----------
    rows : (n_rows, n_samples) float32
    starts : (n_windows,) the first sample of each window, which lies within the rows
    n_window : samples of a window
    n_bins : how many frequencies are kept, from 0 on, at most `n_window // 2 + 1`

    Returns
    -------
    (n_rows, n_windows, n_bins) complex64, the unit of the rows; NaN where a window has NaN
    """
    out = np.empty((len(rows), len(starts), n_bins), np.complex64)
    if out.size:
        kernels.active().transform_windows(np.ascontiguousarray(rows, np.float32), starts, hann(n_window), out)
    return out


def power_density(spectra: Spectra, rate_hz: float, n_window: int) -> Samples:
    """Return the one-sided power spectral density of windows, (n_rows, n_windows, n_bins) float32, unit²/Hz."""
    power = np.square(spectra.real)
    power += np.square(spectra.imag)
    power *= _density_scale(spectra.shape[-1], rate_hz, n_window)
    return power


def mean_density(rows: Samples, starts: npt.NDArray[np.int64], n_window: int, n_bins: int, rate_hz: float) -> Samples:
    """Return the mean power spectral density of groups of windows, as `window_spectra` makes them.

    Parameters
    ----------
    starts : (n_groups, n_windows) the first sample of each window

    Returns
    -------
    (n_rows, n_groups, n_bins) float32, unit²/Hz
    """
    out = np.empty((len(rows), len(starts), n_bins), np.float32)
    if out.size:
        kernels.active().mean_powers(np.ascontiguousarray(rows, np.float32), starts, hann(n_window), out)
    out *= _density_scale(n_bins, rate_hz, n_window)
    return out


def _density_scale(n_bins: int, rate_hz: float, n_window: int) -> Samples:
    scale = np.full(n_bins, 2 / (rate_hz * float(np.sum(hann(n_window).astype(np.float64) ** 2))), np.float32)
    scale[0] /= 2
    if n_window % 2 == 0 and n_bins == n_window // 2 + 1:
        scale[-1] /= 2
    return scale


@lru_cache(maxsize=16)
def hann(n_window: int) -> Samples:
    """Return a periodic Hann window, (n_window,) float32, read-only."""
    taper = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_window) / n_window)).astype(np.float32)
    taper.flags.writeable = False
    return taper

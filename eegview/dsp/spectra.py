"""Power of rows by frequency, and numbers read from it: arrays in, arrays out."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Spectrum = npt.NDArray[np.float64]


def power_spectrum(
    data: npt.NDArray[np.floating], rate_hz: float, window_s: float = 2.0
) -> tuple[npt.NDArray[np.float64], Spectrum]:
    """Return the power spectral density, the mean over Hann windows that overlap by half (Welch 1967).

    Parameters
    ----------
    data : (n_rows, n_samples) µV, at least one window long; the mean of each window is taken off first

    Returns
    -------
    frequencies_hz (n_bins,), density (n_rows, n_bins) float64, µV²/Hz; a row with NaN gives NaN
    """
    n_window = round(window_s * rate_hz)
    if data.shape[1] < n_window:
        raise ValueError(f"{data.shape[1]} samples are less than one window of {n_window}")
    windows = np.lib.stride_tricks.sliding_window_view(data, n_window, axis=1)[:, :: n_window // 2]
    taper = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_window) / n_window)).astype(np.float32)
    tapered = (windows - windows.mean(axis=2, keepdims=True)) * taper
    spectra = np.fft.rfft(tapered, axis=2)
    scale = 2 / (rate_hz * float(np.sum(taper.astype(np.float64) ** 2)))
    density: Spectrum = np.asarray(np.mean(spectra.real**2 + spectra.imag**2, axis=1, dtype=np.float64) * scale)
    density[:, 0] /= 2
    if n_window % 2 == 0:
        density[:, -1] /= 2
    return np.asarray(np.fft.rfftfreq(n_window, 1 / rate_hz), np.float64), density


def band_power(
    frequencies_hz: npt.NDArray[np.float64], density: Spectrum, low_hz: float, high_hz: float
) -> npt.NDArray[np.float64]:
    """Return the power in `[low_hz, high_hz)` of each row, (n_rows,) µV²; 0 above half the sampling rate."""
    inside = (frequencies_hz >= low_hz) & (frequencies_hz < high_hz)
    return density[:, inside].sum(axis=1) * (frequencies_hz[1] - frequencies_hz[0])


def spectral_edge_hz(
    frequencies_hz: npt.NDArray[np.float64],
    density: Spectrum,
    share: float = 0.95,
    low_hz: float = 0.5,
    high_hz: float = 30.0,
) -> npt.NDArray[np.float64]:
    """Return below which frequency `share` of the power between `low_hz` and `high_hz` lies, (n_rows,) Hz.

    Interpolated between frequency bins; NaN for a row without power.
    """
    inside = (frequencies_hz >= low_hz) & (frequencies_hz <= high_hz)
    at_hz = frequencies_hz[inside]
    step_hz = float(frequencies_hz[1] - frequencies_hz[0])
    sums = np.cumsum(density[:, inside], axis=1)
    wanted = share * sums[:, -1:]
    bin_ = np.argmax(sums >= wanted, axis=1)  # the bin in which the share is reached
    rows = np.arange(len(density))
    before = np.where(bin_ > 0, sums[rows, bin_ - 1], 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        into = (wanted[:, 0] - before) / density[:, inside][rows, bin_]
        return np.where(sums[:, -1] > 0, at_hz[bin_] + (into - 0.5) * step_hz, np.nan)


def even_window_s(rate_hz: float, window_s: float) -> float:
    """Return the length next to `window_s` that holds an even number of samples, so that windows overlap by half."""
    return max(2 * round(window_s * rate_hz / 2), 2) / rate_hz


def spectrum_of_runs(
    runs: Sequence[npt.NDArray[np.floating]], rate_hz: float, window_s: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], int]:
    """Return the power spectral density of one row that gaps cut into runs; no window reaches over a gap.

    Parameters
    ----------
    runs : each (n_samples,) µV without NaN; what is shorter than a window is left out

    Returns
    -------
    frequencies_hz (n_bins,), density (n_bins,) µV²/Hz, and how many windows it is the mean of; 0 windows give NaN
    """
    n_window = round(window_s * rate_hz)
    frequencies_hz = np.asarray(np.fft.rfftfreq(n_window, 1 / rate_hz), np.float64)
    total, n_windows = np.zeros(len(frequencies_hz)), 0
    for run in runs:
        if len(run) >= n_window:
            n = (len(run) - n_window) // max(n_window // 2, 1) + 1
            total += power_spectrum(np.asarray(run, np.float64)[None], rate_hz, window_s)[1][0] * n
            n_windows += n
    return frequencies_hz, total / n_windows if n_windows else np.full(len(frequencies_hz), np.nan), n_windows


def peak_hz(
    frequencies_hz: npt.NDArray[np.float64], density: npt.NDArray[np.float64], low_hz: float, high_hz: float
) -> float:
    """Return the frequency of the highest peak from `low_hz` to `high_hz`; NaN where no bin is above both neighbours.

    density : (n_bins,)

    Between bins it is the vertex of the parabola through the logarithms of the peak and its two neighbours. The edge
    of the range is no peak: the spectrum of an EEG falls from its lowest frequency on.
    """
    inner = density[1:-1]
    at_hz = frequencies_hz[1:-1]
    with np.errstate(invalid="ignore"):
        is_peak = (inner > density[:-2]) & (inner >= density[2:]) & (at_hz >= low_hz) & (at_hz <= high_hz)
    if not is_peak.any():
        return float("nan")
    top = int(np.argmax(np.where(is_peak, inner, -1.0))) + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        before, at, after = np.log(density[top - 1 : top + 2])
        shift = 0.5 * (before - after) / (before - 2 * at + after)
    step_hz = float(frequencies_hz[1] - frequencies_hz[0])
    return float(frequencies_hz[top]) + (float(np.clip(shift, -0.5, 0.5)) * step_hz if np.isfinite(shift) else 0.0)

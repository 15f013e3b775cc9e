"""Fourier transforms of many short windows in numpy: used until the compiled ones are ready, and their reference."""

import numpy as np
import numpy.typing as npt

from eegview.model.recording import Samples

BATCH = 512  # windows at a time


def transform_windows(
    rows: Samples, starts: npt.NDArray[np.int64], taper: Samples, out: npt.NDArray[np.complex64]
) -> None:
    """Set the spectra of windows, each without its mean and tapered.

    Parameters
    ----------
    rows : (n_rows, n_samples) float32
    starts : (n_windows,) the first sample of each window, within the rows
    taper : (n,) as long as a window
    out : (n_rows, n_windows, n_bins), set here
    """
    for row, spectra in zip(rows, out, strict=True):
        windows = np.lib.stride_tricks.sliding_window_view(row, len(taper))
        for first in range(0, len(starts), BATCH):
            some = windows[starts[first : first + BATCH]]
            tapered = (some - some.mean(axis=1, keepdims=True, dtype=np.float64)).astype(np.float32) * taper
            spectra[first : first + BATCH] = np.fft.rfft(tapered, axis=1)[:, : out.shape[2]]


def mean_powers(rows: Samples, starts: npt.NDArray[np.int64], taper: Samples, out: Samples) -> None:
    """Set the mean squared size of the spectra of each group of windows, as `transform_windows` makes them.

    starts : (n_groups, n_windows); out : (n_rows, n_groups, n_bins) float32, set here
    """
    n_groups, n_windows = starts.shape
    spectra = np.empty((1, n_windows, out.shape[2]), np.complex64)
    for row in range(len(rows)):
        for group in range(n_groups):
            transform_windows(rows[row : row + 1], starts[group], taper, spectra)
            out[row, group] = np.mean(np.square(spectra.real) + np.square(spectra.imag), axis=1)[0]

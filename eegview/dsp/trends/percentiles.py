"""Percentiles over a window that runs along a series with gaps, and medians of rows."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels

Values = npt.NDArray[np.float32]


def running_percentiles(series: Values, n_around: int, percentiles: Sequence[float]) -> Values:
    """Return percentiles over each value and `n_around` to either side of it, those that are missing left out.

    Parameters
    ----------
    series : (n_series, n) float32, not negative; NaN is missing
    percentiles : 0 … 100, interpolated between the neighbours in order

    Returns
    -------
    (n_percentiles, n_series, n - 2 * n_around) float32; NaN where the value in the middle, or half of the window, is
    missing
    """
    n_series, n = series.shape
    out = np.empty((len(percentiles), n_series, n - 2 * n_around), np.float32)
    shares = np.array(percentiles, np.float64) / 100
    kernels.active().running_orders(np.ascontiguousarray(series), 2 * n_around + 1, 1, shares, out)
    out[:, np.isnan(series[:, n_around : n - n_around])] = np.nan
    return out


def median_of_rows(values: Values) -> Values:
    """Return the median over the first axis of those that are measured, (n_rows, n) → (n,); NaN where none is."""
    out = np.empty(values.shape[1], np.float32)
    kernels.active().medians_of_rows(values, out)
    return out

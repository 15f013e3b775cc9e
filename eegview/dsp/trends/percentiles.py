"""Percentiles over a window that runs along a series with gaps."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float32]


def running_percentiles(series: Values, n_around: int, percentiles: Sequence[float]) -> Values:
    """Return percentiles over each value and `n_around` to either side of it, those that are missing left out.

    Parameters
    ----------
    series : (..., n) float32; NaN is missing
    percentiles : 0 … 100, interpolated between the neighbours in order

    Returns
    -------
    (n_percentiles, ..., n - 2 * n_around) float32; NaN where the value in the middle, or half of the window, is missing
    """
    length = 2 * n_around + 1
    ordered = np.sort(np.lib.stride_tricks.sliding_window_view(series, length, axis=-1), axis=-1)  # NaN comes last
    count = np.isfinite(ordered).sum(axis=-1)
    out = np.stack([_at(ordered, count, share) for share in percentiles])
    middle = series[..., n_around : series.shape[-1] - n_around]
    out[:, np.isnan(middle) | (2 * count < length)] = np.nan
    return out


def _at(ordered: Values, count: npt.NDArray[np.int64], percentile: float) -> Values:
    place = np.maximum(count - 1, 0) * (percentile / 100)
    below = place.astype(np.int64)
    above = np.minimum(below + 1, np.maximum(count - 1, 0))
    low = np.take_along_axis(ordered, below[..., None], axis=-1)[..., 0]
    high = np.take_along_axis(ordered, above[..., None], axis=-1)[..., 0]
    return (low + (high - low) * (place - below)).astype(np.float32)


def median_of_rows(values: Values) -> Values:
    """Return the median over the first axis of those that are measured, (n_rows, ...) → (...); NaN where none is."""
    ordered = np.sort(values, axis=0)
    count = np.isfinite(ordered).sum(axis=0)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0)[None] // 2, axis=0)[0]
    high = np.take_along_axis(ordered, np.minimum(count // 2, len(values) - 1)[None], axis=0)[0]
    return np.where(count > 0, 0.5 * (low + high), np.nan).astype(np.float32)


def median_of_last(values: Values) -> Values:
    """Return the median over the last axis of those that are measured, (..., n) → (...); NaN where none is."""
    return median_of_rows(np.moveaxis(values, -1, 0))

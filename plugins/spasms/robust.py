"""Measure what is usual for a row, little moved by the unusual; short pieces of a track may hold NaN."""

import math

import numpy as np
import numpy.typing as npt
import order_kernels

NORMAL = 1.4826  # the median distance from the median times this is a normal distribution's standard deviation
_AT_ONCE = 32  # columns that a processor sorts at once


def resting(values: npt.NDArray[np.floating], least_width: float) -> tuple[np.ndarray, np.ndarray]:
    """Return each row's median and robust standard deviation, NaN left out.

    Parameters
    ----------
    values : (n_rows, n)
    least_width : the deviation is never smaller

    Returns
    -------
    middle, width : (n_rows,) float32; NaN and `least_width` for a row with no value
    """
    n_rows, n_values = values.shape
    columns = np.zeros((n_values, math.ceil(n_rows / _AT_ONCE) * _AT_ONCE), np.float32)
    columns[:, :n_rows] = values.T
    every, middle, width = np.ones(n_values, bool), *np.empty((2, columns.shape[1]), np.float32)
    order_kernels.medians(columns, every, middle)
    order_kernels.medians(np.abs(columns - middle), every, width)
    return middle[:n_rows], np.fmax(NORMAL * width[:n_rows], np.float32(least_width))


def place_of(ordered: np.ndarray, share: float) -> float:
    """Return the value under which a share (0-1) of some sorted values lies, between two of them by their distance."""
    number = share * (len(ordered) - 1)
    first = min(int(number), max(len(ordered) - 2, 0))
    low, high = float(ordered[first]), float(ordered[min(first + 1, len(ordered) - 1)])
    return low + (high - low) * (number - first)


def median_known(values: np.ndarray) -> float:
    """Return the median of (n,) values, NaN left out; 0 where none is left."""
    ordered = np.sort(values)
    n = len(ordered)
    if n and ordered[-1] != ordered[-1]:  # sorting puts NaN last
        n -= int(np.isnan(ordered).sum())
    return float(np.float32(0.5) * (ordered[(n - 1) // 2] + ordered[n // 2])) if n else 0.0


def mean_known(values: np.ndarray) -> float:
    """Return the mean of (n,) values, NaN left out; 0 where none is left."""
    known = values[values == values]
    return float(np.add.reduce(known)) / len(known) if len(known) else 0.0


def highest_known(values: np.ndarray) -> float:
    """Return the highest of (n,) values, NaN left out; 0 where none is left."""
    known = values[values == values]
    return float(np.maximum.reduce(known)) if len(known) else 0.0

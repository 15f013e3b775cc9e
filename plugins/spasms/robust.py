"""Measure what is usual for a row, little moved by the unusual."""

import numpy as np
import numpy.typing as npt
import order_kernels

NORMAL = 1.4826  # the median distance from the median times this is a normal distribution's standard deviation


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
    middle, width = np.empty(len(values), np.float32), np.empty(len(values), np.float32)
    order_kernels.middles_and_widths(np.ascontiguousarray(values, np.float32), middle, width)
    return middle, np.fmax(NORMAL * width, np.float32(least_width))


def place_of(ordered: np.ndarray, share: float) -> float:
    """Return the value under which a share (0-1) of some sorted values lies, between two of them by their distance."""
    number = share * (len(ordered) - 1)
    first = min(int(number), max(len(ordered) - 2, 0))
    low, high = float(ordered[first]), float(ordered[min(first + 1, len(ordered) - 1)])
    return low + (high - low) * (number - first)

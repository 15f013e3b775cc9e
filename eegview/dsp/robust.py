"""What is usual for a row, little moved by the unusual."""

import numpy as np
import numpy.typing as npt

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
    middle = _medians(values)
    width = NORMAL * _medians(np.abs(values - middle[:, None]))
    return middle, np.fmax(width, np.float32(least_width))


def _medians(values: npt.NDArray[np.floating]) -> np.ndarray:
    """Return (n_rows,) medians, NaN left out: sorting puts NaN last."""
    n_rows, n_values = values.shape
    if not n_values:
        return np.full(n_rows, np.nan, np.float32)
    ordered = np.sort(values, axis=1)
    n_good = n_values - np.isnan(values).sum(axis=1)
    low, high = np.maximum(n_good - 1, 0) // 2, np.minimum(n_good // 2, n_values - 1)
    rows = np.arange(n_rows)
    found = 0.5 * (ordered[rows, low] + ordered[rows, high])
    found[n_good == 0] = np.nan
    return found.astype(np.float32)

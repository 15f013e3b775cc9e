"""Compiled kernel that lays one piece of EEG over another."""

import numba
import numpy as np

_sum = numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})  # sums may be vectorised


@_sum
def laid_over(first, second, lags, out):
    """Set out[i] to the sum over rows and samples of first[:, k] * second[:, k + lags[i]], where both have a sample."""
    n_rows, n_samples = first.shape
    for i in range(len(lags)):
        start, n_common = max(-lags[i], 0), n_samples - abs(lags[i])
        found = 0.0
        for r in range(n_rows):
            row, other, total = first[r, start:], second[r, start + lags[i] :], np.float32(0.0)
            for k in range(n_common):
                total += row[k] * other[k]
            found += total
        out[i] = found

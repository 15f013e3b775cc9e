"""Compiled kernel of one candidate's wave."""

import numba
import numpy as np

_sum = numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})  # sums may be vectorised


@_sum
def repeats(waves, lags, out):
    """Set out[i] to the sum over rows and samples of waves[:, k] * waves[:, k + lags[i]]."""
    n_rows, n_samples = waves.shape
    for i in range(len(lags)):
        found = 0.0
        for r in range(n_rows):
            row, later, total = waves[r], waves[r, lags[i] :], np.float32(0.0)
            for k in range(n_samples - lags[i]):
                total += row[k] * later[k]
            found += total
        out[i] = found

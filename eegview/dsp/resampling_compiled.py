"""The kernel of `resampling`, compiled by numba."""

import numba
import numpy as np


# Sums in any order, so that eight products are made at once; the order is the same for the same number of taps, so
# parts equal the whole. Unsigned numbers: signed ones might count from the end, which costs fifteen times as long.
@numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})
def weigh(rows, first, phase, taps, out):
    """Set `out[r, k]` to the sum of `rows[r, first[k] + j] * taps[phase[k], j]` over all j; see `numpy_kernels`."""
    n_taps = np.uint64(taps.shape[1])
    n_fours = rows.shape[0] // 4 * 4
    for r in range(0, n_fours, 4):
        for k in range(len(first)):
            start, p = np.uint64(first[k]), np.uint64(phase[k])
            one = two = three = four = 0.0
            for j in range(n_taps):
                weight = taps[p, j]
                one += rows[r, start + j] * weight
                two += rows[r + 1, start + j] * weight
                three += rows[r + 2, start + j] * weight
                four += rows[r + 3, start + j] * weight
            out[r, k] = one
            out[r + 1, k] = two
            out[r + 2, k] = three
            out[r + 3, k] = four
    for r in range(n_fours, rows.shape[0]):
        for k in range(len(first)):
            start, p = np.uint64(first[k]), np.uint64(phase[k])
            total = 0.0
            for j in range(n_taps):
                total += rows[r, start + j] * taps[p, j]
            out[r, k] = total

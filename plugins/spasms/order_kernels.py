"""Compiled kernels of order: medians of columns, and how far columns spread.

Columns are sorted many at once by a fixed sequence of comparisons (Batcher's odd-even merge), which the processor does
for several columns in one instruction.
"""

import math

import numba
import numpy as np

_jit = numba.njit(cache=True, nogil=True)
_COLUMNS = 256  # sorted at once: they stay near the processor


@_jit
def _sort_columns(block, n_rows, n_columns):
    """Sort each of the first columns of `block` over its first rows, smallest first; no NaN."""
    merged = 1
    while merged < n_rows:
        apart = merged
        while apart >= 1:
            for start in range(apart % merged, n_rows - apart, 2 * apart):
                for i in range(start, min(start + apart, n_rows - apart)):
                    if i // (2 * merged) != (i + apart) // (2 * merged):
                        continue
                    upper, lower = block[i], block[i + apart]
                    for k in range(n_columns):
                        a, b = upper[k], lower[k]
                        upper[k] = a if a < b else b
                        lower[k] = b if a < b else a
            apart //= 2
        merged *= 2


@_jit
def _fill(block, counts, values, chosen, start, n_columns):
    """Put the chosen rows' columns from `start` on into `block` and how many are no NaN into `counts`; NaN last."""
    n_rows = 0
    counts[:] = 0
    for r in range(values.shape[0]):
        if chosen[r]:
            held, row = block[n_rows], values[r]
            for k in range(n_columns):
                value = row[start + k]
                is_known = value == value
                held[k] = value if is_known else np.float32(math.inf)
                counts[k] += is_known
            n_rows += 1
    return n_rows


@_jit
def medians(values, chosen, out):
    """Set out[k] to the median over the chosen rows of values[:, k], NaN left out; NaN where none is left."""
    block = np.empty((values.shape[0], min(_COLUMNS, values.shape[1])), np.float32)
    counts = np.zeros(_COLUMNS, np.int32)
    for start in range(0, values.shape[1], _COLUMNS):
        n_columns = min(_COLUMNS, values.shape[1] - start)
        _sort_columns(block, _fill(block, counts, values, chosen, start, n_columns), n_columns)
        for k in range(n_columns):
            n = counts[k]
            if n == 0:
                out[start + k] = np.float32(math.nan)
            else:
                out[start + k] = np.float32(0.5) * (block[(n - 1) // 2, k] + block[n // 2, k])


@_jit
def spreads(data, chosen, out):
    """Set out[k] to the mean distance of data[:, k] from its median over the chosen rows; NaN under three rows."""
    block = np.empty((data.shape[0], min(_COLUMNS, data.shape[1])), np.float32)
    counts = np.zeros(_COLUMNS, np.int32)
    middles, totals = np.empty(_COLUMNS, np.float32), np.empty(_COLUMNS, np.float32)
    for start in range(0, data.shape[1], _COLUMNS):
        n_columns = min(_COLUMNS, data.shape[1] - start)
        n_rows = _fill(block, counts, data, chosen, start, n_columns)
        _sort_columns(block, n_rows, n_columns)
        for k in range(n_columns):
            n = max(counts[k], 1)
            middles[k] = np.float32(0.5) * (block[(n - 1) // 2, k] + block[n // 2, k])
        totals[:] = np.float32(0.0)
        for r in range(n_rows):
            row = block[r]
            for k in range(n_columns):
                away = abs(row[k] - middles[k])
                totals[k] += away if r < counts[k] else np.float32(0.0)
        for k in range(n_columns):
            out[start + k] = totals[k] / counts[k] if counts[k] >= 3 else np.float32(math.nan)

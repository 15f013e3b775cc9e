"""Compiled kernels of order: medians of columns, of rows and of short pieces.

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
    block = np.empty((values.shape[0], _COLUMNS), np.float32)
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
    block = np.empty((data.shape[0], _COLUMNS), np.float32)
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


@_jit
def place(values, number):
    """Return the value that stands at a number when sorted, no NaN among them; what lies before it is no larger.

    `values` is put in order just as far as that takes.
    """
    low, high = 0, len(values) - 1
    while low < high:
        middle = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] < middle:
                i += 1
            while middle < values[j]:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if number <= j:
            high = j
        elif number >= i:
            low = i
        else:
            break
    return values[number]


@_jit
def median(values):
    """Return the median of values of which none is NaN, putting them into another order; NaN where there is none."""
    n = len(values)
    if n == 0:
        return np.float32(math.nan)
    upper = place(values, n // 2)
    if n % 2:
        return upper
    lower = values[0]
    for i in range(1, n // 2):
        lower = max(lower, values[i])
    return np.float32(0.5) * (lower + upper)


@_jit
def middles_and_widths(values, middles, widths):
    """Set the median of each row and the median distance from it, NaN left out; NaN where none is left."""
    held = np.empty(values.shape[1], np.float32)
    for r in range(values.shape[0]):
        n = 0
        for k in range(values.shape[1]):
            value = values[r, k]
            if value == value:
                held[n] = value
                n += 1
        middles[r] = median(held[:n])
        for i in range(n):
            held[i] = abs(held[i] - middles[r])
        widths[r] = median(held[:n])


@_jit
def _known(values):
    """Return those of some values that are no NaN."""
    held, n = np.empty(len(values), np.float32), 0
    for value in values:
        if value == value:
            held[n] = value
            n += 1
    return held[:n]


@_jit
def median_known(values):
    """Return the median of a short piece of a track, NaN left out; 0 where none is left."""
    known = _known(values)
    return median(known) if len(known) else np.float32(0.0)


@_jit
def mean_known(values):
    """Return the mean of a short piece of a track, NaN left out; 0 where none is left."""
    total, n = 0.0, 0
    for value in values:
        if value == value:
            total += value
            n += 1
    return total / n if n else 0.0


@_jit
def highest_known(values):
    """Return the highest value of a short piece of a track, NaN left out; 0 where none is left."""
    highest = np.float32(-math.inf)
    for value in values:
        highest = max(highest, value) if value == value else highest
    return highest if highest > np.float32(-math.inf) else np.float32(0.0)


@_jit
def highest_median(values, length):
    """Return the highest of the medians of `length` values next to each other, none of them NaN."""
    highest, held = np.float32(-math.inf), np.empty(length, np.float32)
    for start in range(len(values) - length + 1):
        held[:] = values[start : start + length]
        highest = max(highest, median(held))
    return highest

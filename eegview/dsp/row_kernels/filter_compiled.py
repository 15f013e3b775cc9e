"""Zero-phase filters for many rows at once, compiled by numba: all rows side by side, all sections in one pass.

The arithmetic is that of `run_sections`, so the numbers are the same to the last bit. Nothing here allocates.
"""

import numba
import numpy as np

_jit = numba.njit(cache=True, nogil=True)


@_jit
def filter_both_ways(data, numbers, begin, sections, work, state, skip, has_nan, out):
    """Filter some rows both ways; see `numpy_kernels.filter_both_ways`.

    Parameters
    ----------
    work, state : (n, n_lanes) and (2 * n_sections + 1, n_lanes) float64, room; a lane for each row, and some more
    has_nan : (1,) int64, set to 1 where a sample is missing: then `out` is not set
    """
    n, n_rows = work.shape[0], len(numbers)
    offsets = state[len(state) - 1]
    for row in range(n_rows):
        offsets[row] = data[numbers[row], begin]
    count = 0
    for k in range(n):
        values = work[k]
        for row in range(n_rows):
            value = data[numbers[row], begin + k]
            count += np.int64(value != value)
            values[row] = value - offsets[row]
    has_nan[0] = 1 if count > 0 else 0
    if count > 0:
        return
    _run(work, sections, state, 0, 1)
    for lane in range(work.shape[1]):
        offsets[lane] = work[n - 1, lane]
    for k in range(n):
        values = work[k]
        for lane in range(work.shape[1]):
            values[lane] -= offsets[lane]
    _run(work, sections, state, n - 1, -1)
    for k in range(out.shape[1]):
        values = work[skip + k]
        for row in range(n_rows):
            out[row, k] = values[row]


@_jit
def _run(work, sections, state, first, step):
    """Run all lanes through the sections, forwards or backwards, from zero state."""
    state[: 2 * len(sections)] = 0.0
    at = first
    for _k in range(work.shape[0]):
        for section in range(len(sections)):
            _advance(sections[section], work[at], state[2 * section], state[2 * section + 1])
        at += step


@_jit
def _advance(section, values, p, q):
    """Take one sample of each lane through a section."""
    b0, b1, b2, a1, a2 = section[0], section[1], section[2], section[4], section[5]
    for lane in range(len(values)):
        value = values[lane]
        out = b0 * value + p[lane]
        p[lane] = b1 * value - a1 * out + q[lane]
        q[lane] = b2 * value - a2 * out
        values[lane] = out

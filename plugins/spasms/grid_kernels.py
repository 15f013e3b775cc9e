"""Compiled kernels of the tracks: filters on a grid, extremes, powers, medians."""

import math

import numba
import numpy as np

_sum = numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})  # sums may be vectorised
_jit = numba.njit(cache=True, nogil=True)


@_sum
def fir_at(data, firsts, phase_numbers, phases, out):
    """Set out[r, k] to the sum over j of phases[phase_numbers[k], j] * data[r, firsts[k] + j], edges held."""
    n_rows, n_samples = data.shape
    n_taps = phases.shape[1]
    for r in range(n_rows):
        row = data[r]
        for k in range(len(firsts)):
            first = firsts[k]
            taps = phases[phase_numbers[k]]
            total = np.float32(0.0)
            if first >= 0 and first + n_taps <= n_samples:
                piece = row[first : first + n_taps]
                for j in range(n_taps):
                    total += taps[j] * piece[j]
            else:
                for j in range(n_taps):
                    total += taps[j] * row[min(max(first + j, 0), n_samples - 1)]
            out[r, k] = total


@_sum
def fir_even(data, first, taps, out):
    """Set out[r, k] to the sum over j of taps[j] * data[r, first + k + j], edges held; as `fir_at`, for one step."""
    n_rows, n_samples = data.shape
    n_taps, n_out = len(taps), out.shape[1]
    low = min(max(-first, 0), n_out)  # first and last output that lie wholly inside
    high = max(min(n_samples - n_taps - first + 1, n_out), low)
    for r in range(n_rows):
        row = data[r]
        for start in range(low, high, 512):  # so much stays near the processor while the taps pass over it
            stop = min(start + 512, high)
            part = out[r, start:stop]
            part[:] = np.float32(0.0)
            for j in range(n_taps):
                tap = taps[j]
                moved = row[first + start + j : first + stop + j]
                for k in range(stop - start):
                    part[k] += tap * moved[k]
        for k in range(n_out):
            if low <= k < high:
                continue
            total = np.float32(0.0)
            for j in range(n_taps):
                total += taps[j] * row[min(max(first + k + j, 0), n_samples - 1)]
            out[r, k] = total


@_jit
def window_ranges(data, first, step, half, out):
    """Set out[r, k] to the range (highest - lowest) of data[r] within `half` samples of first + k * step."""
    n_rows, n_samples = data.shape
    for r in range(n_rows):
        for k in range(out.shape[1]):
            centre = first + k * step
            low, high = np.float32(math.inf), np.float32(-math.inf)
            for j in range(max(centre - half, 0), min(centre + half + 1, n_samples)):
                value = data[r, j]
                low, high = min(low, value), max(high, value)
            out[r, k] = high - low if high >= low else np.float32(0.0)


@_sum
def bin_powers(data, first, width, out):
    """Set out[r, k] to the mean square of data[r] over [first + k * width, … + width)."""
    n_rows, n_samples = data.shape
    for r in range(n_rows):
        for k in range(out.shape[1]):
            start, stop = max(first + k * width, 0), min(first + (k + 1) * width, n_samples)
            total = np.float32(0.0)
            for j in range(start, stop):
                total += data[r, j] * data[r, j]
            out[r, k] = total / max(stop - start, 1)


@_sum
def bend_powers(data, edges, out):
    """Set out[r, k] to the mean square of the second difference of data[r] over samples edges[k] to edges[k + 1]."""
    n_rows, n_samples = data.shape
    for r in range(n_rows):
        row = data[r]
        for k in range(len(edges) - 1):
            start, stop = max(edges[k], 1), min(edges[k + 1], n_samples - 1)
            total = np.float32(0.0)
            for j in range(start, stop):
                bend = row[j - 1] - np.float32(2.0) * row[j] + row[j + 1]
                total += bend * bend
            out[r, k] = total / max(stop - start, 1)


@_jit
def stuck_shares(data, edges, out):
    """Set out[r, k] to the share of samples edges[k] to edges[k + 1] that are NaN or as the one before.

    As: within 0.001 µV, which no amplifier's noise keeps to; a flat line that was resampled is not exactly one value.
    """
    for r in range(data.shape[0]):
        for k in range(len(edges) - 1):
            n_stuck = 0
            start, stop = max(edges[k], 1), edges[k + 1]
            for j in range(start, stop):
                value = data[r, j]
                if not abs(value - data[r, j - 1]) > np.float32(0.001):
                    n_stuck += 1
            out[r, k] = n_stuck / max(stop - start, 1)


@_jit
def _in_order(values, k, chosen, held):
    """Put the chosen values of column k that are no NaN into `held`, smallest first; return how many."""
    n_held = 0
    for r in range(values.shape[0]):
        value = values[r, k]
        if chosen[r] and value == value:
            place = n_held
            while place > 0 and held[place - 1] > value:
                held[place] = held[place - 1]
                place -= 1
            held[place] = value
            n_held += 1
    return n_held


@_jit
def medians(values, chosen, out):
    """Set out[k] to the median over the chosen rows of values[:, k], NaN left out; NaN where none is left."""
    n_rows, n_points = values.shape
    held = np.empty(n_rows, np.float32)
    for k in range(n_points):
        n_held = _in_order(values, k, chosen, held)
        if n_held == 0:
            out[k] = np.float32(math.nan)
        else:
            out[k] = np.float32(0.5) * (held[(n_held - 1) // 2] + held[n_held // 2])


@_jit
def spreads(data, chosen, out):
    """Set out[k] to the mean distance of data[:, k] from its median over the chosen rows; NaN under three rows."""
    n_rows, n_points = data.shape
    held = np.empty(n_rows, np.float32)
    for k in range(n_points):
        n_held = _in_order(data, k, chosen, held)
        if n_held < 3:
            out[k] = np.float32(math.nan)
            continue
        middle = np.float32(0.5) * (held[(n_held - 1) // 2] + held[n_held // 2])
        total = np.float32(0.0)
        for r in range(n_held):
            total += abs(held[r] - middle)
        out[k] = total / n_held

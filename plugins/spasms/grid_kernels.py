"""Compiled kernels of the tracks: filters on a grid, extremes, powers."""

import math

import numba
import numpy as np

_sum = numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})  # sums may be vectorised
_jit = numba.njit(cache=True, nogil=True)


@_sum
def _fir_inside(row, firsts, phase_numbers, phases, low, high, out):
    """Set out[low:high] as `fir_at` does where a filter lies wholly inside: with no other case it is faster by far."""
    n_taps = phases.shape[1]
    for k in range(low, high):
        taps, piece = phases[phase_numbers[k]], row[firsts[k] : firsts[k] + n_taps]
        total = np.float32(0.0)
        for j in range(n_taps):
            total += taps[j] * piece[j]
        out[k] = total


@_sum
def _fir_beyond(row, firsts, phase_numbers, phases, low, high, out):
    """Set out[low:high] as `fir_at` does where a filter reaches beyond the first or last sample."""
    for k in range(low, high):
        total = np.float32(0.0)
        for j in range(phases.shape[1]):
            total += phases[phase_numbers[k], j] * row[min(max(firsts[k] + j, 0), len(row) - 1)]
        out[k] = total


@_sum
def fir_at(data, firsts, phase_numbers, phases, out):
    """Set out[r, k] to the sum over j of phases[phase_numbers[k], j] * data[r, firsts[k] + j], edges held.

    firsts : (n_out,) rising
    phases : (n_phases, n_taps); fastest where n_taps is a multiple of 32
    """
    low, high = 0, len(firsts)  # first and last output that lie wholly inside
    while low < high and firsts[low] < 0:
        low += 1
    while high > low and firsts[high - 1] + phases.shape[1] > data.shape[1]:
        high -= 1
    for r in range(data.shape[0]):
        _fir_beyond(data[r], firsts, phase_numbers, phases, 0, low, out[r])
        _fir_inside(data[r], firsts, phase_numbers, phases, low, high, out[r])
        _fir_beyond(data[r], firsts, phase_numbers, phases, high, len(firsts), out[r])


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
            for j in range(0, n_taps - n_taps % 4, 4):
                a, b, c, d = taps[j], taps[j + 1], taps[j + 2], taps[j + 3]
                moved = row[first + start + j : first + stop + j + 3]
                for k in range(stop - start):
                    part[k] = part[k] + a * moved[k] + b * moved[k + 1] + c * moved[k + 2] + d * moved[k + 3]
            for j in range(n_taps - n_taps % 4, n_taps):
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
    """Set out[r, k] to the range (highest - lowest) of data[r] within `half` samples of first + k * step.

    half : a multiple of `step`
    """
    n_rows, n_samples = data.shape
    n_bins = out.shape[1] + 2 * half // step  # of `step` samples each; a window is some whole ones and a sample more
    lows, highs = np.empty(n_bins, np.float32), np.empty(n_bins, np.float32)
    for r in range(n_rows):
        row = data[r]
        for b in range(n_bins):
            start = first - half + b * step
            low, high = np.float32(math.inf), np.float32(-math.inf)
            for j in range(max(start, 0), min(start + step, n_samples)):
                low, high = min(low, row[j]), max(high, row[j])
            lows[b], highs[b] = low, high
        for k in range(out.shape[1]):
            low, high = np.float32(math.inf), np.float32(-math.inf)
            for b in range(k, k + 2 * half // step):
                low, high = min(low, lows[b]), max(high, highs[b])
            last = first + k * step + half
            if 0 <= last < n_samples:
                low, high = min(low, row[last]), max(high, row[last])
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

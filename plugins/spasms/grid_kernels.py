"""Compiled kernels of the tracks: filters on a grid, powers, what is stuck."""

import numba
import numpy as np

_sum = numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})  # sums may be vectorised
_jit = numba.njit(cache=True, nogil=True)


@_sum
def fir_at(data, firsts, phase_numbers, phases, out):
    """Set out[r, k] to the sum over j of phases[phase_numbers[k], j] * data[r, firsts[k] + j].

    phases : (n_phases, n_taps); fastest where n_taps is a multiple of 32
    """
    n_taps = phases.shape[1]
    for r in range(data.shape[0]):
        row = data[r]
        for k in range(len(firsts)):
            taps, piece = phases[phase_numbers[k]], row[firsts[k] : firsts[k] + n_taps]
            total = np.float32(0.0)
            for j in range(n_taps):
                total += taps[j] * piece[j]
            out[r, k] = total


@_sum
def fir_even(data, first, taps, out):
    """Set out[r, k] to the sum over j of taps[j] * data[r, first + k + j].

    taps : (n_taps,) of which n_taps is a multiple of 4
    """
    for r in range(data.shape[0]):
        for start in range(0, out.shape[1], 512):  # so much stays near the processor while the taps pass over it
            part = out[r, start : start + 512]
            part[:] = np.float32(0.0)
            for j in range(0, len(taps), 4):
                a, b, c, d = taps[j], taps[j + 1], taps[j + 2], taps[j + 3]
                moved = data[r, first + start + j :]
                for k in range(len(part)):
                    part[k] = part[k] + a * moved[k] + b * moved[k + 1] + c * moved[k + 2] + d * moved[k + 3]


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
            start = max(edges[k], 1)
            n_samples = max(edges[k + 1] - start, 0)
            values, n_stuck = data[r, start - 1 : start + n_samples], np.int32(0)
            for j in range(n_samples):
                n_stuck += not abs(values[j + 1] - values[j]) > np.float32(0.001)
            out[r, k] = n_stuck / max(n_samples, 1)

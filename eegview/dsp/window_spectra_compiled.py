"""Fourier transforms of many short windows, compiled by numba; sixteen windows side by side.

Nothing here allocates, so that it can be kept as machine code of its own.
"""

import numba
import numpy as np

LANES = 16

_jit = numba.njit(cache=True, nogil=True)


@_jit
def transform_windows(rows, starts, taper, turns, order, real, imaginary, means, out):
    """Set the spectra of windows of a power of two samples; see `numpy_kernels.transform_windows`.

    Parameters
    ----------
    turns : (2, n / 2 + 1) float32, cosine and sine of 2πk / n
    order : (n / 2,) the numbers 0 … n / 2 with their bits reversed
    real, imaginary, means : (n / 2, 16), (n / 2, 16) float32 and (16,) float64, room
    out : (n_rows, n_windows, 2 * n_bins) float32, real and imaginary part in turn
    """
    n = len(taper)
    half = n // 2
    n_windows = len(starts)
    for row in range(rows.shape[0]):
        x = rows[row]
        for first in range(0, n_windows, LANES):
            n_lanes = min(LANES, n_windows - first)
            for lane in range(n_lanes):
                start = starts[first + lane]
                for k in range(half):
                    at = start + 2 * order[k]
                    real[k, lane] = x[at]
                    imaginary[k, lane] = x[at + 1]
            _taper(taper, order, real, imaginary, means)
            _transform(turns, real, imaginary, n)
            for lane in range(n_lanes):
                _untangle(turns, real, imaginary, lane, out[row, first + lane])


@_jit
def _taper(taper, order, real, imaginary, means):
    """Take the mean off each window, and lay the taper over it."""
    half = real.shape[0]
    for lane in range(LANES):
        means[lane] = 0.0
    for k in range(half):
        for lane in range(LANES):
            means[lane] += np.float64(real[k, lane]) + np.float64(imaginary[k, lane])
    for lane in range(LANES):
        means[lane] /= 2 * half
    for k in range(half):
        even, odd = taper[2 * order[k]], taper[2 * order[k] + 1]
        for lane in range(LANES):
            real[k, lane] = np.float32(real[k, lane] - means[lane]) * even
            imaginary[k, lane] = np.float32(imaginary[k, lane] - means[lane]) * odd


@_jit
def _transform(turns, real, imaginary, n):
    """Transform in place: even samples are real, odd ones imaginary parts of half as many numbers (radix 2)."""
    half = n // 2
    size = 2
    while size <= half:
        step = n // size
        for j in range(size // 2):
            cosine, sine = turns[0, j * step], turns[1, j * step]
            for a in range(j, half, size):
                b = a + size // 2
                for lane in range(LANES):
                    x = cosine * real[b, lane] + sine * imaginary[b, lane]
                    y = cosine * imaginary[b, lane] - sine * real[b, lane]
                    real[b, lane] = real[a, lane] - x
                    imaginary[b, lane] = imaginary[a, lane] - y
                    real[a, lane] += x
                    imaginary[a, lane] += y
        size *= 2


@_jit
def _untangle(turns, real, imaginary, lane, out):
    """Set the spectrum of the real samples of one window."""
    half = real.shape[0]
    for k in range(len(out) // 2):
        near, far = k % half, (half - k) % half
        even_x = np.float32(0.5) * (real[near, lane] + real[far, lane])
        even_y = np.float32(0.5) * (imaginary[near, lane] - imaginary[far, lane])
        odd_x = np.float32(0.5) * (imaginary[near, lane] + imaginary[far, lane])
        odd_y = np.float32(0.5) * (real[far, lane] - real[near, lane])
        cosine, sine = turns[0, k], turns[1, k]
        out[2 * k] = even_x + cosine * odd_x + sine * odd_y
        out[2 * k + 1] = even_y + cosine * odd_y - sine * odd_x

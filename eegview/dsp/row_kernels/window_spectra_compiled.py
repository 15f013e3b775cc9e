"""Fourier transforms of many short windows, compiled by numba; sixteen windows side by side.

Nothing here allocates, so that it can be kept as machine code of its own.
"""

import numba
import numpy as np

LANES = 16

_jit = numba.njit(cache=True, nogil=True)


@_jit
def transform_windows(rows, starts, taper, turns, order, real, imaginary, means, parts, out):
    """Set the spectra of windows of a power of two samples; see `numpy_kernels.transform_windows`.

    Parameters
    ----------
    turns : (2, n / 2 + 1) float32, cosine and sine of 2πk / n
    order : (n / 2,) the numbers 0 … n / 2 with their bits reversed
    real, imaginary : (n / 2, 16) float32; means : (16,); parts : (3 * n_bins, 16); room
    out : (n_rows, n_windows, 2 * n_bins) float32, real and imaginary part in turn
    """
    n = len(taper)
    n_windows = len(starts)
    for row in range(rows.shape[0]):
        for first in range(0, n_windows, LANES):
            n_lanes = min(LANES, n_windows - first)
            for lane in range(n_lanes):
                start = starts[first + lane]
                _place(rows[row, start : start + n], order, real, imaginary, lane)
            _spectra(taper, turns, order, real, imaginary, means, parts[: out.shape[2]])
            for lane in range(n_lanes):
                spectrum = out[row, first + lane]
                for k in range(len(spectrum)):
                    spectrum[k] = parts[k, lane]


@_jit
def mean_powers(rows, starts, taper, turns, order, real, imaginary, means, parts, out):
    """Set the mean power of the windows of each group; see `numpy_kernels.mean_powers`.

    starts : (n_groups, n_windows); out : (n_rows, n_groups, n_bins) float32; room as in `transform_windows`
    """
    n = len(taper)
    n_groups, n_windows = starts.shape
    n_bins = out.shape[2]
    sums = parts[2 * n_bins :]
    for row in range(rows.shape[0]):
        for first in range(0, n_groups, LANES):
            n_lanes = min(LANES, n_groups - first)
            sums[:] = 0
            for window in range(n_windows):
                for lane in range(n_lanes):
                    start = starts[first + lane, window]
                    _place(rows[row, start : start + n], order, real, imaginary, lane)
                _spectra(taper, turns, order, real, imaginary, means, parts[: 2 * n_bins])
                for k in range(n_bins):
                    for lane in range(LANES):
                        x, y = parts[2 * k, lane], parts[2 * k + 1, lane]
                        sums[k, lane] += x * x + y * y
            for lane in range(n_lanes):
                powers = out[row, first + lane]
                for k in range(n_bins):
                    powers[k] = sums[k, lane] / np.float32(n_windows)


@_jit
def _place(x, order, real, imaginary, lane):
    """Lay one window into its lane, from its first sample on, so that a large offset costs no digits."""
    offset = x[0]
    for k in range(len(order)):
        at = order[k]
        real[at, lane] = x[2 * k] - offset
        imaginary[at, lane] = x[2 * k + 1] - offset


@_jit
def _spectra(taper, turns, order, real, imaginary, means, parts):
    """Set the spectra of all lanes."""
    half = real.shape[0]
    for lane in range(LANES):
        means[lane] = 0
    for k in range(half):
        for lane in range(LANES):
            means[lane] += real[k, lane] + imaginary[k, lane]
    for lane in range(LANES):
        means[lane] /= np.float32(2 * half)
    for k in range(half):
        even, odd = taper[2 * order[k]], taper[2 * order[k] + 1]
        for lane in range(LANES):
            real[k, lane] = (real[k, lane] - means[lane]) * even
            imaginary[k, lane] = (imaginary[k, lane] - means[lane]) * odd
    _transform(turns, real, imaginary)
    _untangle(turns, real, imaginary, parts)


@_jit
def _transform(turns, real, imaginary):
    """Transform in place: even samples are real, odd ones imaginary parts of half as many numbers.

    Radix 2, two steps in one pass where two are left.
    """
    half = real.shape[0]
    size = 1  # of what is transformed already
    if half & 0x55555555 == 0:  # an odd number of steps
        for a in range(0, half, 2):
            _step(real[a], imaginary[a], real[a + 1], imaginary[a + 1], np.float32(1), np.float32(0))
        size = 2
    while size < half:
        for j in range(size):
            near = j * (half // size)  # of a half turn
            c1, s1 = turns[0, near], turns[1, near]
            c2, s2 = turns[0, near // 2], turns[1, near // 2]
            for a in range(j, half, 4 * size):
                b, c, d = a + size, a + 2 * size, a + 3 * size
                _two_steps(
                    *(real[a], imaginary[a], real[b], imaginary[b], real[c], imaginary[c], real[d], imaginary[d]),
                    *(c1, s1, c2, s2),
                )
        size *= 4


@_jit
def _step(ra, ia, rb, ib, cosine, sine):
    for lane in range(LANES):
        x = cosine * rb[lane] + sine * ib[lane]
        y = cosine * ib[lane] - sine * rb[lane]
        rb[lane] = ra[lane] - x
        ib[lane] = ia[lane] - y
        ra[lane] += x
        ia[lane] += y


@_jit
def _two_steps(ra, ia, rb, ib, rc, ic, rd, id_, c1, s1, c2, s2):
    """Combine a with b and c with d, turned by the first angle, then both pairs, turned by the second."""
    for lane in range(LANES):
        x = c1 * rb[lane] + s1 * ib[lane]
        y = c1 * ib[lane] - s1 * rb[lane]
        ax, ay = ra[lane] + x, ia[lane] + y
        bx, by = ra[lane] - x, ia[lane] - y
        x = c1 * rd[lane] + s1 * id_[lane]
        y = c1 * id_[lane] - s1 * rd[lane]
        px, py = rc[lane] + x, ic[lane] + y
        qx, qy = rc[lane] - x, ic[lane] - y
        cx, cy = c2 * px + s2 * py, c2 * py - s2 * px
        # a quarter turn further: cosine becomes −sine, sine becomes cosine
        dx, dy = c2 * qy - s2 * qx, -c2 * qx - s2 * qy
        ra[lane], ia[lane] = ax + cx, ay + cy
        rc[lane], ic[lane] = ax - cx, ay - cy
        rb[lane], ib[lane] = bx + dx, by + dy
        rd[lane], id_[lane] = bx - dx, by - dy


@_jit
def _untangle(turns, real, imaginary, parts):
    """Set the spectra of the real samples of the windows."""
    half = real.shape[0]
    for k in range(parts.shape[0] // 2):
        near, far = k & (half - 1), (half - k) & (half - 1)
        cosine, sine = turns[0, k], turns[1, k]
        for lane in range(LANES):
            even_x = np.float32(0.5) * (real[near, lane] + real[far, lane])
            even_y = np.float32(0.5) * (imaginary[near, lane] - imaginary[far, lane])
            odd_x = np.float32(0.5) * (imaginary[near, lane] + imaginary[far, lane])
            odd_y = np.float32(0.5) * (real[far, lane] - real[near, lane])
            parts[2 * k, lane] = even_x + cosine * odd_x + sine * odd_y
            parts[2 * k + 1, lane] = even_y + cosine * odd_y - sine * odd_x

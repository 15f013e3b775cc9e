"""Measure what betrays artifacts in raw rows: values that repeat, jumps that fade slowly, rhythm, a tone of the mains.

Arrays in, arrays out; rows are as recorded, offset and all. Every number depends on the samples near it only.
"""

import math
from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Rows reduced to frames, each (n_rows, n_frames) float64 µV; NaN where a sample is missing.

    mean, low, high : of the samples
    rough : mean size of the second difference, which is mostly muscle
    """

    mean: Levels
    low: Levels
    high: Levels
    rough: Levels


def frames_of(rows: npt.NDArray[np.float32], edges: npt.NDArray[np.int64]) -> Frames:
    """Reduce `rows` (n_rows, n_samples) µV to frames between `edges` (n_frames + 1,), see `bin_edges`."""
    out = np.empty((4, len(rows), len(edges) - 1))
    _frames(np.ascontiguousarray(rows), np.asarray(edges, np.int64), out)
    return Frames(*out)


def equal_runs(rows: npt.NDArray[np.float32], least: int) -> npt.NDArray[np.int64]:
    """Return the runs of at least `least` samples of exactly one value: (n, 3) int64 of row, first, stop; by row."""
    rows = np.ascontiguousarray(rows)
    most = rows.shape[0] * (rows.shape[1] // max(2, least) + 1)
    out = np.empty((most, 3), np.int64)
    return out[: _equal_runs(rows, max(2, least), out)]


def jumps(rows: npt.NDArray[np.float32], rate_hz: float, least_uv: float = 50.0) -> tuple[np.ndarray, Levels, Levels]:
    """Return the places at which one row jumps within 8 ms and does not come back at once.

    Returns
    -------
    places : (n, 2) int64: row, sample after the jump, by row then time; of jumps within 40 ms the largest
    size_uv : (n,) signed
    left : (n,) share of the jump that is still there after 40 ms (mean of 35-45 ms, against 25-5 ms before)
    """
    rows = np.ascontiguousarray(rows)
    near = max(1, round(0.008 * rate_hz))
    hold = max(near + 1, round(0.04 * rate_hz))
    before = max(2, round(0.025 * rate_hz))
    half = max(1, round(0.005 * rate_hz))
    most = rows.shape[0] * (rows.shape[1] // max(1, hold) + 1)
    places, values = np.empty((most, 2), np.int64), np.empty((2, most))
    n = _jumps(rows, near, hold, before, half, least_uv, places, values)
    return places[:n], values[0, :n], values[1, :n]


def rhythm(
    levels: Levels,
    rate_hz: float,
    window_s: float = 6.0,
    hop_s: float = 2.0,
    paces_hz: tuple[float, float] = (0.8, 3.2),
    tilt: float = 0.0,
) -> tuple[Levels, Levels, Levels]:
    """Return how much of each window's slow change goes at one pace that rows share.

    Parameters
    ----------
    levels : (n_rows, n) at `rate_hz` (16 Hz do); a row with a NaN counts nothing in that window
    paces_hz : lowest and highest pace; its second harmonic belongs to it
    tilt : power is weighed by frequency to this power, which levels what falls towards high frequencies

    Returns
    -------
    pace_hz : (n_windows,) the pace the upper third of the rows shares best
    share : (n_rows, n_windows) of power in 0.5-7 Hz that lies within 0.25 Hz of it or of its double
    size : (n_rows, n_windows) rms of that part, in the unit of `levels`
    """
    length, hop = round(window_s * rate_hz), round(hop_s * rate_hz)
    if levels.shape[1] < length:
        return np.empty(0), np.empty((len(levels), 0)), np.empty((len(levels), 0))
    n_fft = 1 << math.ceil(math.log2(2 * length))
    hz = np.fft.rfftfreq(n_fft, 1 / rate_hz)
    inside = np.flatnonzero((hz >= 0.5) & (hz <= 7.0))
    hz = hz[inside]
    paces = hz[(hz >= paces_hz[0]) & (hz <= paces_hz[1])]
    lead = np.abs(hz - paces[:, None]) <= 0.25
    marks = lead | (np.abs(hz - 2 * paces[:, None]) <= 0.25)
    parts = np.lib.stride_tricks.sliding_window_view(levels, length, axis=1)[:, ::hop]
    known = np.isfinite(parts[:, :, 0] + parts.sum(axis=2))
    parts = np.where(known[:, :, None], parts, 0.0)
    parts = parts - parts.mean(axis=2, keepdims=True)
    across = np.linspace(-0.5, 0.5, length)
    parts -= (parts @ across)[:, :, None] * (across / float(across @ across))  # a drift is no rhythm
    window = np.hanning(length + 2)[1:-1]
    turned = np.fft.rfft((parts * window).astype(np.float32), n_fft, axis=2)[:, :, inside]
    power = turned.real**2 + turned.imag**2
    weighed = power * (hz**tilt).astype(np.float32)
    total = weighed.sum(axis=2, keepdims=True) + 1e-9
    shares = weighed @ marks.T.astype(np.float32) / total
    leading = weighed @ lead.T.astype(np.float32) / total
    shares *= leading > 0.5 * shares  # the pace is the stronger of the two, not its double alone
    third = max(1, len(levels) // 3)
    best = np.sort(shares, axis=0)[-third:].sum(axis=0).argmax(axis=1)
    columns = np.arange(parts.shape[1])
    rms = np.sqrt(2 * np.einsum("rwf,wf->rw", power, marks[best])) / math.sqrt(n_fft * float(window @ window))
    return (
        np.asarray(paces[best], np.float64),
        np.where(known, shares[:, columns, best], 0.0),
        np.where(known, rms, 0.0),
    )


def tone(
    rows: npt.NDArray[np.float32], starts: npt.NDArray[np.int64], length: int, rate_hz: float, tone_hz: float
) -> tuple[Levels, Levels]:
    """Return how strong a tone is in short windows, and how strong what lies 4 Hz to each side is.

    Parameters
    ----------
    starts : (n_windows,) first sample of each window; one that reaches beyond the rows has no answer
    length : samples of a window; half a second tells 4 Hz apart

    Returns
    -------
    tone_uv, beside_uv : (n_rows, n_windows) amplitude in µV under a Hann window; NaN where samples are missing
    """
    out = np.full((2, len(rows), len(starts)), np.nan)
    if tone_hz + 5 < rate_hz / 2:
        turns = np.array([tone_hz, tone_hz - 4, tone_hz + 4]) / rate_hz
        _tone(np.ascontiguousarray(rows), np.asarray(starts, np.int64), length, _waves(turns, length), out)
    return out[0], out[1]


def _waves(turns: npt.NDArray[np.float64], length: int) -> npt.NDArray[np.float32]:
    """Return (6, length): cosine and sine of each frequency under a Hann window, without a mean."""
    k = np.arange(length)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * (k + 0.5) / length)
    angle = 2 * np.pi * turns[:, None] * k
    waves = np.stack([np.cos(angle), np.sin(angle)], axis=1).reshape(6, length) * window
    return (waves - waves.mean(axis=1, keepdims=True)).astype(np.float32)


@numba.njit(cache=True, nogil=True)
def _frames(rows, edges, out):
    for r in range(rows.shape[0]):
        for frame in range(len(edges) - 1):
            first, stop = edges[frame], edges[frame + 1]
            total = rough = 0.0
            low, high = np.float32(math.inf), np.float32(-math.inf)
            for k in range(first, stop):
                value = rows[r, k]
                total += value
                low, high = min(low, value), max(high, value)
            begin = max(first, 2)
            for k in range(begin, stop):
                rough += abs(rows[r, k] - np.float32(2.0) * rows[r, k - 1] + rows[r, k - 2])
            if stop - first < 2 or total != total:
                for number in range(4):
                    out[number, r, frame] = math.nan
            else:
                out[0, r, frame] = total / (stop - first)
                out[1, r, frame], out[2, r, frame] = low, high
                out[3, r, frame] = rough / max(1, stop - begin)


@numba.njit(cache=True, nogil=True)
def _equal_runs(rows, least, out):
    n = 0
    for r in range(rows.shape[0]):
        first = 0
        for k in range(1, rows.shape[1] + 1):
            if k < rows.shape[1] and rows[r, k] == rows[r, k - 1]:
                continue
            if k - first >= least and n < len(out):
                out[n, 0], out[n, 1], out[n, 2] = r, first, k
                n += 1
            first = k
    return n


@numba.njit(cache=True, nogil=True)
def _jumps(rows, near, hold, before, half, least_uv, places, values):
    n = 0
    n_samples = rows.shape[1]
    for r in range(rows.shape[0]):
        last = -1
        for k in range(before + near, n_samples - hold - half):
            step = rows[r, k] - rows[r, k - near]
            if not abs(step) >= least_uv:
                continue
            base = 0.0
            for m in range(k - near - before + half, k - near + 1 - half):
                base += rows[r, m]
            base /= max(1, before - 2 * half + 1)
            later = 0.0
            for m in range(k + hold - half, k + hold + half + 1):
                later += rows[r, m]
            later = later / (2 * half + 1) - base
            size = rows[r, k] - base
            # a step back to where it was starts from what it left, not from the level before
            if not abs(size) >= 0.5 * abs(step) or later != later:
                continue
            if last >= 0 and places[last, 0] == r and k - places[last, 1] <= hold:
                if abs(step) > abs(values[0, last]):
                    places[last, 1] = k
                    values[0, last], values[1, last] = step, later / size
                continue
            last = n
            places[n, 0], places[n, 1] = r, k
            values[0, n], values[1, n] = step, later / size
            n += 1
    return n


@numba.njit(cache=True, nogil=True)
def _tone(rows, starts, length, waves, out):
    for number in range(len(starts)):
        first = starts[number]
        if first < 0 or first + length > rows.shape[1]:
            continue
        for r in range(rows.shape[0]):
            base = rows[r, first]
            parts = np.zeros(6)
            for part in range(6):
                total = np.float32(0.0)
                for k in range(length):
                    total += (rows[r, first + k] - base) * waves[part, k]
                parts[part] = total
            scale = 4.0 / length
            out[0, r, number] = scale * math.sqrt(parts[0] ** 2 + parts[1] ** 2)
            out[1, r, number] = scale * math.sqrt((parts[2] ** 2 + parts[3] ** 2 + parts[4] ** 2 + parts[5] ** 2) / 2)

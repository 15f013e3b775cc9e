"""The kernels of the trends of amplitude in numpy alone: used until the compiled ones are ready, their reference."""

import numpy as np
import numpy.typing as npt

from eegview.model.recording import Samples

Floats = npt.NDArray[np.float64]


def halved(rows: Samples, out: Samples) -> None:
    """Set every second sample of rows after a short low pass: 1 up to an eighth of the rate, 0 from 0.44 of it on.

    The weights are (-1, 0, 9, 16, 9, 0, -1) / 32; beyond the ends the last sample stands for ever.

    Parameters
    ----------
    rows : (n_rows, n) float32
    out : (n_rows, (n + 1) // 2) float32
    """
    padded = np.pad(rows.astype(np.float64), ((0, 0), (3, 4)), mode="edge")
    shifted = [padded[:, 3 + shift :: 2][:, : out.shape[1]] for shift in (-3, -1, 0, 1, 3)]
    out[:] = 0.5 * shifted[2] + 0.28125 * (shifted[1] + shifted[3]) - 0.03125 * (shifted[0] + shifted[4])


def raw_bins(rows: Samples, per_bin: int, ranges: Samples, jumps: Samples) -> None:
    """Set highest minus lowest and the largest step from sample to sample of each bin.

    The step into a bin's first sample is its own. A range is NaN where a sample is missing; steps from and to what is
    missing are left out, and where there is no other the step is 0.

    Parameters
    ----------
    rows : (n_rows, n) float32, n is not below n_bins * per_bin
    per_bin : even
    ranges, jumps : (n_rows, n_bins) float32
    """
    n_rows, n_bins = ranges.shape
    bins = rows[:, : n_bins * per_bin].reshape(n_rows, n_bins, per_bin)
    ranges[:] = bins.max(axis=2) - bins.min(axis=2)
    steps = np.abs(np.diff(rows[:, : n_bins * per_bin], axis=1, prepend=rows[:, :1]))
    jumps[:] = np.nan_to_num(steps, nan=0.0).reshape(n_rows, n_bins, per_bin).max(axis=2)


def medians_of_rows(rows: Samples, out: Samples) -> None:
    """Set the median of each column, those that are missing left out; NaN where all are.

    Parameters
    ----------
    rows : (n_rows, n) float32
    out : (n,) float32
    """
    ordered = np.sort(rows, axis=0)  # NaN comes last
    count = np.isfinite(ordered).sum(axis=0)
    last = np.maximum(count - 1, 0)
    low = np.take_along_axis(ordered, last[None] // 2, axis=0)[0]
    high = np.take_along_axis(ordered, (last[None] + 1) // 2, axis=0)[0]
    out[:] = np.where(count > 0, np.float32(0.5) * (low + high), np.nan)


def rectified_chunks(row: Floats, taps: Floats, per_chunk: int, out: Floats) -> None:
    """Set the mean size of a row after a FIR filter in each chunk; NaN where a sample it is made of is missing.

    Parameters
    ----------
    row : (n,) float64, n is not below n_chunks * per_chunk + n_taps - 1
    taps : (n_taps,) symmetric; value k is made of samples k … k + n_taps - 1
    out : (n_chunks,) float64
    """
    used = row[: len(out) * per_chunk + len(taps) - 1]
    out[:] = np.abs(np.convolve(used, taps, "valid")).reshape(len(out), per_chunk).mean(axis=1)


def running_orders(series: Samples, length: int, step: int, shares: Floats, out: Samples) -> None:
    """Set the percentiles of windows along series, what is missing left out; NaN where more than half is missing.

    Parameters
    ----------
    series : (n_series, n) float32, not negative; n is not below (n_windows - 1) * step + length
    shares : (n_shares,) from 0 to 1; between two neighbours in order the value lies on a straight line
    out : (n_shares, n_series, n_windows) float32
    """
    last_window = out.shape[2] * step
    windows = np.lib.stride_tricks.sliding_window_view(series, length, axis=1)[:, :last_window:step]
    ordered = np.sort(windows, axis=2)  # NaN comes last
    n = np.isfinite(windows).sum(axis=2)
    last = np.maximum(n - 1, 0)
    for number, share in enumerate(shares):
        at = share * last
        below = at.astype(np.int64)
        low, high = (
            np.take_along_axis(ordered, k[:, :, None], axis=2)[:, :, 0] for k in (below, np.minimum(below + 1, last))
        )
        out[number] = np.where(2 * n < length, np.nan, low + (high - low) * (at - below))

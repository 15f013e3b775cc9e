"""The measures of a background's rows in numpy alone: used until the compiled ones are ready, and their reference."""

import math

import numpy as np
import numpy.typing as npt

from eegview.dsp.epochs import bins_of, peak_to_peak
from eegview.model.recording import Samples

_N_PATTERNS = 6  # that three samples can make


def background_rows(
    data: Samples,
    whole: npt.NDArray[np.int64],
    real: npt.NDArray[np.float64],
    amplitude: Samples,
    fast: Samples,
    is_sharp: npt.NDArray[np.uint8],
    entropy: npt.NDArray[np.float64],
) -> None:
    """Measure each row of each epoch on its own.

    Parameters
    ----------
    data : (n_rows, n_epochs, n_samples) float32 µV
    whole : samples of a bin, between the samples that entropy compares, to each side of a peak, to each side of which
        it is the extreme; how many sharp waves a bin may have
    real : rate in Hz; least height in µV, beside the median peak; longest time of rise and fall in s
    amplitude, fast, is_sharp : (n_rows, n_epochs, n_bins), set here; a bin with NaN is NaN in `fast`
    entropy : (n_rows, n_epochs), set here; NaN where a row has NaN
    """
    n_bin, delay, reach, apart, most = whole.tolist()
    rate_hz, least_uv, least_times, longest_s = real.tolist()
    for epoch in range(data.shape[1]):
        rows = data[:, epoch]
        amplitude[:, epoch] = peak_to_peak(rows, n_bin)
        steps = bins_of(np.diff(rows, axis=1, prepend=rows[:, :1]), n_bin, 1.0)
        fast[:, epoch] = np.sqrt(np.mean(np.square(steps, dtype=np.float64), axis=2))
        entropy[:, epoch] = permutation_entropy(rows, delay)
        for row, line in enumerate(rows):
            sample, height, rise, fall = peaks_of(line, reach, apart)
            is_sharp[row, epoch] = _sharp_bins(
                sample,
                np.abs(height),
                (rise + fall) / np.float32(rate_hz) <= np.float32(longest_s),
                is_sharp.shape[2],
                n_bin,
                least_uv,
                least_times,
                most,
            )


def permutation_entropy(rows: npt.NDArray[np.floating], delay: int) -> npt.NDArray[np.float64]:
    """Return the permutation entropy of order 3 (Bandt and Pompe 2002) of each row: 0 regular, 1 like noise.

    Three samples, `delay` apart, are compared; equal ones count in order of time.

    Returns
    -------
    (n_rows,) float64, share of the largest possible entropy; NaN for a row with NaN or with too few samples
    """
    n_triples = rows.shape[1] - 2 * delay
    if n_triples < _N_PATTERNS:
        return np.full(len(rows), np.nan)
    first, middle, last = rows[:, :n_triples], rows[:, delay:-delay], rows[:, 2 * delay :]
    code = (middle >= first).astype(np.int64)
    code += 2 * (last >= middle)
    code += 4 * (last >= first)
    code += 8 * np.arange(len(rows))[:, None]
    shares = np.bincount(code.ravel(), minlength=8 * len(rows)).reshape(len(rows), 8) / n_triples
    entropy = -np.sum(shares * np.log(np.where(shares > 0, shares, 1)), axis=1) / math.log(_N_PATTERNS)
    return np.where(np.isnan(rows.sum(axis=1)), np.nan, np.maximum(entropy, 0.0))


def mean_correlations(data: Samples, counts: npt.NDArray[np.uint8], found: npt.NDArray[np.float64]) -> None:
    """Set `found`, (n_epochs,), to the mean correlation of the rows that count in each epoch.

    data : (n_rows, n_epochs, n_samples) float32; counts : (n_rows, n_epochs)
    """
    for epoch in range(data.shape[1]):
        found[epoch] = mean_correlation(data[counts[:, epoch] > 0, epoch])


def mean_correlation(rows: npt.NDArray[np.floating]) -> float:
    """Return the mean over all pairs of rows of Pearson's correlation; NaN where fewer than two can be used.

    rows : (n_rows, n_samples); those that are flat or hold NaN are left out
    """
    centred = rows - rows.mean(axis=1, keepdims=True, dtype=np.float64)
    norms = np.sqrt(np.einsum("rs,rs->r", centred, centred))
    used = np.isfinite(norms) & (norms > 0)
    n_rows = int(used.sum())
    if n_rows < 2:
        return float("nan")
    # The sum of unit vectors has the length √(n + Σ of all correlations): no need to form the pairs.
    total = (centred[used] / norms[used, None]).sum(axis=0)
    return float((np.dot(total, total) - n_rows) / (n_rows * (n_rows - 1)))


def peaks_of(line: Samples, reach: int, apart: int) -> tuple[npt.NDArray[np.int64], Samples, Samples, Samples]:
    """Return sample, signed height, and rise and fall in samples of each peak of one row; see `sharp_peaks`."""
    n = len(line)
    none = np.empty(0, np.float32)
    if n <= 2 * reach:
        return np.empty(0, np.int64), none, none, none
    around = np.lib.stride_tricks.sliding_window_view(line, 2 * reach + 1)  # row k is about sample k + reach
    known = ~np.isnan(around.sum(axis=1, dtype=np.float64))
    found = []
    for sign in (np.float32(1), np.float32(-1)):
        turned = sign * around
        here = turned[:, reach]
        # ">=" to one side only: of a flat top one sample is the peak
        before, after = turned[:, reach - apart : reach], turned[:, reach + 1 : reach + apart + 1]
        is_peak = known & (before < here[:, None]).all(axis=1) & (after <= here[:, None]).all(axis=1)
        numbers = np.flatnonzero(is_peak)
        shapes = turned[numbers]
        flanks = np.maximum(shapes[:, : reach + 1].min(axis=1), shapes[:, reach:].min(axis=1))
        height = shapes[:, reach] - flanks
        stands_out = height > 0
        numbers, shapes, height = numbers[stands_out], shapes[stands_out], height[stands_out]
        rise = _half_way(shapes[:, reach::-1], height)
        fall = _half_way(shapes[:, reach:], height)
        found.append((numbers + reach, sign * height, rise, fall))
    sample, height, rise, fall = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(sample, kind="stable")
    return sample[order], height[order], rise[order], fall[order]


def _half_way(flank: Samples, height: Samples) -> Samples:
    """Return after how many samples each flank, (n, reach + 1) from the peak on, is at half its height."""
    reach = flank.shape[1] - 1
    half = flank[:, 0].astype(np.float64) - 0.5 * height
    is_low = flank[:, 1:] <= half[:, None]
    step = np.argmax(is_low, axis=1) + 1
    lines = np.arange(len(flank))
    y, z = flank[lines, step], flank[lines, step - 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(z > y, (half - y) / (z - y), 0.0)
    return np.where(is_low.any(axis=1), step - part, reach).astype(np.float32)


def _sharp_bins(
    sample: npt.NDArray[np.int64],
    height: Samples,
    is_brief: npt.NDArray[np.bool_],
    n_bins: int,
    n_bin: int,
    least_uv: float,
    least_times: float,
    most: int,
) -> npt.NDArray[np.bool_]:
    """Return whether each bin has sharp waves, but not more than a rhythm would."""
    if not len(sample):
        return np.zeros(n_bins, np.bool_)
    is_sharp = is_brief & (height >= max(least_uv, least_times * float(np.median(height))))
    bins = sample[is_sharp] // n_bin
    counts = np.bincount(bins[bins < n_bins], minlength=n_bins)
    return (counts > 0) & (counts <= most)

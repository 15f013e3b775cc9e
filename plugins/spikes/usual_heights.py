"""Measure how high the peaks of an electrode usually are around each of them."""

import math

import numba
import numpy as np
import numpy.typing as npt

from eegview.plugin import Peaks, usual_level


def usual_heights(
    peaks: Peaks, n_rows: int, rate_hz: float, n_samples: int, first: int, bin_s: float, n_side: int
) -> npt.NDArray[np.float64]:
    """Return the usual height (µV) of each row's peaks around each peak: (n,) float64.

    The median of the heights in bins of `bin_s`, then the median of the `n_side` bins to each side, the own included.
    Bins count from sample `first`, so that they hold the same samples however the recording is cut.
    """
    size = bin_s * rate_hz
    n_before = math.ceil(first / size)
    n_bins = n_before + math.ceil((n_samples - first) / size)
    bins = np.clip(np.floor((peaks.sample - first) / size + 1e-9).astype(np.int64) + n_before, 0, n_bins - 1)
    heights = np.abs(peaks.height_uv).astype(np.float64)
    out = np.empty((n_rows, n_bins))
    starts = np.searchsorted(peaks.row * n_bins + bins, np.arange(n_rows * n_bins + 1))
    _bin_medians(heights, starts, out)
    return usual_level(out, n_side)[peaks.row, bins]


@numba.njit(cache=True, nogil=True)
def _bin_medians(values, starts, out):
    n_bins = out.shape[1]
    for r in range(out.shape[0]):
        for b in range(n_bins):
            part = values[starts[r * n_bins + b] : starts[r * n_bins + b + 1]].copy()
            if len(part) == 0:
                out[r, b] = math.nan
                continue
            part.sort()
            out[r, b] = 0.5 * (part[(len(part) - 1) // 2] + part[len(part) // 2])

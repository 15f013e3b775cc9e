"""Count seconds with sharp waves, coarsely: enough for a trend, not to mark single spikes."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from eegview.plugin import sharp_peaks

_MOST_IN_BIN = 6  # in a second: more is a rhythm, a spindle or muscle


def sharp_bins(
    data: npt.NDArray[np.floating],
    rate_hz: float,
    least_uv: float = 80.0,
    least_times: float = 3.0,
    longest_s: float = 0.05,
    bin_s: float = 1.0,
) -> npt.NDArray[np.bool_]:
    """Say for each row and bin whether a sharp wave stands out in it.

    A peak is measured from its flanks (see `sharp_peaks`). It must be `least_uv` high, `least_times` as high as
    the row's median peak in all of `data`, and rise and fall from half its height within `longest_s`. A second with
    more than six of them holds a rhythm (a spindle, muscle) and does not count. The values were set on simulated
    hypsarrhythmia (seeds 3101, 3104, 3106).

    Parameters
    ----------
    data : (n_rows, n_samples) µV, some ten seconds

    Returns
    -------
    (n_rows, n_bins) bool; a rest shorter than a bin is left out, a peak beside NaN is none
    """
    n_bin = max(1, round(bin_s * rate_hz))
    found = np.zeros((len(data), data.shape[1] // n_bin), np.bool_)
    peaks = sharp_peaks(np.asarray(data, np.float32), rate_hz)
    height_uv = np.abs(peaks.height_uv)
    is_brief = peaks.rise_s + peaks.fall_s <= longest_s
    edges = np.searchsorted(peaks.row, np.arange(len(data) + 1))  # peaks come by row
    for row, (first, stop) in enumerate(pairwise(edges.tolist())):
        if first == stop:
            continue
        own_uv = height_uv[first:stop]
        is_sharp = is_brief[first:stop] & (own_uv >= max(least_uv, least_times * float(np.median(own_uv))))
        bins = peaks.sample[first:stop][is_sharp] // n_bin
        counts = np.bincount(bins[bins < found.shape[1]], minlength=found.shape[1])
        found[row] = (counts > 0) & (counts <= _MOST_IN_BIN)
    return found

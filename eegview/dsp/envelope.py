"""Reduce samples to their lowest and highest per bin, for overviews of hours."""

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.model.recording import Samples


def envelope(values: Samples, edges: npt.NDArray[np.int64]) -> tuple[Samples, Samples]:
    """Return the lowest and the highest value of each bin: a spike one sample wide is never lost.

    Parameters
    ----------
    values : (n_samples,) float32, any unit
    edges : (n_bins + 1,) int64, not descending, within 0 … n_samples: bin b holds samples edges[b] to edges[b + 1]

    Returns
    -------
    low, high : (n_bins,) float32; NaN where a bin has no sample, or none but NaN
    """
    low, high = np.empty(len(edges) - 1, np.float32), np.empty(len(edges) - 1, np.float32)
    kernels.active().bin_extremes(values, edges, low, high)
    return low, high


def bin_edges(first_s: float, rate_hz: float, n_samples: int, start_s: float, bin_s: float, n_bins: int) -> np.ndarray:
    """Return the edges that sort samples into bins of time: bin b holds `start_s + b * bin_s` to one bin later.

    Sample k is at `first_s + k / rate_hz`; a time within a millionth of a sample of an edge counts as on it.

    Returns
    -------
    (n_bins + 1,) int64
    """
    times_s = start_s + np.arange(n_bins + 1) * bin_s
    return np.clip(np.ceil((times_s - first_s) * rate_hz - 1e-6), 0, n_samples).astype(np.int64)

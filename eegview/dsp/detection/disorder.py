"""How irregular rows are, and how much they go together."""

import math

import numpy as np
import numpy.typing as npt

_DELAY_S = 1 / 64  # between the three samples compared, so that the number does not depend on the sampling rate
_N_PATTERNS = 6


def permutation_entropy(data: npt.NDArray[np.floating], rate_hz: float) -> npt.NDArray[np.float64]:
    """Return the permutation entropy of order 3 (Bandt and Pompe 2002) of each row: 0 regular, 1 like noise.

    Three samples 1/64 s apart (as near as the rate allows) are compared; equal ones count in order of time.

    Parameters
    ----------
    data : (n_rows, n_samples), any unit

    Returns
    -------
    (n_rows,) float64, share of the largest possible entropy; NaN for a row with NaN or with too few samples
    """
    delay = max(1, round(_DELAY_S * rate_hz))
    n_triples = data.shape[1] - 2 * delay
    if n_triples < _N_PATTERNS:
        return np.full(len(data), np.nan)
    first, middle, last = data[:, :n_triples], data[:, delay:-delay], data[:, 2 * delay :]
    code = (middle >= first).astype(np.int64)
    code += 2 * (last >= middle)
    code += 4 * (last >= first)
    code += 8 * np.arange(len(data))[:, None]
    shares = np.bincount(code.ravel(), minlength=8 * len(data)).reshape(len(data), 8) / n_triples
    entropy = -np.sum(shares * np.log(np.where(shares > 0, shares, 1)), axis=1) / math.log(_N_PATTERNS)
    return np.where(np.isnan(data.sum(axis=1)), np.nan, np.maximum(entropy, 0.0))


def mean_correlation(data: npt.NDArray[np.floating]) -> float:
    """Return the mean over all pairs of rows of Pearson's correlation, -1 to 1.

    Neighbours in a bipolar chain share an electrode with opposite sign, which pulls the mean down: compare it with
    itself over time, not between montages.

    Parameters
    ----------
    data : (n_rows, n_samples); rows that are flat or hold NaN are left out

    Returns
    -------
    float, NaN where fewer than two rows are left
    """
    centred = data - data.mean(axis=1, keepdims=True)
    norms = np.sqrt(np.einsum("rs,rs->r", centred, centred, dtype=np.float64))
    used = np.isfinite(norms) & (norms > 0)
    n_rows = int(used.sum())
    if n_rows < 2:
        return float("nan")
    # The sum of unit vectors has the length √(n + Σ of all correlations): no need to form the pairs.
    total = (centred[used] / norms[used, None]).sum(axis=0)
    return float((np.dot(total, total) - n_rows) / (n_rows * (n_rows - 1)))

"""Search rows for a waveform: normalised correlation of many rows at once, each allowed a small delay of its own.

Arrays in, arrays out. What is found at a time depends on the samples under the template only.
"""

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.float64]


def correlation(rows: npt.NDArray[np.floating], template: npt.NDArray[np.floating], jitter: int = 0) -> Rows:
    """Return how alike the template and the rows are, wherever it is laid.

    Each row's own correlation (-1 to 1, without its mean) is weighed by how strong the row is in the template, and
    each row may lie up to `jitter` samples earlier or later.

    Parameters
    ----------
    rows : (n_rows, n) µV; rows with NaN count as 0 there
    template : (n_rows, n_template), n_template <= n

    Returns
    -------
    (n - n_template + 1,) float64; value k is for the template's first sample at sample k
    """
    from scipy.fft import next_fast_len

    rows = _without_mean(rows)
    template = np.asarray(template, np.float64)
    template = template - template.mean(axis=1, keepdims=True)
    length, n_out = template.shape[1], rows.shape[1] - template.shape[1] + 1
    if n_out <= 0:
        return np.empty(0)
    energy = np.sum(template**2, axis=1)
    weights = energy / max(float(energy.sum()), 1e-12)
    n_fft = next_fast_len(rows.shape[1], real=True)
    product = np.fft.rfft(rows, n_fft, axis=1) * np.conj(np.fft.rfft(template, n_fft, axis=1))
    shared = np.fft.irfft(product, n_fft, axis=1)[:, :n_out]
    norm = np.sqrt(np.maximum(_spread(rows, length), 0.0) * energy[:, None])
    # a row without any signal is like nothing
    alike = np.where(norm > 1e-6 * np.maximum(energy[:, None], 1e-12), shared / np.maximum(norm, 1e-12), 0.0)
    if jitter:
        best = alike.copy()
        for late in range(1, min(jitter, n_out - 1) + 1):
            np.maximum(best[:, late:], alike[:, :-late], out=best[:, late:])
            np.maximum(best[:, :-late], alike[:, late:], out=best[:, :-late])
        alike = best
    return weights @ np.clip(alike, -1.0, 1.0)


def relative_size(rows: npt.NDArray[np.floating], template: npt.NDArray[np.floating]) -> Rows:
    """Return log2 of how large the rows are under the template beside it, wherever it is laid; as `correlation`."""
    rows = _without_mean(rows)
    template = np.asarray(template, np.float64)
    own = float(np.sum((template - template.mean(axis=1, keepdims=True)) ** 2))
    if rows.shape[1] < template.shape[1]:
        return np.empty(0)
    here = np.maximum(_spread(rows, template.shape[1]), 0.0).sum(axis=0)
    return 0.5 * np.log2(np.maximum(here, 1e-9) / max(own, 1e-9))


def aligned_mean(pieces: npt.NDArray[np.floating], reach: int, length: int) -> tuple[Rows, npt.NDArray[np.int64]]:
    """Return the mean of examples after each was shifted to fit the one most like the others.

    Parameters
    ----------
    pieces : (n_examples, n_rows, length + 2 * reach)

    Returns
    -------
    template, shifts : (n_rows, length); (n_examples,) samples by which each example lies late, within ±reach
    """
    pieces = np.asarray(pieces, np.float64)
    middles = pieces[:, :, reach : reach + length]
    fits = np.array([[correlation(piece, middle).max() for piece in pieces] for middle in middles])
    leader = middles[int(np.argmax(fits.sum(axis=1)))]
    shifts = np.array([int(np.argmax(correlation(piece, leader))) for piece in pieces])
    cut = np.array([piece[:, s : s + length] for piece, s in zip(pieces, shifts, strict=True)])
    return cut.mean(axis=0), shifts - reach


def _without_mean(rows: npt.NDArray[np.floating]) -> Rows:
    """Return a float64 copy with 0 for NaN and, for the sake of rounding only, without each row's mean."""
    rows = np.nan_to_num(np.asarray(rows, np.float64))
    return rows - rows.mean(axis=1, keepdims=True)


def _spread(rows: Rows, length: int) -> Rows:
    """Return the sum of squares about the mean under a window of `length` laid at each sample: (n_rows, n_out)."""
    sums = np.cumsum(np.pad(rows, ((0, 0), (1, 0))), axis=1)
    squares = np.cumsum(np.pad(rows**2, ((0, 0), (1, 0))), axis=1)
    total = sums[:, length:] - sums[:, :-length]
    return squares[:, length:] - squares[:, :-length] - total**2 / length

"""Lay templates along rows: how alike they are, in every row and as a field that stands out of the background.

Arrays in, arrays out. What is found at a time depends on the samples under the template only.
"""

import numpy as np
import numpy.typing as npt
from scipy.fft import next_fast_len

Rows = npt.NDArray[np.floating]

FLAT_UV2 = 1e-6  # sum of squares under a template below which a row is flat


class LaidRows:
    """Rows that templates of one length are laid along; each measure is (n_out,), value k with its start at sample k.

    rows : (n_rows, n) µV; NaN counts as 0
    length : samples of a template
    whitening : (n_rows, n_rows) by which rows are weighed and mixed until the background is the same in all, see
        `whitening_of`
    """

    def __init__(self, rows: Rows, length: int, whitening: Rows | None = None) -> None:
        rows = np.nan_to_num(np.asarray(rows, np.float64))
        rows = (rows - rows.mean(axis=1, keepdims=True)).astype(np.float32)  # the mean goes for the sake of rounding
        self.n_out = max(rows.shape[1] - length + 1, 0)
        if not self.n_out:
            return
        self._n_fft = next_fast_len(rows.shape[1], real=True)
        self._spectrum = np.fft.rfft(rows, self._n_fft, axis=1)
        held = spread(rows, length)
        self._whole_spread = held.sum(axis=0)
        # a row without any signal is like nothing
        self._over_size = np.where(held > FLAT_UV2, 1.0 / np.sqrt(np.maximum(held, FLAT_UV2)), 0.0).astype(np.float32)
        self._mixing = None
        if whitening is not None:
            self._mixing = whitening.T @ whitening
            self._white_spread = spread(whitening.astype(np.float32) @ rows, length).sum(axis=0)

    def similarity(self, template: Rows, jitter: int = 0) -> Rows:
        """Return how alike template and rows are, -1 to 1.

        Each row's own correlation is weighed by how strong the row is in the template, and each row may lie up to
        `jitter` samples earlier or later.
        """
        if not self.n_out:
            return np.empty(0)
        template = _centred(template)
        energy = np.sum(template**2, axis=1)
        shared = np.fft.irfft(self._spectrum * np.conj(self._of(template)), self._n_fft, axis=1)[:, : self.n_out]
        alike = shared * self._over_size * (1.0 / np.sqrt(np.maximum(energy, 1e-12))).astype(np.float32)[:, None]
        best = alike
        if jitter:
            best = alike.copy()
            for late in range(1, min(jitter, self.n_out - 1) + 1):
                np.maximum(best[:, late:], alike[:, :-late], out=best[:, late:])
                np.maximum(best[:, :-late], alike[:, late:], out=best[:, :-late])
        weights = (energy / max(float(energy.sum()), 1e-12)).astype(np.float32)
        return np.clip(weights @ best, -1.0, 1.0).astype(np.float64)

    def field_similarity(self, template: Rows) -> Rows:
        """Return the correlation (-1 to 1) of all rows together, after whitening.

        What all the background has counts for little then, and what lies in rows without a share in the template is
        not passed over.
        """
        if not self.n_out:
            return np.empty(0)
        if self._mixing is None:
            raise ValueError("rows were laid without a whitening")
        template = _centred(template)
        mixed = self._mixing @ template
        energy = float(np.sum(template * mixed))
        shared = np.fft.irfft((self._spectrum * np.conj(self._of(mixed))).sum(axis=0), self._n_fft)[: self.n_out]
        norm = np.sqrt(self._white_spread * energy)
        return np.clip(np.where(norm > 1e-9, shared / np.maximum(norm, 1e-9), 0.0), -1.0, 1.0)

    def size(self, template: Rows) -> Rows:
        """Return log2 of how large the rows are under the template beside it."""
        if not self.n_out:
            return np.empty(0)
        own = float(np.sum(_centred(template) ** 2))
        return 0.5 * np.log2(np.maximum(self._whole_spread, 1e-9) / max(own, 1e-9))

    def _of(self, template: Rows) -> npt.NDArray[np.complexfloating]:
        return np.fft.rfft(template.astype(np.float32), self._n_fft, axis=1)


def whitening_of(background: Rows, shrunk: float = 0.1) -> npt.NDArray[np.float64]:
    """Return (n_rows, n_rows) W so that the background, mixed by W, is as large in all rows and alike in none.

    background : (n_rows, n) µV without events
    shrunk : share by which the covariance is drawn towards equal rows, so that rows that say the same stay bounded
    """
    covariance = np.atleast_2d(np.cov(np.nan_to_num(np.asarray(background, np.float64))))
    usual = float(np.trace(covariance)) / len(covariance)
    covariance = (1 - shrunk) * covariance + (shrunk * usual + 1e-12) * np.eye(len(covariance))
    powers, axes = np.linalg.eigh(covariance)
    return (axes / np.sqrt(np.maximum(powers, 1e-12))) @ axes.T


def aligned_mean(pieces: Rows, reach: int, length: int) -> tuple[Rows, npt.NDArray[np.int64]]:
    """Return the mean of examples after each was shifted to fit the one most like the others.

    Parameters
    ----------
    pieces : (n_examples, n_rows, length + 2 * reach)

    Returns
    -------
    template, shifts : (n_rows, length); (n_examples,) samples by which each example lies late, within ±reach
    """
    pieces = np.asarray(pieces, np.float64)
    leader = pieces[int(np.argmax(fits_of(pieces, reach, length).sum(axis=1))), :, reach : reach + length]
    shifts = np.array([int(np.argmax(LaidRows(piece, length).similarity(leader))) for piece in pieces])
    cut = np.array([piece[:, s : s + length] for piece, s in zip(pieces, shifts, strict=True)])
    return cut.mean(axis=0), shifts - reach


def fits_of(pieces: Rows, reach: int, length: int) -> npt.NDArray[np.float64]:
    """Return (n_examples, n_examples) how alike the middle of one (row) is to another (column) where it fits best."""
    laid = [LaidRows(piece, length) for piece in pieces]
    middles = pieces[:, :, reach : reach + length]
    return np.array([[float(one.similarity(middle).max()) for one in laid] for middle in middles])


def spread(rows: Rows, length: int) -> npt.NDArray[np.float64]:
    """Return the sum of squares about the mean under a window of `length` laid at each sample: (n_rows, n_out)."""
    rows = np.asarray(rows, np.float64)
    sums = np.cumsum(np.pad(rows, ((0, 0), (1, 0))), axis=1)
    squares = np.cumsum(np.pad(rows**2, ((0, 0), (1, 0))), axis=1)
    total = sums[:, length:] - sums[:, :-length]
    return np.maximum(squares[:, length:] - squares[:, :-length] - total**2 / length, 0.0)


def _centred(template: Rows) -> npt.NDArray[np.float64]:
    template = np.asarray(template, np.float64)
    return template - template.mean(axis=1, keepdims=True)

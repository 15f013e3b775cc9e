"""Follow how much both sides go together: correlation and weighted phase lag index of homologous rows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.trends.block import MissingTrend, TrendColumn
from eegview.dsp.trends.homologous import RowPair, why_no_pairs
from eegview.dsp.trends.spectral_pass import SpectralPass, SpectralRules

_IDS = ("synchrony", "synchrony_wpli")
_TITLES = ("Synchrony, correlation of sides", "Synchrony, wPLI² of sides")


class Synchrony:
    """Mean over pairs of rows of their correlation in 10 s, and of their wPLI in a longer time around."""

    def __init__(self, pairs: tuple[RowPair, ...], rules: SpectralRules, parameters: Mapping[str, Any]) -> None:
        self._pairs = pairs
        self._band_hz = float(parameters["synchrony_low_hz"]), float(parameters["synchrony_high_hz"])
        self._wpli_hz = float(parameters["wpli_low_hz"]), float(parameters["wpli_high_hz"])
        self._least = int(parameters["wpli_least"])
        self._per_cell = round(rules.average_s / rules.window_s)
        self.columns: tuple[TrendColumn, ...] = ()
        self.missing: tuple[MissingTrend, ...] = ()
        if not pairs:
            self.missing = tuple(
                MissingTrend(id_, title, why_no_pairs()) for id_, title in zip(_IDS, _TITLES, strict=True)
            )
            return
        names = ", ".join(f"{pair.left} with {pair.right}" for pair in pairs)
        around_s = rules.average_s + 2 * rules.margin_s
        n_windows = round(around_s / rules.window_s)
        self.columns = (
            TrendColumn(
                _IDS[0],
                _TITLES[0],
                "",
                rules.average_s,
                f"Pearson's correlation without delay, {self._band_hz[0]:g} to {self._band_hz[1]:g} Hz, of homologous rows "
                f"in {rules.average_s:g} s (Hann windows of {rules.window_s:g} s), mean over {names}; −1 to 1.",
            ),
            TrendColumn(
                _IDS[1],
                _TITLES[1],
                "",
                rules.average_s,
                f"Debiased square of the weighted phase lag index (Vinck 2011), {self._wpli_hz[0]:g} to "
                f"{self._wpli_hz[1]:g} Hz, of {n_windows} windows of {rules.window_s:g} s in the {around_s:g} s around (at "
                f"least {self._least} without a gap), mean over frequencies and {names}. 0: no steady delay between the "
                "sides; what reaches both at once does not count. Band and window are a choice of this program.",
            ),
        )

    def values(self, spectra: SpectralPass) -> dict[str, npt.NDArray[np.float32]]:
        """Return both, (n_cells,) each."""
        if not self._pairs:
            return {}
        found = [self._of(spectra, pair) for pair in self._pairs]
        return {id_: np.mean([values[k] for values in found], axis=0).astype(np.float32) for k, id_ in enumerate(_IDS)}

    def _of(self, spectra: SpectralPass, pair: RowPair) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return correlation and wPLI² of one pair."""
        at_hz, n_margin = spectra.frequencies_hz, spectra.n_margin
        inside = slice(*np.searchsorted(at_hz, [self._band_hz[0], self._band_hz[1] + 1e-9]))
        phases = slice(*np.searchsorted(at_hz, [self._wpli_hz[0], self._wpli_hz[1] + 1e-9]))
        left, right = spectra.wide[pair.left_number], spectra.wide[pair.right_number]
        core = slice(n_margin, len(left) - n_margin)
        own, other = left[core, inside], right[core, inside]
        together = self._of_cells(own.real * other.real + own.imag * other.imag)
        power = self._of_cells(np.square(own.real) + np.square(own.imag)) * self._of_cells(
            np.square(other.real) + np.square(other.imag)
        )
        own, other = left[:, phases], right[:, phases]
        lagging = own.imag * other.real - own.real * other.imag
        with np.errstate(invalid="ignore", divide="ignore"):
            correlation = np.where(power > 0, pair.sign * together / np.sqrt(power), np.nan)
        return correlation, self._wpli(lagging, n_margin)

    def _of_cells(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Return the sum over frequencies and the windows of each cell, (n_cells,)."""
        return values.sum(axis=1, dtype=np.float64).reshape(-1, self._per_cell).sum(axis=1)

    def _wpli(self, lagging: npt.NDArray[np.float32], n_margin: int) -> npt.NDArray[np.float64]:
        """Return the mean over frequencies of the debiased squared wPLI, (n_cells,), of (n_windows, n_bins)."""
        n_around = self._per_cell + 2 * n_margin
        is_there = np.isfinite(lagging[:, 0])
        known = np.where(is_there[:, None], lagging, 0)
        sums = _moving(known, n_around, self._per_cell)
        sizes = _moving(np.abs(known), n_around, self._per_cell)
        squares = _moving(np.square(known, dtype=np.float64), n_around, self._per_cell)
        counts = _moving(is_there[:, None], n_around, self._per_cell)[:, 0]
        own = is_there[n_margin : len(is_there) - n_margin].reshape(-1, self._per_cell).all(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            index = (sums**2 - squares) / (sizes**2 - squares)
        index = np.where(sizes**2 > squares, index, 0.0).mean(axis=1)
        return np.where(own & (counts >= self._least), index, np.nan)


def _moving(values: npt.NDArray[np.generic], n_around: int, every: int) -> npt.NDArray[np.float64]:
    """Return sums over `n_around` windows, one for each `every` windows, (n_cells, n_bins) float64."""
    windows = np.lib.stride_tricks.sliding_window_view(values, n_around, axis=0)[::every]
    return windows.sum(axis=2, dtype=np.float64)

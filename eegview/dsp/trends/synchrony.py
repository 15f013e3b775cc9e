"""Follow how much both sides go together: correlation and weighted phase lag index of homologous rows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.trends.block import MissingTrend, TrendColumn
from eegview.dsp.trends.homologous import RowPair, why_no_pairs
from eegview.dsp.trends.spectral_pass import SpectralPass, SpectralRules, means_of_measured
from eegview.dsp.window_spectra import Spectra

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
        names = ", ".join(f"{pair.left}/{pair.right}" for pair in pairs)
        around_s = rules.average_s + 2 * rules.margin_s
        n_windows = round(around_s / rules.window_s)
        self.columns = (
            TrendColumn(
                _IDS[0],
                _TITLES[0],
                "",
                rules.average_s,
                f"Pearson's correlation without delay, {self._band_hz[0]:g} to {self._band_hz[1]:g} Hz, of homologous "
                f"rows in {rules.average_s:g} s (Hann windows of {rules.window_s:g} s, at least half of them without a "
                f"gap), mean over those pairs of {names} that are measured and not flat (at least half); −1 to 1.",
            ),
            TrendColumn(
                _IDS[1],
                _TITLES[1],
                "",
                rules.average_s,
                f"Debiased square of the weighted phase lag index (Vinck 2011), {self._wpli_hz[0]:g} to "
                f"{self._wpli_hz[1]:g} Hz, of {n_windows} windows of {rules.window_s:g} s in the {around_s:g} s around "
                f"(at least {self._least} without a gap), mean over frequencies and {names}, those pairs that are "
                "measured (at least half). 0: no steady delay "
                "between the sides; what reaches both at once does not count. Band and window: this program's choice.",
            ),
        )

    def values(self, spectra: SpectralPass) -> dict[str, npt.NDArray[np.float32]]:
        """Return both, (n_cells,) each."""
        if not self._pairs:
            return {}
        at_hz, n_margin = spectra.frequencies_hz, spectra.n_margin
        band = slice(*np.searchsorted(at_hz, [self._band_hz[0], self._band_hz[1] + 1e-9]).tolist())
        phases = slice(*np.searchsorted(at_hz, [self._wpli_hz[0], self._wpli_hz[1] + 1e-9]).tolist())
        left = spectra.wide[[pair.left_number for pair in self._pairs]]
        right = spectra.wide[[pair.right_number for pair in self._pairs]]
        core = slice(n_margin, left.shape[1] - n_margin)
        lagging = (
            left[:, :, phases].imag * right[:, :, phases].real - left[:, :, phases].real * right[:, :, phases].imag
        )
        correlation = self._correlation(left[:, core, band], right[:, core, band])
        values = correlation, self._wpli(lagging, n_margin // self._per_cell)
        return {
            id_: means_of_measured(value[..., None], 0)[:, 0].astype(np.float32)
            for id_, value in zip(_IDS, values, strict=True)
        }

    def _correlation(self, left: Spectra, right: Spectra) -> npt.NDArray[np.float64]:
        """Return the correlation in each cell of each pair, (n_pairs, n_cells); NaN where a side is flat or missing."""
        product = (left.real * right.real + left.imag * right.imag).sum(axis=2, dtype=np.float64)
        is_there = np.isfinite(product)  # both sides are
        together = self._of_cells(np.where(is_there, product, 0.0))
        power = 1.0
        for side in (left, right):
            own = (np.square(side.real) + np.square(side.imag)).sum(axis=2, dtype=np.float64)
            power = power * self._of_cells(np.where(is_there, own, 0.0))
        signs = np.array([[pair.sign] for pair in self._pairs])
        is_known = (power > 0) & self._is_enough(self._of_cells(is_there))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(is_known, signs * together / np.sqrt(power), np.nan)

    def _is_enough(self, n_there: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Whether so many windows of a cell that are without a gap stand for it: at least half."""
        return 2 * n_there >= self._per_cell

    def _of_cells(self, values: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
        """Return the sum over the windows of each cell, (n_pairs, n_cells, …), of (n_pairs, n_windows, …)."""
        cells = values.reshape(len(values), -1, self._per_cell, *values.shape[2:])
        return cells.sum(axis=2, dtype=np.float64)

    def _wpli(self, lagging: npt.NDArray[np.floating], beside: int) -> npt.NDArray[np.float64]:
        """Return the mean over frequencies of the debiased squared wPLI, (n_pairs, n_cells).

        lagging : imaginary part of the cross-spectra (n_pairs, n_windows, n_bins); beside : cells on either side
        """
        is_there = np.isfinite(lagging[:, :, :1])
        known = np.where(is_there, lagging, 0)
        sums, sizes, squares, counts = (
            _around(self._of_cells(values), beside)
            for values in (known, np.abs(known), np.square(known, dtype=np.float64), is_there)
        )
        n_own = self._of_cells(is_there)[:, beside : lagging.shape[1] // self._per_cell - beside, 0]
        with np.errstate(invalid="ignore", divide="ignore"):
            index = (sums**2 - squares) / (sizes**2 - squares)
        index = np.where(sizes**2 > squares, index, 0.0).mean(axis=2)
        return np.where(self._is_enough(n_own) & (counts[..., 0] >= self._least), index, np.nan)


def _around(cells: npt.NDArray[np.float64], beside: int) -> npt.NDArray[np.float64]:
    """Return for each cell the sum over it and `beside` cells on either side, (n_pairs, n_cells - 2 * beside, …)."""
    n = cells.shape[1] - 2 * beside
    total = cells[:, :n].copy()
    for k in range(1, 2 * beside + 1):
        total += cells[:, k : k + n]
    return total

"""Compare the power of both sides, frequency by frequency and as one number."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.trends.block import MissingTrend, TrendColumn
from eegview.dsp.trends.homologous import RowPair, why_no_pairs
from eegview.dsp.trends.spectral_pass import SpectralPass, SpectralRules, means_of_measured

_IDS = ("asymmetry_cdsa", "asymmetry_spectral", "asymmetry_spectral_absolute")
_TITLES = ("Asymmetry by frequency", "Asymmetry of power", "Asymmetry of power, absolute")


class SpectralAsymmetry:
    """(right − left) / (right + left) of the power of homologous rows, %; positive where the right side has more."""

    def __init__(self, pairs: tuple[RowPair, ...], rules: SpectralRules, parameters: Mapping[str, Any]) -> None:
        self._pairs = pairs
        self._low_hz, self._high_hz = float(parameters["edge_low_hz"]), rules.high_hz
        self.columns: tuple[TrendColumn, ...] = ()
        self.missing: tuple[MissingTrend, ...] = ()
        if not pairs:
            self.missing = tuple(
                MissingTrend(id_, title, why_no_pairs()) for id_, title in zip(_IDS, _TITLES, strict=True)
            )
            return
        names = ", ".join(f"{pair.right}/{pair.left}" for pair in pairs)
        how = f"Made of the {rules.averaging}; rows {names}, those pairs that are measured (at least half)."
        band = f"from {self._low_hz:g} to {self._high_hz:g} Hz"
        definitions = (
            f"(R − L) / (R + L) of the power at each frequency, R and L the sums over the rows of a side. {how}",
            f"Mean over the frequencies {band} of (R − L) / (R + L), R and L the sums over the rows of a side; "
            f"positive: more on the right. {how}",
            f"Mean over the frequencies {band} and the pairs of rows of |R − L| / (R + L), without sign; chance alone "
            f"gives some 20 to 30 %. {how}",
        )
        frequencies: tuple[tuple[float, ...], ...] = (rules.frequencies_hz, (), ())
        self.columns = tuple(
            TrendColumn(id_, title, "%", rules.average_s, definition, at_hz)
            for id_, title, definition, at_hz in zip(_IDS, _TITLES, definitions, frequencies, strict=True)
        )

    def values(self, spectra: SpectralPass) -> dict[str, npt.NDArray[np.float32]]:
        """Return the map (n_cells, n_bins) and both numbers (n_cells,), %."""
        if not self._pairs:
            return {}
        left = spectra.mean_density[[pair.left_number for pair in self._pairs]]
        right = spectra.mean_density[[pair.right_number for pair in self._pairs]]
        # a pair of which one row misses counts at neither side
        is_there = np.isfinite(left[..., :1]) & np.isfinite(right[..., :1])
        is_enough = 2 * is_there.sum(axis=0) >= len(is_there)  # (n_cells, 1)
        at_hz = spectra.frequencies_hz
        inside = (at_hz >= self._low_hz) & (at_hz <= self._high_hz)
        sums = (np.where(is_there, side, 0).sum(axis=0, dtype=np.float64) for side in (left, right))
        by_frequency = np.where(is_enough, asymmetry(*sums), np.nan)
        each = np.abs(asymmetry(left[..., inside], right[..., inside])).mean(axis=2, keepdims=True, dtype=np.float64)
        each = np.where(is_there, each, np.nan)
        values = (by_frequency, by_frequency[:, inside].mean(axis=1), means_of_measured(each, 0)[:, 0])
        return {id_: (100 * value).astype(np.float32) for id_, value in zip(_IDS, values, strict=True)}


def asymmetry(left: npt.NDArray[np.floating], right: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Return (right − left) / (right + left), 0 where both are 0."""
    total = right + left
    return (right - left) / np.where(total == 0, 1, total)

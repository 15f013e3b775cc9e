"""Follow how the power is shared between frequency bands."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.trends.block import MissingTrend, TrendColumn
from eegview.dsp.trends.row_groups import RowGroup
from eegview.dsp.trends.spectral_pass import SpectralPass, SpectralRules


class RelativeBands:
    """Power of each band beside that of all of them, %, of all rows and of each side."""

    def __init__(self, groups: tuple[RowGroup, ...], rules: SpectralRules, parameters: Mapping[str, Any]) -> None:
        self._bands: dict[str, tuple[float, float]] = {
            name: (float(low_hz), float(high_hz)) for name, (low_hz, high_hz) in parameters["bands"].items()
        }
        self._groups = tuple(group for group in groups if group.rows)
        self._lowest_hz = min(low_hz for low_hz, _high_hz in self._bands.values())
        self._highest_hz = max(high_hz for _low_hz, high_hz in self._bands.values())
        self.columns = tuple(
            TrendColumn(
                _column_id(band, group),
                _title(band, group),
                "%",
                rules.average_s,
                f"Power from {low_hz:g} to {high_hz:g} Hz as a share of that from {self._lowest_hz:g} to "
                f"{self._highest_hz:g} Hz; {rules.averaging}, and mean of {group.measured}.",
            )
            for group in self._groups
            for band, (low_hz, high_hz) in self._bands.items()
        )
        self.missing = tuple(
            MissingTrend(_column_id(band, group), _title(band, group), group.why_missing())
            for group in groups
            if not group.rows
            for band in self._bands
        )

    def values(self, spectra: SpectralPass) -> dict[str, npt.NDArray[np.float32]]:
        """Return the shares, (n_cells,) each."""
        found: dict[str, npt.NDArray[np.float32]] = {}
        for group in self._groups:
            density = spectra.of_group(list(group.numbers))
            power = {band: density[:, self._inside(spectra, *edges)].sum(axis=1) for band, edges in self._bands.items()}
            total = density[:, self._inside(spectra, self._lowest_hz, self._highest_hz)].sum(axis=1)
            total = np.where(total > 0, total, np.nan)
            for band, value in power.items():
                found[_column_id(band, group)] = (100 * value / total).astype(np.float32)
        return found

    def _inside(self, spectra: SpectralPass, low_hz: float, high_hz: float) -> npt.NDArray[np.bool_]:
        at_hz = spectra.frequencies_hz
        is_last = high_hz == self._highest_hz  # its end belongs to it, so that the bands make up the whole
        return (at_hz >= low_hz) & ((at_hz <= high_hz) if is_last else (at_hz < high_hz))


def _column_id(band: str, group: RowGroup) -> str:
    return f"relative_{band}" + (f"_{group.name}" if group.name else "")


def _title(band: str, group: RowGroup) -> str:
    return f"Relative {band}" + (f", {group.name}" if group.name else "")

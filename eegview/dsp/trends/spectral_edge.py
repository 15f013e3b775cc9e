"""Follow the frequency below which most of the power lies."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.spectra import spectral_edge_hz
from eegview.dsp.trends.block import MissingTrend, TrendColumn
from eegview.dsp.trends.row_groups import RowGroup
from eegview.dsp.trends.spectral_pass import SpectralPass, SpectralRules


class SpectralEdge:
    """Spectral edge frequencies of all rows and of each side, Hz."""

    def __init__(self, groups: tuple[RowGroup, ...], rules: SpectralRules, parameters: Mapping[str, Any]) -> None:
        self._low_hz, self._high_hz = float(parameters["edge_low_hz"]), rules.high_hz
        for share in parameters["edge_shares"]:
            if not 0 < share < 100:
                raise ValueError(f"“edge_shares” has {share} %; each must be above 0 and below 100 %.")
        self._wanted = [(share, group) for share in parameters["edge_shares"] for group in groups if group.rows]
        self.columns = tuple(
            TrendColumn(
                _column_id(share, group),
                _title(share, group),
                "Hz",
                rules.average_s,
                f"Frequency below which {share:g} % of the power from {self._low_hz:g} to {self._high_hz:g} Hz lies, "
                f"between bins interpolated; {rules.averaging}, and mean of {group.measured}.",
            )
            for share, group in self._wanted
        )
        self.missing = tuple(
            MissingTrend(_column_id(share, group), _title(share, group), group.why_missing())
            for share in parameters["edge_shares"]
            for group in groups
            if not group.rows
        )

    def values(self, spectra: SpectralPass) -> dict[str, npt.NDArray[np.float32]]:
        """Return the edges, (n_cells,) each."""
        density = {group.name: spectra.of_group(list(group.numbers)) for _share, group in self._wanted}
        return {
            _column_id(share, group): spectral_edge_hz(
                spectra.frequencies_hz, density[group.name], share / 100, self._low_hz, self._high_hz
            ).astype(np.float32)
            for share, group in self._wanted
        }


def _column_id(share: float, group: RowGroup) -> str:
    return f"sef{share:g}" + (f"_{group.name}" if group.name else "")


def _title(share: float, group: RowGroup) -> str:
    return f"Spectral edge {share:g} %" + (f", {group.name}" if group.name else "")

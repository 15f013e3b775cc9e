"""All trends that are made of spectra, from one transform: CDSA, edge, relative bands, asymmetry and synchrony."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.trends.bands import RelativeBands
from eegview.dsp.trends.block import TrendBlock
from eegview.dsp.trends.homologous import row_pairs
from eegview.dsp.trends.row_groups import layout_of, row_group
from eegview.dsp.trends.spectral_asymmetry import SpectralAsymmetry
from eegview.dsp.trends.spectral_edge import SpectralEdge
from eegview.dsp.trends.spectral_pass import SpectralPart, SpectralRules, spectral_pass
from eegview.dsp.trends.spectrogram import Spectrogram
from eegview.dsp.trends.synchrony import Synchrony

_SIDES = ("left", "right", "midline")


class SpectralTrends:
    """The spectral trends of one recording; see `Trend`."""

    def __init__(self, rows: tuple[str, ...], parameters: Mapping[str, Any]) -> None:
        self._rules = rules = SpectralRules.of(parameters)
        layout = layout_of(rows, parameters)
        used = tuple(row for side in _SIDES for row in layout[side] if row in rows)
        self._numbers = [rows.index(row) for row in used]
        named = {name: row_group(name, used, layout[name]) for name in (*_SIDES, "posterior")}
        everywhere = row_group("", used, [row for side in _SIDES for row in layout[side]])
        sides = (everywhere, named["left"], named["right"])
        pairs = row_pairs(used)
        self._parts: tuple[SpectralPart, ...] = (
            Spectrogram(tuple(named.values()), rules),
            SpectralEdge(sides, rules, parameters),
            RelativeBands(sides, rules, parameters),
            SpectralAsymmetry(pairs, rules, parameters),
            Synchrony(pairs, rules, parameters),
        )
        self.columns = tuple(column for part in self._parts for column in part.columns)
        self.missing = tuple(one for part in self._parts for one in part.missing)

    def compute(self, block: TrendBlock) -> dict[str, npt.NDArray[np.float32]]:
        """Return the values of all columns in a block."""
        if not self._numbers:
            return {}
        spectra = spectral_pass(block, self._numbers, self._rules)
        return {id_: values for part in self._parts for id_, values in part.values(spectra).items()}


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> SpectralTrends:
    """Return the spectral trends for these rows; parameters of `resources/trends/spectra.toml`."""
    return SpectralTrends(rows, parameters)

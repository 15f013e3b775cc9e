"""Show power by frequency and time: the color density spectral array (CDSA)."""

import numpy as np
import numpy.typing as npt

from eegview.dsp.trends.block import MissingTrend, TrendColumn
from eegview.dsp.trends.row_groups import RowGroup
from eegview.dsp.trends.spectral_pass import SpectralPass, SpectralRules

FLOOR = 1e-6  # µV²/Hz: -60 dB, so that a flat row has a level


class Spectrogram:
    """Mean power of the rows of each group, dB re 1 µV²/Hz."""

    def __init__(self, groups: tuple[RowGroup, ...], rules: SpectralRules) -> None:
        self._groups = tuple(group for group in groups if group.rows)
        self.columns = tuple(
            TrendColumn(
                f"cdsa_{group.name}",
                f"CDSA {group.name}",
                "dB",
                rules.window_s,
                f"Power spectral density, dB re 1 µV²/Hz, of Hann windows of {rules.window_s:g} s without overlap, not "
                f"filtered, mean removed; mean power of {group.measured}.",
                rules.frequencies_hz,
            )
            for group in self._groups
        )
        self.missing = tuple(
            MissingTrend(f"cdsa_{group.name}", f"CDSA {group.name}", group.why_missing())
            for group in groups
            if not group.rows
        )

    def values(self, spectra: SpectralPass) -> dict[str, npt.NDArray[np.float32]]:
        """Return dB of each group, (n_windows, n_bins)."""
        return {
            f"cdsa_{group.name}": decibels(spectra.of_group(list(group.numbers), averaged=False))
            for group in self._groups
        }


def decibels(density: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """Return 10 log10 of a density, which is not taken to be below `FLOOR`."""
    return (10 * np.log10(np.maximum(density, FLOOR))).astype(np.float32)

"""How far the amplitudes of homologous rows differ between the sides."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.hemispheres import homologous_pairs
from eegview.dsp.trends.block import MARGIN_S, MissingTrend, TrendBlock, TrendColumn
from eegview.dsp.trends.half_seconds import LENGTH_S, Band, check_around, half_seconds
from eegview.dsp.trends.percentiles import running_percentiles
from eegview.dsp.trends.regions import is_eeg, needs

STEP_S = 2.0
SIGNED, SIZE = "asymmetry_amplitude", "asymmetry_amplitude_absolute"
_PAIR = "C3-P3 and C4-P4, or two other rows at the same place of both sides"
_TITLES = {SIGNED: "Amplitude asymmetry, right − left", SIZE: "Amplitude asymmetry, absolute"}


class AmplitudeAsymmetry:
    """The signed asymmetry of the two sides, and the mean size of that of each pair of rows; see `Trend`."""

    columns: tuple[TrendColumn, ...]
    missing: tuple[MissingTrend, ...]

    def __init__(self, rows: tuple[str, ...], band: Band, over_s: float) -> None:
        self._band, self._n_around = band, round((over_s / STEP_S - 1) / 2)
        pairs = homologous_pairs([row for row in rows if is_eeg(row)])
        self._left = [rows.index(left) for left, _right in pairs]
        self._right = [rows.index(right) for _left, right in pairs]
        self.columns = self.missing = ()
        if not pairs:
            why = f"No row has a counterpart on the other side: {needs(rows, ('C3-P3', 'C4-P4'), _PAIR)}"
            self.missing = tuple(MissingTrend(column_id, title, why) for column_id, title in _TITLES.items())
            return
        base = (
            f"Median over {(2 * self._n_around + 1) * STEP_S:g} s of the range (highest minus lowest sample of "
            f"{STEP_S:g} s), {band.filters}, of "
            f"{', '.join(f'{left} and {right}' for left, right in pairs)}; "
        )
        texts = {
            SIGNED: "(R − L) / (R + L) of their means over the rows of a side: above 0 where the right is higher.",
            SIZE: "mean of |R − L| / (R + L) over the pairs: differences do not cancel.",
        }
        self.columns = tuple(
            TrendColumn(column_id, title, "%", STEP_S, f"{base}{texts[column_id]} Artifact is not removed.")
            for column_id, title in _TITLES.items()
        )

    def compute(self, block: TrendBlock) -> dict[str, npt.NDArray[np.float32]]:
        """Return both asymmetries of a block."""
        if not self._left:
            return {}
        cut = round(MARGIN_S / STEP_S) - self._n_around
        ranges = half_seconds(block, self._band)[0].ranges(round(STEP_S / LENGTH_S))
        (usual,) = running_percentiles(ranges[:, cut : ranges.shape[1] - cut], self._n_around, (50.0,))
        left, right = usual[self._left].astype(np.float64), usual[self._right].astype(np.float64)
        total = left + right
        is_pair = total > 0  # False where one is missing, or both are flat
        n_pairs = is_pair.sum(axis=0)
        each = np.abs(right - left) / np.where(is_pair, total, 1.0)
        size = np.where(is_pair, each, 0.0).sum(axis=0) / np.maximum(n_pairs, 1)
        sums = np.where(is_pair, total, 0.0).sum(axis=0)
        signed = np.where(is_pair, right - left, 0.0).sum(axis=0) / np.where(sums > 0, sums, 1.0)
        values = {SIGNED: signed, SIZE: size}
        return {name: np.where(n_pairs > 0, 100 * value, np.nan).astype(np.float32) for name, value in values.items()}


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> AmplitudeAsymmetry:
    """Return the asymmetry that these rows give, by `resources/trends/amplitude_asymmetry.toml`."""
    if parameters["window_s"] != STEP_S:
        raise ValueError(f"ranges are of {STEP_S:g} s, not {parameters['window_s']} s")
    check_around((float(parameters["median_over_s"]) - STEP_S) / 2, "median_over_s")
    low_hz, high_hz = map(float, parameters["band_hz"])
    return AmplitudeAsymmetry(rows, Band(low_hz, high_hz, int(parameters["order"])), float(parameters["median_over_s"]))

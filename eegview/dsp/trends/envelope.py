"""The amplitude envelope: the usual size of the waves of a band, by region."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.dsp.trends.block import MARGIN_S, MissingTrend, TrendBlock, TrendColumn
from eegview.dsp.trends.half_seconds import LENGTH_S, Band, check_around, half_seconds
from eegview.dsp.trends.percentiles import median_of_rows
from eegview.dsp.trends.regions import rows_in, why_missing

STEP_S = 2.0


class Envelope:
    """The median amplitude of each region within a band; see `Trend`."""

    columns: tuple[TrendColumn, ...]
    missing: tuple[MissingTrend, ...]

    def __init__(self, rows: tuple[str, ...], regions: tuple[str, ...], band: Band, window_s: float) -> None:
        self._band, self._window_s = band, window_s
        self._regions: dict[str, tuple[int, ...]] = {}
        columns, missing = [], []
        for region in regions:
            column_id, title = f"envelope_{region}", f"Amplitude envelope {region}, {band}"
            numbers = rows_in(rows, region)
            if not numbers:
                missing.append(MissingTrend(column_id, title, why_missing(rows, region)))
                continue
            self._regions[region] = numbers
            text = (
                f"Mean of |value| over {LENGTH_S:g} s × π, which is the peak to peak of a sine, {band.filters}, "
                f"median of {', '.join(rows[number] for number in numbers)} and of {window_s:g} s around. "
                "Artifact is not removed."
            )
            columns.append(TrendColumn(column_id, title, "µV", STEP_S, text))
        self.columns, self.missing = tuple(columns), tuple(missing)

    def compute(self, block: TrendBlock) -> dict[str, npt.NDArray[np.float32]]:
        """Return the envelopes of a block, by column."""
        if not self._regions:
            return {}
        size = half_seconds(block, self._band)[0].size
        cut = round((MARGIN_S - (self._window_s - STEP_S) / 2) / LENGTH_S)
        series = np.stack([median_of_rows(size[list(numbers)]) for numbers in self._regions.values()])
        length, own = round(self._window_s / LENGTH_S), round(STEP_S / LENGTH_S)
        inside = np.ascontiguousarray(series[:, cut : series.shape[1] - cut])
        curves = np.empty((1, len(series), (inside.shape[1] - length) // own + 1), np.float32)
        kernels.active().running_orders(inside, length, own, np.array([0.5]), curves)
        margin = round(MARGIN_S / LENGTH_S)
        own_halves = series[:, margin : series.shape[1] - margin].reshape(len(series), -1, own)
        curves = np.where(np.isnan(own_halves).any(axis=2), np.nan, np.float32(math.pi) * curves[0])
        return {f"envelope_{region}": curves[k].astype(np.float32) for k, region in enumerate(self._regions)}


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> Envelope:
    """Return the envelopes that these rows give, by the parameters of `resources/trends/envelope.toml`."""
    check_around((float(parameters["window_s"]) - STEP_S) / 2, "window_s")
    low_hz, high_hz = map(float, parameters["band_hz"])
    band = Band(low_hz, high_hz, int(parameters["order"]))
    return Envelope(rows, tuple(parameters["regions"]), band, float(parameters["window_s"]))

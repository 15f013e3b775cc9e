"""Range EEG: peak to peak of 2 s by region and band, with its margins."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.trends.block import MARGIN_S, MissingTrend, TrendBlock, TrendColumn
from eegview.dsp.trends.half_seconds import LENGTH_S, Band, check_around, half_seconds
from eegview.dsp.trends.percentiles import median_of_rows, running_percentiles
from eegview.dsp.trends.regions import rows_in, why_missing

STEP_S = 2.0
MARGINS = ("lower", "median", "upper")
_HALVES = round(STEP_S / LENGTH_S)


class Reeg:
    """Percentiles of the ranges of each region, in the whole band and in parts of it; see `Trend`."""

    columns: tuple[TrendColumn, ...]
    missing: tuple[MissingTrend, ...]

    def __init__(
        self,
        rows: tuple[str, ...],
        regions: tuple[str, ...],
        bands: Mapping[str, Band],
        percentiles: tuple[float, float, float],
        over_s: float,
    ) -> None:
        self._bands, self._percentiles = dict(bands), percentiles
        self._n_around = round((over_s / STEP_S - 1) / 2)
        self._regions: dict[str, tuple[int, ...]] = {}
        columns, missing = [], []
        for region in regions:
            numbers = rows_in(rows, region)
            if numbers:
                self._regions[region] = numbers
            for name, band in self._bands.items():
                for margin, percentile in zip(MARGINS, percentiles, strict=True):
                    column_id = _column_id(margin, name, region)
                    title = f"rEEG {region}{'' if name == 'whole' else f', {name}'}, {_named(margin, percentile)}"
                    if not numbers:
                        missing.append(MissingTrend(column_id, title, why_missing(rows, region)))
                        continue
                    text = (
                        f"Highest minus lowest sample of {STEP_S:g} s, {band.filters}, median of "
                        f"{', '.join(rows[number] for number in numbers)}; {percentile:g}th percentile of the "
                        f"{2 * self._n_around + 1} windows around (O'Reilly 2012). Artifact is not removed."
                    )
                    columns.append(TrendColumn(column_id, title, "µV", STEP_S, text))
        self.columns, self.missing = tuple(columns), tuple(missing)

    def compute(self, block: TrendBlock) -> dict[str, npt.NDArray[np.float32]]:
        """Return the percentiles of a block, by column."""
        if not self._regions:
            return {}
        halves = half_seconds(block, *self._bands.values())
        ranges = np.concatenate([self._inside(one.ranges(_HALVES)) for one in halves], axis=1)  # band after band
        series = np.stack([median_of_rows(ranges[list(numbers)]) for numbers in self._regions.values()])
        n_series = len(series) * len(halves)
        curves = running_percentiles(series.reshape(n_series, -1), self._n_around, self._percentiles)
        names = [(band, region) for region in self._regions for band in self._bands]
        return {
            _column_id(margin, *name): curve
            for margin, of_margin in zip(MARGINS, curves, strict=True)
            for name, curve in zip(names, of_margin, strict=True)
        }

    def _inside(self, ranges: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return what of a block with its margins the percentiles are made of."""
        cut = round(MARGIN_S / STEP_S) - self._n_around
        return ranges[:, cut : ranges.shape[1] - cut]


def _column_id(margin: str, band: str, region: str) -> str:
    return f"reeg_{margin}_{region}" if band == "whole" else f"reeg_{margin}_{band}_{region}"


def _named(margin: str, percentile: float) -> str:
    return "median" if margin == "median" and percentile == 50 else f"{margin} margin"


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> Reeg:
    """Return the rEEG that these rows give, by the parameters of `resources/trends/reeg.toml`."""
    if parameters["window_s"] != STEP_S:
        raise ValueError(f"rEEG windows are {STEP_S:g} s long, not {parameters['window_s']} s")
    check_around((float(parameters["percentiles_over_s"]) - STEP_S) / 2, "percentiles_over_s")
    order = int(parameters["order"])
    bands = {name: Band(float(low), float(high), order) for name, (low, high) in parameters["bands_hz"].items()}
    lower, middle, upper = (float(parameters[f"{name}_percentile"]) for name in ("lower", "middle", "upper"))
    over_s = float(parameters["percentiles_over_s"])
    return Reeg(rows, tuple(parameters["regions"]), bands, (lower, middle, upper), over_s)

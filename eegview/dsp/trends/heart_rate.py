"""Follow the heart rate, where the beats of the ECG are sure."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.heart.beats import BeatRule
from eegview.dsp.trends.block import GRID_S, MARGIN_S, RATE_HZ, MissingTrend, TrendBlock, TrendColumn

COLUMN, TITLE = "heart_rate", "Heart rate"


class HeartRate:
    """Heart rate every 10 s; see `Trend`."""

    def __init__(self, rows: tuple[str, ...], parameters: Mapping[str, Any]) -> None:
        self._p = {name: float(value) for name, value in parameters.items()}
        p = self._p
        for name, value in p.items():
            if not value > 0:
                raise ValueError(f"“{name}” is {value:g}; it must be above 0.")
        if p["lowest_bpm"] >= p["highest_bpm"]:
            raise ValueError(f"“lowest_bpm” is {p['lowest_bpm']:g}; it must be below “highest_bpm”.")
        if p["level_s"] / 2 + 3 > MARGIN_S:
            raise ValueError(f"“level_s” is {p['level_s']:g} s; {2 * (MARGIN_S - 3):g} s are the most.")
        if abs(GRID_S / p["value_s"] - round(GRID_S / p["value_s"])) > 1e-9:
            raise ValueError(f"“value_s” is {p['value_s']:g} s, which does not divide {GRID_S:g} s.")
        self._rule = BeatRule.of(p)
        self._row = rows.index("ECG") if "ECG" in rows else None
        self.columns: tuple[TrendColumn, ...] = ()
        self.missing: tuple[MissingTrend, ...] = ()
        if self._row is None:
            why = "The recording has no channel that is known as ECG."
            self.missing = (MissingTrend(COLUMN, TITLE, why),)
            return
        self.columns = (
            TrendColumn(
                COLUMN,
                TITLE,
                "bpm",
                p["value_s"],
                f"60 s over the median interval between beats in {p['value_s']:g} s. Beats are the hills of the "
                f"squared slope of the ECG at {p['low_cut_hz']:g}–{p['high_cut_hz']:g} Hz, at least "
                f"{p['refractory_s']:g} s apart. No value where "
                f"beats are not sure: fewer than {100 * p['least_regular']:g} % of the intervals within "
                f"±{100 * p['regular']:g} % of the median, uneven heights, little contrast, a gap, or outside of "
                f"{p['lowest_bpm']:g}–{p['highest_bpm']:g} bpm.",
            ),
        )

    def compute(self, block: TrendBlock) -> dict[str, npt.NDArray[np.float32]]:
        """Return the rate in a block, NaN where it is not sure."""
        if self._row is None:
            return {}
        hills = self._rule.hills(block.data[self._row])
        n_values, first = block.n_columns(self._p["value_s"]), round(MARGIN_S * RATE_HZ)
        n_each = round(self._p["value_s"] * RATE_HZ)
        rates = self._rule.rates(hills, self._rule.beats(hills), first, n_values, n_each)
        own = block.data[self._row, first : first + len(rates) * n_each].reshape(len(rates), n_each)
        return {COLUMN: np.where(np.isnan(own).any(axis=1), np.nan, rates).astype(np.float32)}


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> HeartRate:
    """Return the heart rate for these rows; parameters of `resources/trends/heart_rate.toml`."""
    return HeartRate(rows, parameters)

"""Follow the background every 10 s, with the numbers of the detector of hypsarrhythmia."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.background import BACKGROUND_VALUES, REGIONS, Background, region_of_row
from eegview.dsp.background_rules import BackgroundRules
from eegview.dsp.filtering import filter_part
from eegview.dsp.trends.block import GRID_S, MARGIN_S, RATE_HZ, MissingTrend, TrendBlock, TrendColumn
from eegview.dsp.trends.row_groups import RowGroup, layout_of, row_group
from eegview.model.display.filters import FilterSpec, Phase

_REACH_S = 12.0  # of samples around a block that its filtered samples depend on: 37 time constants of 0.5 Hz

IDS = (
    *(f"background_amplitude_{region}" for region in REGIONS),
    "background_amplitude_median",
    "background_amplitude_p95",
    "background_sef95",
    "background_entropy",
    "background_correlation",
    "spike_bins",
    "background_index",
)
_INDEX = len(IDS) - 1


class BackgroundTrends:
    """The background of one recording; see `Trend`."""

    def __init__(self, rows: tuple[str, ...], parameters: Mapping[str, Any]) -> None:
        self._epoch_s = float(parameters["epoch_s"])
        if self._epoch_s != GRID_S:
            raise ValueError(f"“epoch_s” is {self._epoch_s:g} s; blocks are cut every {GRID_S:g} s.")
        self._spec = FilterSpec(parameters["low_cut_hz"], parameters["high_cut_hz"], 0.0, Phase.ZERO)
        rules = BackgroundRules(**parameters["rules"])
        layout = layout_of(rows, parameters)
        group = row_group("", rows, layout["all"])
        self._numbers = list(group.numbers)
        self._background = Background(group.rows, RATE_HZ, rules)
        is_full = layout is parameters["rows"] and len(group.rows) >= parameters["minimum_rows"]
        regions = {region_of_row(row) for row in group.rows}
        columns, missing = [], []
        for number, (column_id, (title, unit)) in enumerate(zip(IDS, BACKGROUND_VALUES, strict=True)):
            if len(group.rows) < rules.fewest_rows:
                why = (
                    f"Only {', '.join(group.rows)} can be formed; {rules.fewest_rows} rows or more are needed."
                    if group.rows
                    else group.why_missing()
                )
            elif number < len(REGIONS) and REGIONS[number] not in regions:
                why = f"No row of the {REGIONS[number]} region can be formed from the recording's electrodes."
            elif number == _INDEX and not is_full:
                why = (
                    f"The index is made for the longitudinal bipolar montage, of which fewer than "
                    f"{parameters['minimum_rows']} rows can be formed; amplitudes of the reduced montage are larger."
                )
            else:
                definition = f"{_definition(number, rules)} {self._how(group, rules)}"
                columns.append(TrendColumn(column_id, title, unit, self._epoch_s, definition))
                continue
            missing.append(MissingTrend(column_id, title, why))
        self.columns: tuple[TrendColumn, ...] = tuple(columns)
        self.missing: tuple[MissingTrend, ...] = tuple(missing)

    def compute(self, block: TrendBlock) -> dict[str, npt.NDArray[np.float32]]:
        """Return the values of all columns in a block."""
        if not self.columns:
            return {}
        n_epoch = round(self._epoch_s * RATE_HZ)
        reach, margin = round(_REACH_S * RATE_HZ), round(MARGIN_S * RATE_HZ)
        span = margin - reach, block.data.shape[1] - margin + reach
        filtered = filter_part(block.data, self._numbers, span, reach, self._spec, RATE_HZ)
        core = filtered.reshape(len(filtered), -1, n_epoch)
        values = self._background.measure(core).astype(np.float32)
        return {column.column_id: values[:, IDS.index(column.column_id)] for column in self.columns}

    def _how(self, group: RowGroup, rules: BackgroundRules) -> str:
        """Return what holds for all of them."""
        return (
            f"{self._spec.low_cut_hz:g}–{self._spec.high_cut_hz:g} Hz without delay, {group.text()}. Seconds above "
            f"{rules.largest_uv:g} µV, below {rules.smallest_uv:g} µV or full of muscle do not count; without half of "
            "the rows there is no value."
        )


def _definition(number: int, rules: BackgroundRules) -> str:
    """Return how one of the values is made, a sentence."""
    if number < len(REGIONS):
        return f"Peak to peak in each second; the median over 10 s and the {REGIONS[number]} rows."
    others = (
        "Peak to peak in each second; the median over 10 s and all rows.",
        "Peak to peak in each second; the 95th percentile over 10 s and all rows.",
        f"Frequency below which {100 * rules.edge_share:g} % of the power from {rules.edge_low_hz:g} to "
        f"{rules.edge_high_hz:g} Hz lies (Welch, Hann windows of {rules.window_s:g} s); the median over rows.",
        f"Permutation entropy of order 3 (Bandt and Pompe 2002), samples 1/{1 / rules.delay_s:g} s apart, 0 regular to "
        "1 like noise; the median over rows.",
        "Mean of Pearson's correlation over all pairs of rows; compare it with itself over time, not between montages.",
        f"Share of the seconds in 10 s with a sharp wave (at least {rules.sharp_uv:g} µV, {rules.sharp_times:g} times "
        f"the row's median peak, at most {1000 * rules.sharp_s:g} ms wide at half height) in {rules.sharp_rows} rows "
        "or more. Sharp waves of sleep, ECG and noise count too; the limits were set on simulated recordings.",
        f"Points for amplitude of the frontal, central and temporal rows (0 at {rules.typical_uv:g} µV), very high "
        "posterior amplitude, low correlation and sharp waves; it orders the minutes of one recording and is not a "
        "clinical score.",
    )
    return others[number - len(REGIONS)]


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> BackgroundTrends:
    """Return the background's trends for these rows; parameters of `resources/trends/background.toml`."""
    return BackgroundTrends(rows, parameters)

"""How much of the time rows stay below an amplitude."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.trends.block import MARGIN_S, MissingTrend, TrendBlock, TrendColumn
from eegview.dsp.trends.half_seconds import LENGTH_S, Band, HalfSeconds, check_around, half_seconds
from eegview.dsp.trends.regions import rows_in, why_missing

STEP_S = 10.0


class Suppression:
    """The share of rows and time that is suppressed, by region and threshold; see `Trend`."""

    columns: tuple[TrendColumn, ...]
    missing: tuple[MissingTrend, ...]

    def __init__(
        self,
        rows: tuple[str, ...],
        regions: tuple[str, ...],
        thresholds_uv: tuple[float, ...],
        shortest_s: float,
        band: Band,
    ) -> None:
        self._band, self._n_shortest = band, round(shortest_s / LENGTH_S)
        self._wanted: list[tuple[str, float, tuple[int, ...]]] = []  # column, threshold, rows
        columns, missing = [], []
        for place, threshold_uv in enumerate(thresholds_uv):
            for region in regions:
                column_id = f"suppression_{region}" if place == 0 else f"suppression_{threshold_uv:g}_{region}"
                title = f"Suppression {region}, below {threshold_uv:g} µV"
                numbers = rows_in(rows, region)
                if not numbers:
                    missing.append(MissingTrend(column_id, title, why_missing(rows, region)))
                    continue
                self._wanted.append((column_id, threshold_uv, numbers))
                text = (
                    f"Share of time, mean of {', '.join(rows[number] for number in numbers)}, in which the peak to "
                    f"peak stays below {threshold_uv:g} µV for at least {self._n_shortest * LENGTH_S:g} s, in steps of "
                    f"{LENGTH_S:g} s, {band.filters}"
                    f"{', 10 µV as in the ACNS terminology' if threshold_uv == 10 else ''}. "
                    "A flat electrode counts, too."
                )
                columns.append(TrendColumn(column_id, title, "%", STEP_S, text))
        self.columns, self.missing = tuple(columns), tuple(missing)

    def compute(self, block: TrendBlock) -> dict[str, npt.NDArray[np.float32]]:
        """Return the shares of a block, by column."""
        if not self._wanted:
            return {}
        (halves,) = half_seconds(block, self._band)
        is_below = {uv: suppressed(halves, uv, self._n_shortest) for uv in {uv for _id, uv, _rows in self._wanted}}
        is_measured = np.isfinite(halves.low)
        found = {}
        for column_id, threshold_uv, numbers in self._wanted:
            chosen = list(numbers)
            found[column_id] = share_of_time(is_below[threshold_uv][chosen], is_measured[chosen], STEP_S)
        return found


def suppressed(halves: HalfSeconds, threshold_uv: float, n_shortest: int) -> npt.NDArray[np.bool_]:
    """Whether each half second lies within `n_shortest` of them whose common peak to peak is below a threshold.

    Returns
    -------
    (n_rows, n) bool; False where one is missing
    """
    is_below = along(halves.high, n_shortest, np.maximum) - along(halves.low, n_shortest, np.minimum) < threshold_uv
    return within(is_below, n_shortest)


def along(values: npt.NDArray[Any], n: int, combine: np.ufunc) -> npt.NDArray[Any]:
    """Return what `combine` makes of each `n` values side by side, (n_rows, m) → (n_rows, m - n + 1)."""
    last = values.shape[1] - n + 1
    found = values[:, :last]
    for shift in range(1, n):
        found = combine(found, values[:, shift : shift + last])
    return found


def within(is_whole: npt.NDArray[np.bool_], n: int) -> npt.NDArray[np.bool_]:
    """Return which values lie within `n` side by side that are flagged, (n_rows, m) → (n_rows, m + n - 1)."""
    found = np.zeros((len(is_whole), is_whole.shape[1] + n - 1), np.bool_)
    for shift in range(n):
        found[:, shift : shift + is_whole.shape[1]] |= is_whole
    return found


def share_of_time(
    flags: npt.NDArray[np.bool_], is_measured: npt.NDArray[np.bool_], step_s: float
) -> npt.NDArray[np.float32]:
    """Return the percentage of measured half seconds with a flag, over all rows, in each step of a block.

    Parameters
    ----------
    flags, is_measured : (n_rows, n) of the block with its margins

    Returns
    -------
    (n_steps,) float32, %; NaN where less than half of the rows' time is measured
    """
    cut, own = round(MARGIN_S / LENGTH_S), round(step_s / LENGTH_S)
    shape = len(flags), -1, own
    inside = slice(cut, flags.shape[1] - cut)
    n_flagged = (flags & is_measured)[:, inside].reshape(shape).sum(axis=(0, 2))
    n_measured = is_measured[:, inside].reshape(shape).sum(axis=(0, 2))
    is_enough = 2 * n_measured >= len(flags) * own
    return np.where(is_enough, 100.0 * n_flagged / np.maximum(n_measured, 1), np.nan).astype(np.float32)


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> Suppression:
    """Return the suppression that these rows give, by the parameters of `resources/trends/suppression.toml`."""
    check_around(float(parameters["shortest_s"]), "shortest_s")
    low_hz, high_hz = map(float, parameters["band_hz"])
    band = Band(low_hz, high_hz, int(parameters["order"]))
    thresholds_uv = tuple(map(float, parameters["thresholds_uv"]))
    return Suppression(rows, tuple(parameters["regions"]), thresholds_uv, float(parameters["shortest_s"]), band)

"""Amplitude-integrated EEG: a filter that slopes up from 2 to 15 Hz, rectified, smoothed, and its two margins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp import kernels
from eegview.dsp.trends.block import MARGIN_S, RATE_HZ, MissingTrend, TrendBlock, TrendColumn
from eegview.dsp.trends.least_squares_filter import least_squares_taps
from eegview.dsp.trends.regions import needs
from eegview.model.recording import Samples

STEP_S = 1.0
POINTS_PER_S = 16  # of the smoothed signal, for the percentiles: within 0.2 % of those of all samples, mostly
_TITLES = {"left": "aEEG left", "right": "aEEG right", "cross": "aEEG across"}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AeegRule:
    """The numbers by which aEEG is computed; see `resources/trends/aeeg.toml`."""

    band_edges_hz: tuple[float, ...]
    gains: tuple[float, ...]
    weights: tuple[float, ...]
    taps_s: float
    smoothing_s: float
    window_s: float
    lower_percentile: float
    upper_percentile: float

    def taps(self, rate_hz: float) -> Floats:
        """Return the filter's taps at a rate; their sum is brought to 0, so that no offset comes through."""
        n_taps = 2 * round(self.taps_s * rate_hz / 2) + 1
        edges_hz = (*self.band_edges_hz, rate_hz / 2)
        taps = least_squares_taps(n_taps, edges_hz, self.gains, self.weights, rate_hz)
        return taps - taps.sum() / n_taps

    def margin(self, rate_hz: float) -> int:
        """Return how many samples before a second, and after it, its margins are made of."""
        around_s = (self.window_s - STEP_S + self.smoothing_s) / 2
        return round(around_s * rate_hz) + len(self.taps(rate_hz)) // 2

    @property
    def definition(self) -> str:
        """Return how it is computed, for people."""
        edges = ", ".join(f"{edge:g}" for edge in self.band_edges_hz)
        gains = ", ".join(f"{gain:g}" for gain in self.gains)
        return (
            f"FIR by least squares (firls) with gains {gains} at {edges} Hz and half the rate, "
            f"{len(self.taps(RATE_HZ))} taps at {RATE_HZ:g} Hz; 2 × |value|, mean over {self.smoothing_s:g} s, "
            f"{POINTS_PER_S} points a second; {self.lower_percentile:g}th and {self.upper_percentile:g}th percentile "
            f"of {self.window_s:g} s around each second (after N. Stevenson, Helsinki). Artifact is not removed."
        )


def aeeg_margins(row: Samples, rate_hz: float, rule: AeegRule) -> Samples:
    """Return the lower and the upper margin of each second of a row that has `rule.margin` more on either side.

    Parameters
    ----------
    row : (n,) float32 µV; NaN is missing
    rate_hz : a multiple of 16

    Returns
    -------
    (2, n_seconds) float32, µV; NaN where the smoothed signal of that second, or of half the window, has a gap
    """
    kernel, taps = kernels.active(), rule.taps(rate_hz)
    per_second = round(STEP_S * rate_hz)
    n_seconds = (len(row) - 2 * rule.margin(rate_hz)) // per_second
    n_smoothed, n_window = round(rule.smoothing_s * POINTS_PER_S), round(rule.window_s * POINTS_PER_S)
    chunks = np.empty((n_seconds - 1) * POINTS_PER_S + n_window + n_smoothed)
    kernel.rectified_chunks(row.astype(np.float64), taps, per_second // POINTS_PER_S, chunks)
    # point k is at the border before chunk k + n_smoothed / 2, in the middle of what it is the mean of
    points = (2 / n_smoothed * _sums(chunks, n_smoothed)).astype(np.float32)
    margins = np.empty((2, 1, n_seconds), np.float32)
    shares = np.array([rule.lower_percentile, rule.upper_percentile]) / 100
    kernel.running_orders(points[None], n_window, POINTS_PER_S, shares, margins)
    own_first = (n_window - POINTS_PER_S) // 2
    own = points[own_first : own_first + n_seconds * POINTS_PER_S].reshape(n_seconds, POINTS_PER_S)
    margins[:, 0, np.isnan(own).any(axis=1)] = np.nan
    return margins[:, 0]


def _sums(values: Floats, n: int) -> Floats:
    """Return the sum of each `n` values side by side; made by doubling, so that it is the same wherever they begin."""
    length = len(values) - n + 1
    total, done = np.zeros(length), 0
    part, width = values, 1  # sums of `width` values
    while done < n:
        if n & width:
            total += part[done : done + length]
            done += width
        part, width = part[:-width] + part[width:], 2 * width
    return total


class Aeeg:
    """Lower and upper margin of the left, the right and the row across; see `Trend`."""

    columns: tuple[TrendColumn, ...]
    missing: tuple[MissingTrend, ...]

    def __init__(self, rows: tuple[str, ...], wanted: Mapping[str, tuple[str, ...]], rule: AeegRule) -> None:
        self._rule = rule
        self._sources: list[tuple[str, str]] = []  # (place, row)
        columns, missing = [], []
        for place, names in wanted.items():
            row = next((name for name in names if name in rows), None)
            title = _TITLES.get(place, f"aEEG {place}")
            if row is not None:
                self._sources.append((place, row))
            for margin in ("upper", "lower"):
                column_id = f"aeeg_{margin}_{place}"
                if row is None:
                    why = f"{title} cannot be computed: {needs(rows, names)}"
                    missing.append(MissingTrend(column_id, f"{title}, {margin} margin", why))
                else:
                    text = f"{row}. {rule.definition}"
                    columns.append(TrendColumn(column_id, f"{title} ({row}), {margin} margin", "µV", STEP_S, text))
        self.columns, self.missing = tuple(columns), tuple(missing)

    def compute(self, block: TrendBlock) -> dict[str, npt.NDArray[np.float32]]:
        """Return the margins of a block, by column."""
        piece = block.piece(self._rule.margin(RATE_HZ) / RATE_HZ)
        found = {}
        for place, row in self._sources:
            lower, upper = aeeg_margins(piece[block.rows.index(row)], RATE_HZ, self._rule)
            found[f"aeeg_upper_{place}"], found[f"aeeg_lower_{place}"] = upper, lower
        return found


def rule_of(parameters: Mapping[str, Any]) -> AeegRule:
    """Return the rule that parameters of `resources/trends/aeeg.toml` state."""
    edges_hz, gains, weights = (tuple(map(float, parameters[name])) for name in ("band_edges_hz", "gains", "weights"))
    names = ("taps_s", "smoothing_s", "window_s", "lower_percentile", "upper_percentile")
    taps_s, smoothing_s, window_s, lower, upper = (float(parameters[name]) for name in names)
    if smoothing_s * POINTS_PER_S < 1 or (window_s * POINTS_PER_S) % 1 or window_s < STEP_S:
        raise ValueError(f"smoothing_s is at least 1/{POINTS_PER_S} s, window_s at least {STEP_S:g} s")
    return AeegRule(edges_hz, gains, weights, taps_s, smoothing_s, window_s, lower, upper)


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> Aeeg:
    """Return the aEEG that these rows give, by the parameters of `resources/trends/aeeg.toml`."""
    rule = rule_of(parameters)
    if (needed_s := rule.margin(RATE_HZ) / RATE_HZ) > MARGIN_S:
        raise ValueError(f"a second can be made of {MARGIN_S:g} s on either side of it, not of {needed_s:g} s")
    wanted = {place: tuple(names) for place, names in parameters["rows"].items()}
    return Aeeg(rows, wanted, rule)

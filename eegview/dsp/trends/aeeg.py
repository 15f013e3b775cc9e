"""Amplitude-integrated EEG: a filter that slopes up from 2 to 15 Hz, rectified, smoothed, and its two margins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.trends.block import RATE_HZ, MissingTrend, TrendBlock, TrendColumn
from eegview.dsp.trends.least_squares_filter import least_squares_taps
from eegview.dsp.trends.regions import needs

STEP_S = 1.0
POINTS_PER_S = 16  # of the smoothed signal, which has nothing faster than 0.3 Hz, for the percentiles
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

    @property
    def reach_s(self) -> float:
        """How much signal before a second, and after it, its margins are made of."""
        return (self.window_s + STEP_S + self.smoothing_s + self.taps_s) / 2

    @property
    def definition(self) -> str:
        """Return how it is computed, for people."""
        edges = ", ".join(f"{edge:g}" for edge in self.band_edges_hz)
        gains = ", ".join(f"{gain:g}" for gain in self.gains)
        return (
            f"FIR by least squares (firls) with gains {gains} at {edges} Hz and half the rate, "
            f"{len(self.taps(RATE_HZ))} taps at {RATE_HZ:g} Hz; 2 × |value|, mean over {self.smoothing_s:g} s, "
            f"{POINTS_PER_S} points a second; {self.lower_percentile:g}th and {self.upper_percentile:g}th percentile of "
            f"{self.window_s:g} s around each second (after N. Stevenson, Helsinki). Artifact is not removed."
        )


def aeeg_margins(row: npt.NDArray[np.floating], rate_hz: float, rule: AeegRule) -> npt.NDArray[np.float32]:
    """Return the lower and the upper margin of each second of a row that has `rule.reach_s` more on either side.

    Parameters
    ----------
    row : (n,) µV, whose first sample is at a whole second minus `reach_s`, rounded up to 1/16 s; NaN is missing
    rate_hz : a multiple of 16

    Returns
    -------
    (2, n_seconds) float32, µV; NaN where the smoothed signal of that second, or of half the window, has a gap
    """
    taps = rule.taps(rate_hz)
    rectified = 2 * np.abs(np.convolve(row.astype(np.float64), taps, "same"))
    reach = len(taps) // 2
    rectified[:reach] = rectified[len(rectified) - reach :] = np.nan  # there, samples beyond the ends would count
    chunk = round(rate_hz / POINTS_PER_S)
    chunks = rectified[: len(rectified) // chunk * chunk].reshape(-1, chunk).mean(axis=1)
    n_smoothed = round(rule.smoothing_s * POINTS_PER_S)
    # point k lies at the border before chunk k + n_smoothed / 2, in the middle of what it is the mean of
    points = np.lib.stride_tricks.sliding_window_view(chunks, n_smoothed).mean(axis=1)
    first = _margin_points(rule) - round((rule.window_s - STEP_S) / 2 * POINTS_PER_S) - n_smoothed // 2
    n_seconds = (len(row) - round(2 * _margin_points(rule) / POINTS_PER_S * rate_hz)) // round(STEP_S * rate_hz)
    return _percentiles(points[first:], rule)[:, :n_seconds]


def _margin_points(rule: AeegRule) -> int:
    """Return how many sixteenths of a second lie before the first second."""
    return int(np.ceil(rule.reach_s * POINTS_PER_S))


def _percentiles(points: Floats, rule: AeegRule) -> npt.NDArray[np.float32]:
    length = round(rule.window_s * POINTS_PER_S)
    windows = np.lib.stride_tricks.sliding_window_view(points, length)[::POINTS_PER_S].astype(np.float32)
    shares = (rule.lower_percentile / 100, rule.upper_percentile / 100)
    own_first = (length - POINTS_PER_S) // 2
    count = np.isfinite(windows).sum(axis=1)
    is_own = np.isfinite(windows[:, own_first : own_first + POINTS_PER_S]).all(axis=1)
    out = np.full((2, len(windows)), np.nan, np.float32)
    for n_points in np.unique(count[is_own & (2 * count >= length)]).tolist():
        chosen = np.flatnonzero(is_own & (count == n_points))
        places = [share * (n_points - 1) for share in shares]
        wanted = sorted({int(place) + step for place in places for step in (0, 1) if int(place) + step < n_points})
        ordered = np.partition(windows[chosen], wanted, axis=1)  # NaN comes last
        for margin, place in enumerate(places):
            below = int(place)
            low, high = ordered[:, below], ordered[:, min(below + 1, n_points - 1)]
            out[margin, chosen] = low + (high - low) * np.float32(place - below)
    return out


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
        piece = block.piece(_margin_points(self._rule) / POINTS_PER_S)
        found = {}
        for place, row in self._sources:
            lower, upper = aeeg_margins(piece[block.rows.index(row)], RATE_HZ, self._rule)
            found[f"aeeg_upper_{place}"], found[f"aeeg_lower_{place}"] = upper, lower
        return found


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> Aeeg:
    """Return the aEEG that these rows give, by the parameters of `resources/trends/aeeg.toml`."""
    rule = AeegRule(
        *(tuple(map(float, parameters[name])) for name in ("band_edges_hz", "gains", "weights")),
        *(float(parameters[name]) for name in ("taps_s", "smoothing_s", "window_s")),
        *(float(parameters[name]) for name in ("lower_percentile", "upper_percentile")),
    )
    return Aeeg(rows, {place: tuple(names) for place, names in parameters["rows"].items()}, rule)

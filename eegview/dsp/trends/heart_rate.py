"""Follow the heart rate, where the beats of the ECG are sure."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.dsp.filtering import filter_rows
from eegview.dsp.trends.block import GRID_S, MARGIN_S, RATE_HZ, MissingTrend, TrendBlock, TrendColumn
from eegview.model.filters import FilterSpec, Phase

COLUMN, TITLE = "heart_rate", "Heart rate"
_BIN_S = 2.0  # the highest sample in each tells how high beats are: at 60 per min there is one in it
Floats = npt.NDArray[np.float64]


class HeartRate:
    """Heart rate every 10 s; see `Trend`."""

    def __init__(self, rows: tuple[str, ...], parameters: Mapping[str, Any]) -> None:
        self._p = {name: float(value) for name, value in parameters.items()}
        self._spec = FilterSpec(self._p["low_cut_hz"], self._p["high_cut_hz"], 0.0, Phase.ZERO)
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
        hills = self._hills(block.data[self._row])
        rates = self._rates(block, hills, self._beats(hills))
        first, n_each = round(MARGIN_S * RATE_HZ), round(self._p["value_s"] * RATE_HZ)
        own = block.data[self._row, first : first + len(rates) * n_each].reshape(len(rates), n_each)
        return {COLUMN: np.where(np.isnan(own).any(axis=1), np.nan, rates).astype(np.float32)}

    def _hills(self, ecg: npt.NDArray[np.float32]) -> Floats:
        """Return the smoothed slope of the ECG (n,), its unit per sample: one hill for each beat; NaN near gaps."""
        filtered = filter_rows(ecg[None], self._spec, RATE_HZ)[0].astype(np.float64)
        slope = np.zeros_like(filtered)
        slope[1:-1] = (filtered[2:] - filtered[:-2]) / 2
        half = max(1, round(self._p["smooth_s"] * RATE_HZ / 2))
        padded = np.pad(np.square(slope), half, mode="edge")
        total = np.zeros_like(slope)
        for k in range(2 * half + 1):  # no running sum: what came before would stay in its rounding
            total += padded[k : k + len(slope)]
        return np.sqrt(total / (2 * half + 1))

    def _beats(self, hills: Floats) -> npt.NDArray[np.intp]:
        """Return the samples of the beats: the highest within the refractory time, and high beside what is usual."""
        n_bin = round(_BIN_S * RATE_HZ)
        highest = hills[: len(hills) // n_bin * n_bin].reshape(-1, n_bin).max(axis=1)  # blocks begin on whole bins
        n_around = 2 * round(self._p["level_s"] / _BIN_S / 2) + 1
        around = np.lib.stride_tricks.sliding_window_view(
            np.pad(highest, n_around // 2, constant_values=np.nan), n_around
        )
        usual = np.sort(around, axis=1)  # NaN comes last
        n_known = np.isfinite(usual).sum(axis=1)
        middle = usual[np.arange(len(usual)), np.maximum(n_known - 1, 0) // 2]
        least = np.repeat(self._p["least_height"] * middle, n_bin)
        least = np.pad(least, (0, len(hills) - len(least)), mode="edge")
        reach = round(self._p["refractory_s"] * RATE_HZ)
        with np.errstate(invalid="ignore"):
            is_top = (hills[1:-1] > hills[:-2]) & (hills[1:-1] >= hills[2:]) & (hills[1:-1] > least[1:-1])
        tops = np.flatnonzero(is_top) + 1
        tops = tops[(tops >= reach) & (tops < len(hills) - reach)]
        windows = np.lib.stride_tricks.sliding_window_view(hills, 2 * reach + 1)[tops - reach]
        around = np.where(np.isnan(windows), -np.inf, windows)
        at = hills[tops]
        return tops[(at > around[:, :reach].max(axis=1)) & (at >= around[:, reach + 1 :].max(axis=1))]

    def _rates(self, block: TrendBlock, hills: Floats, samples: npt.NDArray[np.intp]) -> Floats:
        """Return the rate of each value, (n,), from the beats that lie in it and the one before and behind."""
        p = self._p
        n_values = block.n_columns(p["value_s"])
        n_each = round(p["value_s"] * RATE_HZ)
        first = round(MARGIN_S * RATE_HZ)
        cells = hills[first : first + n_values * n_each].reshape(n_values, n_each)
        edges = np.searchsorted(samples, first + np.arange(n_values + 1) * n_each)
        n_beats = np.diff(edges)
        times = samples + _to_vertex(hills, samples)
        # one line a value, NaN behind the last: the intervals reach to the beat before and the one behind
        heights = _lines(hills[samples], edges[:-1], n_beats)
        intervals = _lines(np.diff(times, prepend=np.nan, append=np.nan), edges[:-1], n_beats + 1) / RATE_HZ
        usual_s, height = _medians(intervals), _medians(heights)
        with np.errstate(invalid="ignore", divide="ignore"):
            is_regular = np.abs(intervals - usual_s[:, None]) <= p["regular"] * usual_s[:, None]
            is_even = np.abs(heights - height[:, None]) <= p["even_height"] * height[:, None]
            bpm = 60 / usual_s
            is_sure = (
                (n_beats >= p["least_beats"])
                & (bpm >= p["lowest_bpm"])
                & (bpm <= p["highest_bpm"])
                & (is_regular.sum(axis=1) >= p["least_regular"] * np.isfinite(intervals).sum(axis=1))
                & (is_even.sum(axis=1) >= p["least_even"] * n_beats)
                & (height >= p["least_contrast"] * _medians(cells))
            )
        return np.where(is_sure, bpm, np.nan)


def _lines(values: Floats, starts: npt.NDArray[np.intp], counts: npt.NDArray[np.intp]) -> Floats:
    """Return `counts` of the values from each of `starts` on as one line each, NaN behind them."""
    at = np.arange(int(counts.max(initial=0)))
    numbers = np.minimum(starts[:, None] + at, max(len(values) - 1, 0))
    lines = values[numbers] if len(values) else np.full(numbers.shape, np.nan)
    return np.where(at < counts[:, None], lines, np.nan)


def _medians(lines: Floats) -> Floats:
    """Return the median of what is known in each line, NaN where nothing is."""
    if not lines.shape[1]:
        return np.full(len(lines), np.nan)
    ordered = np.sort(lines, axis=1)  # NaN comes last
    n_known, numbers = np.isfinite(lines).sum(axis=1), np.arange(len(lines))
    last = np.maximum(n_known - 1, 0)
    return (ordered[numbers, last // 2] + ordered[numbers, (last + 1) // 2]) / 2


def _to_vertex(hills: Floats, samples: npt.NDArray[np.intp]) -> Floats:
    """Return how far the top of a parabola through each peak and its neighbours lies from it, in samples."""
    before, at, after = hills[samples - 1], hills[samples], hills[(samples + 1) % len(hills)]
    curve = before - 2 * at + after
    shift = 0.5 * (before - after) / np.where(curve < 0, curve, -1)
    return np.where(np.isfinite(shift), np.clip(shift, -0.5, 0.5), 0.0)


def build(rows: tuple[str, ...], parameters: Mapping[str, Any]) -> HeartRate:
    """Return the heart rate for these rows; parameters of `resources/trends/heart_rate.toml`."""
    return HeartRate(rows, parameters)

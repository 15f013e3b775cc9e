"""Find the beats of the ECG, and the heart rate where they are sure.

The one beat finder of trends and of the heart rate beside a suggestion. ECG at `RATE_HZ` on a grid that begins at
recording start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from eegview.dsp.filtering import filter_rows
from eegview.model.display.filters import FilterSpec, Phase

RATE_HZ = 128.0
_BIN_S = 2.0  # the highest sample in each tells how high beats are: at 60 per min there is one in it
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class BeatRule:
    """How beats are found, and when they are sure; `resources/trends/heart_rate.toml` says what each number means."""

    lowest_bpm: float
    highest_bpm: float
    low_cut_hz: float
    high_cut_hz: float
    smooth_s: float
    refractory_s: float
    level_s: float
    least_height: float
    least_beats: float
    regular: float
    least_regular: float
    even_height: float
    least_even: float
    least_contrast: float

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Self:
        """Return the rule of a table that may hold other numbers too."""
        return cls(**{name: float(parameters[name]) for name in cls.__dataclass_fields__})

    def hills(self, ecg: npt.NDArray[np.float32]) -> Floats:
        """Return the smoothed slope of the ECG (n,), its unit per sample: one hill for each beat; NaN near gaps."""
        filtered = filter_rows(ecg[None], FilterSpec(self.low_cut_hz, self.high_cut_hz, 0.0, Phase.ZERO), RATE_HZ)[
            0
        ].astype(np.float64)
        slope = np.zeros_like(filtered)
        slope[1:-1] = (filtered[2:] - filtered[:-2]) / 2
        half = max(1, round(self.smooth_s * RATE_HZ / 2))
        padded = np.pad(np.square(slope), half, mode="edge")
        total = np.zeros_like(slope)
        for k in range(2 * half + 1):  # no running sum: what came before would stay in its rounding
            total += padded[k : k + len(slope)]
        return np.sqrt(total / (2 * half + 1))

    def beats(self, hills: Floats) -> Places:
        """Return the samples of the beats: the highest within the refractory time, and high beside what is usual."""
        n_bin = round(_BIN_S * RATE_HZ)
        highest = hills[: len(hills) // n_bin * n_bin].reshape(-1, n_bin).max(axis=1)  # blocks begin on whole bins
        n_around = 2 * round(self.level_s / _BIN_S / 2) + 1
        around = np.lib.stride_tricks.sliding_window_view(
            np.pad(highest, n_around // 2, constant_values=np.nan), n_around
        )
        usual = np.sort(around, axis=1)  # NaN comes last
        n_known = np.isfinite(usual).sum(axis=1)
        middle = usual[np.arange(len(usual)), np.maximum(n_known - 1, 0) // 2]
        least = np.repeat(self.least_height * middle, n_bin)
        least = np.pad(least, (0, len(hills) - len(least)), mode="edge")
        reach = round(self.refractory_s * RATE_HZ)
        with np.errstate(invalid="ignore"):
            is_top = (hills[1:-1] > hills[:-2]) & (hills[1:-1] >= hills[2:]) & (hills[1:-1] > least[1:-1])
        tops = np.flatnonzero(is_top) + 1
        tops = tops[(tops >= reach) & (tops < len(hills) - reach)]
        windows = np.lib.stride_tricks.sliding_window_view(hills, 2 * reach + 1)[tops - reach]
        around = np.where(np.isnan(windows), -np.inf, windows)
        at = hills[tops]
        return tops[(at > around[:, :reach].max(axis=1)) & (at >= around[:, reach + 1 :].max(axis=1))]

    def rates(self, hills: Floats, samples: Places, first: int, n_values: int, n_each: int) -> Floats:
        """Return the rate (bpm) of each of `n_values` pieces of `n_each` samples from sample `first` on, NaN if unsure.

        From the beats that lie in a piece and the one before and behind it.
        """
        cells = hills[first : first + n_values * n_each].reshape(n_values, n_each)
        edges = np.searchsorted(samples, first + np.arange(n_values + 1) * n_each)
        n_beats = np.diff(edges)
        times = vertices(hills, samples)
        # one line a value, NaN behind the last: the intervals reach to the beat before and the one behind
        heights = _lines(hills[samples], edges[:-1], n_beats)
        intervals = _lines(np.diff(times, prepend=np.nan, append=np.nan), edges[:-1], n_beats + 1) / RATE_HZ
        usual_s, height = _medians(intervals), _medians(heights)
        with np.errstate(invalid="ignore", divide="ignore"):
            is_regular = np.abs(intervals - usual_s[:, None]) <= self.regular * usual_s[:, None]
            is_even = np.abs(heights - height[:, None]) <= self.even_height * height[:, None]
            bpm = 60 / usual_s
            is_sure = (
                (n_beats >= self.least_beats)
                & (bpm >= self.lowest_bpm)
                & (bpm <= self.highest_bpm)
                & (is_regular.sum(axis=1) >= self.least_regular * np.isfinite(intervals).sum(axis=1))
                & (is_even.sum(axis=1) >= self.least_even * n_beats)
                & (height >= self.least_contrast * _medians(cells))
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


def vertices(hills: Floats, samples: Places) -> Floats:
    """Return where a parabola through each peak and its neighbours is highest, (n,) in samples."""
    before, at, after = hills[samples - 1], hills[samples], hills[(samples + 1) % len(hills)]
    curve = before - 2 * at + after
    shift = 0.5 * (before - after) / np.where(curve < 0, curve, -1)
    nudge: Floats = np.where(np.isfinite(shift), np.clip(shift, -0.5, 0.5), 0.0)
    return samples + nudge

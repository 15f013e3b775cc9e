"""Bring a trend to the pixels of a panel: the values that fall into each column of pixels, summed up."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.model.span import Span

Values = npt.NDArray[np.float32]
COARSE = 8  # columns that the coarse copy of a spectrogram joins


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """What falls into each column of pixels, each (n,) float32; NaN where nothing does.

    middle : the median of the values in the column
    """

    low: Values
    middle: Values
    high: Values


def _places(n_values: int, step_s: float, span: Span, n: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the half-open range of values of each column of pixels, at least one each; outside they are empty."""
    edges_s = np.linspace(span.start_s, span.stop_s, n + 1)
    cells = np.floor(edges_s / step_s + 1e-9).astype(np.int64)
    first, stop = cells[:-1], np.maximum(cells[1:], cells[:-1] + 1)
    is_outside = (first < 0) | (first >= n_values)
    stop = np.where(is_outside, first, np.minimum(stop, n_values))
    return first, stop


def reduced(values: Values, step_s: float, span: Span, n: int) -> Reduced:
    """Return lowest, median and highest of the values in each of `n` columns of pixels that show `span`.

    values : (n_values,), value k over `[k * step_s, (k + 1) * step_s)`; where a value is wider than a column of pixels
        it fills several
    """
    first, stop = _places(len(values), step_s, span, n)
    low = np.full(n, np.nan, np.float32)
    middle, high = low.copy(), low.copy()
    has_any = np.flatnonzero(stop > first)
    if not has_any.size:
        return Reduced(low, middle, high)
    starts, ends = first[has_any], stop[has_any]
    part, offset = values[starts[0] : ends[-1]], starts[0]
    counts = ends - starts
    longest = int(counts.max())
    if longest == 1:
        low[has_any] = middle[has_any] = high[has_any] = part[starts - offset]
        return Reduced(low, middle, high)
    # A row for each column of pixels, filled up with NaN, sorted: NaN stands last.
    places = (starts - offset)[:, None] + np.arange(longest)
    held = part[np.minimum(places, len(part) - 1)]
    held[np.arange(longest) >= counts[:, None]] = np.nan
    held.sort(axis=1)
    known = np.isfinite(held).sum(axis=1)
    rows = np.arange(len(held))
    low[has_any] = held[:, 0]
    last = np.maximum(known - 1, 0)
    high[has_any] = held[rows, last]
    middle[has_any] = (held[rows, last // 2] + held[rows, (last + 1) // 2]) / 2
    return Reduced(low, middle, high)


class Spectrogram:
    """A spectrogram in dB that is averaged as power, with a coarse copy for long spans.

    levels_db : (n_columns, n_frequencies); a difference in % is averaged as it is
    is_power : whether values are dB of a power
    """

    def __init__(self, levels_db: npt.NDArray[np.floating], step_s: float, is_power: bool = True) -> None:
        self._levels, self._step_s, self._is_power = levels_db, step_s, is_power
        self._coarse: tuple[Values, Values] | None = None

    def _linear(self, levels: Values) -> Values:
        held = levels.astype(np.float32, copy=False)  # kept in half precision
        return np.exp(held * np.float32(np.log(10.0) / 10.0)) if self._is_power else held

    def _back(self, means: Values) -> Values:
        if not self._is_power:
            return means
        with np.errstate(divide="ignore"):
            return (10.0 * np.log10(means)).astype(np.float32)

    def columns(self, span: Span, n: int) -> Values:
        """Return (n, n_frequencies): the mean of each column of pixels over what was measured in it; NaN for none."""
        n_values, n_frequencies = self._levels.shape
        means = np.full((n, n_frequencies), np.nan, np.float32)
        per_pixel = span.duration_s / n / self._step_s
        if per_pixel >= COARSE:
            sums, weights = self._coarse_copy()
            first, stop = _places(len(sums), self._step_s * COARSE, span, n)
        else:
            first, stop = _places(n_values, self._step_s, span, n)
            sums = weights = None
        has_any = np.flatnonzero(stop > first)
        if not has_any.size:
            return means
        begin, end = int(first[has_any[0]]), int(stop[has_any[-1]])
        if sums is None or weights is None:
            sums, weights = _filled(self._linear(self._levels[begin:end]))
        else:
            sums, weights = sums[begin:end], weights[begin:end]
        starts = first[has_any] - begin
        total = np.add.reduceat(sums, starts, axis=0)
        weight = np.add.reduceat(weights, starts)[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            means[has_any] = total / weight
        return self._back(means)

    def _coarse_copy(self) -> tuple[Values, Values]:
        if self._coarse is None:
            n_blocks = -(-len(self._levels) // COARSE)
            sums = np.zeros((n_blocks, self._levels.shape[1]), np.float32)
            weights = np.zeros(n_blocks, np.float32)
            at_once = 1024  # blocks: a day is not held twice
            for block in range(0, n_blocks, at_once):
                power, known = _filled(self._linear(self._levels[block * COARSE : (block + at_once) * COARSE]))
                starts = np.arange(0, len(power), COARSE)
                sums[block : block + len(starts)] = np.add.reduceat(power, starts, axis=0)
                weights[block : block + len(starts)] = np.add.reduceat(known, starts)
            self._coarse = sums, weights
        return self._coarse


def _filled(power: Values) -> tuple[Values, Values]:
    """Return the values with 0 for what is not known, and 1 for each column that is known."""
    known = np.isfinite(power[:, -1]) & np.isfinite(power[:, 0])
    if known.all():
        return power, np.ones(len(power), np.float32)
    filled = power.copy()
    filled[~known] = 0.0
    return filled, known.astype(np.float32)

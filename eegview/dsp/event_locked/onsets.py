"""Find when activity begins around an event, on one side of the head, and how two sides differ over many events."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

_MAD_TO_SD = 1.4826


@dataclass(frozen=True, slots=True)
class OnsetRule:
    """When activity begins, stated with every number that comes from it.

    baseline_s : before the event, where the usual level is taken from
    search_s : where the beginning is looked for
    least_z : how many robust standard deviations above the median of the baseline
    hold_s : how long it stays above
    least_baseline_s : of the baseline that is left once other events are taken out
    share_of_peak : None = the beginning is where `least_z` is passed; else the first time, back from the greatest value
        in `search_s`, at which this share of it (above the baseline's median) is reached, and `least_z` is what the
        greatest value must reach
    """

    baseline_s: tuple[float, float] = (-6.0, -1.5)
    search_s: tuple[float, float] = (-1.0, 1.5)
    least_z: float = 4.0
    hold_s: float = 0.04
    least_baseline_s: float = 2.0
    share_of_peak: float | None = None


def onset_s(strength: npt.NDArray[np.floating], first_s: float, rate_hz: float, rule: OnsetRule) -> float:
    """Return when the strength of one event begins, seconds from the event; NaN where that cannot be measured.

    strength : (n_times,), not negative; NaN where it is not known or belongs to another event
    """
    values = np.asarray(strength, np.float64)
    baseline = _part(values, first_s, rate_hz, rule.baseline_s)[1]
    baseline = baseline[np.isfinite(baseline)]
    begin, searched = _part(values, first_s, rate_hz, rule.search_s)
    if len(baseline) < rule.least_baseline_s * rate_hz or not len(searched) or not np.isfinite(searched).all():
        return math.nan
    usual = float(np.median(baseline))
    spread = _MAD_TO_SD * float(np.median(np.abs(baseline - usual)))
    if spread <= 0:
        return math.nan
    if rule.share_of_peak is not None:
        return _share_of_peak_s(searched, first_s + begin / rate_hz, rate_hz, usual, spread, rule)
    n_held = max(round(rule.hold_s * rate_hz), 1)
    above = (searched - usual) / spread >= rule.least_z
    runs = np.convolve(above, np.ones(n_held, np.int64), "valid") == n_held
    found = np.flatnonzero(runs)
    # above from the first sample on: it began before the window
    if not len(found) or found[0] == 0:
        return math.nan
    return first_s + (begin + int(found[0])) / rate_hz


def _share_of_peak_s(
    searched: Values, start_s: float, rate_hz: float, usual: float, spread: float, rule: OnsetRule
) -> float:
    at = int(np.argmax(searched))
    if at in (0, len(searched) - 1) or (searched[at] - usual) / spread < rule.least_z:
        return math.nan
    level = usual + (rule.share_of_peak or 0.0) * (searched[at] - usual)
    below = np.flatnonzero(searched[:at] < level)
    if not len(below):
        return math.nan
    before = int(below[-1])  # between this sample and the next the level is passed
    rise = searched[before + 1] - searched[before]
    return start_s + (before + float((level - searched[before]) / rise)) / rate_hz


def _part(values: Values, first_s: float, rate_hz: float, window_s: tuple[float, float]) -> tuple[int, Values]:
    begin = max(math.ceil((window_s[0] - first_s) * rate_hz - 1e-6), 0)
    stop = min(math.floor((window_s[1] - first_s) * rate_hz + 1e-6) + 1, len(values))
    return begin, values[begin : max(stop, begin)]


@dataclass(frozen=True, slots=True, eq=False)
class SideLags:
    """How much later the left side begins than the right one, over many events.

    left_s, right_s : (n_events,) beginnings, NaN where not measurable
    n : events in which both sides are measurable
    median_s : of left minus right, positive = the right side is first; NaN where n is 0
    low_s, high_s : 95 % interval of that median from order statistics, NaN below 6 events
    quartiles_s : the middle half of the differences, NaN where n is 0
    """

    left_s: Values
    right_s: Values
    n: int
    median_s: float
    low_s: float
    high_s: float
    quartiles_s: tuple[float, float]

    @property
    def n_left_first(self) -> int:
        return int((self.left_s < self.right_s).sum())

    @property
    def n_right_first(self) -> int:
        return int((self.right_s < self.left_s).sum())


def side_lags(left_s: Values, right_s: Values, is_included: npt.NDArray[np.bool_]) -> SideLags:
    """Return the differences of the included events."""
    left_s = np.where(is_included, left_s, math.nan)
    right_s = np.where(is_included, right_s, math.nan)
    both = np.sort((left_s - right_s)[np.isfinite(left_s - right_s)])
    if not len(both):
        return SideLags(left_s, right_s, 0, math.nan, math.nan, math.nan, (math.nan, math.nan))
    rank = median_rank(len(both))
    low_s, high_s = (float(both[rank]), float(both[-1 - rank])) if rank is not None else (math.nan, math.nan)
    quarter, three_quarters = (float(q) for q in np.quantile(both, (0.25, 0.75)))
    return SideLags(left_s, right_s, len(both), float(np.median(both)), low_s, high_s, (quarter, three_quarters))


def median_rank(n: int) -> int | None:
    """Return k so that the k-th lowest and k-th highest of n values (from 0) hold the median in at least 95 of 100.

    It rests on the binomial distribution alone, whatever the values are distributed like. None below 6 values.
    """
    below, found = 0.0, None
    for k in range(n // 2):
        below += math.comb(n, k) * 0.5**n if n < 1000 else _binomial_half(n, k)
        if below > 0.025:
            break
        found = k
    return found


def _binomial_half(n: int, k: int) -> float:
    return math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2))

"""Medians with their 95 % intervals, of values that are independent and of values that come in clusters.

Independent values: the interval of the sign test, two order statistics (Conover, Practical Nonparametric Statistics),
which supposes nothing of the distribution and needs at least six values. Values in clusters: the same idea with as many
observations as they are worth (Woodruff 1952, JASA 47:635; see `shares.worth`): the values at the limits of the share
that lies below the median. Of fewer than `LEAST_UNITS` units it would hold too seldom, so that there is none.
"""

import math
import statistics
from collections.abc import Sequence

from eegview.clinical.statistics.estimate import Median
from eegview.clinical.statistics.rates import LEAST_UNITS, few_runs
from eegview.clinical.statistics.shares import limits_of, worth

SIGN_TEST = "order statistics (sign test)"
CLUSTERED = "order statistics with runs of spasms as units (Woodruff)"
_Limits = tuple[float | None, float | None]


def median_of(values: Sequence[float], unit: str, marks: Sequence[str] = ()) -> Median | None:
    """Return the median of independent values, None without any."""
    return _median(sorted(values), unit, marks, *_sign_test(sorted(values))) if values else None


def median_in_units(units: Sequence[Sequence[float]], unit: str, marks: Sequence[str] = ()) -> Median | None:
    """Return the median of values that come in units whose members may resemble each other, None without any."""
    units = [held for held in units if held]
    values = sorted(value for held in units for value in held)
    if not values:
        return None
    if len(values) == len(units):
        return median_of(values, unit, marks)
    if len(units) < LEAST_UNITS:
        return _median(values, unit, marks, (None, None), f"no interval: {few_runs(len(units))}")
    middle = statistics.median(values)
    below = [(sum(v < middle for v in held) + 0.5 * sum(v == middle for v in held), len(held)) for held in units]
    low, high = limits_of(0.5, worth(below, 0.5))
    first, last = math.floor(low * len(values)), math.floor(high * len(values)) + 1  # 1-based
    if first < 1 or last > len(values):
        return _median(values, unit, marks, (None, None), "no interval: the runs of spasms differ too much")
    return _median(values, unit, marks, (values[first - 1], values[last - 1]), CLUSTERED)


def _sign_test(values: Sequence[float]) -> tuple[_Limits, str]:
    """Return the limits of the median of sorted values, and how they were found."""
    n, first, tail, ways = len(values), 0, 0, 1
    while first <= n:  # `ways` = binomial coefficient of `first`
        tail += ways
        if 40 * tail > 1 << n:  # more than a fortieth
            break
        ways = ways * (n - first) // (first + 1)
        first += 1
    if first < 1:
        return (None, None), f"no interval: {n} {'value' if n == 1 else 'values'}, at least 6 are needed"
    return (values[first - 1], values[n - first]), SIGN_TEST


def _median(values: Sequence[float], unit: str, marks: Sequence[str], limits: _Limits, method: str) -> Median:
    low, high = limits
    return Median(
        statistics.median(values),
        low,
        high,
        unit,
        method,
        len(values),
        tuple(marks),
        lower_quartile=_at(values, 0.25),
        upper_quartile=_at(values, 0.75),
        least=values[0],
        most=values[-1],
    )


def _at(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of sorted values lies, interpolated between two (as numpy does)."""
    place = share * (len(values) - 1)
    before = math.floor(place)
    after = min(before + 1, len(values) - 1)
    return values[before] + (place - before) * (values[after] - values[before])

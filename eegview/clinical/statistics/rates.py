"""The rate of events that come in clusters, with an interval that knows it.

A Poisson interval takes events to come independently. Spasms do not: of a night with 138 spasms in 11 clusters it makes
an interval that would hold the next night's rate far less often than it says. Here what comes independently is a unit,
a cluster or a spasm alone; the count is a sum of units of several sizes. Its variance is estimated by the sum of the
squared sizes, and the interval is the gamma interval of such weighted sums (Fay and Feuer 1997, Statistics in Medicine
16:791), which is the exact Poisson interval (Garwood 1936) where every unit is one event. Since the variance is itself
an estimate from few units, it is widened by Student's t, squared, as Korn and Graubard (1998, Survey Methodology
24:193) do with shares. From fewer than `LEAST_UNITS` units nothing can be said of how different they are: no interval.

The interval is that of what was recorded, its states and its hours; it says nothing of hours that were not.
"""

from collections.abc import Sequence

from eegview.clinical.statistics.estimate import Estimate
from eegview.clinical.statistics.quantiles import NORMAL_POINT, TAIL, gamma_point, student_point

LEAST_UNITS = 5
PER_HOUR = "per_hour"
NONE_SEEN = "none seen: exact Poisson limit (Garwood) of runs of spasms per hour, a whole cluster being one"
ALL_ALONE = "exact Poisson (Garwood); no two spasms in one run"
CLUSTERED = "gamma interval with runs of spasms as units (Fay–Feuer, widened by Student's t)"


def rate_per_hour(sizes: Sequence[int], hours: float, marks: Sequence[str] = ()) -> Estimate | None:
    """Return the rate of events per hour, None without any time.

    sizes : events in each unit, each at least 1
    marks : ids of the events
    """
    if any(size < 1 for size in sizes):
        raise ValueError("a unit holds at least one event")
    if not hours > 0:
        return None
    n = sum(sizes)
    low, high, method = _limits(sizes)
    return Estimate(
        n / hours,
        None if low is None else low / hours,
        None if high is None else high / hours,
        PER_HOUR,
        method,
        n,
        tuple(marks),
    )


def few_runs(n_units: int) -> str:
    """Return why so few units give no interval."""
    return f"only {n_units} {'run' if n_units == 1 else 'runs'} of spasms, at least {LEAST_UNITS} are needed"


def _limits(sizes: Sequence[int]) -> tuple[float | None, float | None, str]:
    """Return the limits of the expected count, and how they were found."""
    n, n_units = sum(sizes), len(sizes)
    if n == n_units:  # none at all, or all alone
        method = ALL_ALONE if n else NONE_SEEN
        return gamma_point(n, TAIL), gamma_point(n + 1, 1 - TAIL), method
    if n_units < LEAST_UNITS:
        return None, None, f"no interval: {few_runs(n_units)}"
    widened = (student_point(n_units - 1, 1 - TAIL) / NORMAL_POINT) ** 2
    largest, variance = max(sizes), sum(size**2 for size in sizes)
    low = _gamma_limit(n, variance * widened, TAIL)
    return low, _gamma_limit(n + largest, (variance + largest**2) * widened, 1 - TAIL), CLUSTERED


def _gamma_limit(mean: float, variance: float, share: float) -> float:
    """Return the point of the gamma distribution with this mean and variance."""
    return variance / mean * gamma_point(mean**2 / variance, share)

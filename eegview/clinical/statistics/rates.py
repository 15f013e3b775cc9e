"""The rate of events that come in clusters, with an interval that knows it.

A Poisson interval takes events to come independently. Spasms do not: of a night with 138 spasms in 11 clusters it makes
an interval that would hold the next night's rate far less often than it says. Here what comes independently is a unit,
a cluster or a spasm alone; the count is a sum of units of several sizes. Its variance is estimated by the sum of the
squared sizes, and the interval is the gamma interval of such weighted sums (Fay and Feuer 1997, Statistics in Medicine
16:791), which is the exact Poisson interval (Garwood 1936) where every unit is one event. Since the variance is itself
an estimate from few units, it is widened by Student's t, squared, as Korn and Graubard (1998, Survey Methodology
24:193) do with shares. From fewer than `LEAST_UNITS` units nothing can be said of how different they are: no interval,
not even where each of them is one event: that a few events came alone does not show that none comes in a cluster.

Where none was seen no interval of events follows, since the first unit may hold one event or fifty. What follows is a
limit of units (Garwood), and it is given as that.

The interval is that of what was recorded, its states and its hours; it says nothing of hours that were not.
"""

from collections.abc import Sequence

from eegview.clinical.statistics.estimate import Estimate
from eegview.clinical.statistics.quantiles import NORMAL_POINT, TAIL, gamma_point, student_point

LEAST_UNITS = 5
PER_HOUR = "per_hour"
ALL_ALONE = "exact Poisson (Garwood), as no two spasms are in one run; too narrow if others come in clusters"
OF_UNITS = "exact Poisson (Garwood)"
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
    run_limit = None if n else gamma_point(1, 1 - TAIL) / hours
    return Estimate(
        n / hours,
        None if low is None else low / hours,
        None if high is None else high / hours,
        PER_HOUR,
        none_seen(run_limit) if run_limit is not None else method,
        n,
        tuple(marks),
        run_limit,
        len(sizes),
    )


def rate_of_units(n: int, hours: float, marks: Sequence[str] = ()) -> Estimate | None:
    """Return the rate of what is a unit of its own, as clusters are, per hour; None without any time."""
    if not hours > 0:
        return None
    low, high = gamma_point(n, TAIL) / hours, gamma_point(n + 1, 1 - TAIL) / hours
    return Estimate(n / hours, low, high, PER_HOUR, OF_UNITS, n, tuple(marks), n_runs=n)


def none_seen(run_limit: float) -> str:
    """Return what follows where no event was seen.

    run_limit : upper 95 % limit of units per hour
    """
    return (
        f"no interval: none seen, compatible with up to {run_limit:.3g} runs of spasms per hour (exact Poisson limit, "
        "Garwood), each a single spasm or a whole cluster"
    )


def few_runs(n_units: int) -> str:
    """Return why so few units give no interval."""
    return f"only {n_units} {'run' if n_units == 1 else 'runs'} of spasms, at least {LEAST_UNITS} are needed"


def _limits(sizes: Sequence[int]) -> tuple[float | None, float | None, str]:
    """Return the limits of the expected count, and how they were found."""
    n, n_units = sum(sizes), len(sizes)
    if n_units < LEAST_UNITS:
        return None, None, f"no interval: {few_runs(n_units)}"
    if n == n_units:
        return gamma_point(n, TAIL), gamma_point(n + 1, 1 - TAIL), ALL_ALONE
    widened = (student_point(n_units - 1, 1 - TAIL) / NORMAL_POINT) ** 2
    largest, variance = max(sizes), sum(size**2 for size in sizes)
    low = _gamma_limit(n, variance * widened, TAIL)
    return low, _gamma_limit(n + largest, (variance + largest**2) * widened, 1 - TAIL), CLUSTERED


def _gamma_limit(mean: float, variance: float, share: float) -> float:
    """Return the point of the gamma distribution with this mean and variance."""
    return variance / mean * gamma_point(mean**2 / variance, share)

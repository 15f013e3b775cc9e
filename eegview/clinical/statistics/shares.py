"""A share of events that come in clusters, with an interval that knows it.

Spasms of one cluster resemble each other, so forty of one cluster say less of a child than forty of ten. The interval
is that of Korn and Graubard (1998, Survey Methodology 24:193), which health surveys use: the exact interval (Clopper
and Pearson 1934) with as many observations as the sample is worth, by the variance between units and Student's t. Where
all or none have the answer that variance cannot be seen, and each unit counts as one observation.
"""

from collections.abc import Sequence

from eegview.clinical.statistics.estimate import Estimate
from eegview.clinical.statistics.quantiles import TAIL, beta_point, student_point

SHARE = "share"
EXACT = "exact binomial (Clopper–Pearson)"
CLUSTERED = "exact binomial with runs of spasms as units (Korn–Graubard)"
BY_UNIT = "exact binomial, each run of spasms counted once"
ONE_UNIT = "no interval: all in one run of spasms"

Limits = tuple[float, float]


def share_of_events(units: Sequence[tuple[int, int]], marks: Sequence[str] = ()) -> Estimate | None:
    """Return the share (0–1) of events that have an answer, None where there are no events.

    units : (events with the answer, events) of each unit; units without events are left out
    marks : ids of the events with the answer
    """
    if any(not 0 <= k <= n for k, n in units):
        raise ValueError("a share needs 0 <= k <= n")
    units = [(k, n) for k, n in units if n]
    n = sum(size for _k, size in units)
    if not n:
        return None
    share = sum(k for k, _size in units) / n
    if n == len(units):
        limits, method = limits_of(share, n), EXACT
    elif len(units) == 1:
        limits, method = None, ONE_UNIT
    elif share in (0.0, 1.0):
        limits, method = limits_of(share, len(units)), BY_UNIT
    else:
        limits, method = limits_of(share, worth(units, share)), CLUSTERED
    low, high = limits or (None, None)
    return Estimate(share, low, high, SHARE, method, n, tuple(marks))


def worth(units: Sequence[tuple[float, int]], share: float) -> float:
    """Return how many independent observations a share is worth: never more than there are.

    units : (events with the answer, events) of each of at least two units
    share : above 0, below 1
    """
    n, n_units = sum(size for _k, size in units), len(units)
    between = n_units / (n_units - 1) * sum((k - share * size) ** 2 for k, size in units) / n**2
    if between == 0:
        return n
    ratio = student_point(n - 1, 1 - TAIL) / student_point(n_units - 1, 1 - TAIL)
    return min(n, share * (1 - share) / between * ratio**2)


def limits_of(share: float, n: float) -> Limits:
    """Return the exact interval of a share of `n` observations, which need be no whole number."""
    k = share * n
    return beta_point(k, n - k + 1, TAIL), beta_point(k + 1, n - k, 1 - TAIL)

"""Confidence intervals of measured shares and rates."""

import math
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Protocol, TypeVar

import numpy as np

Interval = tuple[float, float]
_Z = 1.959963984540054  # 97.5 % point of the normal distribution: two-sided 95 %
_TAIL = 0.025
_DRAWS = 2000
_Patient = TypeVar("_Patient")


def wilson_interval(k: int, n: int) -> Interval | None:
    """Return the 95 % interval of a share k / n, None where n is 0 (Wilson 1927)."""
    if not 0 <= k <= n:
        raise ValueError("a share needs 0 <= k <= n")
    if n == 0:
        return None
    share, squared = k / n, _Z * _Z
    centre = (share + squared / (2 * n)) / (1 + squared / n)
    half = _Z / (1 + squared / n) * math.sqrt(share * (1 - share) / n + squared / (4 * n * n))
    # at the ends the formula gives 0 and 1 but for rounding
    return (0.0 if k == 0 else centre - half, 1.0 if k == n else centre + half)


def exact_share_interval(k: int, n: int) -> Interval | None:
    """Return the exact 95 % interval of a share k / n, None where n is 0 (Clopper and Pearson 1934).

    It contains the true share, whatever that is, in at least 95 of 100 samples; drawn without replacement, in more.
    """
    if not 0 <= k <= n:
        raise ValueError("a share needs 0 <= k <= n")
    if n == 0:
        return None
    special = _special_functions()
    low = float(special.betaincinv(k, n - k + 1, _TAIL)) if k else 0.0
    return (low, float(special.betaincinv(k + 1, n - k, 1 - _TAIL)) if k < n else 1.0)


def poisson_rate_interval(k: int, hours: float) -> Interval | None:
    """Return the exact 95 % interval of a rate of k events in `hours`, per hour, None for 0 hours (Garwood 1936)."""
    if k < 0:
        raise ValueError("a count is not negative")
    if not hours > 0:
        return None
    special = _special_functions()
    low = float(special.gammaincinv(k, _TAIL)) if k else 0.0
    return (low / hours, float(special.gammaincinv(k + 1, 1 - _TAIL)) / hours)


def bootstrap_interval(
    patients: Sequence[_Patient], measure: Callable[[Sequence[_Patient]], float | None], seed: int = 1
) -> Interval | None:
    """Return the 95 % percentile interval of `measure` when patients are drawn anew with replacement.

    Events of one patient that resemble each other widen it, as they should. None with fewer than two patients, or where
    a tenth of the draws give nothing to measure. The same patients always give the same interval.
    """
    if len(patients) < 2:
        return None
    rng = np.random.default_rng(seed)
    draws: list[list[int]] = rng.integers(0, len(patients), (_DRAWS, len(patients))).tolist()
    values = [value for draw in draws if (value := measure([patients[i] for i in draw])) is not None]
    if len(values) < 0.9 * _DRAWS:
        return None
    low, high = np.quantile(values, [_TAIL, 1 - _TAIL])
    return float(low), float(high)


class _SpecialFunctions(Protocol):
    """The functions of `scipy.special` used here; SciPy comes without types."""

    def betaincinv(self, a: float, b: float, y: float) -> float:
        """Return the point below which a beta distribution (a, b) has the share `y`."""
        ...

    def gammaincinv(self, a: float, y: float) -> float:
        """Return the point below which a gamma distribution of shape `a` has the share `y`."""
        ...


def _special_functions() -> _SpecialFunctions:
    """Load SciPy's functions at their first use: importing them takes longer than most commands."""
    functions: Any = import_module("scipy.special")
    return functions

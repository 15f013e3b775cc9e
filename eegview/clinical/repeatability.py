"""How much a value would differ if the same were measured again, from how it varies within one measurement.

The epochs of a study are cut into consecutive parts, so that neighbouring epochs that resemble each other do not count
as independent (method of batch means). Of a mean, the spread of the parts' means gives its standard error. Of a median,
the spread of the parts' shares of epochs below it does, as the interval between the percentiles that this leaves in
doubt (Woodruff 1952).
Two measurements that differ by chance only lie within `repeat_error` of each other in 95 of 100 pairs (repeatability
coefficient, Bland and Altman 1986), by Student's t for so few parts.

It holds the variation within the study alone: nights, electrode placement and recorders add to it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

import numpy as np

MOST_PARTS = 10
FEWEST_PARTS = 4
FEWEST_IN_PART = 4  # epochs
FEWEST_EPOCHS = FEWEST_PARTS * FEWEST_IN_PART
_TWO_SIDED = 0.975
METHOD = (
    "95 % range of repeated measurements (repeatability coefficient, Bland and Altman 1986), from how consecutive "
    "parts of the study differ (batch means, Woodruff 1952, Student's t); nights and electrode placement are not in it"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A median with what its standard error is known from.

    error : standard error of the value, None where there are too few epochs
    n_parts : parts whose spread gave it
    """

    value: float
    n: int
    error: float | None = None
    n_parts: int = 0

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % interval of the value, None where no error is known."""
        if self.error is None:
            return None
        half = _t(self.n_parts - 1) * self.error
        return self.value - half, self.value + half

    @property
    def repeat_error(self) -> float | None:
        """Return how far two such measurements lie apart at most in 95 of 100 pairs, None where it is not known."""
        if self.error is None:
            return None
        return _t(self.n_parts - 1) * math.sqrt(2) * self.error


def measured_median(epochs: Sequence[float]) -> Measured | None:
    """Return the median of epochs in order of time; None where there are none.

    epochs : one value each, none missing
    """
    values = np.asarray(epochs, np.float64)
    if not len(values):
        return None
    return _measured(values, float(np.median(values)), is_median=True)


def measured_mean(epochs: Sequence[float]) -> Measured | None:
    """Return the mean of epochs in order of time; None where there are none."""
    values = np.asarray(epochs, np.float64)
    if not len(values):
        return None
    return _measured(values, float(np.mean(values)), is_median=False)


def _measured(values: np.ndarray[Any, np.dtype[np.float64]], value: float, *, is_median: bool) -> Measured:
    n = len(values)
    if n < FEWEST_EPOCHS:
        return Measured(value, n)
    n_parts = min(MOST_PARTS, n // FEWEST_IN_PART)
    if not is_median:
        return Measured(value, n, _standard_error(values, n_parts), n_parts)
    below = (values < value) + 0.5 * (values == value)
    half, t = _t(n_parts - 1) * _standard_error(below, n_parts), _t(n_parts - 1)
    low, high = np.quantile(values, [max(0.5 - half, 0.0), min(0.5 + half, 1.0)]).tolist()
    return Measured(value, n, (high - low) / (2 * t), n_parts)


def _standard_error(values: np.ndarray[Any, np.dtype[np.float64]], n_parts: int) -> float:
    """Return the standard error of the mean from the spread of the means of consecutive parts."""
    means = [float(np.mean(part)) for part in np.array_split(values, n_parts)]
    return float(np.std(means, ddof=1)) / math.sqrt(n_parts)


def difference_error(before: Measured, after: Measured) -> float | None:
    """Return how large a difference must be to exceed the repeat error of two measurements, None where not known.

    95 %, by the degrees of freedom of Welch (1947).
    """
    if before.error is None or after.error is None:
        return None
    a, b = before.error**2, after.error**2
    if a + b == 0:
        return 0.0
    freedom = (a + b) ** 2 / (a**2 / (before.n_parts - 1) + b**2 / (after.n_parts - 1))
    return _t(freedom) * math.sqrt(a + b)


def recovered_error(before: tuple[float, float, float], after: tuple[float, float, float]) -> float:
    """Return how large a difference of two estimates must be to exceed what their 95 % intervals allow.

    By the interval of the difference that is recovered from those of both (Zou and Donner 2008).

    before, after : value, low, high
    """
    (a, a_low, a_high), (b, b_low, b_high) = before, after
    if b < a:  # the difference is held against 0 from above
        return math.hypot(a - a_low, b_high - b)
    return math.hypot(a_high - a, b - b_low)


class _SpecialFunctions(Protocol):
    """What is used of `scipy.special`, which comes without types."""

    def stdtrit(self, df: float, p: float) -> float:
        """Return the quantile of Student's t."""
        ...


def _t(freedom: float) -> float:
    special: Any = import_module("scipy.special")
    functions: _SpecialFunctions = special
    return float(functions.stdtrit(freedom, _TWO_SIDED))

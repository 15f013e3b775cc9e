"""What is drawn anew for an interval: infants, or items where there are too few infants; and the interval.

Bayesian bootstrap (Rubin 1981, Annals of Statistics 9:130): each unit gets a weight drawn from an exponential
distribution (a little wider, as few units do not show their whole spread), and the number is computed anew. To that the
weight of one answer of each kind is added, spread over its ratings, so that shares of 0 and 1 have an interval too; of
a single share this is about the interval of Jeffreys (Brown, Cai and DasGupta 2001, Statistical Science 16:101).
`tests/evidence/learner_intervals.py` counts how often the intervals hold the truth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eegview.clinical.learning.figure import Figure

Floats = NDArray[np.float64]
FEWEST_INFANTS = 15  # of fewer, the spread between infants is not known well enough
N_DRAWS = 4000
MOST_UNITS = 1000  # more are put together, in turn, so that an interval takes no longer
SEED = 1
OVER_INFANTS = "infants"
OVER_ITEMS = f"items, taken as independent (fewer than {FEWEST_INFANTS} infants)"
_TAIL = 0.025
_NORMAL_POINT = 1.959963984540054


@dataclass(frozen=True, slots=True, eq=False)
class UnitSums:
    """What each unit adds to some counts.

    sums : (n_units, n_counts)
    is_over_infants : the units are infants, else items
    """

    sums: Floats
    is_over_infants: bool
    _weighted: list[Floats] = field(default_factory=list[Floats], repr=False)  # made once for all numbers

    @property
    def totals(self) -> Floats:
        """All units together: (n_counts,)."""
        return self.sums.sum(axis=0)

    @property
    def text(self) -> str:
        """Return what the units are, in words."""
        return OVER_INFANTS if self.is_over_infants else OVER_ITEMS

    def draws(self, prior: Floats) -> Floats:
        """Return counts with units weighted at random: (n_draws, n_counts).

        prior : (n_counts,) answers that are added to each count
        """
        if not self._weighted:
            rng = np.random.default_rng(SEED)
            weights = rng.gamma(self._shape(), size=(N_DRAWS, len(self.sums))) / self._shape()
            self._weighted.append(weights @ self.sums)
        return self._weighted[0] + np.random.default_rng(SEED + 1).gamma(prior, size=(N_DRAWS, len(prior)))

    def _shape(self) -> float:
        """Return the shape of the weights' gamma distribution: 1 is the exponential one, less is wider.

        Wider by n / (n − 1), and by Student's t instead of the normal distribution, as the spread is estimated too.
        """
        n, special = max(len(self.sums), 2), _special()
        t = float(special.stdtrit(n - 1, 1 - _TAIL))
        return (n - 1) / n * (_NORMAL_POINT / t) ** 2


def unit_sums(items: Sequence[str], infants: Sequence[str], columns: Sequence[int], n_columns: int) -> UnitSums:
    """Return how often each column was hit, by unit: infants, or items where fewer than 15 infants are known.

    items, infants, columns : of each answer; an infant that is not known is ""
    """
    known = set(infants)
    is_over_infants = "" not in known and len(known) >= FEWEST_INFANTS
    names = infants if is_over_infants else items
    place = {name: number for number, name in enumerate(sorted(set(names)))}
    n_units = min(max(len(place), 1), MOST_UNITS)
    sums = np.zeros((n_units, n_columns))
    numbers = np.array([place[name] % n_units for name in names], np.int64)
    np.add.at(sums, (numbers, np.array(columns, np.int64)), 1.0)
    return UnitSums(sums, is_over_infants)


def figure_of(
    sums: UnitSums,
    value_of: Callable[[Floats], Floats],
    prior: Floats,
    n: int,
    method: str,
    unit: str = "",
    why_none: str = "Not defined for these answers.",
) -> Figure:
    """Return a number with its interval.

    value_of : counts (…, n_counts) to numbers (…,)
    prior : (n_counts,) answers added to each count for the interval
    n : answers
    """
    value = float(value_of(sums.totals))
    if not math.isfinite(value):
        return Figure(None, None, None, n, method, why_none, unit)
    low, high = interval_of(value_of(sums.draws(prior)))
    how = f"{method} 95 % interval: Bayesian bootstrap over {sums.text}, {N_DRAWS} draws (Rubin 1981)."
    return Figure(value, min(low, value), max(high, value), n, how, "", unit)


def interval_of(drawn: Floats) -> tuple[float, float]:
    """Return the 95 % interval of drawn numbers."""
    low, high = np.quantile(drawn[np.isfinite(drawn)], [_TAIL, 1 - _TAIL]).tolist()
    return low, high


def _special() -> Any:  # SciPy comes without types, and its import takes longer than most commands
    return import_module("scipy.special")

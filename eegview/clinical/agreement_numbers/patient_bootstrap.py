"""The 95 % interval of a number of agreement: patients are drawn anew, with all that is theirs.

Items of one infant resemble each other, so an interval that takes each epoch or spasm for a new observation is far too
narrow. Every number here is a function of sums over patients; a draw of patients is a sum of some of them.

The interval is the studentised bootstrap (bootstrap-t: Efron and Tibshirani 1993, An Introduction to the Bootstrap,
chapter 12): each draw is measured in its own standard error, which comes from how much each drawn patient moves the
number (linearisation). Of the methods tried it alone covers the truth in 93 to 97 of 100 studies from ten patients on;
see docs/agreement.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.ratings import Floats

FEWEST_PATIENTS = 10
N_DRAWS = 2000
SEED = 1
INTERVAL = f"95 % interval: studentised bootstrap over patients, {N_DRAWS} draws"
ONE_PATIENT = "One patient, so no interval."
TOO_FEW = f"Too few to say: an interval needs {FEWEST_PATIENTS} patients."
ALL_ALIKE = "No interval: the patients do not differ, so drawing them anew shows nothing."
SEEN_IN_FEW = "Too few to say: readers differ in too few of the patients for an interval."
RARELY_DEFINED = "No interval: the number is not defined in many draws of the patients."
_TAIL = 0.025
_LEAST_DEFINED = 0.9  # share of draws
_LEAST_WITH_ERROR = 0.99  # share of draws: fewer are so where only some three or four patients differ from the rest
_STEP = 1e-5  # of the derivative, relative to a sum
_NO_ERROR = 1e-7  # a standard error below it is rounding
_MOST_AT_ONCE = 4_000_000  # draws times patients: 32 MB
_FAR = 1e9  # standard errors, for a draw whose own error is 0


@dataclass(frozen=True, slots=True, eq=False)
class SummedMeasure:
    """A number that follows from sums over patients.

    sums : (n_patients, n_sums) what each patient adds
    value_of : totals (…, n_sums) to numbers (…,), NaN where the number is not defined
    """

    sums: Floats
    value_of: Callable[[Floats], Floats]

    @property
    def value(self) -> float | None:
        found = float(_values(self, self.sums.sum(axis=0)))
        return found if np.isfinite(found) else None


@dataclass(frozen=True, slots=True)
class Limits:
    """The ends of an interval, or the sentence why there is none."""

    low: float | None = None
    high: float | None = None
    why_none: str = ""


Otherwise = Callable[[], tuple[Limits, str]]


def interval_over_patients(
    measures: Sequence[SummedMeasure], least: float = -1.0, most: float = 1.0, seed: int = SEED
) -> Limits:
    """Return the 95 % interval of a number, or of the mean of several of the same patients.

    Of several, those that are not defined in a draw are left out of its mean.

    Parameters
    ----------
    least, most : range of the number
    seed : of the draws; the same patients in the same order give the same interval
    """
    sums, times = _distinct_patients(measures)
    n_patients = int(times.sum())
    if n_patients < FEWEST_PATIENTS:
        return Limits(why_none=ONE_PATIENT if n_patients == 1 else TOO_FEW)
    value, error = _mean_and_error(measures, sums, times[np.newaxis])
    drawn, errors = _drawn(measures, sums, times, np.random.default_rng(seed))
    if not np.isfinite(value[0]):
        return Limits(why_none=RARELY_DEFINED)
    if not error[0] > _NO_ERROR:
        return Limits(why_none=ALL_ALIKE)
    defined = np.isfinite(drawn) & np.isfinite(errors)
    if defined.mean() < _LEAST_DEFINED:
        return Limits(why_none=RARELY_DEFINED)
    differences, errors = drawn[defined] - value[0], errors[defined]
    has_error = errors > _NO_ERROR
    if has_error.mean() < _LEAST_WITH_ERROR:
        return Limits(why_none=SEEN_IN_FEW)
    distances = np.full(differences.shape, _FAR) * np.sign(differences)
    distances[has_error] = differences[has_error] / errors[has_error]
    far, near = np.quantile(distances, [1 - _TAIL, _TAIL]).tolist()
    low, high = value[0] - far * error[0], value[0] - near * error[0]
    return Limits(float(max(low, least)), float(min(high, most)))


def _distinct_patients(measures: Sequence[SummedMeasure]) -> tuple[list[Floats], Floats]:
    """Return what distinct patients add to each measure, and how many patients add just that; who adds nothing is out.

    Drawing one of several patients who add the same is drawing any of them, so a table of 80,000 items without patients
    costs no more than its few different rows. Rows stand in the order in which they first occur.
    """
    together = np.hstack([measure.sums for measure in measures])[_with_items(measures)]
    _rows, first, times = np.unique(together, axis=0, return_index=True, return_counts=True)
    order = np.argsort(first)
    rows = together[first[order]]
    edges = np.cumsum([measure.sums.shape[1] for measure in measures])[:-1].tolist()
    return [np.asarray(part, np.float64) for part in np.split(rows, edges, axis=1)], times[order].astype(np.float64)


def _drawn(
    measures: Sequence[SummedMeasure], sums: Sequence[Floats], times: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return number and standard error of each draw, (N_DRAWS,), block by block so that memory stays small."""
    n_patients, shares = int(times.sum()), times / times.sum()
    n_at_once = max(1, _MOST_AT_ONCE // len(times))
    found: list[tuple[Floats, Floats]] = []
    for start in range(0, N_DRAWS, n_at_once):
        draws = rng.multinomial(n_patients, shares, min(n_at_once, N_DRAWS - start)).astype(np.float64)
        found.append(_mean_and_error(measures, sums, draws))
    return np.concatenate([one[0] for one in found]), np.concatenate([one[1] for one in found])


def _mean_and_error(measures: Sequence[SummedMeasure], sums: Sequence[Floats], draws: Floats) -> tuple[Floats, Floats]:
    """Return the mean of the defined measures and its standard error, for each draw.

    sums : for each measure, what distinct patients add to it
    draws : (n_draws, n_distinct) how often each of them is in a draw
    """
    n_patients = draws[0].sum()
    total = np.zeros(len(draws))
    n_defined = np.zeros(len(draws))
    influence = np.zeros(draws.shape)
    for measure, added in zip(measures, sums, strict=True):
        totals = draws @ added
        values = _values(measure, totals)
        slopes = _slopes(measure, totals)
        defined = np.isfinite(values) & np.isfinite(slopes).all(axis=1)
        total += np.where(defined, values, 0.0)
        n_defined += defined
        influence += np.where(defined[:, np.newaxis], slopes, 0.0) @ added.T
    with np.errstate(all="ignore"):
        mean = total / n_defined
        influence /= n_defined[:, np.newaxis]
        influence -= (draws * influence).sum(axis=1, keepdims=True) / n_patients
        errors = np.sqrt((draws * influence**2).sum(axis=1) * n_patients / (n_patients - 1))
    return mean, errors


def _with_items(measures: Sequence[SummedMeasure]) -> NDArray[np.bool_]:
    """Return who has anything to measure: (n_all_patients,)."""
    found: NDArray[np.bool_] = np.hstack([measure.sums for measure in measures]) != 0
    return np.logical_or.reduce(found, axis=1)


def _values(measure: SummedMeasure, totals: Floats) -> Floats:
    with np.errstate(all="ignore"):
        return np.asarray(measure.value_of(totals), np.float64)


def _slopes(measure: SummedMeasure, totals: Floats) -> Floats:
    """Return the derivative of the number by each sum, (n_draws, n_sums), by central differences."""
    scale = np.maximum(np.abs(totals), 1e-3 * np.abs(totals).max(axis=-1, keepdims=True))
    steps = _STEP * np.where(scale > 0, scale, 1.0)
    slopes = np.empty_like(totals)
    for place in range(totals.shape[-1]):
        moved = np.zeros_like(totals)
        moved[:, place] = steps[:, place]
        slopes[:, place] = (_values(measure, totals + moved) - _values(measure, totals - moved)) / (2 * steps[:, place])
    return slopes


def number_of(
    measures: Sequence[SummedMeasure],
    n_items: int,
    n_readers: int,
    method: str,
    why_none: str,
    least: float = -1.0,
    seed: int = SEED,
    otherwise: Otherwise | None = None,
) -> AgreementNumber:
    """Return the number (of several measures, their mean) with its interval.

    Parameters
    ----------
    why_none : what is said where the number is not defined
    least : lower end of its range; the upper is 1
    otherwise : the interval where too few patients differ for the bootstrap, and its method; None = none
    """
    n_patients = int(_with_items(measures).sum())
    values = [value for measure in measures if (value := measure.value) is not None]
    if not values:
        return AgreementNumber(None, None, None, n_items, n_patients, n_readers, method, why_none)
    value = min(sum(values) / len(values), 1.0)
    limits, by = interval_over_patients(measures, least, 1.0, seed), INTERVAL
    if otherwise is not None and limits.why_none in (ALL_ALIKE, SEEN_IN_FEW):
        limits, by = otherwise()
    return AgreementNumber(
        value,
        limits.low,
        limits.high,
        n_items,
        n_patients,
        n_readers,
        f"{method} {by}." if limits.low is not None else method,
        why_no_interval=limits.why_none,
    )

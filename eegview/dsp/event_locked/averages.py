"""Average samples that were cut around events, and find the events that differ most from the others."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

_MAD_TO_SD = 1.4826  # of a normal distribution
_LEAST_FOR_AN_INTERVAL = 2
_TWO_SIDED_95 = 0.975


@dataclass(frozen=True, slots=True, eq=False)
class LockedAverage:
    """The mean of rows around events, sample by sample.

    mean : (n_rows, n_times) in the rows' unit, NaN where no event has a sample
    sem : standard error of the mean, NaN where fewer than `least_units` units have a sample
    low, high : 95 % interval of the mean at each sample by Student's t, as if the units were independent of each other
    n : (n_rows, n_times) how many events have a sample there
    """

    mean: Values
    sem: Values
    low: Values
    high: Values
    n: npt.NDArray[np.int64]


def locked_average(
    data: npt.NDArray[np.floating],
    is_included: npt.NDArray[np.bool_],
    units: npt.NDArray[np.int64] | None = None,
    least_units: int = _LEAST_FOR_AN_INTERVAL,
) -> LockedAverage:
    """Return the mean over the included events.

    Its standard error is that of a mean of clusters (the linearised variance of a ratio, as surveys use it): deviations
    are summed in each unit before they are squared. Where every unit is one event it is the usual one.

    data : (n_events, n_rows, n_times), NaN where there is no sample
    is_included : (n_events,)
    units : (n_events,) number of the unit that an event belongs to; None = each is one
    least_units : fewer of them give no interval
    """
    used = np.asarray(data, np.float64)[is_included]
    known = np.isfinite(used)
    n = known.sum(axis=0, dtype=np.int64)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, used, 0.0).sum(axis=0) / n
        away = np.where(known, used - mean, 0.0)
        squares, n_units = _in_units(away, known, units if units is None else np.asarray(units)[is_included])
        sem = np.sqrt(n_units / (n_units - 1) * squares) / n
    mean[n == 0] = np.nan
    sem[n_units < max(least_units, _LEAST_FOR_AN_INTERVAL)] = np.nan
    half = sem * _t_factors(n_units)
    return LockedAverage(mean, sem, mean - half, mean + half, n)


def _in_units(
    away: Values, known: npt.NDArray[np.bool_], units: npt.NDArray[np.int64] | None
) -> tuple[Values, npt.NDArray[np.int64]]:
    """Return the squared sums of the units' deviations, added, and how many units have a sample."""
    if units is None:
        return (away**2).sum(axis=0), known.sum(axis=0, dtype=np.int64)
    squares, n_units = np.zeros(away.shape[1:]), np.zeros(away.shape[1:], np.int64)
    for unit in np.unique(units):
        of_unit = units == unit
        squares += away[of_unit].sum(axis=0) ** 2
        n_units += known[of_unit].any(axis=0)
    return squares, n_units


def locked_mean(data: npt.NDArray[np.floating], is_included: npt.NDArray[np.bool_]) -> Values:
    """Return the mean alone, which is quicker and needs little memory; see `locked_average`."""
    total, n = np.zeros(data.shape[1:]), np.zeros(data.shape[1:], np.int64)
    for number in np.flatnonzero(is_included):
        known = np.isfinite(data[number])
        total += np.where(known, data[number], 0.0)
        n += known
    return np.divide(total, n, out=np.full(total.shape, np.nan), where=n > 0)


def _t_factors(n: npt.NDArray[np.int64]) -> Values:
    """Return the 97.5 % point of Student's t with n - 1 degrees of freedom; NaN below two."""
    if not n.size or n.max() < _LEAST_FOR_AN_INTERVAL:
        return np.full(n.shape, np.nan)
    from scipy.special import stdtrit  # late: importing it costs more than a page

    factors = np.full(int(n.max()) + 1, np.nan)
    for count in np.unique(n):
        if count >= _LEAST_FOR_AN_INTERVAL:
            factors[count] = stdtrit(count - 1, _TWO_SIDED_95)
    return factors[n]


def outlier_distances(data: npt.NDArray[np.floating]) -> Values:
    """Return how far each event lies from the median of all, in robust standard deviations of its rows.

    The difference from the median over events is divided by 1.4826 × its median absolute value in that row (over
    events and samples), and the root mean square over rows and samples is the distance. Median and scale do not follow
    the outliers that they are to find. 1 is usual; NaN for an event without a sample.

    data : (n_events, n_rows, n_times), NaN where there is no sample
    """
    values = np.asarray(data, np.float64)
    n_events, n_rows = values.shape[:2]
    squares, counts = np.zeros(n_events), np.zeros(n_events)
    for row in range(n_rows):  # row by row, so that memory stays flat
        away = values[:, row] - _median(values[:, row])
        known = np.isfinite(away)
        scale = _MAD_TO_SD * float(np.median(np.abs(away[known]))) if known.any() else 0.0
        if scale > 0:
            squares += (np.where(known, away, 0.0) ** 2).sum(axis=1) / scale**2
            counts += known.sum(axis=1)
    return np.sqrt(np.divide(squares, counts, out=np.full(n_events, np.nan), where=counts > 0))


def outlier_order(distances: Values) -> npt.NDArray[np.intp]:
    """Return the numbers of events, the farthest first; those without a distance stand last, each kind in order."""
    return np.argsort(np.where(np.isfinite(distances), -distances, math.inf), kind="stable")


def _median(values: Values) -> Values:
    """Return the median over events of each sample, NaN where none has one."""
    if np.isfinite(values).all():
        return np.median(values, axis=0)
    found = np.full(values.shape[1], np.nan)
    has_any = np.isfinite(values).any(axis=0)
    found[has_any] = np.nanmedian(values[:, has_any], axis=0)
    return found


def field_power(data: npt.NDArray[np.floating]) -> Values:
    """Return the global field power of each sample: the standard deviation over electrodes (Lehmann, Skrandies 1980).

    data : (..., n_electrodes, n_times); electrodes without any sample are left out, else a NaN makes the sample NaN
    """
    values = np.asarray(data, np.float64)
    is_silent = np.isnan(values).all(axis=-1, keepdims=True)
    n = np.maximum((~is_silent).sum(axis=-2), 1)
    held = np.where(is_silent, 0.0, values)
    mean = held.sum(axis=-2) / n
    away = np.where(is_silent, 0.0, held - mean[..., None, :])
    power = np.sqrt((away**2).sum(axis=-2) / n)
    n_silent = is_silent.sum(axis=-2)
    power[np.broadcast_to(n_silent == values.shape[-2], power.shape)] = np.nan
    return power

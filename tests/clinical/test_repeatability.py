"""Repeat error from the variation within one measurement: simulated pairs must lie within it as often as it says."""

import math

import numpy as np
import pytest
from scipy import signal, stats

from eegview.clinical.repeatability import (
    FEWEST_EPOCHS,
    difference_error,
    measured_mean,
    measured_median,
    recovered_error,
)


def epochs(rng: np.random.Generator, n: int, memory: float, is_skewed: bool) -> list[float]:
    """Return epochs that resemble their neighbours (autoregressive), as amplitudes in one state do."""
    noise = math.sqrt(1 - memory**2) * rng.normal(size=n)
    noise[0] = rng.normal()
    values = np.asarray(signal.lfilter([1.0], [1.0, -memory], noise))
    return (200 * np.exp(0.3 * values) if is_skewed else 200 + 40 * values).tolist()


@pytest.mark.parametrize(("n", "memory", "is_skewed", "at_least"), [
    (36, 0.0, True, 0.93),
    (36, 0.3, True, 0.92),
    (120, 0.5, True, 0.93),
    (300, 0.7, True, 0.93),
    (300, 0.7, False, 0.93),
    (900, 0.8, True, 0.93),
])  # fmt: skip
def test_pairs_without_a_change_lie_within_it_in_95_of_100(
    n: int, memory: float, is_skewed: bool, at_least: float
) -> None:
    rng = np.random.default_rng(5)
    n_pairs, n_within, n_within_own = 600, 0, 0
    for _pair in range(n_pairs):
        a, b = (measured_median(epochs(rng, n, memory, is_skewed)) for _ in range(2))
        assert a is not None
        assert b is not None
        limit, own = difference_error(a, b), a.repeat_error
        assert limit is not None
        assert own is not None
        n_within += abs(a.value - b.value) <= limit
        n_within_own += abs(a.value - b.value) <= own
    assert at_least <= n_within / n_pairs <= 0.99
    assert 0.90 <= n_within_own / n_pairs <= 0.99


def test_a_change_of_the_size_of_treatment_exceeds_it() -> None:
    rng = np.random.default_rng(6)
    before, after = epochs(rng, 120, 0.5, True), [0.35 * value for value in epochs(rng, 120, 0.5, True)]
    a, b = measured_median(before), measured_median(after)
    assert a is not None
    assert b is not None
    limit = difference_error(a, b)
    assert limit is not None
    assert abs(a.value - b.value) > 3 * limit


def test_t_and_its_degrees_of_freedom_are_those_of_scipy() -> None:
    values = np.random.default_rng(7).normal(10, 2, 40).tolist()
    other = np.random.default_rng(8).normal(9, 5, 16).tolist()
    a, b = measured_mean(values), measured_mean(other)
    assert a is not None
    assert b is not None
    parts = [np.mean(part) for part in np.array_split(values, 10)]
    assert a.error == pytest.approx(stats.sem(parts))
    assert a.interval == pytest.approx(stats.t.interval(0.95, 9, np.mean(values), stats.sem(parts)))
    others = [np.mean(part) for part in np.array_split(other, 4)]
    welch = stats.ttest_ind(parts, others, equal_var=False).confidence_interval(0.95)
    half = (welch.high - welch.low) / 2
    assert difference_error(a, b) == pytest.approx(half)
    assert a.repeat_error == pytest.approx(stats.t.ppf(0.975, 9) * math.sqrt(2) * stats.sem(parts))


def test_too_few_epochs_have_a_value_and_no_error() -> None:
    few = measured_median([3.0] * (FEWEST_EPOCHS - 1))
    assert few is not None
    assert (few.value, few.error, few.interval, few.repeat_error) == (3.0, None, None, None)
    enough = measured_median([3.0] * FEWEST_EPOCHS)
    assert enough is not None
    assert enough.repeat_error == 0
    assert difference_error(few, enough) is None
    assert difference_error(enough, enough) == 0
    assert measured_median([]) is None
    assert measured_mean([]) is None


def test_the_interval_of_a_difference_is_recovered_from_both() -> None:
    before, after = (10.0, 7.0, 14.0), (2.0, 1.0, 5.0)
    assert recovered_error(before, after) == pytest.approx(math.hypot(3, 3))
    assert recovered_error(after, before) == pytest.approx(math.hypot(3, 3))
    assert recovered_error((0.0, 0.0, 0.4), (2.0, 0.9, 3.0)) == pytest.approx(math.hypot(0.4, 1.1))

"""Medians and their intervals: against scipy and numpy, and how often the interval holds the true median."""

import numpy as np
import pytest
from estimate_ends import ends
from scipy import stats

from eegview.clinical.statistics.medians import CLUSTERED, SIGN_TEST, median_in_units, median_of

SEED = 20261129


@pytest.mark.parametrize("n", [6, 7, 20, 151])
def test_independent_values_have_the_interval_of_the_sign_test(n: int):
    values = np.random.default_rng(n).lognormal(size=n).tolist()
    median = median_of(values, "s", ["a"])
    expected = stats.quantile_test(values, p=0.5).confidence_interval()
    assert (median.low, median.high) == pytest.approx((expected.low, expected.high))
    assert (median.value, median.method, median.n, median.marks) == (np.median(values), SIGN_TEST, n, ("a",))
    quartiles = np.quantile(values, [0.25, 0.75])
    assert (median.lower_quartile, median.upper_quartile) == pytest.approx(tuple(quartiles))
    assert (median.least, median.most) == (min(values), max(values))
    assert median_in_units([[value] for value in values], "s") == median_of(values, "s")


def test_few_values_have_no_interval_but_the_reason():
    assert median_of([], "s") is None
    assert median_in_units([[], []], "s") is None
    assert median_of([4.0], "s").method == "no interval: 1 value, at least 6 are needed"
    five = median_of([1, 2, 3, 4, 5], "s")
    assert (five.value, five.low, five.high) == (3, None, None)
    assert "only 1 run of spasms" in median_in_units([[1.0, 2.0]], "s").method
    alike = median_in_units([[1.0, 1.1]] * 2 + [[9.0, 9.2]] * 3, "s")
    assert alike.method == "no interval: the runs of spasms differ too much"


def test_the_interval_of_values_in_clusters_is_wider_where_clusters_differ():
    rng = np.random.default_rng(SEED)
    units = [rng.normal(centre, 0.5, 30).tolist() for centre in rng.normal(10, 2, 12)]
    median = median_in_units(units, "s")
    alone = median_of([value for held in units for value in held], "s")
    assert median.method == CLUSTERED
    (low, high), (low_alone, high_alone) = ends(median), ends(alone)
    assert low < low_alone < median.value < high_alone < high


@pytest.mark.parametrize("alike", [0.05, 0.4])
def test_the_interval_holds_the_true_median(alike: float):
    rng = np.random.default_rng(SEED)
    n_held = n_all = 0
    for _ in range(300):
        sizes = rng.geometric(0.1, 10)
        centres = rng.normal(0, np.sqrt(alike), 10)
        units = [rng.normal(c, np.sqrt(1 - alike), n).tolist() for c, n in zip(centres, sizes, strict=True)]
        median = median_in_units(units, "s")
        if median is not None and median.has_interval:
            low, high = ends(median)
            n_all += 1
            n_held += low <= 0 <= high
    assert n_all > 290
    assert n_held / n_all >= 0.89

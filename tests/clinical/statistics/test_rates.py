"""Rates of events in clusters: against scipy and statsmodels, and how often the interval holds the true rate."""

import numpy as np
import pytest
from estimate_ends import ends
from scipy import stats

from eegview.clinical.statistics.rates import ALL_ALONE, CLUSTERED, LEAST_UNITS, none_seen, rate_per_hour

SEED = 20261129


def exact_interval(n: int, hours: float) -> tuple[float, float]:
    """Return the exact interval of a Poisson rate as statsmodels, which takes a second to load, computes it."""
    from statsmodels.stats.rates import confint_poisson

    low, high = confint_poisson(n, hours, method="exact-c")
    return float(low), float(high)


@pytest.mark.parametrize(("n", "hours"), [(5, 0.5), (6, 2.0), (17, 10.0)])
def test_events_that_come_alone_have_the_exact_poisson_interval(n: int, hours: float):
    rate = rate_per_hour([1] * n, hours, marks=[str(i) for i in range(n)])
    assert (rate.low, rate.high) == pytest.approx(exact_interval(n, hours))
    assert (rate.value, rate.n, rate.unit, rate.method) == (n / hours, n, "per_hour", ALL_ALONE)
    assert len(rate.marks) == n


def test_none_seen_has_an_upper_limit_and_no_time_has_no_rate():
    rate = rate_per_hour([], 10.0)
    assert rate is not None
    limit = rate.run_limit
    assert limit is not None
    assert (rate.value, rate.low, rate.high) == (0, None, None), "the first run may hold one spasm or fifty"
    assert rate.method == none_seen(limit)
    assert "up to 0.369 runs of spasms per hour" in rate.method
    assert limit == pytest.approx(exact_interval(0, 10.0)[1])
    assert limit == pytest.approx(-np.log(0.025) / 10)  # in closed form
    assert rate_per_hour([3], 0.0) is None
    with pytest.raises(ValueError, match="at least one"):
        rate_per_hour([2, 0], 1.0)


def test_clusters_have_the_gamma_interval_of_their_sizes():
    sizes, hours = [11, 12, 7, 1, 30, 1, 14], 10.0
    rate = rate_per_hour(sizes, hours)
    n, squares, most = sum(sizes), sum(s * s for s in sizes), max(sizes)
    widened = (stats.t.ppf(0.975, len(sizes) - 1) / stats.norm.ppf(0.975)) ** 2
    # Fay and Feuer 1997, in chi-squared form, with the variances widened
    low_v, high_v = squares * widened, (squares + most**2) * widened
    low = low_v / (2 * n) * stats.chi2.ppf(0.025, 2 * n**2 / low_v)
    high = high_v / (2 * (n + most)) * stats.chi2.ppf(0.975, 2 * (n + most) ** 2 / high_v)
    assert (rate.low, rate.high) == pytest.approx((low / hours, high / hours))
    assert rate.method == CLUSTERED
    plain = exact_interval(n, hours)
    low, high = ends(rate)
    assert low < plain[0] < plain[1] < high


def test_too_few_runs_have_no_interval_but_the_reason():
    rate = rate_per_hour([12, 1, 9, 30], 2.0)
    assert (rate.value, rate.low, rate.high) == (26, None, None)
    assert f"at least {LEAST_UNITS} are needed" in rate.method
    assert "only 1 run of" in rate_per_hour([12], 2.0).method
    few = rate_per_hour([1, 1, 1], 2.0)
    assert few is not None
    assert not few.has_interval, "that a few came alone does not show that none comes in a cluster"


@pytest.mark.parametrize("n_expected", [2, 4, 6, 20])
def test_where_an_interval_is_shown_it_holds_with_runs_of_very_different_sizes_too(n_expected: int):
    rng = np.random.default_rng(SEED)
    n_held = n_all = 0
    for n_runs in rng.poisson(n_expected, 3000 if n_expected == 2 else 800):
        sizes = np.where(rng.random(n_runs) < 0.5, 1, rng.geometric(0.05, n_runs)).tolist()
        rate = rate_per_hour(sizes, 10.0)
        if rate is not None and rate.has_interval:
            low, high = ends(rate)
            n_held += low <= n_expected * 10.5 / 10 <= high
            n_all += 1
    assert n_all > 100
    assert n_held / n_all > 0.9


@pytest.mark.parametrize("n_expected", [8, 20])
def test_the_interval_holds_the_true_rate_where_a_plain_one_does_not(n_expected: int):
    rng = np.random.default_rng(SEED)
    n_held = n_plain = n_all = 0
    for n_runs in rng.poisson(n_expected, 800):
        sizes = rng.geometric(0.1, n_runs).tolist()  # ten spasms on average
        rate = rate_per_hour(sizes, 10.0)
        if rate is None or not rate.has_interval:
            continue
        n_all += 1
        low, high = ends(rate)
        n_held += low <= n_expected <= high  # ten spasms a run, ten hours
        low, high = exact_interval(sum(sizes), 10.0)
        n_plain += low <= n_expected <= high
    assert n_all > 700
    assert 0.93 <= n_held / n_all <= 0.995
    assert n_plain / n_all < 0.6

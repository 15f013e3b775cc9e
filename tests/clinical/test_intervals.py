"""Intervals against published values and their own definition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.clinical.intervals import (
    bootstrap_interval,
    exact_share_interval,
    poisson_rate_interval,
    wilson_interval,
)


def test_wilson_as_published():
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3: 81/263, 15/148, 0/20, 1/29
    for k, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson_interval(k, n) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_mirrors(counts: tuple[int, int]):
    k, n = counts
    low, high = wilson_interval(k, n) or (1, 0)
    assert 0 <= low <= k / n <= high <= 1
    other = wilson_interval(n - k, n) or (0, 0)
    assert other == pytest.approx((1 - high, 1 - low))


def binomial_tail(k: int, n: int, share: float) -> float:
    """Return how often at least `k` of `n` are found where each is found with this probability."""
    return sum(math.comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(k, n + 1))


@pytest.mark.parametrize(("k", "n"), [(1, 29), (15, 148), (5, 10), (9, 10)])
def test_the_exact_interval_leaves_a_fortieth_on_either_side(k: int, n: int):
    # its definition, Clopper and Pearson 1934
    low, high = exact_share_interval(k, n) or (0, 0)
    assert binomial_tail(k, n, low) == pytest.approx(0.025, abs=1e-9)
    assert 1 - binomial_tail(k + 1, n, high) == pytest.approx(0.025, abs=1e-9)


def test_the_exact_interval_of_none_and_of_all():
    # 1 - 0.025 ** (1 / n), in closed form
    assert exact_share_interval(0, 20) == pytest.approx((0.0, 1 - 0.025 ** (1 / 20)))
    assert exact_share_interval(20, 20) == pytest.approx((0.025 ** (1 / 20), 1.0))


def test_poisson_as_tabled():
    # Garwood 1936: of 0, 1 and 10 events
    assert poisson_rate_interval(0, 1.0) == pytest.approx((0.0, 3.6889), abs=1e-4)
    assert poisson_rate_interval(1, 1.0) == pytest.approx((0.0253, 5.5716), abs=1e-4)
    assert poisson_rate_interval(10, 2.0) == pytest.approx((4.7954 / 2, 18.3904 / 2), abs=1e-4)


def test_of_nothing_there_is_no_interval():
    assert wilson_interval(0, 0) is None
    assert exact_share_interval(0, 0) is None
    assert poisson_rate_interval(3, 0.0) is None
    assert bootstrap_interval([1.0], np.mean) is None
    assert bootstrap_interval([1.0, 2.0], lambda _drawn: None) is None


def test_impossible_counts_are_bugs():
    with pytest.raises(ValueError, match="share"):
        wilson_interval(3, 2)
    with pytest.raises(ValueError, match="share"):
        exact_share_interval(3, 2)
    with pytest.raises(ValueError, match="negative"):
        poisson_rate_interval(-1, 1.0)


def test_bootstrap_is_the_same_each_time_and_near_the_normal_one():
    patients = list(np.random.default_rng(5).normal(10.0, 2.0, 100))
    interval = bootstrap_interval(patients, lambda drawn: float(np.mean(drawn)))
    assert interval == bootstrap_interval(patients, lambda drawn: float(np.mean(drawn)))
    mean, half = np.mean(patients), 1.96 * np.std(patients) / 10
    assert interval == pytest.approx((mean - half, mean + half), abs=0.1)

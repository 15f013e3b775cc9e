"""Peaks and beginnings of known waves are found where they were put; what cannot be measured is said to be so."""

import math

import numpy as np
import pytest
from scipy import stats

from eegview.dsp.event_locked.onsets import OnsetRule, median_rank, onset_s, side_lags
from eegview.dsp.event_locked.peaks import cut_at, peak_lags_s

RATE_HZ, FIRST_S = 250.0, -6.0
TIMES_S = FIRST_S + np.arange(2250) / RATE_HZ


def _noise(seed: int) -> np.ndarray:
    return np.abs(np.random.default_rng(seed).normal(10, 1, len(TIMES_S)))


def _bump(at_s: float, width_s: float = 0.15) -> np.ndarray:
    return np.exp(-0.5 * ((TIMES_S - at_s) / width_s) ** 2)


def test_a_peak_is_found_to_the_sample_and_cut_to_zero():
    lags_s = np.array([0.2, 0.512, 1.0, -0.1])
    strength = np.stack([_bump(lag_s) for lag_s in lags_s])
    found = peak_lags_s(strength, FIRST_S, RATE_HZ, (-0.5, 1.5))
    np.testing.assert_allclose(found, lags_s, atol=1e-9)
    cut, times_s = cut_at(
        list(strength[:, None].astype(np.float32)), (1, len(TIMES_S)), FIRST_S, RATE_HZ, found, (-1.0, 1.0)
    )
    assert times_s[0] == -1.0
    assert times_s[-1] == 1.0
    assert cut.shape == (4, 1, 501)
    np.testing.assert_allclose(cut[:, 0], np.broadcast_to(cut[0, 0], (4, 501)), atol=1e-6)
    assert (cut[:, 0].argmax(axis=1) == 250).all()


def test_no_peak_is_found_where_there_is_none_or_samples_are_missing():
    rising = TIMES_S - FIRST_S
    broken = _bump(0.4)
    broken[np.abs(TIMES_S - 0.9) < 0.05] = np.nan
    found = peak_lags_s(np.stack([rising, broken]), FIRST_S, RATE_HZ, (-0.5, 1.5))
    assert np.isnan(found).all()
    assert np.isnan(peak_lags_s(rising[None], FIRST_S, RATE_HZ, (9.0, 10.0))).all()
    cut, _times_s = cut_at([np.ones((1, 10), np.float32)], (1, 10), 0.0, 10.0, np.array([math.nan]), (0.0, 0.5))
    assert np.isnan(cut).all()
    reaching, _times_s = cut_at([np.ones((1, 10), np.float32)], (1, 10), 0.0, 10.0, np.array([0.7]), (-0.2, 0.5))
    assert np.isnan(reaching[0, 0]).tolist() == [False] * 5 + [True] * 3


@pytest.mark.parametrize("at_s", [-0.4, 0.0, 0.52])
def test_fast_activity_begins_where_it_was_put(at_s):
    strength = _noise(1) + 15 * (at_s <= TIMES_S)
    assert onset_s(strength, FIRST_S, RATE_HZ, OnsetRule()) == pytest.approx(at_s, abs=1.5 / RATE_HZ)


def test_half_of_the_peak_is_met_between_two_samples():
    rule = OnsetRule(share_of_peak=0.5, least_z=3.0)
    flat = 5 + 0.01 * np.sin(np.arange(len(TIMES_S)))
    half_s = 0.6 - 0.15 * math.sqrt(2 * math.log(2))
    assert onset_s(flat + 100 * _bump(0.6), FIRST_S, RATE_HZ, rule) == pytest.approx(half_s, abs=0.001)


def test_what_cannot_be_measured_is_no_number():
    rule = OnsetRule()
    assert math.isnan(onset_s(_noise(2), FIRST_S, RATE_HZ, rule))  # nothing begins
    assert math.isnan(onset_s(_noise(3) + 15.0 * (TIMES_S >= -1.2), FIRST_S, RATE_HZ, rule))  # began before the window
    gap = _noise(4) + 15.0 * (TIMES_S >= 0)
    gap[np.abs(TIMES_S - 0.5) < 0.02] = np.nan
    assert math.isnan(onset_s(gap, FIRST_S, RATE_HZ, rule))
    crowded = _noise(5) + 15.0 * (TIMES_S >= 0)
    crowded[(TIMES_S > -5) & (TIMES_S < -1.5)] = np.nan  # another spasm lies in the baseline
    assert math.isnan(onset_s(crowded, FIRST_S, RATE_HZ, rule))
    assert math.isnan(onset_s(np.ones_like(TIMES_S), FIRST_S, RATE_HZ, rule))
    half = OnsetRule(share_of_peak=0.5)
    assert math.isnan(onset_s(_noise(6) + 1.5 * _bump(0.5), FIRST_S, RATE_HZ, half))  # not above the background


def test_a_known_lag_between_the_sides_lies_in_its_interval():
    rng = np.random.default_rng(7)
    starts_s = rng.uniform(0.0, 0.5, 30)
    lag_s = 0.04

    def begins_s(late_s: float, seed: int) -> np.ndarray:
        made = (_noise(seed + k) + 15 * (t + late_s <= TIMES_S) for k, t in enumerate(starts_s))
        return np.array([onset_s(strength, FIRST_S, RATE_HZ, OnsetRule()) for strength in made])

    left_s, right_s = begins_s(lag_s, 0), begins_s(0.0, 99)
    right_s[3] = np.nan
    is_included = np.ones(30, np.bool_)
    is_included[5] = False
    found = side_lags(left_s, right_s, is_included)
    assert found.n == 28
    assert found.low_s <= lag_s + 1 / RATE_HZ
    assert lag_s - 1 / RATE_HZ <= found.high_s
    assert found.median_s == pytest.approx(lag_s, abs=1 / RATE_HZ)
    assert found.n_right_first == 28
    assert found.n_left_first == 0
    nothing = side_lags(left_s, right_s, np.zeros(30, np.bool_))
    assert nothing.n == 0
    assert math.isnan(nothing.median_s)


@pytest.mark.parametrize("n", [1, 5, 6, 7, 20, 101, 1500])
def test_the_median_lies_between_its_ranks_in_95_of_100(n):
    rank = median_rank(n)
    if rank is None:
        assert 2 * stats.binom.cdf(0, n, 0.5) > 0.05
        return
    assert 1 - 2 * stats.binom.cdf(rank, n, 0.5) >= 0.95 - 1e-12
    assert 1 - 2 * stats.binom.cdf(rank + 1, n, 0.5) < 0.95

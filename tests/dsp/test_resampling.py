"""Rows at another rate: a part equals the same part of the whole, waves keep height and place, a constant stays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.dsp import resampling
from eegview.dsp.resampling import PASSED, STOPPED, Resampling

RATES = st.sampled_from([100.0, 128.0, 199.8, 200.0, 250.0, 256.0, 500.0, 512.0, 333.337])


def _wave(rate_hz: float, frequency_hz: float, seconds: float = 20.0) -> np.ndarray:
    return np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * rate_hz)) / rate_hz)[None]


@given(RATES, RATES, st.floats(0.02, 0.9))
def test_a_wave_below_the_passed_share_keeps_height_and_place(rate_in_hz, rate_out_hz, share):
    frequency_hz = share * PASSED * min(rate_in_hz, rate_out_hz)
    made = Resampling(rate_in_hz, rate_out_hz).run(_wave(rate_in_hz, frequency_hz), 0, 0, round(20 * rate_out_hz))
    true = _wave(rate_out_hz, frequency_hz)[0]
    middle = slice(round(3 * rate_out_hz), round(17 * rate_out_hz))
    assert np.max(np.abs(made[0][middle] - true[middle])) < 0.004


@given(RATES, RATES, st.floats(-1e5, 1e5))
def test_a_constant_stays_up_to_both_ends(rate_in_hz, rate_out_hz, level):
    made = Resampling(rate_in_hz, rate_out_hz).run(np.full((2, 999), level), 0, 0, int(998 * rate_out_hz / rate_in_hz))
    assert np.allclose(made, level, rtol=1e-6)


@given(RATES, RATES, st.integers(0, 900), st.integers(1, 700))
def test_a_part_equals_the_same_part_of_the_whole(rate_in_hz, rate_out_hz, first, length):
    rows = np.random.default_rng(1).standard_normal((3, 2000)) * 50
    resample = Resampling(rate_in_hz, rate_out_hz)
    n_out = int(2000 * rate_out_hz / rate_in_hz)
    first, stop = min(first, n_out - 1), min(first + length, n_out)
    stop = max(stop, first + 1)
    whole = resample.run(rows, 0, 0, n_out)
    low, high = resample.needed(first, stop)
    low, high = max(low, 0), min(high, 2000)
    part = resample.run(rows[:, low:high], low, first, stop)
    assert np.array_equal(part, whole[:, first:stop])


def test_what_would_fold_back_low_is_gone():
    folding_hz = 0.5 * (STOPPED * 128 + 128)  # would come out below the passed share
    made = Resampling(512.0, 128.0).run(_wave(512.0, folding_hz), 0, 0, 20 * 128)
    assert np.max(np.abs(made[0][300:-300])) < 10 ** (-60 / 20)


def test_the_plain_kernel_gives_the_same():
    rows = np.random.default_rng(2).standard_normal((2, 500))
    resample = Resampling(256.0, 100.0)
    compiled = resample.run(rows, 0, 0, 190)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resampling, "_kernel", lambda: resampling.weigh_plain)
        plain = resample.run(rows, 0, 0, 190)
    assert np.allclose(compiled, plain, atol=1e-5)

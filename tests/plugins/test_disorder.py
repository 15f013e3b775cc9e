import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plugin_parts import plugin_part

disorder = plugin_part("hypsarrhythmia", "disorder")


def test_entropy_is_none_for_a_slope_and_full_for_noise():
    data = np.vstack([np.arange(5000.0), np.random.default_rng(2).normal(size=5000), np.zeros(5000)])
    slope, noise, flat = disorder.permutation_entropy(data, 64.0)
    assert slope == pytest.approx(0, abs=1e-9)
    assert noise == pytest.approx(1, abs=0.01)
    assert flat == pytest.approx(0, abs=1e-9)


def test_entropy_of_a_wave_does_not_depend_on_the_rate():
    found = []
    for rate_hz in (128.0, 256.0, 512.0):
        times_s = np.arange(int(10 * rate_hz)) / rate_hz
        found.append(disorder.permutation_entropy(np.sin(2 * np.pi * 3 * times_s)[None], rate_hz)[0])
    assert found == pytest.approx([found[0]] * 3, abs=0.02)


@given(scale=st.floats(0.01, 1000), seed=st.integers(0, 99))
def test_entropy_knows_no_size(scale, seed):
    data = np.random.default_rng(seed).normal(size=(2, 400))
    np.testing.assert_allclose(disorder.permutation_entropy(data * scale, 128), disorder.permutation_entropy(data, 128))


def test_too_little_and_missing_samples_tell_nothing():
    assert np.isnan(disorder.permutation_entropy(np.zeros((2, 5)), 128)).all()
    data = np.random.default_rng(0).normal(size=(2, 400))
    data[0, 3] = np.nan
    assert np.isnan(disorder.permutation_entropy(data, 128)).tolist() == [True, False]


@given(seed=st.integers(0, 99), n_rows=st.integers(2, 9))
def test_the_mean_correlation_is_that_of_all_pairs(seed, n_rows):
    data = np.random.default_rng(seed).normal(size=(n_rows, 300)) + 3
    data += np.random.default_rng(seed + 1).normal(size=300)
    pairs = np.asarray(np.corrcoef(data))[np.triu_indices(n_rows, 1)]
    assert disorder.mean_correlation(data) == pytest.approx(pairs.mean(), abs=1e-9)


def test_flat_and_missing_rows_are_left_out_of_the_correlation():
    wave = np.sin(np.arange(300) / 7)
    data = np.vstack([wave, -2 * wave, np.zeros(300), np.full(300, np.nan)])
    assert disorder.mean_correlation(data) == pytest.approx(-1)
    assert np.isnan(disorder.mean_correlation(data[1:]))

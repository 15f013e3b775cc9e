"""Filters on the recording's grid: the same numbers however it is cut, sines where they belong."""

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part
from hypothesis import given, settings
from hypothesis import strategies as st

grid_fir = plugin_part("spasms", "grid_fir")


def noise(n_rows: int, n_samples: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 30, (n_rows, n_samples)).astype(np.float32)


@settings(max_examples=25, deadline=None)
@given(
    rate_hz=st.sampled_from([100.0, 200.0, 250.0, 256.0, 512.0]),
    cut=st.integers(0, 240),
    late_s=st.sampled_from([0.0, 0.37]),
)
def test_a_point_is_the_same_however_the_recording_is_cut(rate_hz, cut, late_s):
    data = noise(2, round(6 * rate_hz))
    numbers = grid_fir.grid_numbers(100.0, late_s + 2.5, late_s + 4.0)
    whole = grid_fir.to_grid(data, rate_hz, late_s, 100.0, numbers, 40.0, 0.05)
    part = grid_fir.to_grid(data[:, cut:], rate_hz, late_s + cut / rate_hz, 100.0, numbers, 40.0, 0.05)
    np.testing.assert_allclose(part, whole, atol=0.5)  # 1/128 sample of rounding at most
    assert np.median(np.abs(part - whole)) < 0.01


@pytest.mark.parametrize(("frequency_hz", "kept"), [(2.0, 1.0), (20.0, 0.0)])
def test_slow_sines_stay_and_fast_ones_go(frequency_hz, kept):
    times_s = np.arange(2560) / 256
    data = np.sin(2 * np.pi * frequency_hz * times_s)[None, :].astype(np.float32)
    numbers = grid_fir.grid_numbers(50.0, 3.0, 7.0)
    out = grid_fir.to_grid(data, 256.0, 0.0, 50.0, numbers, 7.0, 0.3)
    wanted = kept * np.sin(2 * np.pi * frequency_hz * np.arange(*numbers) / 50.0)
    np.testing.assert_allclose(out[0], wanted, atol=0.03)


def test_an_offset_is_kept_by_a_low_pass_and_lost_by_a_band_pass():
    data = np.full((1, 400), 25000.0, np.float32)
    low = grid_fir.convolve(data, grid_fir.low_pass_taps(100.0, 5.0, 0.3), 100, 50)
    band = grid_fir.convolve(data, grid_fir.band_pass_taps(100.0, 5.0, 40.0, 0.3), 100, 50)
    np.testing.assert_allclose(low, 25000.0, rtol=1e-5)
    np.testing.assert_allclose(band, 0.0, atol=0.2)
    assert abs(float(grid_fir.high_pass_taps(50.0, 2.4).sum())) < 1e-5


@pytest.mark.parametrize("first", [-40, 5, 90])
def test_one_step_gives_what_any_step_gives(first):
    rng = np.random.default_rng(4)
    data, taps = rng.normal(size=(3, 700)).astype(np.float32), rng.normal(size=31).astype(np.float32)
    even, any_step = grid_fir.convolve(data, taps, first, 690), grid_fir.convolve(data, taps, first, 345, 2)
    np.testing.assert_allclose(even[:, ::2], any_step, atol=1e-4)
    held = np.pad(data, ((0, 0), (200, 200)), mode="edge")[:, 200 + first - 15 : 200 + first + 690 + 15]
    expected = np.stack([np.correlate(row, taps, mode="valid") for row in held.astype(np.float64)])
    np.testing.assert_allclose(even, expected, atol=1e-4)

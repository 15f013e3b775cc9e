import numpy as np
import pytest
from detectors.plugin_parts import plugin_part
from hypothesis import given
from hypothesis import strategies as st

short_spectra = plugin_part("sleep", "short_spectra")


GRID = short_spectra.FrameGrid(128.0, 64, 16)
BANDS_HZ = ((3.5, 8.5), (11.5, 15.0))


@given(first=st.integers(0, 500), n=st.integers(0, 500))
def test_frames_are_the_same_in_any_part_that_holds_them(first, n):
    data = np.random.default_rng(3).normal(0, 20, (2, 1000)).astype(np.float32)
    low, whole = short_spectra.band_frames(data, 0, GRID, BANDS_HZ)
    start, part = short_spectra.band_frames(data[:, first : first + n], first, GRID, BANDS_HZ)
    np.testing.assert_allclose(part, whole[:, :, start - low : start - low + part.shape[2]], rtol=1e-4)


def test_the_power_of_a_wave_is_its_mean_square():
    times_s = np.arange(1280) / 128
    wave = (30 * np.sin(2 * np.pi * 13 * times_s)).astype(np.float32)[None]
    _low, (slower, sigma) = short_spectra.band_frames(wave, 0, GRID, BANDS_HZ)
    assert np.median(sigma) == pytest.approx(450, rel=0.1)
    assert slower.max() < 5


@given(cut=st.integers(0, 999))
def test_each_frame_is_centred_in_one_of_two_stretches(cut):
    before, after = GRID.frames_centred_in(0, cut), GRID.frames_centred_in(cut, 1000)
    assert before[1] == after[0]
    assert before[0] == 0
    assert GRID.centre_s(after[0]) >= cut / 128 - 1e-9


def test_missing_samples_harm_their_own_frames_only():
    data = np.ones((1, 640), np.float32)
    data[0, 320] = np.nan
    _low, powers = short_spectra.band_frames(data, 0, GRID, BANDS_HZ)
    assert np.flatnonzero(np.isnan(powers[0, 0])).tolist() == [17, 18, 19, 20]

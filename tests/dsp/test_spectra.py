import numpy as np
import pytest
from scipy.signal import welch

from eegview.dsp.spectra import band_power, power_spectrum, spectral_edge_hz

RATE_HZ = 128.0


def _noise(n_rows=3, seconds=20, seed=1):
    return np.random.default_rng(seed).normal(0, 20, (n_rows, int(seconds * RATE_HZ))).astype(np.float32)


def test_power_is_that_of_welch_as_scipy_has_it():
    data = _noise()
    frequencies_hz, density = power_spectrum(data, RATE_HZ)
    expected_hz, expected = welch(data, RATE_HZ, "hann", nperseg=256)
    np.testing.assert_allclose(frequencies_hz, expected_hz)
    np.testing.assert_allclose(density, expected, rtol=1e-3)


def test_power_of_a_wave_lies_in_its_band():
    times_s = np.arange(int(20 * RATE_HZ)) / RATE_HZ
    frequencies_hz, density = power_spectrum(40 * np.sin(2 * np.pi * 13 * times_s)[None], RATE_HZ)
    assert band_power(frequencies_hz, density, 11, 16)[0] == pytest.approx(800, rel=0.01)
    assert band_power(frequencies_hz, density, 1, 9)[0] < 1


def test_the_edge_lies_where_most_of_the_power_is_below():
    flat = spectral_edge_hz(*power_spectrum(_noise(seconds=400), RATE_HZ))
    np.testing.assert_allclose(flat, 0.5 + 0.95 * 29.5, atol=0.5)
    times_s = np.arange(int(20 * RATE_HZ)) / RATE_HZ
    wave = 100 * np.sin(2 * np.pi * 4 * times_s)[None]
    assert spectral_edge_hz(*power_spectrum(wave, RATE_HZ))[0] == pytest.approx(4.4, abs=0.4)
    assert np.isnan(spectral_edge_hz(*power_spectrum(np.zeros((1, 512)), RATE_HZ))[0])


def test_a_row_with_nan_tells_nothing_and_harms_no_other():
    data = _noise()
    data[1, 700] = np.nan
    _frequencies_hz, density = power_spectrum(data, RATE_HZ)
    assert np.isnan(density[1]).all()
    assert np.isfinite(density[[0, 2]]).all()


def test_less_than_a_window_is_refused():
    with pytest.raises(ValueError, match="window"):
        power_spectrum(np.zeros((1, 100)), RATE_HZ)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import welch

from eegview.dsp.spectra import (
    band_power,
    even_window_s,
    peak_hz,
    power_spectrum,
    spectral_edge_hz,
    spectrum_of_runs,
)

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


def test_runs_between_gaps_are_averaged_by_their_windows():
    first, second = _noise(1, 9, 2)[0], _noise(1, 5, 3)[0]
    frequencies_hz, density, n_windows = spectrum_of_runs([first, second, first[:100]], RATE_HZ, 2.0)
    parts = [welch(np.float64(run), RATE_HZ, "hann", nperseg=256)[1] for run in (first, second)]
    np.testing.assert_allclose(density, (8 * parts[0] + 4 * parts[1]) / 12, rtol=1e-6)
    assert n_windows == 12
    np.testing.assert_allclose(frequencies_hz, np.arange(129) / 2)
    assert np.isnan(spectrum_of_runs([first[:100]], RATE_HZ, 2.0)[1]).all()


def test_the_power_is_that_of_mne():
    mne_welch = pytest.importorskip("mne").time_frequency.psd_array_welch
    run = _noise(1, 30, 4)[0].astype(np.float64)
    expected, at_hz = mne_welch(run, RATE_HZ, 0, RATE_HZ / 2, n_fft=512, n_overlap=256, window="hann", verbose="error")
    frequencies_hz, density, _n = spectrum_of_runs([run], RATE_HZ, 4.0)
    np.testing.assert_allclose(frequencies_hz, at_hz)
    np.testing.assert_allclose(density, expected, rtol=1e-6)


@given(st.integers(0, 1000), st.floats(0.1, 100))
def test_the_density_adds_up_to_the_variance_of_the_windows(seed, factor):
    """Parseval: with the taper's own weights, the power over all frequencies is the mean square of the window."""
    run = factor * np.random.default_rng(seed).normal(0, 20, 512)
    frequencies_hz, density, n_windows = spectrum_of_runs([run], RATE_HZ, 4.0)
    taper = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(512) / 512)
    tapered = (run - run.mean()) * taper
    assert n_windows == 1
    assert density.sum() * frequencies_hz[1] == pytest.approx(np.sum(tapered**2) / np.sum(taper**2), rel=1e-5)


@given(st.floats(1.0, 25.0), st.floats(1.0, 500.0))
def test_the_peak_of_a_wave_is_found_between_bins(at_hz, amplitude_uv):
    times_s = np.arange(int(20 * RATE_HZ)) / RATE_HZ
    wave = amplitude_uv * np.sin(2 * np.pi * at_hz * times_s)
    frequencies_hz, density, _n = spectrum_of_runs([wave], RATE_HZ, 4.0)
    assert peak_hz(frequencies_hz, density, 0.5, 30.0) == pytest.approx(at_hz, abs=0.05)
    total = band_power(frequencies_hz, density[None], 0.0, 64.0)[0]
    assert total == pytest.approx(amplitude_uv**2 / 2, rel=0.02)


def test_a_spectrum_that_only_falls_has_no_peak():
    frequencies_hz = np.arange(129) / 2
    assert np.isnan(peak_hz(frequencies_hz, 1 / (frequencies_hz + 1), 0.5, 30.0))
    assert np.isnan(peak_hz(frequencies_hz, np.zeros(129), 0.5, 30.0))


@given(st.floats(50.0, 5000.0), st.floats(0.1, 8.0))
def test_a_window_holds_an_even_number_of_samples(rate_hz, window_s):
    n_samples = even_window_s(rate_hz, window_s) * rate_hz
    assert n_samples == pytest.approx(round(n_samples))
    assert round(n_samples) % 2 == 0
    assert abs(n_samples - window_s * rate_hz) <= 2


@given(st.integers(0, 1000), st.floats(0.1, 100))
def test_twice_the_amplitude_is_four_times_the_power(seed, factor):
    run = np.random.default_rng(seed).normal(0, 20, 1024)
    frequencies_hz, one, _n = spectrum_of_runs([run], RATE_HZ, 4.0)
    _hz, other, _n = spectrum_of_runs([factor * run], RATE_HZ, 4.0)
    np.testing.assert_allclose(other, factor**2 * one, rtol=1e-6)
    assert peak_hz(frequencies_hz, other, 1, 30) == pytest.approx(peak_hz(frequencies_hz, one, 1, 30), rel=1e-6)

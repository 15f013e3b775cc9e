"""Spectra of windows are those of numpy and scipy, whichever kernel makes them."""

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

from eegview.dsp import kernels
from eegview.dsp.window_spectra import mean_density, power_density, window_spectra

RATE_HZ = 128.0


def _rows(seed=0, n_rows=3, n=5000, offset=0.0):
    rng = np.random.default_rng(seed)
    return (np.cumsum(rng.normal(size=(n_rows, n)), axis=1) + offset).astype(np.float32)


@pytest.mark.parametrize("n_window", [4, 8, 64, 128, 256, 512, 200])  # 200: left to numpy
def test_spectra_are_those_of_numpy(kernel: kernels.Kernels, n_window: int) -> None:
    rows, starts = _rows(), np.arange(0, 5000 - n_window, 37)
    n_bins = n_window // 2 + 1
    found = window_spectra(rows, starts, n_window, n_bins)
    windows = np.lib.stride_tricks.sliding_window_view(rows.astype(np.float64), n_window, axis=1)[:, starts]
    taper = scipy.signal.get_window("hann", n_window)
    wanted = np.fft.rfft((windows - windows.mean(axis=2, keepdims=True)) * taper, axis=2)
    assert found.dtype == np.complex64
    np.testing.assert_allclose(found, wanted, atol=2e-5 * np.abs(wanted).max())


@given(seed=st.integers(0, 99), n_windows=st.integers(0, 40), n_bins=st.integers(1, 129))
def test_any_number_of_windows_and_bins(seed: int, n_windows: int, n_bins: int) -> None:
    before = kernels.active()
    kernels.warm_up()
    starts = np.random.default_rng(seed).integers(0, 5000 - 256 + 1, n_windows)
    whole = window_spectra(_rows(seed), starts, 256, 129)
    np.testing.assert_array_equal(window_spectra(_rows(seed), starts, 256, n_bins), whole[:, :, :n_bins])
    for k in range(n_windows):  # a window does not know its neighbours
        np.testing.assert_array_equal(window_spectra(_rows(seed), starts[k : k + 1], 256, 129)[:, 0], whole[:, k])
    kernels.use(before)


def test_a_large_offset_costs_no_digits(kernel: kernels.Kernels) -> None:
    rng = np.random.default_rng(3)
    wave = np.round(20 * rng.normal(size=(1, 1024)) * 64) / 64  # exact beside the offset
    flat = window_spectra(wave.astype(np.float32), np.arange(0, 768, 128), 256, 61)
    high = window_spectra((wave + 16384).astype(np.float32), np.arange(0, 768, 128), 256, 61)
    np.testing.assert_allclose(high, flat, atol=1e-5 * np.abs(flat).max())


def test_missing_samples_spoil_their_window_alone(kernel: kernels.Kernels) -> None:
    rows = _rows()
    rows[1, 300] = np.nan
    found = np.isnan(window_spectra(rows, np.arange(0, 1024, 256), 256, 61))
    assert found.any(axis=2).tolist() == found.all(axis=2).tolist()
    assert found.any(axis=2).tolist() == [[False] * 4, [False, True, False, False], [False] * 4]


def test_a_window_beyond_the_rows_is_refused() -> None:
    before = kernels.active()
    kernels.warm_up()
    for starts in ([-1], [5000 - 255]):
        with pytest.raises(IndexError):
            window_spectra(_rows(), np.array(starts), 256, 61)
    kernels.use(before)


def test_densities_are_those_of_scipy(kernel: kernels.Kernels) -> None:
    rows = _rows(n=1280)
    at_hz, _times_s, wanted = scipy.signal.spectrogram(rows.astype(np.float64), RATE_HZ, "hann", 256, 0)
    found = power_density(window_spectra(rows, np.arange(5) * 256, 256, 129), RATE_HZ, 256)
    np.testing.assert_allclose(found.transpose(0, 2, 1), wanted, rtol=1e-4, atol=1e-6 * wanted.max())
    assert len(at_hz) == 129
    starts = np.arange(9) * 128 + np.array([[0]])
    _at_hz, welch = scipy.signal.welch(rows.astype(np.float64), RATE_HZ, "hann", 256)
    np.testing.assert_allclose(
        mean_density(rows, starts, 256, 129, RATE_HZ)[:, 0], welch, rtol=1e-4, atol=1e-6 * welch.max()
    )


@given(seed=st.integers(0, 99), n_groups=st.integers(1, 40))
def test_groups_do_not_know_each_other(seed: int, n_groups: int) -> None:
    before = kernels.active()
    kernels.warm_up()
    starts = np.random.default_rng(seed).integers(0, 5000 - 256, (n_groups, 3))
    whole = mean_density(_rows(seed), starts, 256, 61, RATE_HZ)
    each = [mean_density(_rows(seed), starts[k : k + 1], 256, 61, RATE_HZ)[:, 0] for k in range(n_groups)]
    np.testing.assert_array_equal(whole, np.stack(each, axis=1))
    kernels.use(before)

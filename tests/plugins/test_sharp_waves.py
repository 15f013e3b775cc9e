import numpy as np
import pytest
from plugin_parts import plugin_part

sharp_waves = plugin_part("hypsarrhythmia", "sharp_waves")


RATE_HZ = 128.0


def _noise(seconds=10, uv=8.0):
    times_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    slow = 60 * np.sin(2 * np.pi * 1.5 * times_s)
    return times_s, (slow + np.random.default_rng(4).normal(0, uv, len(times_s))).astype(np.float32)


def test_the_second_with_a_spike_is_found():
    times_s, wave = _noise()
    wave += 150 * np.exp(-0.5 * ((times_s - 4.5) / 0.015) ** 2)
    assert np.flatnonzero(sharp_waves.sharp_bins(wave[None], RATE_HZ)[0]).tolist() == [4]


def test_a_spindle_is_not_sharp():
    times_s, wave = _noise()
    wave += 60 * np.sin(2 * np.pi * 13 * times_s) * ((times_s > 3) & (times_s < 5))
    assert not sharp_waves.sharp_bins(wave[None], RATE_HZ).any()


def test_what_is_small_or_missing_is_not_sharp():
    times_s, wave = _noise(uv=0.5)
    small = wave + 20 * np.exp(-0.5 * ((times_s - 4.5) / 0.015) ** 2)
    missing = np.where((times_s > 4) & (times_s < 5), np.nan, wave)
    assert not sharp_waves.sharp_bins(np.vstack([small, missing]), RATE_HZ).any()


@pytest.mark.parametrize("n", [0, 3, 50])
def test_less_than_a_bin_has_no_bins(n):
    assert sharp_waves.sharp_bins(np.zeros((2, n)), RATE_HZ).shape == (2, 0)

"""What goes together is told from what only happens at the same time."""

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part
from hypothesis import given, settings
from hypothesis import strategies as st

motion = plugin_part("artifact", "shared_motion")


RATE_HZ, WINDOW_S, HOP_S = 16.0, 8.0, 2.0
SEEDS = st.integers(0, 10_000)


def share_of(levels, other, band_hz=(0.8, 4.0), tilts=(1.0, 2.0)):
    return motion.shared_motion(levels, other, RATE_HZ, WINDOW_S, HOP_S, band_hz, tilts)


def noise(seed, n_rows, seconds=40):
    return np.random.default_rng(seed).normal(0, 1, (n_rows, round(seconds * RATE_HZ)))


@given(SEEDS, st.floats(0.1, 1000), st.floats(-1000, 1000))
@settings(max_examples=25, deadline=None)
def test_size_and_offset_change_nothing_and_a_share_is_a_share(seed, gain, offset):
    levels, (other,) = noise(seed, 3), noise(seed + 1, 1)
    share = share_of(levels, other)
    assert share.shape == (3, 17)
    assert ((share >= 0) & (share <= 1 + 1e-9)).all()
    assert share_of(levels * gain, other * -gain + offset) == pytest.approx(share, abs=1e-6)


@given(SEEDS, st.integers(0, 12))
@settings(max_examples=25, deadline=None)
def test_the_same_wherever_the_recording_is_cut(seed, n_hops):
    levels, (other,) = noise(seed, 2), noise(seed + 1, 1)
    first = round(n_hops * HOP_S * RATE_HZ)
    assert share_of(levels[:, first:], other[first:]) == pytest.approx(share_of(levels, other)[:, n_hops:], abs=1e-9)


def test_what_both_have_is_found_though_it_comes_late():
    times_s = np.arange(round(40 * RATE_HZ)) / RATE_HZ
    shake = np.sin(2 * np.pi * 1.3 * times_s)
    late = np.sin(2 * np.pi * 1.3 * (times_s - 0.2)) + 3 * np.sin(2 * np.pi * 0.4 * times_s)  # and breath
    levels = noise(4, 4) * 0.7
    alone = share_of(levels, late)
    levels[:2] += 2 * shake
    share = share_of(levels, late)
    assert share[:2].mean() > 0.6
    assert share[:2].min() > 0.4 > share[2:].max()
    assert alone.max() < 0.4


def test_missing_samples_and_a_still_belt_say_nothing():
    levels, (other,) = noise(5, 2), noise(6, 1)
    levels[0, 100] = np.nan
    share = share_of(levels, other)
    assert (share[0, :3] == 0).any()
    assert (share[1] > 0).all()
    assert (share_of(levels, np.zeros_like(other)) == 0).all()
    assert share_of(levels[:, :50], other[:50]).shape == (2, 0)

"""Tracks through the EEG: gain, time and cutting change nothing they should not."""

import math

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

eeg_tracks = plugin_part("spasms", "eeg_tracks")
robust = plugin_part("spasms", "robust")


N_SIGNALS = 8
SITES = eeg_tracks.Sites(
    np.array([0, 1, 2, 4, 5, 6]),
    np.array([1, 2, 3, 5, 6, 7]),
    ("left",) * 3 + ("right",) * 3,
    ("left",) * 4 + ("right",) * 4,
)
RATE_HZ = 200.0


def eeg(seconds: float = 30.0, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    walk = np.cumsum(rng.normal(0, 4, (N_SIGNALS, round(seconds * RATE_HZ))), axis=1)
    return (walk - walk.mean(axis=1, keepdims=True) + rng.normal(0, 5, walk.shape)).astype(np.float32)


def tracks(data: np.ndarray, start_s: float, span: tuple[float, float]):
    return eeg_tracks.eeg_tracks(data, RATE_HZ, start_s, span, SITES)


@settings(max_examples=10, deadline=None)
@given(at=st.integers(60, 240))
def test_two_stretches_say_what_one_says(at):
    data = eeg()
    whole = tracks(data, 0.0, (0.0, 30.0))
    cut_s = at / 10
    stop, start = (
        round((cut_s + eeg_tracks.MARGIN_S) * RATE_HZ),
        round((cut_s - eeg_tracks.MARGIN_S) * RATE_HZ),
    )
    first = tracks(data[:, :stop], 0.0, (0.0, cut_s))
    second = tracks(data[:, max(start, 0) :], max(start, 0) / RATE_HZ, (cut_s, 30.0))
    for name in ("ranges", "level", "spread", "middle", "fast", "slow"):
        joined = np.concatenate([getattr(first, name), getattr(second, name)], axis=1)
        np.testing.assert_allclose(joined, getattr(whole, name), atol=2e-3, err_msg=name)
    np.testing.assert_allclose(np.concatenate([first.muscle, second.muscle]), whole.muscle, atol=2e-3)
    assert second.first == first.first + first.n_steps


def test_a_gain_moves_every_logarithm_alike_so_z_stays():
    data = eeg()
    one, two = tracks(data, 0.0, (5.0, 25.0)), tracks(3 * data, 0.0, (5.0, 25.0))
    for name in ("ranges", "spread", "middle", "fast"):
        np.testing.assert_allclose(getattr(two, name) - getattr(one, name), math.log(3), atol=0.02, err_msg=name)
    (middle, width), (middle_2, width_2) = robust.resting(one.ranges, 0.01), robust.resting(two.ranges, 0.01)
    z, z_2 = (one.ranges - middle[:, None]) / width[:, None], (two.ranges - middle_2[:, None]) / width_2[:, None]
    np.testing.assert_allclose(z_2, z, atol=0.05)


def test_later_is_only_later():
    data = eeg()
    here, there = tracks(data, 0.0, (5.0, 25.0)), tracks(data, 3600.0, (3605.0, 3625.0))
    assert there.first - here.first == 36000
    np.testing.assert_allclose(there.ranges, here.ranges, atol=1e-3)
    np.testing.assert_allclose(there.slow, here.slow, atol=0.05)


def test_another_reference_changes_no_row():
    data = eeg()
    moved = data + 80 * np.sin(np.arange(data.shape[1]) / 30).astype(np.float32)
    one, two = tracks(data, 0.0, (5.0, 25.0)), tracks(moved, 0.0, (5.0, 25.0))
    np.testing.assert_allclose(two.ranges, one.ranges, atol=0.01)
    np.testing.assert_allclose(two.spread, one.spread, atol=0.01)


def test_the_range_of_a_sine_is_twice_its_size():
    times_s = np.arange(6000) / RATE_HZ
    data = np.zeros((N_SIGNALS, 6000), np.float32)
    data[1] = 100 * np.sin(2 * np.pi * 2 * times_s)
    found = tracks(data + 1e-3 * eeg(), 0.0, (10.0, 20.0))
    assert np.exp(found.ranges[0]) == pytest.approx(200, rel=0.08)


@pytest.mark.parametrize("fault", ["flat", "missing"])
def test_a_dead_electrode_takes_its_rows_away_and_no_other(fault):
    data = eeg()
    data[1, 2000:4000] = np.nan if fault == "missing" else 3276.7
    found = tracks(data, 0.0, (0.0, 30.0))
    assert np.isnan(found.ranges[:2, 120:180]).all()
    assert not np.isnan(found.ranges[2:]).any()
    assert found.stuck[150] == pytest.approx(2 / 6)
    assert not np.isnan(found.level[0]).any()


def test_tracks_have_ten_steps_a_second_and_waves_fifty_samples():
    found = tracks(eeg(), 0.0, (2.0, 12.0))
    assert found.n_steps == 10 * eeg_tracks.STEP_HZ
    assert found.slow.shape == (N_SIGNALS, 10 * eeg_tracks.SLOW_HZ)


def test_a_burst_of_muscle_stands_out_and_a_slow_sway_does_not():
    rng = np.random.default_rng(1)
    times_s = np.arange(4000) / RATE_HZ
    values = rng.normal(0, 2, 4000) + 200 * np.sin(2 * np.pi * 0.5 * times_s)
    values[2000:2200] += rng.normal(0, 60, 200)
    found = eeg_tracks.burst_track(values.astype(np.float32), RATE_HZ, 0.0, (0.0, 20.0))
    rest = np.median(found)
    assert found[101:109].min() > rest + 2
    assert np.abs(np.delete(found, slice(98, 112)) - rest).max() < 1


@pytest.mark.parametrize("mains_hz", [50.0, 60.0])
@pytest.mark.parametrize("rate_hz", [128.0, 256.0, 512.0])
def test_scalp_muscle_is_seen_under_mains_at_any_rate(mains_hz, rate_hz):
    """A burst of 0.7 s stands out by about as much, and rest stays rest."""
    rng = np.random.default_rng(2)
    n_samples = 40 * 512
    times_s = np.arange(n_samples) / 512
    noise = rng.normal(0, 6, (N_SIGNALS, n_samples)) * np.where((times_s > 20) & (times_s < 20.7), 5.0, 1.0)
    noise += 20 * np.linspace(0.3, 1, N_SIGNALS)[:, None] * np.sin(2 * np.pi * mains_hz * times_s)
    data = signal.resample_poly(noise, round(rate_hz), 512, axis=1).astype(np.float32)
    found = eeg_tracks.eeg_tracks(data, rate_hz, 0.0, (5.0, 35.0), SITES).muscle
    assert np.median(found[:140]) == pytest.approx(np.log(6 * np.sqrt(2 * 2 * 12 / 512)), abs=0.1)
    assert found[151:156].max() - np.median(found[:140]) == pytest.approx(np.log(5), abs=0.35)


def test_resting_leaves_out_what_is_missing():
    values = np.array([[1.0, 2.0, 3.0, np.nan], [np.nan] * 4], np.float32)
    middle, width = robust.resting(values, 0.2)
    assert middle[0] == 2.0
    assert np.isnan(middle[1])
    assert width[0] == pytest.approx(1.4826)
    assert width[1] == pytest.approx(0.2)

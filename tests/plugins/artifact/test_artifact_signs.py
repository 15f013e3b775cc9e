import numpy as np
import pytest
from detectors.plugin_parts import plugin_part
from hypothesis import given
from hypothesis import strategies as st

signs = plugin_part("artifact", "artifact_signs")


RATE_HZ = 256.0


def _noise(n_rows=3, n=2560, size_uv=5.0, seed=1):
    return np.random.default_rng(seed).normal(0, size_uv, (n_rows, n)).astype(np.float32)


@given(st.lists(st.integers(0, 2), min_size=1, max_size=60), st.integers(2, 5))
def test_equal_runs_are_all_and_only_the_runs(values, least):
    row = np.array([values], np.float32)
    found = signs.equal_runs(row, least)
    for _row, first, stop in found.tolist():
        assert stop - first >= least
        assert len(set(values[first:stop])) == 1
        assert first == 0 or values[first - 1] != values[first]
        assert stop == len(values) or values[stop] != values[first]
    covered = {k for _row, first, stop in found.tolist() for k in range(first, stop)}
    for k in range(len(values) - least + 1):
        if len(set(values[k : k + least])) == 1:
            assert set(range(k, k + least)) <= covered


def test_missing_samples_do_not_repeat():
    assert len(signs.equal_runs(np.full((1, 20), np.nan, np.float32), 3)) == 0


def test_frames_hold_extremes_mean_and_roughness():
    rows = np.array([[1, 2, 3, 4, 0, 8, 0, 8]], np.float32)
    frames = signs.frames_of(rows, np.array([0, 4, 8]))
    assert frames.mean[0].tolist() == [2.5, 4.0]
    assert frames.low[0].tolist() == [1, 0]
    assert frames.high[0].tolist() == [4, 8]
    assert frames.rough[0, 0] == 0.0
    assert frames.rough[0, 1] > 10


def test_a_jump_that_fades_slowly_is_found_once():
    rows = _noise()
    since_s = np.arange(2560 - 1000) / RATE_HZ
    rows[1, 1000:] += (300 * np.exp(-since_s / 0.15)).astype(np.float32)
    places, size_uv, left = signs.jumps(rows, RATE_HZ)
    assert places[:, 0].tolist() == [1]
    assert abs(places[0, 1] - 1000) <= 2
    assert size_uv[0] == pytest.approx(300, abs=40)
    assert 0.6 < left[0] < 0.9


def test_a_jump_that_comes_back_at_once_leaves_nothing():
    rows = _noise()
    rows[1, 1000:1003] += 300
    _places, _size_uv, left = signs.jumps(rows, RATE_HZ)
    assert (np.abs(left) < 0.2).all()


@given(st.integers(0, 850))
def test_jumps_are_the_same_however_the_row_is_cut(first):
    rows = _noise()
    rows[1, 1000:] += 300
    whole = signs.jumps(rows, RATE_HZ)
    cut = signs.jumps(rows[:, first:], RATE_HZ)
    assert (whole[0][:, 1] - first).tolist() == cut[0][:, 1].tolist()
    np.testing.assert_allclose(whole[1], cut[1])


@pytest.mark.parametrize("pace_hz", [1.0, 1.6, 2.4])
def test_a_shared_pace_is_found_in_noise(pace_hz):
    levels = _noise(8, 400, 10.0).astype(float)
    levels += 60 * np.sin(2 * np.pi * pace_hz * np.arange(400) / 16)
    found_hz, share, size_uv = signs.rhythm(levels, 16.0)
    np.testing.assert_allclose(found_hz, pace_hz, atol=0.2)
    assert share.min() > 0.7
    assert np.median(size_uv) == pytest.approx(60 / np.sqrt(2), rel=0.25)


def test_noise_has_no_pace_and_a_broken_row_counts_nothing():
    levels = _noise(8, 400, 10.0).astype(float)
    levels[2, 100] = np.nan
    _pace_hz, share, _size_uv = signs.rhythm(levels, 16.0)
    assert share.max() < 0.7
    assert (share[2] == 0).any()


def test_what_is_shorter_than_a_window_has_no_rhythm():
    pace_hz, share, _size_uv = signs.rhythm(np.zeros((2, 10)), 16.0)
    assert len(pace_hz) == 0
    assert share.shape == (2, 0)


def test_the_mains_is_told_from_muscle():
    rows = _noise(2, 2560, 10.0)
    rows[1] += (20 * np.sin(2 * np.pi * 50 * np.arange(2560) / RATE_HZ)).astype(np.float32)
    tone_uv, beside_uv = signs.tone(rows, np.arange(0, 2000, 256), 128, RATE_HZ, 50.0)
    assert tone_uv[1] == pytest.approx(20, rel=0.25)
    assert (tone_uv[1] > 4 * beside_uv[1]).all()
    assert np.median(tone_uv[0] / beside_uv[0]) < 2


def test_an_offset_of_the_electrode_is_no_tone():
    rows = np.full((1, 512), 30000.0, np.float32)
    tone_uv, _beside = signs.tone(rows, np.array([0]), 128, RATE_HZ, 60.0)
    assert tone_uv[0, 0] == 0.0


def test_a_tone_above_what_the_rate_holds_has_no_answer():
    tone_uv, _beside = signs.tone(_noise(1, 512), np.array([0]), 50, 100.0, 60.0)
    assert np.isnan(tone_uv).all()

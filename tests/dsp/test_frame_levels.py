import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.dsp.envelope import bin_edges
from eegview.dsp.frame_levels import frame_levels, moving_mean, usual_level


def test_size_and_step_of_a_frame_are_means():
    rows = np.array([[1.0, -1.0, 3.0, 3.0, 5.0, -5.0]])
    size, step = frame_levels(rows, np.array([0, 3, 6]))
    assert size[0] == pytest.approx([5 / 3, 13 / 3])
    assert step[0] == pytest.approx([3.0, 4.0])  # the step into the second frame, 3 to 3, is its own


def test_a_missing_sample_makes_its_frame_unknown_and_no_other():
    rows = np.ones((1, 12))
    rows[0, 5] = np.nan
    size, _step = frame_levels(rows, np.arange(0, 13, 4))
    assert np.isnan(size[0]).tolist() == [False, True, False]


@given(st.integers(0, 400), st.integers(1, 40), st.sampled_from([200.0, 256.0]))
def test_a_frame_is_the_same_however_the_recording_is_cut(before, n_frames, rate_hz):
    rows = np.random.default_rng(1).normal(size=(2, 4000)).astype(np.float32)
    start_s = 2.0
    whole = frame_levels(rows, bin_edges(0.0, rate_hz, 4000, start_s, 0.125, n_frames))
    first = min(before, round(start_s * rate_hz) - 1)
    cut = frame_levels(rows[:, first:], bin_edges(first / rate_hz, rate_hz, 4000 - first, start_s, 0.125, n_frames))
    np.testing.assert_array_equal(np.array(whole), np.array(cut))


def test_the_usual_level_is_the_median_around():
    levels = np.array([[1.0, 2.0, 3.0, 100.0, 5.0, np.nan, 7.0]])
    assert usual_level(levels, 1)[0] == pytest.approx([1.5, 2.0, 3.0, 5.0, 52.5, 6.0, 7.0])
    held = usual_level(np.arange(8.0)[None], 4, every=4)[0]
    assert held.tolist() == [2.0] * 4 + [2.0] * 4


def test_an_unknown_neighbourhood_has_no_usual_level():
    assert np.isnan(usual_level(np.full((1, 9), np.nan), 4)).all()


def test_the_moving_mean_is_unknown_at_the_ends():
    mean = moving_mean(np.arange(6.0)[None], 3)[0]
    assert np.isnan(mean[[0, -1]]).all()
    assert mean[1:-1].tolist() == [1, 2, 3, 4]
    assert np.isnan(moving_mean(np.ones((1, 2)), 3)).all()

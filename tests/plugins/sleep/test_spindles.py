from itertools import pairwise

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part
from hypothesis import given
from hypothesis import settings as thorough
from hypothesis import strategies as st

spindles = plugin_part("sleep", "spindles")


ONSETS_S, LENGTH_S = (15.0, 30.0, 44.5), 1.5


def _sleep(seconds=60, hz=13.0, uv=25.0):
    """Return two rows of slow background, spindles in the second."""
    rng = np.random.default_rng(5)
    n = int(seconds * spindles.RATE_HZ)
    spectrum = np.fft.rfft(rng.normal(size=(2, n)), axis=1)
    frequencies_hz = np.fft.rfftfreq(n, 1 / spindles.RATE_HZ)
    background = np.fft.irfft(spectrum / np.maximum(frequencies_hz, 0.5), n, axis=1)
    rows = background / background.std(axis=1, keepdims=True) * 40
    times_s = np.arange(n) / spindles.RATE_HZ
    for onset_s in ONSETS_S:
        inside = (times_s >= onset_s) & (times_s < onset_s + LENGTH_S)
        since_s = times_s[inside] - onset_s
        rows[1, inside] += uv * np.sin(np.pi * since_s / LENGTH_S) * np.sin(2 * np.pi * hz * since_s)
    return rows.astype(np.float32)


def _found(rows, cuts=()):
    margin, n = int(spindles.MARGIN_S * spindles.RATE_HZ), rows.shape[1]
    finder, found = spindles.SpindleFinder(), []
    for start, stop in pairwise([0, *sorted(set(cuts)), n]):
        low, high = max(0, start - margin), min(n, stop + margin)
        frames = spindles.spindle_frames(rows[:, low:high], low, spindles.GRID.frames_centred_in(start, stop))
        found += finder.add(frames)
    return found + list(finder.finish())


def test_spindles_are_found_where_they_are():
    found = _found(_sleep())
    assert [round(s.start_s) for s in found] == pytest.approx(ONSETS_S, abs=0.6)
    assert all(0.8 < s.stop_s - s.start_s < 2 for s in found)
    assert all(s.rows == (1,) for s in found)


@thorough(max_examples=15)
@given(cuts=st.lists(st.integers(1, 60 * 128 - 1), max_size=5))
def test_spindles_are_the_same_however_the_recording_is_cut(cuts):
    rows = _sleep()
    whole, cut = _found(rows), _found(rows, cuts)
    assert [(s.start_s, s.stop_s, s.rows) for s in cut] == [(s.start_s, s.stop_s, s.rows) for s in whole]
    np.testing.assert_allclose([s.points for s in cut], [s.points for s in whole], rtol=1e-3)


@pytest.mark.parametrize(("hz", "uv"), [(8.0, 25.0), (22.0, 25.0), (13.0, 1.0)])
def test_other_rhythms_and_faint_ones_are_none(hz, uv):
    assert _found(_sleep(hz=hz, uv=uv)) == []


@pytest.mark.parametrize(("pause_s", "n"), [(1.0, 1), (2.5, 2)])
def test_bursts_with_a_short_pause_are_one_spindle(pause_s, n):
    rows = _sleep()
    first, length = int(44.5 * spindles.RATE_HZ), int(LENGTH_S * spindles.RATE_HZ)
    later = first + length + int(pause_s * spindles.RATE_HZ)
    rows[1, later : later + length] += _sleep()[1, first : first + length] - _sleep(uv=0)[1, first : first + length]
    late = [one for one in _found(rows) if one.start_s > 40]
    assert len(late) == n
    assert late[-1].stop_s == pytest.approx(44.5 + 2 * LENGTH_S + pause_s, abs=0.7)


def test_points_rise_with_each_ratio_and_stay_bounded():
    low, high = spindles.points_of(np.full(4, 1e-6)), spindles.points_of(np.full(4, 1e6))
    assert (high > low).all()
    assert np.isfinite([low, high]).all()


def test_missing_samples_and_no_rows_are_no_spindles():
    rows = _sleep()
    rows[:] = np.nan
    assert _found(rows) == []
    assert _found(rows[:0]) == []

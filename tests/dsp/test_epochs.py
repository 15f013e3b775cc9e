from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.dsp.epochs import EpochCutter, bins_of, peak_to_peak

RATE_HZ = 50.0


def _epochs(pieces, start_s=0.0, epoch_s=2.0, rate_hz=RATE_HZ):
    cutter = EpochCutter(start_s, epoch_s, rate_hz)
    found = [epoch for at_s, data in pieces for epoch in cutter.add(at_s, data)]
    return found + list(cutter.finish())


@given(
    cuts=st.lists(st.integers(1, 999), max_size=8),
    grid_s=st.sampled_from([0.0, 0.37, 3.0]),
    rate_hz=st.sampled_from([50.0, 199.99, 256.0]),
)
def test_epochs_are_the_same_however_the_samples_are_cut(cuts, grid_s, rate_hz):
    data = np.arange(2000, dtype=np.float32).reshape(2, 1000)
    edges = [0, *sorted(set(cuts)), 1000]
    at_s = 0.37
    whole = _epochs([(at_s, data)], grid_s, 2.0, rate_hz)
    pieces = [(at_s + a / rate_hz, data[:, a:b]) for a, b in pairwise(edges)]
    cut = _epochs(pieces, grid_s, 2.0, rate_hz)
    assert [k for k, _ in cut] == [k for k, _ in whole]
    for (_, a), (_, b) in zip(cut, whole, strict=True):
        np.testing.assert_array_equal(a, b)


def test_an_epoch_holds_the_samples_of_its_time():
    data = np.arange(300, dtype=np.float32)[None]
    found = _epochs([(0.0, data)])
    assert [k for k, _ in found] == [0, 1, 2]
    np.testing.assert_array_equal(found[1][1][0], np.arange(100, 200))


def test_an_epoch_with_a_gap_is_left_out_unless_one_piece_holds_most_of_it():
    data = np.ones((1, 500), np.float32)
    after_s = 10.0 + 1.7  # in epoch 5, of which 0.3 s remain; then whole epochs
    found = _epochs([(0.0, data), (after_s, data)])
    assert [k for k, _ in found] == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10]  # the last holds 1.7 s, enough
    assert found[-1][1].shape == (1, 85)
    nearly = _epochs([(0.0, data[:, :90]), (1.9, data[:, :5])])
    assert [(k, d.shape[1]) for k, d in nearly] == [(0, 90)]


def test_peak_to_peak_of_each_second():
    times_s = np.arange(300) / RATE_HZ
    data = np.vstack([100 * np.sin(2 * np.pi * 2 * times_s), np.full(300, np.nan)])
    found = peak_to_peak(data, RATE_HZ)
    assert found.shape == (2, 6)
    assert found[0] == pytest.approx(200, rel=0.01)
    assert np.isnan(found[1]).all()
    assert bins_of(data, RATE_HZ, 0.7).shape == (2, 8, 35)

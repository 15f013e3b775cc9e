import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.dsp.sharp_peaks import sharp_peaks, strongest

RATE_HZ = 256.0


def _row(n=2000, peaks=((1000, -80.0, 0.02),)):
    times = np.arange(n) / RATE_HZ
    row = np.zeros(n, np.float32)
    for at, size_uv, width_s in peaks:
        row += size_uv * np.exp(-0.5 * ((times - at / RATE_HZ) / width_s) ** 2)
    return row


def test_a_spike_is_measured():
    found = sharp_peaks(_row()[None], RATE_HZ)
    largest = np.argmax(np.abs(found.height_uv))
    assert found.sample[largest] == 1000
    assert -80 <= found.height_uv[largest] < -70
    assert found.rise_s[largest] + found.fall_s[largest] == pytest.approx(2.355 * 0.02, rel=0.1)


@given(st.integers(0, 900), st.integers(1100, 2000))
def test_peaks_are_the_same_however_the_row_is_cut(first, stop):
    rows = np.random.default_rng(3).normal(0, 10, (2, 2000)).astype(np.float32)
    whole = sharp_peaks(rows, RATE_HZ, 950, 1050)
    cut = sharp_peaks(rows[:, first:stop], RATE_HZ, 950 - first, 1050 - first)
    assert (whole.sample - first).tolist() == cut.sample.tolist()
    np.testing.assert_array_equal(whole.height_uv, cut.height_uv)


def test_a_missing_sample_takes_the_peaks_in_reach_only():
    row = _row(peaks=((500, 50.0, 0.02), (1000, 50.0, 0.02)))
    row[505] = np.nan
    found = sharp_peaks(row[None], RATE_HZ)
    assert 1000 in found.sample
    assert 500 not in found.sample


def test_a_flat_top_is_one_peak():
    row = np.zeros(300, np.float32)
    row[150:153] = 40
    found = sharp_peaks(row[None], RATE_HZ)
    assert (np.abs(found.height_uv) > 20).sum() == 1


@given(st.lists(st.tuples(st.floats(0, 20), st.integers(1, 5)), max_size=40))
def test_the_strongest_stand_apart_and_every_other_has_a_stronger_near(pairs):
    pairs = sorted(pairs)
    times_s, strength = (np.array([pair[k] for pair in pairs], float) for k in (0, 1))
    kept = strongest(times_s, strength, 0.5)
    for k in kept:
        near = np.abs(times_s - times_s[k]) <= 0.5
        assert strength[k] == strength[near].max()
    assert (np.diff(times_s[kept]) > 0.5).all()
    for k in set(range(len(pairs))) - set(kept.tolist()):
        near = np.abs(times_s - times_s[k]) <= 0.5
        near[k] = False
        assert strength[near].max() >= strength[k]

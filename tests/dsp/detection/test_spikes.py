import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.dsp.detection.spikes import (
    at_electrodes,
    electrode_weights,
    sharp_peaks,
    sharpened,
    strongest,
    usual_heights,
)

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


def test_a_shared_electrode_adds_up_over_the_rows_that_turn_over():
    rows = ("Fp1-F3", "F3-C3", "C3-P3")
    names, weights = electrode_weights(rows)
    assert names == ("Fp1", "F3", "C3", "P3")
    potentials = dict.fromkeys(names, 0.0) | {"F3": -90.0}
    data = np.array([[potentials[a] - potentials[b]] for a, b in (row.split("-") for row in rows)], np.float32)
    values = at_electrodes(data, weights)[:, 0]
    assert values[names.index("F3")] == pytest.approx(-90)
    assert np.abs(values).argmax() == names.index("F3") or values[0] == pytest.approx(90)


def test_rows_of_single_electrodes_stand_for_themselves():
    names, weights = electrode_weights(("F3", "C3"))
    assert names == ("F3", "C3")
    np.testing.assert_array_equal(weights, np.eye(2))


def test_sharpening_takes_slow_waves_away():
    times = np.arange(4096) / RATE_HZ
    rows = np.stack([np.sin(2 * np.pi * 1 * times), np.sin(2 * np.pi * 20 * times)]).astype(np.float32) * 100
    out = sharpened(rows, RATE_HZ)[:, 1000:3000]
    assert np.abs(out[0]).max() < 5
    assert np.abs(out[1]).max() > 80


def test_the_usual_height_is_of_the_row_and_the_time():
    rows = np.random.default_rng(4).normal(0, 1, (2, 8192)).astype(np.float32) * np.array([[1], [10]], np.float32)
    found = sharp_peaks(rows, RATE_HZ)
    usual = usual_heights(found, 2, RATE_HZ, 8192, 0, 1.0, 8)
    ratio = np.median(usual[found.row == 1]) / np.median(usual[found.row == 0])
    assert ratio == pytest.approx(10, rel=0.2)


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

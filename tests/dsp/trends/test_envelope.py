import math

import numpy as np
import pytest
import scipy.signal
from trends.amplitude_blocks import ALL_ROWS, block_of, built, butterworth, each_row, noisy, times_s


def test_a_sine_stands_at_its_peak_to_peak():
    t = times_s(60.0)
    whole = each_row(lambda _row: 100 * np.sin(2 * np.pi * 4 * t) + 300 * np.sin(2 * np.pi * 0.3 * t), ALL_ROWS, 60.0)
    found = built("envelope", ALL_ROWS).compute(block_of(whole, ALL_ROWS))
    # a filter of order 4 leaves 0.97 at 4 Hz (its edges are 2 and 6 Hz), and next to nothing of the sway at 0.3 Hz
    assert found["envelope_left"][15] == pytest.approx(200 * 0.97, rel=0.02)
    assert set(found) == {f"envelope_{r}" for r in ("left", "right", "frontal", "central", "temporal", "posterior")}


def test_it_is_the_median_of_the_half_seconds_of_10_s_by_brute_force():
    whole = noisy(ALL_ROWS, 60.0)
    found = built("envelope", ALL_ROWS).compute(block_of(whole, ALL_ROWS))["envelope_posterior"]
    sos = [butterworth(4, cut, kind, 64.0) for cut, kind in ((2.0, "high"), (6.0, "low"))]
    numbers = [ALL_ROWS.index(row) for row in ("P7-O1", "P3-O1", "P4-O2", "P8-O2")]
    padded = np.pad(whole[numbers].astype(np.float64), ((0, 0), (3, 3)), mode="edge")
    weights = np.array([-1, 0, 9, 16, 9, 0, -1]) / 32  # bands up to 8 Hz are filtered at 64 Hz
    rows = (
        np.array([np.convolve(row, weights, "valid") for row in padded])[:, ::2].astype(np.float32).astype(np.float64)
    )
    signal = scipy.signal.sosfilt(np.concatenate(sos), rows - rows[:, :1], axis=1)
    halves = np.median(np.abs(signal).reshape(4, 120, 32).mean(axis=2), axis=0)
    for k in range(3, 27):  # 10 s around each 2 s
        assert found[k] == pytest.approx(math.pi * np.median(halves[4 * k - 8 : 4 * k + 12]), rel=1e-5)
    assert np.isnan(found[0])  # the filter settles


def test_a_gap_is_a_gap():
    whole = noisy(ALL_ROWS, 60.0)
    whole[:, 30 * 128 : 31 * 128] = np.nan
    found = built("envelope", ALL_ROWS).compute(block_of(whole, ALL_ROWS))["envelope_left"]
    assert np.flatnonzero(np.isnan(found)).tolist() == [0, 15, 16]  # the gap, and 2 s in which the filter settles


def test_a_side_that_is_not_there_is_named():
    trend = built("envelope", ("C3-P3",))
    (why,) = {missing.why for missing in trend.missing if missing.column_id == "envelope_right"}
    assert why.startswith("No right row can be formed: it needs Fp2-F4, F4-C4")
    assert "Fp2, F4, C4, P4, O2, F8, T8 and P8 are in no row" in why

import numpy as np
import pytest
from trends.amplitude_blocks import ALL_ROWS, BIPOLAR, block_of, built, each_row, times_s

LEFT = [row for row in BIPOLAR if row[-1] in "13579"]


def test_the_share_of_time_below_the_threshold_is_counted():
    # 8 µV peak to peak for 4 s of each 10 s, 100 µV else; the filter rings for half a second or so after the change,
    # so that of the 4 s at least 3 and at most 4 are below 10 µV
    t = times_s(60.0)
    size = np.where((t % 10 >= 3) & (t % 10 < 7), 4.0, 50.0)
    whole = each_row(lambda _row: size * np.sin(2 * np.pi * 10 * t), ALL_ROWS, 60.0)
    found = built("suppression", ALL_ROWS).compute(block_of(whole, ALL_ROWS))
    assert set(found) == {f"suppression_{x}{r}" for x in ("", "30_") for r in ("left", "right", "all")}
    assert found["suppression_left"].shape == (6,)
    assert ((found["suppression_left"][1:] >= 30) & (found["suppression_left"][1:] <= 40)).all()


def test_rows_and_half_seconds_are_counted_exactly():
    # of the eight left rows two are flat all the time; one is flat for 5 of 10 s, 0 else (flat counts as suppressed)
    t = times_s(60.0)
    wave = 50 * np.sin(2 * np.pi * 10 * t)
    whole = each_row(lambda row: 0.0 if row in LEFT[:2] else wave, ALL_ROWS, 60.0)
    found = built("suppression", ALL_ROWS).compute(block_of(whole, ALL_ROWS))
    np.testing.assert_allclose(found["suppression_left"], 100 * 2 / 8)
    np.testing.assert_allclose(found["suppression_right"], 0.0)
    np.testing.assert_allclose(found["suppression_all"], 100 * 2 / 18, rtol=1e-6)


@pytest.mark.parametrize(("peak_to_peak_uv", "below_10", "below_30"), [(9.0, 100, 100), (12.0, 0, 100), (33.0, 0, 0)])
def test_both_thresholds_are_peak_to_peak(peak_to_peak_uv: float, below_10: float, below_30: float):
    t = times_s(60.0)
    whole = each_row(lambda _row: peak_to_peak_uv / 2 * np.sin(2 * np.pi * 6 * t), ALL_ROWS, 60.0)
    found = built("suppression", ALL_ROWS).compute(block_of(whole, ALL_ROWS))
    np.testing.assert_allclose(found["suppression_all"], below_10)
    np.testing.assert_allclose(found["suppression_30_all"], below_30)


def test_half_a_second_is_too_short():
    from eegview.dsp.trends.half_seconds import HalfSeconds
    from eegview.dsp.trends.suppression import suppressed

    high = np.array([[50, 4, 50, 4, 4, 50, 4, 4, 4]], np.float32)
    halves = HalfSeconds(-high, high, high)
    assert suppressed(halves, 10.0, 2).tolist() == [[False, False, False, True, True, False, True, True, True]]
    assert suppressed(halves, 10.0, 3).tolist() == [[False] * 6 + [True] * 3]


def test_a_gap_is_not_suppressed_and_is_a_gap():
    t = times_s(60.0)
    whole = each_row(lambda _row: 50 * np.sin(2 * np.pi * 10 * t), ALL_ROWS, 60.0)
    whole[:, 20 * 128 : 26 * 128] = np.nan  # more than half of 10 s is missing
    whole[:, 42 * 128 : 43 * 128] = np.nan
    found = built("suppression", ALL_ROWS).compute(block_of(whole, ALL_ROWS))["suppression_all"]
    assert np.isnan(found).tolist() == [False, False, True, False, False, False]
    np.testing.assert_allclose(found[~np.isnan(found)], 0.0)


def test_a_side_that_is_not_there_is_named():
    trend = built("suppression", ("C4-P4",))
    assert {missing.column_id for missing in trend.missing} == {"suppression_left", "suppression_30_left"}
    assert "Fp1" in trend.missing[0].why

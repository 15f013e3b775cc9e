import numpy as np
import pytest
from trends.amplitude_blocks import ALL_ROWS, BIPOLAR, block_of, built, each_row, times_s

from eegview.dsp.hemispheres import side_of_row

T = times_s(60.0)
WAVE = np.sin(2 * np.pi * 10 * T)


def middle(whole: np.ndarray, rows: tuple[str, ...]) -> tuple[float, float]:
    found = built("amplitude_asymmetry", rows).compute(block_of(whole, rows))
    return float(found["asymmetry_amplitude"][15]), float(found["asymmetry_amplitude_absolute"][15])


def test_the_right_higher_is_above_0():
    whole = each_row(lambda row: {"left": 20.0, "right": 60.0}.get(side_of_row(row), 500.0) * WAVE, ALL_ROWS, 60.0)
    assert middle(whole, ALL_ROWS) == pytest.approx((50.0, 50.0), rel=1e-4)  # (60 - 20) / (60 + 20)
    assert middle(-whole[:, ::-1], ALL_ROWS) == pytest.approx((50.0, 50.0), rel=1e-3)


def test_opposite_differences_cancel_in_the_signed_and_not_in_the_absolute_one():
    size = {"C3-P3": 10.0, "C4-P4": 30.0, "P3-O1": 30.0, "P4-O2": 10.0}
    rows = tuple(size)
    whole = each_row(lambda row: size[row] * WAVE, rows, 60.0)
    assert middle(whole, rows) == pytest.approx((0.0, 50.0), abs=1e-3)


def test_pairs_count_by_their_amplitude_in_the_signed_one():
    size = {"C3-P3": 10.0, "C4-P4": 30.0, "P3-O1": 100.0, "P4-O2": 100.0}
    rows = tuple(size)
    whole = each_row(lambda row: size[row] * WAVE, rows, 60.0)
    assert middle(whole, rows) == pytest.approx((100 * 20 / 240, 25.0), rel=1e-4)  # (130 - 110) / 240; (50 + 0) / 2


def test_a_pair_of_which_one_is_missing_does_not_count():
    size = {"C3-P3": 10.0, "C4-P4": 30.0, "P3-O1": 20.0, "P4-O2": 10.0}
    rows = tuple(size)
    whole = each_row(lambda row: size[row] * WAVE, rows, 60.0)
    whole[3] = np.nan
    assert middle(whole, rows) == pytest.approx((50.0, 50.0), rel=1e-4)
    whole[0] = 0.0
    whole[1] = 0.0  # flat on both sides: no ratio
    assert np.isnan(middle(whole, rows)).all()


def test_without_a_pair_it_is_missing_and_says_why():
    trend = built("amplitude_asymmetry", ("C3-P3", "P3-O1", "P3-P4"))
    assert not trend.columns
    assert [missing.column_id for missing in trend.missing] == ["asymmetry_amplitude", "asymmetry_amplitude_absolute"]
    assert trend.missing[0].why == (
        "No row has a counterpart on the other side: it needs C3-P3 and C4-P4, or two other rows at the same place of "
        "both sides, and C4 is in no row that can be used."
    )
    assert trend.compute(block_of(np.zeros((3, 7680), np.float32), ("C3-P3", "P3-O1", "P3-P4"))) == {}


def test_the_definition_names_the_pairs():
    signed, size = built("amplitude_asymmetry", BIPOLAR).columns
    assert "C3-P3 and C4-P4" in signed.definition
    assert signed.unit == size.unit == "%"
    assert "(R − L) / (R + L)" in signed.definition

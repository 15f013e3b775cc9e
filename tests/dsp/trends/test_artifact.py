import numpy as np
import pytest
from trends.amplitude_blocks import ALL_ROWS, BIPOLAR, block_of, built, each_row, times_s

T = times_s(120.0)
CLEAN = 50 * np.sin(2 * np.pi * 10 * T)


def share(whole: np.ndarray) -> np.ndarray:
    return built("artifact", ALL_ROWS).compute(block_of(whole, ALL_ROWS))["artifact"]


def clean() -> np.ndarray:
    return each_row(lambda _row: CLEAN + 4000, ALL_ROWS, 120.0)  # an offset is no artifact


def one_row(percent: float = 100.0) -> float:
    return percent / len(BIPOLAR)  # neither the ECG nor the rows across are counted


def test_ordinary_eeg_with_an_offset_is_none():
    np.testing.assert_array_equal(share(clean()), 0.0)


def test_more_than_1500_microvolts_counts_with_10_s_to_either_side():
    whole = clean()
    bump = (T >= 60) & (T < 60.5)
    whole[3, bump] += (3000 * np.sin(2 * np.pi * 2 * (T[bump] - 60)) ** 2).astype(np.float32)
    found = share(whole)
    assert found[:24].tolist() == [0.0] * 24
    np.testing.assert_allclose(found[25:35], one_row(), rtol=1e-6)  # 50 … 70 s
    assert found[37:].tolist() == [0.0] * 23
    for k in (24, 35, 36):  # to half a second
        assert round(found[k] / one_row(25), 4) in (0, 1, 2, 3)


def test_a_jump_between_samples_counts_where_it_is():
    whole = clean()
    whole[5, 40 * 128 + 32] += 260  # one sample up and down again, within the half second from 40 s
    found = share(whole)
    assert found[20] == pytest.approx(one_row(25))
    assert np.delete(found, 20).tolist() == [0.0] * 59
    whole = clean()
    whole[5, 40 * 128 :] += 150  # a step below the limit
    assert share(whole).tolist() == [0.0] * 60


def test_the_jump_into_a_half_second_is_its_own():
    whole = clean()
    whole[5, 40 * 128 :] += 400
    assert share(whole)[19:22] == pytest.approx([0.0, one_row(25), 0.0])


def test_a_flat_row_counts_where_it_is_flat_for_2_s():
    whole = clean()
    whole[0, 30 * 128 : 36 * 128] = whole[0, 30 * 128 - 1]
    whole[1, 30 * 128 : round(31.5 * 128)] = whole[1, 30 * 128 - 1]  # too short
    found = share(whole)
    np.testing.assert_allclose(found[15:18], one_row(), rtol=1e-6)
    assert np.delete(found, [15, 16, 17]).tolist() == [0.0] * 57


def test_polygraphy_does_not_count():
    whole = clean()
    whole[ALL_ROWS.index("ECG")] = 0.0
    whole[ALL_ROWS.index("P3-P4")] = 0.0
    np.testing.assert_array_equal(share(whole), 0.0)


def test_a_gap_is_neither_artifact_nor_measured():
    whole = clean()
    whole[:, 30 * 128 : 36 * 128] = np.nan
    whole[:, 50 * 128 : 50 * 128 + 10] = np.nan  # within one of four half seconds
    found = share(whole)
    assert np.flatnonzero(np.isnan(found)).tolist() == [15, 16, 17]
    assert found[25] == 0.0
    whole[:9] = np.nan  # half of the rows
    whole[9, 80 * 128 :] = 7.0
    found = share(whole)
    np.testing.assert_allclose(found[41:59], 100 / 9, rtol=1e-6)  # of those that are measured
    whole[9] = np.nan
    assert np.isnan(share(whole)).all()


def test_what_it_is_made_of_is_said():
    (column,) = built("artifact", ALL_ROWS).columns
    assert column.column_id == "artifact"
    for said in ("1,500 µV", "10 s to either side", "200 µV", "128 Hz", "0.5 µV", "18 rows", "Nothing is removed"):
        assert said in column.definition
    (missing,) = built("artifact", ("ECG",)).missing
    assert missing.why.startswith("No EEG row can be formed: it needs Fp1-F7")

"""Spectral trends, background and heart rate are the same wherever blocks are cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trends.cut_blocks import LONGITUDINAL, NEONATAL, computed, eeg, parameters_of

from eegview.dsp.trends import background, heart_rate, spectra
from eegview.dsp.trends.block import RATE_HZ

MODULES = {"spectra": spectra, "background": background, "heart_rate": heart_rate}


def recording(rows: tuple[str, ...], seconds: float, seed: int) -> np.ndarray:
    """Return made-up rows with an offset, the last of them an ECG, with artifacts."""
    rng = np.random.default_rng(seed)
    data = eeg(len(rows), seconds, seed) + rng.normal(0, 3000, (len(rows), 1)).astype(np.float32)
    data[-1] = 20 * rng.normal(size=data.shape[1])
    beats = np.cumsum(rng.normal(0.45, 0.01, int(seconds / 0.4)))
    at = (beats[beats < seconds - 1] * RATE_HZ).astype(int)
    for k, uv in enumerate((-100, 900, 300, -200)):
        data[-1, at + k] += uv
    loud = rng.integers(0, data.shape[1], 3)
    for first in loud:
        data[: len(rows) // 2, first : first + 200] *= 30
    return data


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("layout", [LONGITUDINAL, NEONATAL])
@settings(max_examples=15, deadline=None)
@given(
    cuts=st.sets(st.integers(1, 11), max_size=11),
    gaps=st.lists(st.tuples(st.integers(0, 15000), st.integers(1, 3000)), max_size=3),
    seed=st.integers(0, 99),
)
def test_blocks_may_be_cut_anywhere(name, layout, cuts, gaps, seed) -> None:
    rows = (*layout, "ECG")
    data = recording(rows, 117.0, seed)
    for first, length in gaps:
        data[:, first : first + length] = np.nan
    trend = MODULES[name].build(rows, parameters_of(name))
    whole = computed(trend, rows, data)
    cut = computed(trend, rows, data, [10.0 * at for at in cuts])
    for column in trend.columns:
        np.testing.assert_allclose(
            cut[column.column_id], whole[column.column_id], rtol=1e-6, atol=1e-6, err_msg=column.column_id
        )


@pytest.mark.parametrize("name", MODULES)
def test_gaps_are_no_values(name) -> None:
    rows = (*LONGITUDINAL, "ECG")
    data = recording(rows, 120.0, 5)
    first, stop = round(43 * RATE_HZ), round(61 * RATE_HZ)
    trend = MODULES[name].build(rows, parameters_of(name))
    before = computed(trend, rows, data)
    data[:, first:stop] = np.nan
    after = computed(trend, rows, data)
    for column in trend.columns:
        values = after[column.column_id].reshape(len(after[column.column_id]), -1)
        starts_s = np.arange(len(values)) * column.step_s
        touched = (starts_s < 61) & (starts_s + column.step_s > 43)
        if name == "background" or (name == "spectra" and column.step_s == 10):
            touched &= starts_s != 60  # nine of its ten seconds are there
        assert np.isnan(values[touched]).all(), column.column_id
        far = (starts_s < 20) | (starts_s > 85)
        np.testing.assert_array_equal(values[far], before[column.column_id].reshape(len(values), -1)[far])
        if name != "heart_rate":
            assert np.isfinite(values[~touched]).all(), column.column_id


def test_ten_seconds_with_a_short_gap_are_told_by_the_windows_that_are_there() -> None:
    data = eeg(18, 60.0)
    trend = spectra.build(LONGITUDINAL, parameters_of("spectra"))
    low_hz, high_hz = parameters_of("spectra")["bands"]["theta"]
    data[:, round(22.4 * RATE_HZ) : round(23.4 * RATE_HZ)] = np.nan  # one of five windows
    data[:, round(43 * RATE_HZ) : round(47 * RATE_HZ)] = np.nan  # three of five
    found = computed(trend, LONGITUDINAL, data)
    power = 10 ** (found["cdsa_left"].astype(np.float64) / 10)
    there = power[[10, 12, 13, 14]].mean(axis=0)
    at_hz = np.array(trend.columns[0].frequencies_hz)
    wanted = 100 * there[(at_hz >= low_hz) & (at_hz < high_hz)].sum() / there[1:].sum()
    np.testing.assert_allclose(found["relative_theta_left"][2], wanted, rtol=1e-3)
    for name in ("sef95", "relative_delta", "asymmetry_spectral", "asymmetry_spectral_absolute", "synchrony"):
        assert np.isnan(found[name]).tolist() == [False, False, False, False, True, False], name


def test_a_row_that_is_flat_or_missing_for_a_while_takes_no_spectral_number_away() -> None:
    data, own = eeg(18, 40.0), parameters_of("spectra")
    f7_t7, cz_pz, t7_p7 = (LONGITUDINAL.index(row) for row in ("F7-T7", "Cz-Pz", "T7-P7"))
    data[f7_t7] = 0.0
    data[[cz_pz, t7_p7], round(20 * RATE_HZ) :] = np.nan
    found = computed(spectra.build(LONGITUDINAL, own), LONGITUDINAL, data)
    for name in ("sef95", "sef95_left", "synchrony", "synchrony_wpli", "asymmetry_spectral", "relative_delta_left"):
        assert np.isfinite(found[name]).all(), name
    left = [row for row in own["rows"]["left"] if row != "T7-P7"]  # what is left of it from 20 s on
    alone = computed(spectra.build(tuple(left), own), left, data[[LONGITUDINAL.index(row) for row in left]])
    for name in ("sef95_left", "cdsa_left", "relative_delta_left"):
        n = len(found[name]) // 2
        np.testing.assert_allclose(found[name][n:], alone[name][n:], rtol=1e-5)


@pytest.mark.parametrize("rows", [("C3-P3", "C4-P4"), ("C3-P3",)])
def test_the_two_rows_of_an_aeeg_monitor_have_spectra_and_a_background_without_an_index(rows: tuple[str, ...]) -> None:
    given = {column.column_id for column in spectra.build(rows, parameters_of("spectra")).columns}
    assert {"cdsa_left", "sef95", "relative_delta_left"} <= given
    trend = background.build(rows, parameters_of("background"))
    why = {one.column_id: one.why for one in trend.missing}["background_index"]
    assert why.startswith("Only C3-P3 can be formed; 2 rows" if len(rows) == 1 else "The index is made for")


@pytest.mark.parametrize("name", MODULES)
def test_every_row_may_be_missing(name) -> None:
    parameters = parameters_of(name)
    whole = MODULES[name].build((*LONGITUDINAL, "ECG"), parameters)
    assert not whole.missing
    ids = {column.column_id for column in whole.columns}
    for rows in ((), ("ECG",), ("Fz-Cz",), ("F7-T7", "T7-P7", "F8-T8", "T8-P8"), NEONATAL, LONGITUDINAL[:8]):
        trend = MODULES[name].build(rows, parameters)
        given_ids = {column.column_id for column in trend.columns}
        missing_ids = {one.column_id for one in trend.missing}
        assert given_ids | missing_ids == ids, rows
        assert not given_ids & missing_ids
        for one in trend.missing:
            assert one.title
            assert one.why.endswith(".")
        computed(trend, rows, eeg(max(len(rows), 1), 30.0)[: len(rows)])


def test_definitions_name_rows_and_are_short_enough_to_read() -> None:
    for name, module in MODULES.items():
        for column in module.build((*LONGITUDINAL, "ECG"), parameters_of(name)).columns:
            assert column.definition.endswith(".")
            assert len(column.definition) < 900
            assert column.unit in ("dB", "Hz", "%", "µV", "bpm", "")

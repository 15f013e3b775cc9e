from typing import Any

import numpy as np
import pytest
import scipy.signal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eegview.dsp import compiled
from eegview.dsp import numpy_kernels as plain
from eegview.dsp.filtering import (
    SETTLING,
    filter_rows,
    high_pass,
    low_pass,
    margin_s,
    notch,
    removes_offset,
    sections_of,
)
from eegview.model.display.filters import FilterSpec, Phase

signal: Any = scipy.signal  # whose annotations name every kind of answer at once
RATES_HZ = (100.0, 200.0, 256.0, 512.0, 2000.0)
CLINICAL = FilterSpec(0.5, 70.0, 50.0)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("cut_hz", [0.05, 0.5, 1.6, 30.0])
def test_designs_are_scipys(rate_hz: float, cut_hz: float) -> None:
    np.testing.assert_allclose(high_pass(cut_hz, rate_hz), signal.butter(1, cut_hz, "high", fs=rate_hz, output="sos"))
    np.testing.assert_allclose(
        low_pass(cut_hz, rate_hz), signal.butter(2, cut_hz, "low", fs=rate_hz, output="sos"), rtol=1e-6
    )
    b, a = signal.iirnotch(cut_hz, 30, rate_hz)
    np.testing.assert_allclose(notch(cut_hz, rate_hz)[0], [*b, *a], rtol=1e-9)


def test_the_gain_at_the_cut_is_minus_3_db_and_the_notch_is_deep() -> None:
    for spec, cut_hz in ((FilterSpec(low_cut_hz=1), 1), (FilterSpec(high_cut_hz=35), 35)):
        _w, response = signal.sosfreqz(sections_of(spec, 256.0), [cut_hz], fs=256.0)
        assert abs(response[0]) == pytest.approx(np.sqrt(0.5), rel=1e-9)
    _w, response = signal.sosfreqz(sections_of(FilterSpec(notch_hz=50), 256.0), [50.0, 40.0], fs=256.0)
    assert abs(response[0]) < 1e-9
    assert abs(response[1]) > 0.99


@pytest.mark.parametrize(
    ("low_cut_hz", "phase", "expected_uv"),
    [(1.0, Phase.CAUSAL, 212), (1.0, Phase.ZERO, 150), (0.5, Phase.CAUSAL, 268), (0.5, Phase.ZERO, 240)],
)
def test_the_filter_hazard_is_as_documented(low_cut_hz: float, phase: Phase, expected_uv: float) -> None:
    """A slow wave of infants: 1 Hz, 300 µV."""
    time_s = np.arange(0, 60, 1 / 256)
    wave = 300 * np.sin(2 * np.pi * time_s)
    shown = filter_rows(wave[None], FilterSpec(low_cut_hz=low_cut_hz, phase=phase), 256.0)[0]
    assert np.abs(shown[256 * 20 : 256 * 40]).max() == pytest.approx(expected_uv, abs=1)


def test_a_cut_at_or_above_049_of_the_rate_is_off() -> None:
    assert sections_of(FilterSpec(high_cut_hz=98), 200.0).shape == (0, 6)
    assert sections_of(FilterSpec(high_cut_hz=97), 200.0).shape == (1, 6)
    assert sections_of(FilterSpec(10, 100, 60), 100.0).shape == (1, 6)
    assert margin_s(FilterSpec(high_cut_hz=100), 200.0) == 0.0
    assert not removes_offset(FilterSpec(low_cut_hz=10), 20.0)


def test_the_margin_comes_from_the_slowest_pole() -> None:
    assert margin_s(FilterSpec(low_cut_hz=0.5), 256.0) == pytest.approx(SETTLING / (2 * np.pi * 0.5), rel=0.01)
    assert margin_s(FilterSpec(0.5, 70, 50), 256.0) == margin_s(FilterSpec(low_cut_hz=0.5), 256.0)
    assert margin_s(FilterSpec(high_cut_hz=70), 256.0) < 0.5


def test_causal_is_scipys_filter_from_rest_at_the_first_sample(kernel) -> None:
    rng = np.random.default_rng(1)
    rows = rng.standard_normal((5, 1001)).cumsum(axis=1) * 20 + 40_000
    sections = sections_of(CLINICAL, 256.0)
    expected = signal.sosfilt(sections.copy(), rows - rows[:, :1], axis=1)
    np.testing.assert_allclose(filter_rows(rows, CLINICAL, 256.0), expected, atol=1e-3)


def test_zero_phase_does_not_shift_a_wave(kernel) -> None:
    time_s = np.arange(0, 20, 1 / 200)
    bump = 100 * np.exp(-(((time_s - 10) / 0.1) ** 2))
    shown = filter_rows(bump[None], FilterSpec(0.5, 30, 50, Phase.ZERO), 200.0)[0]
    assert abs(int(shown.argmax()) - int(bump.argmax())) == 0
    np.testing.assert_allclose(shown[2000:3900], shown[2000:100:-1], atol=1e-3)
    shifted = filter_rows(bump[None], FilterSpec(0, 15, 0, Phase.CAUSAL), 200.0)[0]
    assert shifted.argmax() > bump.argmax()


@pytest.mark.parametrize("phase", list(Phase))
def test_an_offset_makes_no_step_and_stays_where_it_is_kept(kernel, phase: Phase) -> None:
    rows = np.full((2, 500), 52_345.0)
    assert np.abs(filter_rows(rows, FilterSpec(0.5, 70, 50, phase), 256.0)).max() < 1e-6
    np.testing.assert_allclose(filter_rows(rows, FilterSpec(0, 70, 50, phase), 256.0), rows, rtol=1e-6)


@pytest.mark.parametrize("phase", list(Phase))
def test_missing_samples_leave_the_rest_as_if_each_stretch_stood_alone(kernel, phase: Phase) -> None:
    spec = FilterSpec(0.5, 70, 50, phase)
    rng = np.random.default_rng(2)
    rows = rng.standard_normal((3, 900)) * 50 + 1000
    rows[1, 300:310] = np.nan
    rows[1, 500] = np.nan
    rows[2, :] = np.nan
    out = filter_rows(rows, spec, 256.0)
    np.testing.assert_array_equal(np.isnan(out), np.isnan(rows))
    np.testing.assert_allclose(out[0], filter_rows(rows[:1], spec, 256.0)[0], atol=1e-4)
    for first, stop in ((0, 300), (310, 500), (501, 900)):
        np.testing.assert_allclose(out[1, first:stop], filter_rows(rows[1:2, first:stop], spec, 256.0)[0], atol=1e-4)


def test_no_filter_changes_no_bit(kernel) -> None:
    rows = np.random.default_rng(3).standard_normal((2, 100)).astype(np.float32) * 1e5
    rows[0, 4] = np.nan
    np.testing.assert_array_equal(filter_rows(rows, FilterSpec(), 256.0), rows)


def test_the_input_is_left_alone(kernel) -> None:
    rows = np.ones((1, 50))
    rows[0, 20:] = 5
    before = rows.copy()
    filter_rows(rows, CLINICAL, 256.0)
    np.testing.assert_array_equal(rows, before)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    n_rows=st.integers(1, 9),
    n_samples=st.integers(1, 400),
    low_cut_hz=st.sampled_from([0.0, 0.05, 0.5, 5.0]),
    high_cut_hz=st.sampled_from([0.0, 15.0, 70.0]),
    notch_hz=st.sampled_from([0.0, 50.0, 60.0]),
    rate_hz=st.sampled_from(RATES_HZ),
    seed=st.integers(0, 2**32 - 1),
)
def test_all_kernels_give_the_same_numbers(
    machine_kernels,
    n_rows: int,
    n_samples: int,
    low_cut_hz: float,
    high_cut_hz: float,
    notch_hz: float,
    rate_hz: float,
    seed: int,
) -> None:
    sections = sections_of(FilterSpec(low_cut_hz, high_cut_hz, notch_hz), rate_hz)
    if not len(sections):
        return
    rows = np.random.default_rng(seed).standard_normal((n_rows, n_samples)).cumsum(axis=1) * 1000
    given = rows.copy()
    plain.run_sections(rows, sections)
    for kernel in (compiled, machine_kernels):
        other = given.copy()
        kernel.run_sections(other, sections)
        assert np.abs(rows - other).max() < 1e-3

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.dsp.amplitudes import amplitudes_of, asymmetry_index, asymmetry_ratio

UV = st.floats(0.1, 5000.0)


@given(UV, st.floats(1.0, 40.0), st.floats(-1e4, 1e4), st.floats(0, 6.3))
def test_a_sine_has_twice_its_amplitude_peak_to_peak_and_its_root_half_as_rms(
    amplitude_uv: float, at_hz: float, offset_uv: float, phase: float
) -> None:
    rate_hz = 4000.0
    n_samples = round(round(at_hz) / at_hz * rate_hz)  # whole periods
    times_s = np.arange(n_samples) / rate_hz
    found = amplitudes_of(offset_uv + amplitude_uv * np.sin(2 * np.pi * at_hz * times_s + phase))
    assert found is not None
    assert found.peak_to_peak == pytest.approx(2 * amplitude_uv, rel=2e-3)
    assert found.rms == pytest.approx(amplitude_uv / np.sqrt(2), rel=2e-2)
    assert found.mean == pytest.approx(offset_uv, abs=0.02 * amplitude_uv + 1e-6)
    assert found.n_samples == n_samples


@given(st.lists(st.floats(-500, 500), min_size=2, max_size=50), st.floats(0.01, 100))
def test_what_is_twice_as_large_measures_twice_as_much(values: list[float], factor: float) -> None:
    one, other = amplitudes_of(np.array(values)), amplitudes_of(factor * np.array(values))
    assert one is not None
    assert other is not None
    assert other.peak_to_peak == pytest.approx(factor * one.peak_to_peak, abs=1e-6)
    assert other.rms == pytest.approx(factor * one.rms, abs=1e-6)


def test_missing_samples_are_left_out() -> None:
    found = amplitudes_of(np.array([np.nan, 1.0, np.nan, 3.0], np.float32))
    assert found is not None
    assert (found.peak_to_peak, found.rms, found.mean, found.n_samples) == (2.0, 1.0, 2.0, 2)
    assert amplitudes_of(np.array([np.nan])) is None
    assert amplitudes_of(np.array([])) is None


@given(UV, UV)
def test_asymmetry_changes_its_sign_when_the_sides_change_places(left: float, right: float) -> None:
    assert asymmetry_index(left, right) == pytest.approx(-asymmetry_index(right, left))
    assert asymmetry_ratio(left, right) == pytest.approx(1 / asymmetry_ratio(right, left))
    ratio = asymmetry_ratio(left, right)
    assert asymmetry_index(left, right) == pytest.approx((ratio - 1) / (ratio + 1), abs=1e-9)


def test_a_flat_pair_has_no_asymmetry() -> None:
    assert np.isnan(asymmetry_ratio(0.0, 5.0))
    assert np.isnan(asymmetry_index(0.0, 0.0))
    assert asymmetry_index(0.0, 5.0) == 1.0

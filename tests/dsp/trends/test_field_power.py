"""Mean global field power: against scipy by brute force, against any reference, and wherever blocks are cut."""

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
import scipy.signal
from hypothesis import given, settings
from hypothesis import strategies as st
from trends.amplitude_blocks import block_of, built, butterworth, each_row, noisy, times_s

from eegview.app.trends.rows import ELECTRODES

LENGTH_S = 120.0


@lru_cache(maxsize=1)
def signal() -> np.ndarray:
    return noisy(ELECTRODES, LENGTH_S)


def test_it_is_the_spread_over_average_referenced_electrodes_by_brute_force() -> None:
    whole = signal()
    found = built("field_power", ELECTRODES).compute(block_of(whole, ELECTRODES))["mgfp"]
    sos = np.concatenate([butterworth(2, 0.5, "high", 128.0), butterworth(4, 30.0, "low", 128.0)])
    average = whole.astype(np.float64) - whole.mean(axis=0, dtype=np.float64)
    filtered = scipy.signal.sosfilt(sos, average - average[:, :1], axis=1)
    power = np.sqrt(np.mean(np.square(filtered), axis=0))
    expected = np.median(power.reshape(-1, 256), axis=1)
    np.testing.assert_allclose(found[1:], expected[1:], rtol=1e-5)
    assert np.isnan(found[0])  # the filter settles


def test_known_waves_have_a_known_power_against_any_reference() -> None:
    t = times_s(LENGTH_S)
    wave = 100 * np.sin(2 * np.pi * 5 * t)
    sizes = dict(zip(ELECTRODES, np.linspace(-1, 1, len(ELECTRODES)), strict=True))
    whole = each_row(lambda row: sizes[row] * wave, ELECTRODES, LENGTH_S)
    moved = whole + (500 * np.sin(2 * np.pi * 3 * t) + 8000).astype(np.float32)  # what the reference itself does
    trend = built("field_power", ELECTRODES)
    expected = np.std(list(sizes.values())) * 100 * np.sin(np.pi / 4)  # the median size of a sine
    for data in (whole, moved):
        assert trend.compute(block_of(data, ELECTRODES))["mgfp"][5:] == pytest.approx(expected, rel=0.01)
    same = each_row(lambda _row: wave, ELECTRODES, LENGTH_S)
    assert trend.compute(block_of(same, ELECTRODES))["mgfp"][1:] == pytest.approx(0.0, abs=1e-3)


@settings(max_examples=15, deadline=None)
@given(
    cuts_10s=st.lists(st.integers(1, 11), min_size=1, max_size=4, unique=True).map(sorted),
    gap=st.one_of(st.none(), st.tuples(st.floats(0, LENGTH_S), st.sampled_from([0.01, 0.5, 3.0, 40.0]))),
)
def test_values_do_not_depend_on_the_cuts(cuts_10s: list[int], gap: tuple[float, float] | None) -> None:
    whole, trend = signal() + np.float32(3000), built("field_power", ELECTRODES)
    if gap is not None:
        whole[:, round(gap[0] * 128) : round((gap[0] + gap[1]) * 128)] = np.nan
    at_once = trend.compute(block_of(whole, ELECTRODES, 0.0, LENGTH_S))["mgfp"]
    edges = [0.0, *(10.0 * cut for cut in cuts_10s), LENGTH_S]
    joined = np.concatenate([trend.compute(block_of(whole, ELECTRODES, a, b))["mgfp"] for a, b in pairwise(edges)])
    np.testing.assert_allclose(joined, at_once, rtol=1e-6)
    assert joined.dtype == np.float32
    assert len(joined) == LENGTH_S / 2


def test_a_gap_is_a_gap_also_of_one_electrode() -> None:
    whole = noisy(ELECTRODES, 60.0)
    whole[3, 30 * 128 : 31 * 128] = np.nan
    found = built("field_power", ELECTRODES).compute(block_of(whole, ELECTRODES))["mgfp"]
    assert np.flatnonzero(np.isnan(found)).tolist() == [0, 15]  # 30 s, and all of what the filter needs to settle
    assert np.isfinite(found[16])  # half of 32 to 34 s


def test_too_few_electrodes_are_named() -> None:
    trend = built("field_power", (*ELECTRODES[:7], "Fp1-F7"))
    assert trend.columns == ()
    assert "needs 8 single electrodes" in trend.missing[0].why
    assert "gives 7" in trend.missing[0].why
    (column,) = built("field_power", ELECTRODES[:8]).columns
    assert "8 average-referenced electrodes Fp1, Fp2" in column.definition

"""The kernels of the trends of amplitude, plain, compiled and as machine code, give what numpy and scipy give."""

import numpy as np
import pytest
import scipy.signal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eegview.dsp import numpy_kernels
from eegview.dsp.trends.butterworth import band_pass


def rows_of(n_rows: int, n: int, offset: float = 0.0) -> np.ndarray:
    return (np.random.default_rng(n_rows).normal(0, 50, (n_rows, n)) + offset).astype(np.float32)


@pytest.mark.parametrize("n_rows", [1, 4, 7])
def test_bins_are_those_of_the_filtered_rows(kernel, n_rows: int) -> None:
    bands = [band_pass(4.0, 7.0, 4, 128.0), band_pass(13.0, 30.0, 4, 128.0)]
    rows = rows_of(n_rows, 3000, 20_000.0)
    low, high, size = np.zeros((3, 2, n_rows, 9), np.float32)
    kernel.filtered_bins(rows[:, 100:], np.array(bands), 70, 64, low, high, size)
    for band, sections in enumerate(bands):
        part = rows[:, 100:].astype(np.float64)
        filtered = np.asarray(scipy.signal.sosfilt(sections.copy(), part - part[:, :1], axis=1))
        bins = filtered[:, 70 : 70 + 9 * 64].reshape(n_rows, 9, 64)
        np.testing.assert_allclose(low[band], bins.min(axis=2), rtol=1e-5)
        np.testing.assert_allclose(high[band], bins.max(axis=2), rtol=1e-5)
        np.testing.assert_allclose(size[band], np.abs(bins).mean(axis=2), rtol=1e-5)


@pytest.mark.parametrize("n", [1, 2, 3, 6, 7, 100, 101])
def test_every_second_sample_is_taken_after_a_low_pass(kernel, n: int) -> None:
    rows, out = rows_of(3, n), np.zeros((3, (n + 1) // 2), np.float32)
    kernel.halved(rows, out)
    padded = np.pad(rows.astype(np.float64), ((0, 0), (3, 3)), mode="edge")
    weights = np.array([-1, 0, 9, 16, 9, 0, -1]) / 32
    expected = np.array([np.convolve(row, weights, "valid") for row in padded])[:, ::2]
    np.testing.assert_allclose(out, expected, rtol=1e-5, atol=1e-4)


def test_raw_bins_have_a_range_and_the_largest_step_into_each_sample(kernel) -> None:
    rows = np.array([[0, 1, 5, 2, 12, 12, 12, 12, 3, np.nan, 4, 5], [7.0] * 12], np.float32)
    ranges, jumps = np.zeros((2, 3), np.float32), np.zeros((2, 3), np.float32)
    kernel.raw_bins(rows, 4, ranges, jumps)
    np.testing.assert_array_equal(ranges, [[5, 0, np.nan], [0, 0, 0]])
    np.testing.assert_array_equal(jumps, [[4, 10, 9], [0, 0, 0]])


def test_the_median_of_rows_leaves_out_what_is_missing(kernel) -> None:
    nan = np.nan
    rows = np.array([[1, nan, nan, 4], [3, 2, nan, 1], [2, nan, nan, 2], [9, 4, nan, nan]], np.float32)
    out = np.zeros(4, np.float32)
    kernel.medians_of_rows(rows, out)
    np.testing.assert_array_equal(out, [2.5, 3.0, nan, 2.0])


@pytest.mark.parametrize("per_chunk", [1, 4, 8, 10])
def test_chunks_are_the_mean_size_after_the_filter(kernel, per_chunk: int) -> None:
    taps = np.array([0.25, -1.0, 3.0, -1.0, 0.25])
    row = rows_of(1, 104)[0].astype(np.float64)
    row[50] = np.nan
    out = np.zeros(100 // per_chunk)
    kernel.rectified_chunks(row, taps, per_chunk, out)
    values = np.array([np.dot(taps, row[k : k + 5]) for k in range(len(out) * per_chunk)])
    np.testing.assert_allclose(out, np.abs(values).reshape(-1, per_chunk).mean(axis=1), rtol=1e-12)


values = st.one_of(st.just(float("nan")), st.floats(0, 1e4, width=32), st.sampled_from([0.0, 1.0, 2.0]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    series=st.lists(values, min_size=20, max_size=60),
    length=st.integers(1, 20),
    step=st.integers(1, 5),
    shares=st.lists(st.floats(0, 1), min_size=1, max_size=3),
)
def test_percentiles_of_windows_are_those_of_numpy(
    kernel, series: list[float], length: int, step: int, shares: list[float]
) -> None:
    points = np.array([series, series[::-1]], np.float32)
    n_windows = (len(series) - length) // step + 1
    out = np.zeros((len(shares), 2, n_windows), np.float32)
    kernel.running_orders(points, length, step, np.array(shares), out)
    for number in range(2):
        for k in range(n_windows):
            window = points[number, k * step : k * step + length].astype(np.float64)
            known = window[np.isfinite(window)]
            for share, found in zip(shares, out[:, number, k], strict=True):
                if 2 * len(known) < length:
                    assert np.isnan(found)
                else:
                    assert found == pytest.approx(np.percentile(known, 100 * share), rel=1e-5, abs=1e-5)


def test_what_reaches_beyond_the_rows_is_refused(kernel) -> None:
    if kernel is numpy_kernels:
        return  # numpy refuses by itself
    rows, small = rows_of(2, 64), np.zeros((2, 2), np.float32)
    bins = np.zeros((3, 1, 2, 2), np.float32)
    sections = band_pass(4.0, 7.0, 4, 128.0)[None]
    with pytest.raises(IndexError):
        kernel.filtered_bins(rows, sections, 1, 32, *bins)
    with pytest.raises(IndexError):
        kernel.halved(rows, small)
    with pytest.raises(IndexError):
        kernel.raw_bins(rows, 34, small, small)
    with pytest.raises(IndexError):
        kernel.raw_bins(rows, 33, small, small)
    with pytest.raises(IndexError):
        kernel.medians_of_rows(rows, np.zeros(65, np.float32))
    with pytest.raises(IndexError):
        kernel.rectified_chunks(rows[0].astype(np.float64), np.ones(5), 31, np.zeros(2))
    with pytest.raises(IndexError):
        kernel.running_orders(rows, 60, 5, np.array([0.5]), np.zeros((1, 2, 2), np.float32))

"""Trends brought to pixels: nothing is lost, nothing is made up."""

import numpy as np
import pytest

from eegview.model.span import Span
from eegview.ui.trends.drawing.reduction import COARSE, Spectrogram, reduced


@pytest.mark.parametrize("seed", range(6))
def test_lowest_median_and_highest_are_those_of_the_values_in_each_column_of_pixels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=997).astype(np.float32)
    values[rng.uniform(size=997) < 0.2] = np.nan
    values[300:420] = np.nan
    start_s = float(rng.uniform(-50, 300))
    span = Span(start_s, start_s + float(rng.uniform(200, 900)))
    n = int(rng.integers(20, 90))
    found = reduced(values, 1.0, span, n)
    edges = np.floor(np.linspace(span.start_s, span.stop_s, n + 1) + 1e-9).astype(int)
    for pixel in range(n):
        first, stop = edges[pixel], max(edges[pixel + 1], edges[pixel] + 1)
        part = values[first:stop] if 0 <= first < len(values) else values[:0]
        part = part[np.isfinite(part)]
        got = found.low[pixel], found.middle[pixel], found.high[pixel]
        if part.size:
            assert got == pytest.approx((part.min(), np.median(part), part.max()), rel=1e-6)
        else:
            assert np.isnan(got).all()


def test_a_value_wider_than_a_pixel_fills_several() -> None:
    found = reduced(np.array([1, 2, np.nan, 4], np.float32), 10.0, Span(0, 40), 8)
    assert found.middle == pytest.approx([1, 1, 2, 2, np.nan, np.nan, 4, 4], nan_ok=True)


def test_power_is_averaged_as_power_not_as_decibels() -> None:
    levels = np.array([[10.0], [20.0], [np.nan], [np.nan]], np.float16)
    found = Spectrogram(levels, 2.0).columns(Span(0, 8), 2)
    assert found[:, 0] == pytest.approx([10 * np.log10((10 + 100) / 2), np.nan], abs=0.01, nan_ok=True)


def test_differences_are_averaged_as_they_are() -> None:
    found = Spectrogram(np.array([[-40.0], [20.0]], np.float32), 2.0, is_power=False).columns(Span(0, 4), 1)
    assert found[0, 0] == pytest.approx(-10)


def test_the_coarse_copy_of_a_long_spectrogram_says_the_same() -> None:
    rng = np.random.default_rng(1)
    levels = rng.uniform(-5, 40, (COARSE * 1200, 5)).astype(np.float32)
    levels[COARSE * 100 : COARSE * 140] = np.nan
    whole = Span(0, len(levels) * 2.0)
    n = 100  # 96 values a pixel: whole blocks of the copy
    found = Spectrogram(levels, 2.0).columns(whole, n)
    power = 10 ** (levels.astype(float) / 10).reshape(n, -1, 5)
    known = np.isfinite(power).sum(axis=1)
    means = np.nansum(power, axis=1) / np.maximum(known, 1)
    expected = np.where(known > 0, 10 * np.log10(np.where(known > 0, means, 1.0)), np.nan)
    assert found == pytest.approx(expected, abs=1e-3, nan_ok=True)


def test_outside_of_the_recording_there_is_nothing() -> None:
    assert np.isnan(reduced(np.ones(10, np.float32), 1.0, Span(20, 30), 5).middle).all()
    assert np.isnan(Spectrogram(np.ones((10, 2), np.float32), 2.0).columns(Span(30, 40), 5)).all()

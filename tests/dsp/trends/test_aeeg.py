import math

import numpy as np
import pytest
import scipy.signal
from shared_data import DATA, needs_shared
from trends.amplitude_blocks import ALL_ROWS, NEONATAL, block_of, built, each_row, parameters_of, times_s

from eegview.dsp.trends.aeeg import AeegRule, aeeg_margins, rule_of
from eegview.model.span import Span

GAINS = {2.0: 0.25, 5.0: 0.50, 10.0: 0.86, 15.0: 1.17}  # as the definition states them
INFANT = DATA / "eeg" / "infant_background_18min.edf"


@pytest.fixture(scope="module")
def rule() -> AeegRule:
    return rule_of(parameters_of("aeeg"))


@pytest.mark.parametrize("rate_hz", [64.0, 128.0])
def test_the_filter_slopes_up_from_2_to_15_hz_and_lets_no_offset_through(rule: AeegRule, rate_hz: float):
    taps = rule.taps(rate_hz)
    assert len(taps) == (33 if rate_hz == 64 else 65)
    frequencies = [0.0, *GAINS, 21.0]
    gains = np.exp(-2j * np.pi * np.outer(frequencies, np.arange(len(taps))) / rate_hz) @ taps
    assert np.abs(gains) == pytest.approx([0.0, *GAINS.values(), 0.0], abs=0.005)
    assert abs(gains[0]) < 1e-12


@pytest.mark.parametrize("rate_hz", [64.0, 128.0])
@pytest.mark.parametrize("frequency_hz", GAINS)
@pytest.mark.parametrize("amplitude_uv", [4.0, 50.0, 300.0])
def test_a_sine_stands_at_its_gain(rule: AeegRule, rate_hz: float, frequency_hz: float, amplitude_uv: float):
    # A sine of amplitude A comes out of the filter with g A. Rectified and doubled it is 2 g A |sin|; 3 s hold 6 to 45
    # whole cycles, and over whole cycles |sin| is 2/pi on average. So it is 4/pi g A throughout, and both margins are
    # that: 0.64 of the peak to peak 2 g A, since the boxcar makes a mean of it and no maximum.
    t = times_s(60.0, rate_hz)
    row = (amplitude_uv * np.sin(2 * np.pi * frequency_hz * t + 0.3) + 20_000).astype(np.float32)
    lower, upper = aeeg_margins(row, rate_hz, rule)
    expected = 2 * GAINS[frequency_hz] * amplitude_uv * 2 / math.pi
    np.testing.assert_allclose(lower, expected, rtol=0.03)
    np.testing.assert_allclose(upper, expected, rtol=0.03)
    boxcar = np.abs(np.sin(2 * np.pi * frequency_hz * times_s(3.0, rate_hz) + 0.3)).mean()
    np.testing.assert_allclose(upper, 2 * GAINS[frequency_hz] * amplitude_uv * boxcar, rtol=0.03)


def test_the_margins_are_the_10th_and_90th_percentile_of_30_s(rule: AeegRule):
    # 40 µV for 24 s of each minute, else 20 µV: 30 s around the middle of the strong part hold 24 s of it, less
    # 3 s over which the boxcar rises, so the 90th percentile is that of the strong one, the 10th that of the weak one.
    t = times_s(180.0)
    size = np.where((t % 60 >= 18) & (t % 60 < 42), 40.0, 20.0)
    whole = each_row(lambda _row: size * np.sin(2 * np.pi * 10 * t), ALL_ROWS, 180.0)
    found = built("aeeg", ALL_ROWS).compute(block_of(whole, ALL_ROWS))
    unit = 4 / math.pi * 0.8557
    assert found["aeeg_upper_left"][90] == pytest.approx(40 * unit, rel=0.01)
    assert found["aeeg_lower_left"][90] == pytest.approx(20 * unit, rel=0.01)
    assert found["aeeg_upper_left"][60] == pytest.approx(20 * unit, rel=0.01)


def test_rows_are_those_of_the_parameters_and_said_in_the_columns():
    trend = built("aeeg", ALL_ROWS)
    amplitude = {"C3-P3": 10.0, "C4-P4": 20.0, "P3-P4": 30.0}
    t = times_s(60.0)
    whole = each_row(lambda row: amplitude.get(row, 0.0) * np.sin(2 * np.pi * 10 * t), ALL_ROWS, 60.0)
    found = trend.compute(block_of(whole, ALL_ROWS))
    ratio = found["aeeg_upper_right"][30] / found["aeeg_upper_left"][30]
    assert ratio == pytest.approx(2.0, rel=1e-3)
    assert found["aeeg_upper_cross"][30] / found["aeeg_upper_left"][30] == pytest.approx(3.0, rel=1e-3)
    (left,) = (column for column in trend.columns if column.column_id == "aeeg_lower_left")
    assert (left.unit, left.step_s) == ("µV", 1.0)
    assert "C3-P3" in left.title
    assert "0, 0.05, 2, 15, 21 Hz" in left.definition
    assert "65 taps at 128 Hz" in left.definition


def test_a_reduced_montage_gives_the_row_across_and_says_why_not_the_others():
    trend = built("aeeg", NEONATAL)
    assert [column.column_id for column in trend.columns] == ["aeeg_upper_cross", "aeeg_lower_cross"]
    assert "C3-C4" in trend.columns[0].title
    why = {missing.column_id: missing.why for missing in trend.missing}
    assert why["aeeg_upper_left"] == (
        "aEEG left cannot be computed: it needs C3-P3, and P3 is in no row that can be used."
    )
    assert "C4-P4, and P4 is in" in why["aeeg_lower_right"]


def test_a_gap_is_a_gap_and_what_is_near_it_is_measured():
    t = times_s(120.0)
    whole = each_row(lambda _row: 30 * np.sin(2 * np.pi * 10 * t), ALL_ROWS, 120.0)
    whole[:, 50 * 128 : 53 * 128] = np.nan
    found = built("aeeg", ALL_ROWS).compute(block_of(whole, ALL_ROWS))["aeeg_upper_left"]
    # half of the boxcar and of the filter to either side are not measured, neither are the recording's two ends
    assert np.flatnonzero(np.isnan(found)).tolist() == [0, 1, *range(48, 55), 118, 119]
    np.testing.assert_allclose(found[~np.isnan(found)], 30 * 4 / math.pi * 0.8557, rtol=0.001)


def plainly(row: np.ndarray, rate_hz: float) -> np.ndarray:
    """Return (2, n) lower and upper margin, all of it with scipy in float64, each sample of the smoothed signal."""
    n_taps = 2 * round(rate_hz / 4) + 1
    edges, gains = (0, 0.05, 2, 15, 21, rate_hz / 2), (0, 0, 0.3, 1.2, 0, 0)
    taps = scipy.signal.firls(n_taps, edges, gains, weight=(30, 0.3, 30), fs=rate_hz)
    rectified = 2 * np.abs(scipy.signal.oaconvolve(row - row.mean(), taps, mode="same"))
    n_smooth = round(3 * rate_hz)
    sums = np.concatenate(([0.0], np.cumsum(rectified)))
    smooth = (sums[n_smooth:] - sums[:-n_smooth]) / n_smooth  # value k is around k + 1.5 s
    step, length = round(rate_hz), round(30 * rate_hz)
    first = round((16 - 14.5 - 1.5) * rate_hz)  # of the window around second 16
    windows = np.lib.stride_tricks.sliding_window_view(smooth[first:], length)[::step]
    return np.percentile(windows, [10, 90], axis=1)


@needs_shared(INFANT)
def test_a_real_infant_is_the_same_by_scipy():
    from eegview.readers.opening import open_recording  # only here: it reads files

    source = open_recording(INFANT)
    recording = source.recording
    labels = [channel.label for channel in recording.channels]
    numbers = [next(k for k, label in enumerate(labels) if name in label.upper()) for name in ("C3", "P3")]
    rate_hz = recording.channels[numbers[0]].rate_hz
    left, right = source.read(numbers, 0, Span(0.0, recording.duration_s))
    source.close()
    native = left.astype(np.float64) - right
    row = scipy.signal.resample_poly(native, 128, round(rate_hz)).astype(np.float32)
    found = built("aeeg", ("C3-P3",)).compute(block_of(row[None], ("C3-P3",)))
    first, n = 3, len(row) // 128 - 33  # the recording begins with 16 s of which some are exactly 0
    for margin, expected in zip(("lower", "upper"), plainly(row.astype(np.float64), 128.0), strict=True):
        ratio = found[f"aeeg_{margin}_left"][16 + first : 16 + n] / expected[first:n]
        np.testing.assert_allclose(ratio, 1.0, atol=0.025)  # at the flanks of bursts 16 points a second are few
        assert np.median(np.abs(ratio - 1)) < 0.002
    # the filter that is made for the recording's own rate gives nearly the same
    for margin, expected in zip(("lower", "upper"), plainly(native, rate_hz), strict=True):
        ratio = found[f"aeeg_{margin}_left"][16 + first : 16 + n] / expected[first:n]
        assert (np.percentile(np.abs(ratio - 1), [50, 99]) < [0.02, 0.06]).all()


@pytest.mark.parametrize("changed", [{"smoothing_s": 0.01}, {"window_s": 0.5}, {"window_s": 30.01}])
def test_parameters_that_cannot_be_computed_are_refused(changed: dict[str, float]):
    with pytest.raises(ValueError, match="smoothing_s is at least 1/16 s"):
        built("aeeg", ALL_ROWS, changed)

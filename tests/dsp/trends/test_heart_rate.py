"""The heart rate of made-up ECG with everything that disturbs it, and of a real one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_data import DATA, needs_shared
from trends.cut_blocks import computed, parameters_of

from eegview.dsp.resampling import Resampling
from eegview.dsp.trends import heart_rate
from eegview.dsp.trends.block import RATE_HZ
from eegview.model.span import Span
from eegview.readers.opening import open_recording

PARAMETERS = parameters_of("heart_rate")
ROWS = ("ECG",)


def beats_s(bpm: float, seconds: float, rng: np.random.Generator, jitter: float = 0.02) -> np.ndarray:
    """Return the times of beats, with the slow change that breathing makes."""
    times_s = [0.3]
    while times_s[-1] < seconds:
        breath = 1 + 0.05 * np.sin(2 * np.pi * times_s[-1] / 2.5)
        times_s.append(times_s[-1] + 60 / bpm * breath * (1 + jitter * rng.normal()))
    return np.array(times_s[:-1])


def ecg(times_s: np.ndarray, seconds: float, uv: float = 800.0, sign: float = 1.0) -> np.ndarray:
    """Return (n,) of P, Q, R, S and T waves of an infant, µV."""
    at_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    wave = np.zeros(len(at_s))
    interval_s = float(np.median(np.diff(times_s)))
    shapes = (
        *((-0.1, 0.12, 0.02), (-0.02, -0.1, 0.008), (0, 1.0, 0.01), (0.022, -0.25, 0.01)),
        (min(0.2, 0.45 * interval_s), 0.25, 0.035),
    )
    for beat_s in times_s:
        first, stop = np.searchsorted(at_s, [beat_s - 0.3, beat_s + 0.5])
        for later_s, height, width_s in shapes:
            wave[first:stop] += height * np.exp(-0.5 * ((at_s[first:stop] - beat_s - later_s) / width_s) ** 2)
    return sign * uv * wave


def rates(signal: np.ndarray) -> np.ndarray:
    return computed(heart_rate.build(ROWS, PARAMETERS), ROWS, signal[None].astype(np.float32))["heart_rate"]


def true_rates(times_s: np.ndarray, seconds: float) -> np.ndarray:
    """Return 60 s over the median interval of each 10 s."""
    found = []
    for start_s in np.arange(0, seconds, 10.0):
        first, stop = np.searchsorted(times_s, [start_s, start_s + 10])
        found.append(60 / np.median(np.diff(times_s[max(first - 1, 0) : stop + 1])))
    return np.array(found)


@settings(max_examples=25, deadline=None)
@given(
    bpm=st.floats(66, 215),
    uv=st.floats(100, 3000),
    sign=st.sampled_from([1.0, -1.0]),
    seed=st.integers(0, 99),
    noise=st.floats(0, 0.04),
    mains=st.floats(0, 0.3),
)
def test_the_rate_is_that_of_the_beats(bpm, uv, sign, seed, noise, mains) -> None:
    rng = np.random.default_rng(seed)
    times_s = beats_s(bpm, 60, rng)
    signal = ecg(times_s, 60, uv, sign) + noise * uv * rng.normal(size=7680)
    at_s = np.arange(7680) / RATE_HZ
    signal += mains * uv * np.sin(2 * np.pi * 50 * at_s) + 3 * uv * np.sin(2 * np.pi * 0.3 * at_s)  # and wander
    np.testing.assert_allclose(rates(signal)[1:-1], true_rates(times_s, 60)[1:-1], rtol=0.03)


def test_extra_beats_do_not_move_it() -> None:
    rng = np.random.default_rng(1)
    times_s = beats_s(130, 60, rng)
    early = times_s.copy()
    early[[15, 45, 75, 105]] -= 0.16  # each with its pause
    np.testing.assert_allclose(rates(ecg(early, 60)), true_rates(times_s, 60), rtol=0.02)


def test_every_other_beat_early_is_not_sure() -> None:
    times_s = beats_s(140, 60, np.random.default_rng(1), 0.0)
    times_s[::2] -= 0.17
    assert np.isnan(rates(ecg(times_s, 60))).all()


@pytest.mark.parametrize("seed", range(4))
def test_noise_has_no_rate(seed: int) -> None:
    rng = np.random.default_rng(seed)
    white = rng.normal(size=round(600 * RATE_HZ))
    slow = np.cumsum(white) / 10
    muscle = white * (1 + np.sin(np.arange(len(white)) / RATE_HZ * 2 * np.pi / 3)) ** 2
    mains = 50 * np.sin(2 * np.pi * 50 * np.arange(len(white)) / RATE_HZ) + 0.1 * white
    for signal in (white, slow, muscle, mains, np.zeros_like(white)):
        assert np.isfinite(rates(100 * signal)).mean() <= 0.02


def test_where_movement_hides_the_beats_there_is_no_rate() -> None:
    rng = np.random.default_rng(2)
    times_s = beats_s(125, 100, rng)
    signal = ecg(times_s, 100)
    part = slice(round(40 * RATE_HZ), round(60 * RATE_HZ))
    signal[part] += 1500 * rng.normal(size=part.stop - part.start)
    found = rates(signal)
    assert np.isnan(found[4:6]).all()
    np.testing.assert_allclose(found[[0, 1, 2, 7, 8, 9]], true_rates(times_s, 100)[[0, 1, 2, 7, 8, 9]], rtol=0.02)


def test_outside_of_the_range_there_is_no_rate() -> None:
    for bpm in (45.0, 250.0):
        assert np.isnan(rates(ecg(beats_s(bpm, 60, np.random.default_rng(3), 0.0), 60))).all()


def test_an_electrode_that_comes_off_leaves_a_hole() -> None:
    rng = np.random.default_rng(5)
    times_s = beats_s(140, 120, rng)
    signal = ecg(times_s, 120) + 5 * rng.normal(size=round(120 * RATE_HZ))
    signal[round(50 * RATE_HZ) : round(75 * RATE_HZ)] = 0
    found = rates(signal)
    assert np.isnan(found[5:7]).all()
    assert np.isnan(found[7]) or found[7] == pytest.approx(140, rel=0.02)  # half of it has beats
    assert np.isfinite(found[[0, 1, 2, 3, 9, 10, 11]]).all()


def test_no_ecg_is_said() -> None:
    trend = heart_rate.build(("F3-C3",), PARAMETERS)
    assert trend.columns == ()
    assert trend.missing[0].why == "The recording has no channel that is known as ECG."


def test_parameters_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="value_s"):
        heart_rate.build(ROWS, PARAMETERS | {"value_s": 3.0})
    with pytest.raises(ValueError, match="refractory_s"):
        heart_rate.build(ROWS, PARAMETERS | {"refractory_s": 0})
    with pytest.raises(ValueError, match="lowest_bpm"):
        heart_rate.build(ROWS, PARAMETERS | {"lowest_bpm": 300})
    with pytest.raises(ValueError, match="level_s"):
        heart_rate.build(ROWS, PARAMETERS | {"level_s": 60.0})


@needs_shared()
def test_a_sleeping_infant_has_a_rate_of_an_infant() -> None:
    source = open_recording(DATA / "eeg" / "infant_background_18min.edf")
    recording = source.recording
    (channel,) = (one for one in recording.channels if one.kind == "ecg")
    held = source.read([channel.index], 0, Span(0.0, recording.duration_s))
    source.close()
    signal = Resampling(channel.rate_hz, RATE_HZ).run(
        np.asarray(held, np.float64).reshape(1, -1), 0, 0, round(recording.duration_s * RATE_HZ)
    )
    found = rates(signal[0])
    assert np.isfinite(found).mean() > 0.9
    assert 105 < np.nanmedian(found) < 125
    assert np.nanmin(found) > 95
    assert np.nanmax(found) < 170
    steps = np.abs(np.diff(found))
    assert np.nanmedian(steps) < 5

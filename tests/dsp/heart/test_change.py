"""The heart rate before and after an instant, from made-up beats, with what disturbs it."""

import tomllib

import numpy as np
import pytest
from shared_data import PROJECT

from eegview.dsp.heart.beats import RATE_HZ, BeatRule
from eegview.dsp.heart.change import heart_change

RULE = BeatRule.of(tomllib.loads((PROJECT / "resources/trends/heart_rate.toml").read_text(encoding="utf-8")))
ONSET_S, LENGTH_S = 170.0, 230.0


def beats_s(rise: float, extra_s: float | None = None) -> np.ndarray:
    """Return beats at 120 per min, with breathing, that rise by this share for a while after the onset."""
    times_s = [0.3]
    while times_s[-1] < LENGTH_S:
        since_s = times_s[-1] - ONSET_S
        rate = 120 * (1 + (rise * (1 - np.exp(-since_s / 2)) * np.exp(-since_s / 15) if since_s > 0 else 0.0))
        times_s.append(times_s[-1] + 60 / rate * (1 + 0.03 * np.sin(2 * np.pi * times_s[-1] / 2.2)))
    found = np.array(times_s)
    return found if extra_s is None else np.sort(np.append(found, extra_s))


def ecg(times_s: np.ndarray, seed: int = 1) -> np.ndarray:
    at_s = np.arange(round(LENGTH_S * RATE_HZ)) / RATE_HZ
    wave = np.random.default_rng(seed).normal(0, 15, len(at_s))
    for height, late_s, width_s in ((800, 0.0, 0.01), (-200, 0.022, 0.01), (180, 0.16, 0.035)):
        for beat_s in times_s:
            first, stop = np.searchsorted(at_s, (beat_s - 0.3, beat_s + 0.5))
            wave[first:stop] += height * np.exp(-0.5 * ((at_s[first:stop] - beat_s - late_s) / width_s) ** 2)
    return wave.astype(np.float32)


def highest_of(times_s: np.ndarray) -> float:
    inside = times_s[(times_s >= ONSET_S) & (times_s <= ONSET_S + 20)]
    return float((60 / np.median(np.lib.stride_tricks.sliding_window_view(np.diff(inside), 5), axis=1)).max())


@pytest.mark.parametrize("rise", [0.0, 0.2, 0.45])
def test_the_rise_is_that_of_the_beats_beside_what_is_usual(rise: float) -> None:
    times_s = beats_s(rise)
    found = heart_change(ecg(times_s), 0.0, ONSET_S, RULE)
    assert found is not None
    assert found.before_bpm == pytest.approx(120, abs=1.5)
    assert found.highest_bpm == pytest.approx(highest_of(times_s), abs=1.5)
    assert 0 <= found.usual_percent < 5
    assert found.percent == pytest.approx(100 * (found.highest_bpm / found.before_bpm - 1))
    assert found.times_s[0] < -7
    assert found.times_s[-1] > 17


def test_one_extra_beat_does_not_move_it() -> None:
    plain = heart_change(ecg(beats_s(0.2)), 0.0, ONSET_S, RULE)
    extra = heart_change(ecg(beats_s(0.2, ONSET_S + 12.2)), 0.0, ONSET_S, RULE)
    assert plain is not None
    assert extra is not None
    assert extra.highest_bpm == pytest.approx(plain.highest_bpm, abs=2)


def test_where_the_beats_are_not_sure_it_is_not_readable() -> None:
    rng, first = np.random.default_rng(3), round((ONSET_S + 2) * RATE_HZ)
    shaken = ecg(beats_s(0.2))
    shaken[first : first + round(8 * RATE_HZ)] += rng.normal(0, 900, round(8 * RATE_HZ)).astype(np.float32)
    lost = ecg(beats_s(0.2))
    lost[first : first + 64] = np.nan
    noise = rng.normal(0, 50, round(LENGTH_S * RATE_HZ)).astype(np.float32)
    for signal in (shaken, lost, noise, np.zeros_like(noise), np.full_like(noise, np.nan), noise[:100]):
        assert heart_change(signal, 0.0, ONSET_S, RULE) is None
    assert heart_change(ecg(beats_s(0.2)), 0.0, LENGTH_S - 5, RULE) is None
    early = heart_change(ecg(beats_s(0.0)), 0.0, 12.0, RULE)
    assert early is not None
    assert np.isnan(early.usual_percent)  # there is nothing to compare with yet

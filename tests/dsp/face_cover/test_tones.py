"""Of a voice only its loudness is left."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.dsp.face_cover.tones import STEP_S, sound_levels, tone_of

RATE_HZ = 16000


def test_the_tone_is_as_loud_as_the_sound_was() -> None:
    loud = np.where(np.arange(2 * RATE_HZ) < RATE_HZ, 0.05, 0.4)
    sound = (loud * np.sqrt(2) * np.sin(2 * np.pi * 300 * np.arange(2 * RATE_HZ) / RATE_HZ)).astype(np.float32)
    levels = sound_levels(sound[:, None], RATE_HZ)
    tone = tone_of(levels, 2 * RATE_HZ, RATE_HZ)
    before, after = tone[: RATE_HZ - 1600].std(), tone[RATE_HZ + 1600 :].std()
    assert np.isclose(before, 0.05, rtol=0.02)
    assert np.isclose(after, 0.4, rtol=0.02)


def test_sounds_of_one_loudness_become_one_tone_whatever_was_said() -> None:
    rng = np.random.default_rng(0)
    words = [rng.standard_normal(RATE_HZ), np.sign(np.sin(np.arange(RATE_HZ) / 9))]
    step = round(STEP_S * RATE_HZ)
    same = [one.reshape(-1, step) / one.reshape(-1, step).std(axis=1, keepdims=True) * 0.1 for one in words]
    for one in same:
        one -= one.mean(axis=1, keepdims=True)
        one *= 0.1 / np.sqrt((one**2).mean(axis=1, keepdims=True))
    tones = [tone_of(sound_levels(one.reshape(-1, 1).astype(np.float32), RATE_HZ), RATE_HZ, RATE_HZ) for one in same]
    assert np.allclose(*tones, atol=1e-4)


def test_levels_keep_their_times_where_a_step_is_no_whole_number_of_samples() -> None:
    rate = 11_025
    sound = np.zeros((rate * 10, 1), np.float32)
    sound[round(9.0 * rate) : round(9.1 * rate)] = 0.5
    levels = sound_levels(sound, rate)
    assert (len(levels), int(levels.argmax())) == (100, 90)
    assert np.isclose(levels[90], 0.5, rtol=0.01)
    assert np.delete(levels, 90).max() < 0.03
    loudest = np.abs(tone_of(levels, len(sound), rate)).argmax() / rate
    assert abs(loudest - 9.05) < 0.005


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5000), st.integers(1, 5000))
def test_a_tone_made_in_parts_is_the_tone_made_at_once(first: int, second: int) -> None:
    levels = np.random.default_rng(1).uniform(0, 0.5, 9).astype(np.float32)
    whole = tone_of(levels, first + second, RATE_HZ)
    parts = tone_of(levels, first, RATE_HZ), tone_of(levels, second, RATE_HZ, first)
    assert np.allclose(np.concatenate(parts), whole, atol=1e-6)

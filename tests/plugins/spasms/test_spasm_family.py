"""The second look of the detector of spasms: weak events that look like sure ones are known by them."""

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part

N_SIGNALS, N_SAMPLES = 12, 85


@pytest.fixture(scope="module")
def parts():
    return {name: plugin_part("spasms", name) for name in ("spasm_candidates", "spasm_family", "spasm_terms")}


def waves_of(n_members: int, n_others: int, seed: int = 1, late: int = 0) -> list[np.ndarray]:
    """Return waveforms in µV: members share one shape, `late` samples later for every second one; others their own."""
    rng = np.random.default_rng(seed)
    field = rng.normal(size=N_SIGNALS)
    shape = np.exp(-0.5 * ((np.arange(N_SAMPLES) - 38) / 5) ** 2)
    found = []
    for number in range(n_members + n_others):
        if number < n_members:
            wave = 200 * field[:, None] * np.roll(shape, late * (number % 2))
        else:
            wave = 200 * rng.normal(size=(N_SIGNALS, 1)) * np.roll(shape, rng.integers(-5, 6))
        found.append((wave + rng.normal(0, 20, (N_SIGNALS, N_SAMPLES))).astype(np.float16))
    return found


def candidates_of(parts, waves):
    candidate = parts["spasm_candidates"].Candidate
    return [
        candidate(300 * k, 30.0 * k, 30.0 * k - 0.4, 30.0 * k + 0.5, 0, {}, np.zeros((1, 1), np.float32), wave)
        for k, wave in enumerate(waves)
    ]


def points(n_sure: int, n_weak: int, n_others: int) -> np.ndarray:
    return np.concatenate([np.full(n_sure, 1.0), np.full(n_weak, -2.0), np.full(n_others, -4.5)])


@pytest.mark.parametrize("late", [0, 6])
def test_weak_members_of_a_sure_family_gain_and_others_do_not(parts, late):
    family = parts["spasm_family"]
    found = candidates_of(parts, waves_of(12, 30, late=late))
    first = points(6, 6, 30)
    similar = family.find_similar(found, first)
    gains = [family.gain_of(one, p) for one, p in zip(similar, first.tolist(), strict=True)]
    assert gains[:6] == [0.0] * 6, "what is sure already is not moved"
    assert all(0.5 < gain <= family.MOST_POINTS for gain in gains[6:12])
    assert gains[12:] == [0.0] * 30, "likeness alone says nothing"


def test_the_second_look_never_ends_at_a_half(parts):
    family = parts["spasm_family"]
    similar = family.Similarity(like=1.0, members=30.0, likely=3.0)
    gains = {first: family.gain_of(similar, first) for first in (-5.0, -4.0, -3.0, -2.0, -1.0, -0.5, 0.2)}
    assert all(0 <= gain <= 2 and (first + gain < 0 or not gain) for first, gain in gains.items())
    assert gains[-5.0] == gains[-4.0] == 0 < gains[-3.0] < gains[-2.0]


def test_a_family_of_unlikely_events_counts_for_nothing(parts):
    family = parts["spasm_family"]
    found = candidates_of(parts, waves_of(12, 30))
    similar = family.find_similar(found, np.full(42, -5.0))
    assert all(family.gain_of(one, -2.0) == 0 for one in similar)


def test_size_of_the_signals_does_not_matter(parts):
    family = parts["spasm_family"]
    waves, given = waves_of(8, 20), points(5, 3, 20)
    once = family.find_similar(candidates_of(parts, waves), given)
    twice = family.find_similar(candidates_of(parts, [(2 * wave).astype(np.float16) for wave in waves]), given)
    assert [one.like for one in twice] == pytest.approx([one.like for one in once], abs=0.01)


def test_few_candidates_and_very_unlikely_ones_are_not_compared(parts):
    family = parts["spasm_family"]
    assert family.find_similar(candidates_of(parts, waves_of(4, 0)), np.zeros(4)) == [None] * 4
    similar = family.find_similar(candidates_of(parts, waves_of(8, 2)), np.array([0.0] * 8 + [-9.0] * 2))
    assert similar[8:] == [None, None]
    assert family.gain_of(None, -1.0) == 0


def test_logarithms_are_shown_in_units_people_read(parts):
    terms = {t.key: t for t in parts["spasm_terms"].OWN_TERMS + parts["spasm_terms"].EMG_TERMS}
    assert terms["attenuation"].shown_value(np.log(2)) == pytest.approx(50)
    assert terms["emg"].shown_value(np.log(26)) == pytest.approx(26)
    assert terms["size"].shown_value(0.0) == pytest.approx(100)
    assert not any("ln" in t.unit for t in terms.values())

import numpy as np
import pytest
from plugin_runs import run_plugin, scalp_source

from eegview.model.channel import ChannelKind

RATE_HZ = 200.0
ONSETS_S = (60.0, 110.0, 150.0, 190.0, 240.0)


@pytest.fixture(scope="module")
def data():
    """Return five minutes of noise with five like waves, muscle along, and one wave of another field."""
    rng = np.random.default_rng(5)
    n = int(300 * RATE_HZ)
    eeg = np.cumsum(rng.normal(0, 4, (20, n)), axis=1)
    eeg -= np.apply_along_axis(lambda row: np.convolve(row, np.ones(100) / 100, "same"), 1, eeg)
    eeg[19] = rng.normal(0, 3, n)
    field = rng.normal(0, 1, 19)
    times_s = np.arange(n) / RATE_HZ
    for onset_s in ONSETS_S:
        since_s = times_s - onset_s
        wave = 150 * np.exp(-0.5 * ((since_s - 0.4) / 0.15) ** 2) - 90 * np.exp(-0.5 * ((since_s - 0.9) / 0.25) ** 2)
        eeg[:19] += field[:, None] * wave
        inside = (since_s > 0.2) & (since_s < 1.2)
        eeg[19, inside] += rng.normal(0, 40, int(inside.sum()))
    other = 150 * np.exp(-0.5 * ((times_s - 270.4) / 0.15) ** 2)
    eeg[:19] += rng.normal(0, 1, 19)[:, None] * other
    return eeg.astype(np.float32)


def _source(data):
    return scalp_source(data, RATE_HZ, extra=(("EMG", ChannelKind.EMG),))


def test_the_others_are_found_and_not_the_example(data):
    report = run_plugin("similar", _source(data), examples="60", length_s=1.5)
    best = sorted(report.events, key=lambda event: -event[3])[:4]
    assert sorted(event[0] for event in best) == pytest.approx(ONSETS_S[1:], abs=0.2)
    assert len(report.events) <= 5
    assert {event[2] for event in report.events} == {"spasm"}


def test_more_examples_tell_muscle_too_and_their_term_is_used(data):
    report = run_plugin("similar", _source(data), examples="60; 110 150", length_s=1.5, term="mimic")
    assert sorted(event[0] for event in report.events) == pytest.approx(ONSETS_S[3:], abs=0.2)
    assert {event[2] for event in report.events} == {"mimic"}
    assert any("EMG" in term[0] for term in report.events[0][5])


@pytest.mark.parametrize("examples", ["", " , ;", "soon, -3, nan", "9999"])
def test_without_a_usable_example_it_says_so(data, examples):
    report = run_plugin("similar", _source(data), examples=examples)
    assert report.events == []
    assert "give at least one example" in report.notes[-1]


def test_an_example_at_the_very_start_is_left_out_with_a_word(data):
    report = run_plugin("similar", _source(data), examples="0.1, 60", length_s=1.5)
    assert "too near" in report.notes[0]
    assert len(report.events) >= 4

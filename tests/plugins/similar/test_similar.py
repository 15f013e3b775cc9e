import numpy as np
import pytest
from detectors.plugin_runs import run_plugin, scalp_source

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
    report = run_plugin("similar", _source(data), examples="60", template_s=1.5, length_s=1.5)
    best = sorted(report.events, key=lambda event: -event[3])[:4]
    assert sorted(event[0] for event in best) == pytest.approx(ONSETS_S[1:], abs=0.2)
    assert len(report.events) <= 5
    assert {event[2] for event in report.events} == {"spasm"}


def test_more_examples_tell_muscle_too_and_their_term_is_used(data):
    report = run_plugin("similar", _source(data), examples="60; 110 150", length_s=1.5, template_s=1.5, term="mimic")
    best = sorted(report.events, key=lambda event: -event[3])[:2]
    assert sorted(event[0] for event in best) == pytest.approx(ONSETS_S[3:], abs=0.2)
    assert {event[2] for event in report.events} == {"mimic"}
    assert any("EMG" in term[0] for term in report.events[0][5])


@pytest.mark.parametrize("examples", ["", " , ;", "soon, -3, nan", "9999"])
def test_without_a_usable_example_it_says_so(data, examples):
    report = run_plugin("similar", _source(data), examples=examples)
    assert report.events == []
    assert "give at least one example" in report.notes[-1]


def test_what_is_marked_is_left_out_and_suggestions_lie_apart(data):
    given = {"examples": "60", "length_s": 1.5, "template_s": 2.0, "minimum_score": 0.02}
    without = run_plugin("similar", _source(data), marked="110.9, 150.2, 239.2", **given)
    onsets_s = np.array([event[0] for event in without.events])
    assert np.abs(onsets_s - 190).min() < 0.2
    assert all(np.abs(onsets_s - marked_s).min() > 1.5 for marked_s in (60, 110.9, 150.2, 239.2))
    assert np.diff(np.sort(onsets_s)).min() > 1.5


def test_the_start_of_a_recording_gives_what_lies_in_it(data):
    """Read up to 225 s or whole: what is told more than 30 s before the end is the same."""
    given = {"examples": "60, 110", "minimum_score": 0.02}
    whole = run_plugin("similar", _source(data), **given)
    part = run_plugin("similar", _source(data[:, : int(225 * RATE_HZ)]), **given)
    early = [[event for event in report.events if event[0] < 195] for report in (whole, part)]
    assert len(early[0]) == len(early[1]) > 1
    for one, other in zip(*early, strict=True):
        assert one[0] == pytest.approx(other[0], abs=0.02)
        assert one[3] == pytest.approx(other[3], abs=0.01)
    assert not any(term[0].startswith("not final") for event in early[1] for term in event[5])
    late = [event for event in whole.events if event[0] > 270]
    assert all(event[5][-1][0].startswith("not final") for event in late)


def test_examples_of_two_shapes_find_both(data):
    """Two kinds of events, three of each marked: one mean of all would be neither."""
    rng = np.random.default_rng(9)
    both = data.copy()
    field = rng.normal(0, 1, 19)
    times_s = np.arange(both.shape[1]) / RATE_HZ
    others_s = (40.0, 85.0, 130.0, 170.0, 215.0)
    for onset_s in others_s:
        burst = (
            120 * np.sin(2 * np.pi * 5 * (times_s - onset_s)) * np.exp(-0.5 * ((times_s - onset_s - 0.5) / 0.3) ** 2)
        )
        both[:19] += (field[:, None] * burst).astype(np.float32)
    report = run_plugin("similar", _source(both), examples="60 110 150, 40 85 130", template_s=1.5)
    assert any("largest shapes have 3, 3 of them" in note for note in report.notes)
    best = sorted(report.events, key=lambda event: -event[3])[:4]
    assert sorted(event[0] for event in best) == pytest.approx([170.0, 190.0, 215.0, 240.0], abs=0.2)


def test_an_example_at_the_very_start_is_left_out_with_a_word(data):
    report = run_plugin("similar", _source(data), examples="0.1, 60", length_s=1.5, template_s=1.5)
    assert "too near" in report.notes[0]
    assert len(report.events) >= 4

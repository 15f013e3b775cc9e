"""Waves of a spindle are no spikes; a spike outside, or among other spikes, loses nothing."""

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part
from detectors.plugin_runs import run_plugin, scalp_source
from recordings.memory_source import SCALP_10_20

around = plugin_part("spikes", "spindle_around")
RATE_HZ = 200.0
NAMES = ("F3", "C3", "T7")


def _course(hz, start_s=0.0):
    """Return 40 s of noise with two seconds of a rhythm at C3 from 19 s on, as a course."""
    times_s = np.arange(int(40 * RATE_HZ)) / RATE_HZ
    data = np.random.default_rng(3).normal(0, 5, (3, len(times_s)))
    inside = (times_s >= 19) & (times_s < 21)
    data[1, inside] += sum(60 * np.sin(2 * np.pi * one_hz * times_s[inside]) for one_hz in hz)
    first = round(start_s * RATE_HZ)
    return around.course_of(data[:, first:].astype(np.float32), NAMES, start_s, RATE_HZ)


def test_a_spindle_to_both_sides_is_seen_and_its_waves_are_measured():
    found = _course((13,)).beside(20.0, 1)
    assert found.points > 6
    assert found.purity > 2.1
    assert found.waves_uv == pytest.approx(60, rel=0.15)
    assert _course((13,)).beside(12.0, 1).points < 4
    assert _course((13,)).beside(19.0, 1).points < found.points - 3  # on one side only


@pytest.mark.parametrize("hz", [(6,), (13, 23)])
def test_other_rhythms_and_runs_with_much_fast_activity_are_none(hz):
    found = _course(hz).beside(20.0, 1)
    assert found.points < 4 or found.purity < 1.5


def test_frames_are_the_same_wherever_the_piece_begins():
    whole, later = _course((13,)), _course((13,), 7.3)
    assert later.beside(20.0, 1).points == pytest.approx(whole.beside(20.0, 1).points, abs=1e-3)
    assert around.course_of(np.zeros((1, 4000), np.float32), ("T7",), 0.0, RATE_HZ) is None


def test_a_spike_is_told_outside_of_a_spindle_and_what_is_told_at_the_end_is_not_final():
    rng = np.random.default_rng(8)
    n = int(90 * RATE_HZ)
    eeg, times_s = rng.normal(0, 6, (19, n)), np.arange(n) / RATE_HZ
    c3 = SCALP_10_20.index("C3")
    for at_s in (30.0, 60.0, 85.0):
        near = np.abs(times_s - at_s) < 0.3
        eeg[c3, near] -= 110 * np.exp(-0.5 * ((times_s[near] - at_s) / 0.016) ** 2)
    inside = np.abs(times_s - 60) < 1.2
    eeg[c3, inside] += 45 * np.sin(2 * np.pi * 13 * times_s[inside])
    events = run_plugin("spikes", scalp_source(eeg.astype(np.float32), RATE_HZ), every_minutes=0.0, minimum_score=0.05)
    told = {round(event[0]): event for event in events.events if event[4] == ("C3",)}
    assert told[30][3] > 0.8
    assert 60 not in told or told[60][3] < told[30][3] - 0.1
    assert [name for name, *_ in told[85][5] if name.startswith("not final")]
    assert not [name for name, *_ in told[30][5] if name.startswith("not final")]

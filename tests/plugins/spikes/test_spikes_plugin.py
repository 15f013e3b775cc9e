import numpy as np
import pytest
from detectors.plugin_runs import run_plugin, scalp_source
from recordings.memory_source import SCALP_10_20

from eegview.model.channel import ChannelKind

RATE_HZ = 200.0
SPIKES = tuple((7.0 + 3.1 * k, "P3" if k % 2 else "F8") for k in range(60))


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(8)
    n = int(300 * RATE_HZ)
    eeg = rng.normal(0, 6, (19, n))
    times_s = np.arange(n) / RATE_HZ
    for at_s, name in SPIKES:
        near = np.abs(times_s - at_s) < 0.3
        eeg[SCALP_10_20.index(name), near] -= 120 * np.exp(-0.5 * ((times_s[near] - at_s) / 0.02) ** 2)
    return eeg.astype(np.float32)


def test_spikes_and_their_focus_are_found(data):
    report = run_plugin("spikes", scalp_source(data, RATE_HZ), every_minutes=0.0)
    found = {round(event[0], 1): event[4] for event in report.events}
    for at_s, name in SPIKES:
        assert found.get(round(at_s, 1)) == (name,)
    assert len(report.events) <= len(SPIKES) + 3


def test_of_each_focus_the_clearest_in_each_piece_is_proposed(data):
    source = scalp_source(data, RATE_HZ)
    every = run_plugin("spikes", source, every_minutes=0.0).events
    report = run_plugin("spikes", source, every_minutes=2.0)
    best = {}
    for event in every:
        place = event[4], int(event[0] // 120)
        best[place] = max(best.get(place, event), event, key=lambda one: one[3])
    assert [event[0] for event in report.events] == sorted(event[0] for event in best.values())
    assert {event[4] for event in report.events} >= {("P3",), ("F8",)}
    assert f"{len(report.events)} are proposed" in report.notes[0]
    pages = "1-s bins with a spike"
    assert np.array_equal(report.values(pages), run_plugin("spikes", source, every_minutes=0.0).values(pages))


def test_the_side_is_that_of_the_electrode(data):
    report = run_plugin("spikes", scalp_source(data, RATE_HZ), every_minutes=0.0)
    sides = {event[4][0]: answers.get("side") for event, answers in zip(report.events, report.answers, strict=True)}
    assert (sides["P3"], sides["F8"]) == ("left", "right")


def test_every_page_of_fifteen_seconds_is_counted(data):
    values = run_plugin("spikes", scalp_source(data, RATE_HZ)).values("1-s bins with a spike")
    assert len(values) == 20
    true = [len({int(t) for t, _ in SPIKES if 15 * k <= t < 15 * k + 15}) for k in range(20)]
    assert np.abs(values - true).max() <= 1


def test_pages_in_a_gap_have_no_number(data):
    parts = (data[:, : int(60 * RATE_HZ)], data[:, int(60 * RATE_HZ) :])
    values = run_plugin("spikes", scalp_source(parts, RATE_HZ, (0.0, 120.0))).values("1-s bins with a spike")
    assert len(values) == 24
    assert np.isnan(values[4:8]).all()
    assert np.isfinite(values[[3, 8]]).all()


def test_what_comes_with_the_heart_is_held_back():
    rng = np.random.default_rng(9)
    n = int(240 * RATE_HZ)
    times_s = np.arange(n) / RATE_HZ
    eeg, ecg = rng.normal(0, 6, (19, n)), rng.normal(0, 10, n)
    for at_s in np.arange(1.0, 239.0, 0.47):
        near = np.abs(times_s - at_s) < 0.2
        beat = np.exp(-0.5 * ((times_s[near] - at_s) / 0.012) ** 2)
        ecg[near] += 800 * beat
        if round(at_s / 0.47) % 3 == 0:
            eeg[SCALP_10_20.index("T7"), near] -= 70 * beat
    alone = run_plugin("spikes", scalp_source(eeg.astype(np.float32), RATE_HZ), every_minutes=0.0)
    with_ecg = scalp_source(np.vstack([eeg, ecg]).astype(np.float32), RATE_HZ, extra=(("ECG", ChannelKind.ECG),))
    assert len(run_plugin("spikes", with_ecg, every_minutes=0.0).events) < 0.2 * len(alone.events)

import numpy as np
import pytest
from detectors.plugin_runs import run_plugin, scalp_source
from recordings.memory_source import SCALP_10_20

from eegview.model.channel import ChannelKind

RATE_HZ = 256.0
AT = SCALP_10_20.index


@pytest.fixture(scope="module")
def data():
    """Return ten minutes with one artifact of each kind, some of them across the edge of a piece (240 s)."""
    rng = np.random.default_rng(10)
    n = int(600 * RATE_HZ)
    times_s = np.arange(n) / RATE_HZ
    eeg = np.cumsum(rng.normal(0, 3, (19, n)), axis=1)
    eeg -= np.apply_along_axis(lambda row: np.convolve(row, np.ones(256) / 256, "same"), 1, eeg)
    inside = (times_s >= 230) & (times_s < 260)
    eeg[AT("C3"), inside] += 25 * np.sin(2 * np.pi * 60 * times_s[inside])
    pop = times_s >= 100
    eeg[AT("P4"), pop] += 400 * np.exp(-(times_s[pop] - 100) / 0.15)
    inside = (times_s >= 300) & (times_s < 312)
    bursts = np.maximum(0, np.sin(2 * np.pi * 1.5 * times_s[inside]))
    for name in ("T7", "T8", "F7", "F8", "Fp1", "Fp2", "C3"):
        eeg[AT(name), inside] += rng.normal(0, 30, int(inside.sum())) * bursts
    inside = (times_s >= 400) & (times_s < 420)
    eeg[:, inside] += rng.normal(0, 60, (19, 1)) * np.sin(2 * np.pi * 1.2 * times_s[inside])
    inside = (times_s >= 500) & (times_s < 503)
    eeg[AT("O1"), inside] += 5000
    eeg[AT("Fz"), (times_s >= 470) & (times_s < 490)] = 12.5
    return np.clip(eeg, -3200, 3200).astype(np.float32)


@pytest.fixture(scope="module")
def found(data):
    return {event[5][0][0].split(":")[0]: event for event in run_plugin("artifact", scalp_source(data, RATE_HZ)).events}


@pytest.mark.parametrize(
    ("kind", "start_s", "length_s", "rows"),
    [
        ("mains", 230.0, 30.0, ("C3",)),
        ("electrode pop", 100.0, 0.3, ("P4",)),
        ("chewing or sucking", 300.0, 12.0, None),
        ("rocking or patting", 400.0, 20.0, None),
        ("clipping", 500.0, 3.0, ("O1",)),
        ("flat", 470.0, 20.0, ("Fz",)),
    ],
)
def test_each_kind_is_found_where_it_is(found, kind, start_s, length_s, rows):
    event = found[kind]
    slack_s = 3.0 if rows is None else 1.1
    assert event[0] == pytest.approx(start_s, abs=slack_s)
    assert event[0] + event[1] == pytest.approx(start_s + length_s, abs=slack_s)
    assert rows is None or event[4] == rows


def test_the_kind_goes_along_where_the_vocabulary_has_a_word_for_it(data):
    report = run_plugin("artifact", scalp_source(data, RATE_HZ))
    kinds = {
        event[5][0][0].split(":")[0]: answers for event, answers in zip(report.events, report.answers, strict=True)
    }
    assert kinds["electrode pop"] == {"kind": "electrode_pop"}
    assert kinds["mains"] == {"kind": "line_noise"}
    assert kinds["rocking or patting"] == {"kind": "rocking_patting"}
    assert kinds["clipping"] == kinds["chewing or sucking"] == {}


@pytest.mark.parametrize("is_rocked", [True, False])
def test_rocking_is_distinguished_from_slow_waves_by_the_belt(is_rocked):
    rng = np.random.default_rng(12)
    n = int(500 * RATE_HZ)
    times_s = np.arange(n) / RATE_HZ
    eeg = np.cumsum(rng.normal(0, 12, (19, n)), axis=1)
    eeg -= np.apply_along_axis(lambda row: np.convolve(row, np.ones(256) / 256, "same"), 1, eeg)
    belt = 100 * np.sin(2 * np.pi * 0.55 * times_s)
    inside = (times_s >= 232) & (times_s < 250)  # across the edge of a piece
    wave = np.sin(2 * np.pi * 1.3 * times_s[inside])
    eeg[:, inside] += rng.normal(0, 60, (19, 1)) * wave
    belt[inside] += 40 * wave if is_rocked else 0
    data = np.vstack([eeg, belt]).astype(np.float32)
    source = scalp_source(data, RATE_HZ, extra=(("Resp", ChannelKind.RESPIRATION),))
    found = [event for event in run_plugin("artifact", source).events if event[5][0][0].startswith("rocking")]
    assert len(found) == is_rocked
    for event in found:
        assert event[0] == pytest.approx(232, abs=3)
        assert event[0] + event[1] == pytest.approx(250, abs=3)


def test_little_else_is_proposed(data):
    assert len(run_plugin("artifact", scalp_source(data, RATE_HZ)).events) <= 9


def test_what_is_not_asked_for_is_not_looked_for(data):
    report = run_plugin("artifact", scalp_source(data, RATE_HZ), mains="50", rhythms=False)
    said = " ".join(event[5][0][0] for event in report.events)
    assert "mains" not in said
    assert "chewing" not in said
    assert "rocking" not in said


def test_channels_flat_together_are_one_proposal(data):
    flat = data.copy()
    flat[:, int(50 * RATE_HZ) : int(56 * RATE_HZ)] = 0.0
    events = [e for e in run_plugin("artifact", scalp_source(flat, RATE_HZ)).events if "flat" in e[5][0][0]]
    assert len(events) == 2
    assert events[0][4] == ()
    assert events[0][0] == pytest.approx(50.0, abs=0.3)


def test_nothing_joins_across_a_gap(data):
    parts = (data[:, : int(245 * RATE_HZ)], data[:, int(245 * RATE_HZ) :])
    report = run_plugin("artifact", scalp_source(parts, RATE_HZ, (0.0, 246.0)))
    mains = [event for event in report.events if "mains" in event[5][0][0]]
    assert len(mains) == 2

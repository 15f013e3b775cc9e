import numpy as np
import pytest
from detectors.plugin_runs import run_plugin, scalp_source
from recordings.memory_source import SCALP_10_20

from eegview.model.channel import ChannelKind
from eegview.model.span import Span

RATE_HZ = 128.0
SPINDLES_S = (315.0, 341.0, 372.5, 404.0, 433.0)


def _noise(n, low_hz, high_hz, uv, rows, seed):
    rng = np.random.default_rng(seed)
    frequencies_hz = np.fft.rfftfreq(n, 1 / RATE_HZ)
    spectrum = np.fft.rfft(rng.normal(size=(rows, n)), axis=1) * (
        (frequencies_hz >= low_hz) & (frequencies_hz < high_hz)
    )
    wave = np.fft.irfft(spectrum, n, axis=1)
    return wave / wave.std(axis=1, keepdims=True) * uv


@pytest.fixture(scope="module")
def data():
    """Return five minutes awake, then six asleep with spindles at C4: electrodes and a deltoid channel."""
    n = int(660 * RATE_HZ)
    asleep = np.arange(n) / RATE_HZ >= 300
    slow = _noise(n, 0.5, 4, 1, 19, 1) * np.where(asleep, 60, 6)
    fast = _noise(n, 4, 24, 10, 19, 2)
    muscle = _noise(n, 28, 60, 1, 19, 3) * np.where(asleep, 1.0, 6)
    arms = _noise(n, 20, 60, 1, 1, 4) * np.where(asleep, 2, 20)
    eeg = slow + fast + muscle
    times_s = np.arange(n) / RATE_HZ
    for onset_s in SPINDLES_S:
        inside = (times_s >= onset_s) & (times_s < onset_s + 1.6)
        since_s = times_s[inside] - onset_s
        wave = 70 * np.sin(np.pi * since_s / 1.6) * np.sin(2 * np.pi * 13 * since_s)
        eeg[SCALP_10_20.index("C4"), inside] += wave
    return np.vstack([eeg, arms]).astype(np.float32)


def _source(data, *others, starts_s=(0.0,)):
    return scalp_source([data, *others], RATE_HZ, starts_s, (("EMG", ChannelKind.EMG),))


@pytest.fixture(scope="module")
def report(data):
    return run_plugin("sleep", _source(data))


def test_spindles_are_proposed_where_they_are(report):
    clearest = sorted((event for event in report.events if event[2] == "spindles"), key=lambda event: -event[3])
    found = sorted(clearest[: len(SPINDLES_S)])
    assert [event[0] for event in found] == pytest.approx(SPINDLES_S, abs=0.6)
    assert all(set(event[4]) <= {"F4-C4", "C4-P4"} for event in found)


def test_sleep_is_distinguished_from_wake(report):
    values = report.values("Asleep rather than awake")
    assert len(values) == 22
    assert (values[:9] < 0.5).all()
    assert (values[11:] > 0.5).all()
    ((start_s, duration_s, *_),) = [event for event in report.events if event[2] == "sleep_stage"]
    assert start_s == pytest.approx(300, abs=30)
    assert start_s + duration_s == pytest.approx(660)
    assert report.values("Spindles")[10:15].sum() == 2 * len(SPINDLES_S)


def test_an_awakening_is_proposed_once_sleep_ends(data):
    turned = np.concatenate([data[:, int(300 * RATE_HZ) :], data[:, : int(300 * RATE_HZ)]], axis=1)
    events = run_plugin("sleep", _source(turned)).events
    assert [event[0] for event in events if event[2] == "arousal"] == pytest.approx([360], abs=30)
    silent = run_plugin("sleep", _source(turned), awakenings=False).events
    assert not [event for event in silent if event[2] == "arousal"]


def test_a_part_gives_what_the_whole_gives_there(data, report):
    part = run_plugin("sleep", _source(data), Span(240.0, 540.0))
    spindles = [event[:2] for event in report.events if event[2] == "spindles" and 240 <= event[0] < 539]
    assert [event[:2] for event in part.events if event[2] == "spindles"] == spindles
    name = "Slow waves, 0.5–4 Hz"
    np.testing.assert_allclose(part.values(name), report.values(name)[8:18], rtol=1e-3)


def test_a_gap_is_neither_sleep_nor_wake(data):
    asleep = data[:, int(300 * RATE_HZ) :]
    report = run_plugin("sleep", _source(asleep, asleep, starts_s=(0.0, 600.0)))
    values = report.values("Asleep rather than awake")
    assert len(values) == 32
    assert np.isnan(values[12:20]).all()
    assert np.isfinite(values[:12]).all()
    assert [event[:2] for event in report.events if event[2] == "sleep_stage"] == [(0.0, 360.0), (600.0, 360.0)]


def test_what_cannot_be_told_is_neither_awake_nor_asleep():
    n = int(300 * RATE_HZ)
    quiet = (_noise(n, 0.5, 4, 9, 19, 1) + _noise(n, 4, 24, 8, 19, 2) + _noise(n, 28, 60, 2.5, 19, 3)).astype(
        np.float32
    )
    report = run_plugin("sleep", scalp_source(quiet, RATE_HZ))
    assert np.isnan(report.values("Asleep rather than awake")).all()
    assert (report.values("Awake 0, cannot tell 0.5, asleep 1") == 0.5).all()
    assert not [event for event in report.events if event[2] in ("sleep_stage", "arousal")]
    assert any("10 half minutes 10 cannot be told" in note for note in report.notes)


def test_what_cannot_be_distinguished_is_reported(data, report):
    assert any("Stages are not determined" in note for note in report.notes)
    without = run_plugin("sleep", scalp_source(data[:19], RATE_HZ))
    assert any("no EMG channel" in note for note in without.notes)

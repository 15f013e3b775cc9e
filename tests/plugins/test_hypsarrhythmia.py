import numpy as np
import pytest
from plugin_runs import run_plugin, scalp_source

from eegview.model.span import Span

RATE_HZ = 128.0


def _eeg(minutes, uv=25.0, seed=1):
    """Return (19, n) of slow noise, µV."""
    n = int(minutes * 60 * RATE_HZ)
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft(rng.normal(size=(19, n)), axis=1)
    shaped = np.fft.irfft(spectrum / np.maximum(np.fft.rfftfreq(n, 1 / RATE_HZ), 0.7), n, axis=1)
    return (shaped / shaped.std(axis=1, keepdims=True) * uv).astype(np.float32)


@pytest.fixture(scope="module")
def data():
    found = _eeg(14)
    worst = slice(int(300 * RATE_HZ), int(600 * RATE_HZ))
    found[:, worst] *= 4
    return found


def test_the_worst_five_minutes_are_proposed_and_nothing_is_scored(data):
    report = run_plugin("hypsarrhythmia", scalp_source(data, RATE_HZ))
    ((start_s, duration_s, term, _score, _channels, terms),) = report.events
    assert (start_s, duration_s, term) == (300.0, 300.0, "hypsarrhythmia")
    assert terms[0][:1] == ("amplitude, frontal, central and temporal",)
    assert any("BASED is scored by the reader" in note for note in report.notes)


def test_each_trend_has_a_value_every_ten_seconds(data):
    report = run_plugin("hypsarrhythmia", scalp_source(data, RATE_HZ))
    assert len(report.trends) == 11
    for _start_s, step_s, _unit, values in report.trends.values():
        assert (step_s, len(values)) == (10.0, 84)
        assert np.isfinite(values).all()
    central_uv = report.values("Amplitude, central")
    assert np.median(central_uv[31:59]) == pytest.approx(4 * np.median(central_uv[:29]), rel=0.15)


def test_a_part_of_the_recording_is_measured_as_in_the_whole(data):
    whole = run_plugin("hypsarrhythmia", scalp_source(data, RATE_HZ))
    part = run_plugin("hypsarrhythmia", scalp_source(data, RATE_HZ), Span(200.0, 500.0))
    for name in whole.trends:
        np.testing.assert_allclose(part.values(name), whole.values(name)[20:50], rtol=2e-3, atol=2e-3)


def test_gaps_and_artifacts_are_no_values(data):
    broken = data[:, : int(300 * RATE_HZ)].copy()
    broken[:, int(40 * RATE_HZ) : int(60 * RATE_HZ)] *= 80
    report = run_plugin("hypsarrhythmia", scalp_source([broken, data[:, : int(120 * RATE_HZ)]], RATE_HZ, (0.0, 355.0)))
    missing = np.flatnonzero(np.isnan(report.values("Permutation entropy")))
    assert missing.tolist() == [4, 5, 30, 31, 32, 33, 34, 35]


def test_a_dead_recording_is_said_to_be_one():
    report = run_plugin("hypsarrhythmia", scalp_source(np.zeros((19, 7680), np.float32), RATE_HZ))
    assert report.events == []
    assert any("Nothing could be measured" in note for note in report.notes)

import numpy as np
import pytest
from detectors.plugin_runs import run_plugin, scalp_source, seen_by
from recordings.memory_source import SCALP_10_20
from trends.cut_blocks import LONGITUDINAL, computed, parameters_of

from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import shipped_folder
from eegview.dsp.trends import background
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


def _rows(data, segments_s=(0.0,)):
    """Return (18, n) rows of the longitudinal bipolar montage as a trend block has them, NaN in gaps."""
    parts = [data] if isinstance(data, np.ndarray) else list(data)
    stop = max(round(start_s * RATE_HZ) + part.shape[1] for start_s, part in zip(segments_s, parts, strict=True))
    rows = np.full((len(LONGITUDINAL), stop), np.nan, np.float32)
    for start_s, part in zip(segments_s, parts, strict=True):
        first = round(start_s * RATE_HZ)
        for k, row in enumerate(LONGITUDINAL):
            one, other = (SCALP_10_20.index(name) for name in row.split("-"))
            rows[k, first : first + part.shape[1]] = part[one].astype(np.float64) - part[other]
    return rows


@pytest.mark.parametrize("has_gap", [False, True])
def test_a_run_and_the_trends_of_the_study_are_one_computation(data, has_gap):
    data = data.copy()
    data[:, int(700 * RATE_HZ) : int(720 * RATE_HZ)] *= 80  # an artifact
    data[4] += np.float32(3000)  # an offset
    n = int(300 * RATE_HZ)
    # the second part begins and the first one ends within an epoch
    parts, starts_s = ([data[:, : n - 200], data[:, n:]], (0.0, 321.5)) if has_gap else ([data], (0.0,))
    report = run_plugin("hypsarrhythmia", scalp_source(parts, RATE_HZ, starts_s))
    trend = background.build(LONGITUDINAL, parameters_of("background"))
    values = computed(trend, LONGITUDINAL, _rows(parts, starts_s), [70.0, 250.0])
    assert len(report.trends) == len(trend.columns)
    n_measured = 0
    for column in trend.columns:
        own = report.values(column.title)
        np.testing.assert_allclose(values[column.column_id][: len(own)], own, rtol=1e-6, atol=1e-6)
        n_measured += np.isfinite(own).sum()
    assert n_measured > 11 * 70
    if has_gap:
        own = report.values(trend.columns[0].title)
        assert np.flatnonzero(np.isnan(own)).tolist()[:3] == [30, 31, 72]  # 29 and 32 hold more than 8 s


@pytest.mark.parametrize("rate_hz", [200.0, 256.0])
def test_that_holds_at_other_rates(rate_hz):
    """The rows are brought to 128 Hz first, then filtered, in both."""
    n = int(120 * rate_hz)
    rng = np.random.default_rng(4)
    data = (30 * np.cumsum(rng.normal(size=(19, n)), axis=1) / 8).astype(np.float32)
    source = scalp_source(data, rate_hz)
    report = run_plugin("hypsarrhythmia", source)
    rows = seen_by(read_manifest(shipped_folder() / "hypsarrhythmia"), source)
    seen = np.concatenate([stretch.data for stretch in rows.stretches(30.0)], axis=1)
    trend = background.build(LONGITUDINAL, parameters_of("background"))
    values = computed(trend, LONGITUDINAL, seen, [50.0])
    for column in trend.columns:
        np.testing.assert_allclose(values[column.column_id], report.values(column.title), rtol=1e-6, atol=1e-6)

"""The shipped model is what the script in the tree makes, gives what it gave, and does not mind how it is read."""

import numpy as np
import pytest
from detectors import spasm_network as network
from detectors.plugin_runs import run_plugin, scalp_source
from recordings.memory_source import SCALP_10_20
from scipy.signal import decimate

from eegview.clinical.event_matching import Onset, match_events
from eegview.detect.engines.onnx_engine import Model
from eegview.detect.engines.onnx_settings import settings_of
from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import shipped_folder
from eegview.model.span import Span
from eegview.simulate.head import ELECTRODES
from eegview.simulate.signals import make_simulation, stretches
from eegview.simulate.study import plan_study
from tests.evidence import train_spasms as training

pytest.importorskip("onnxruntime")
FOLDER = shipped_folder() / "learned_spasms"
GAINS = (0.5, 2.0)


def _model(path=FOLDER / "model.onnx"):
    manifest = read_manifest(FOLDER)
    return Model(path, settings_of(manifest), manifest.input.rate_hz)


@pytest.fixture(scope="module")
def drawn():
    """Return four minutes of a simulated infant, (19, n) µV at 128 Hz, and the onsets of its spasms."""
    plan = plan_study(0.1, 2)
    parts = [np.array(stretch[: len(ELECTRODES)]) for stretch in stretches(make_simulation(plan))]
    by_name = dict(zip(ELECTRODES, np.concatenate(parts, axis=1), strict=True))
    data = decimate(np.array([by_name[name] for name in SCALP_10_20]), 2, ftype="fir", axis=1)
    first, stop = _part(plan)
    onsets_s = np.array([one.onset_s - first for one in plan.spasms if first < one.onset_s < stop])
    return data[:, round(first * 128) : round(stop * 128)].astype(np.float32), onsets_s


def _part(plan):
    """Return the four minutes with the first spasms."""
    first = max(0.0, min(one.onset_s for one in plan.spasms) - 60.0)
    return first, min(first + 240.0, plan.duration_s)


def _events(data, span=None):
    return run_plugin("learned_spasms", scalp_source(data, 128.0), span).events


@pytest.fixture(scope="module")
def found(drawn):
    return _events(drawn[0])


def _hits(events, onsets_s):
    return len(match_events([Onset(float(at_s)) for at_s in onsets_s], [Onset(e[0], e[1]) for e in events]).pairs)


def test_the_shipped_model_finds_simulated_spasms(drawn, found):
    assert (FOLDER / "model.onnx").stat().st_size < 100_000
    onsets_s = drawn[1]
    assert len(onsets_s) >= 4
    hits = _hits(found, onsets_s)
    assert hits >= 0.5 * len(onsets_s)
    assert len(found) - hits <= 2
    assert all(0.25 <= event[1] <= 6 for event in found)


def test_size_and_where_reading_begins_and_ends_change_little(drawn, found):
    data, onsets_s = drawn
    for gain in GAINS:
        scaled = _events(gain * data)
        assert abs(_hits(scaled, onsets_s) - _hits(found, onsets_s)) <= 1
        assert abs(len(scaled) - len(found)) <= 1
    stop_s = data.shape[1] / 128
    early = [event for event in found if event[0] < stop_s - 105]
    shorter = [event for event in _events(data[:, : round((stop_s - 40) * 128)]) if event[0] < stop_s - 105]
    assert [event[:2] for event in early] == [event[:2] for event in shorter]
    np.testing.assert_allclose([e[3] for e in early], [e[3] for e in shorter], atol=0.03)
    part = _events(data, Span(40.0, stop_s))
    np.testing.assert_allclose([e[0] for e in part], [e[0] for e in found if e[0] > 46], atol=1e-6)


def test_numpy_and_onnx_say_the_same(tmp_path):
    weights = network.first_weights(3)
    (tmp_path / "model.onnx").write_bytes(network.onnx_bytes(weights))
    windows = np.random.default_rng(0).normal(0, 30, (5, 18, network.N_WINDOW)).astype(np.float32)
    for rows in (windows, windows[:, :8]):
        values = np.stack([network.values_of(window) for window in rows])
        logits, _kept = network.forward(weights, network.inputs_of(values))
        np.testing.assert_allclose(_model(tmp_path / "model.onnx").run(rows), 1 / (1 + np.exp(-logits)), atol=1e-5)


def test_a_sine_has_the_power_that_its_band_should_give():
    times_s = np.arange(1280) / network.RATE_HZ
    for band, centres_hz in enumerate(network.BANDS_HZ):
        waves = 20 * np.sqrt(2) * np.sin(2 * np.pi * centres_hz[-1] * times_s + np.arange(8)[:, None])
        mean = network.values_of(waves.astype(np.float32))[:, : len(network.BANDS_HZ)]
        assert (mean.argmax(axis=1) == band).all()
        assert np.exp(mean[:, band]).mean() == pytest.approx(400, rel=0.7)


def test_the_gradients_are_those_of_the_loss():
    weights = {name: values.astype(np.float64) for name, values in network.first_weights(4).items()}
    inputs = np.random.default_rng(1).normal(0, 1, (3, network.N_IN))
    _logits, kept = network.forward(weights, inputs)
    gradients = network.backward(weights, kept, np.ones(3))
    for name, values in weights.items():
        place = tuple(size // 2 for size in values.shape)
        sums = []
        for shift in (1e-5, -1e-5):
            moved = {key: held.copy() for key, held in weights.items()}
            moved[name][place] += shift
            sums.append(network.forward(moved, inputs)[0].sum())
        assert gradients[name][place] == pytest.approx((sums[0] - sums[1]) / 2e-5, rel=1e-3, abs=1e-6)


def test_training_learns_is_the_same_again_and_is_calibrated(drawn):
    data, onsets_s = drawn
    study = training.Study("drawn", "simulated", _rows(data), onsets_s)
    windows = training.windows_of([study])
    assert 0 < windows.label.sum() < len(windows.label) / 4
    weights, losses = training.train(windows, n_steps=60)
    again, _losses = training.train(windows, n_steps=60)
    assert np.mean(losses[-5:]) < 0.5 * np.mean(losses[:5])
    for name, values in weights.items():
        np.testing.assert_allclose(again[name], values, rtol=1e-5, atol=1e-6)
    events = training.events_of(training.logits_over(weights, study), 0.5)
    assert _hits([(event.onset_s, event.duration_s) for event in events], onsets_s) >= 0.8 * len(onsets_s)
    same = training.calibrated(weights, [study])
    assert same.keys() == weights.keys()


def _rows(data):
    """Return differences of neighbours at the model's rate."""
    return (data[:-1] - data[1:])[:, ::2].astype(np.float32)

"""The shipped model is what the script in the tree makes, gives what it gave, and does not mind how it is read."""

import numpy as np
import pytest
import spasm_network as network
from plugin_runs import run_plugin, scalp_source

from eegview.detect.engines.onnx_engine import Model
from eegview.detect.engines.onnx_settings import settings_of
from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import shipped_folder
from eegview.model.span import Span
from tests.evidence import train_spasms as training

pytest.importorskip("onnxruntime")
FOLDER = shipped_folder() / "learned_spasms"
ONSETS_S = (70.0, 83.0, 97.0, 110.0)


def _model(path=FOLDER / "model.onnx"):
    manifest = read_manifest(FOLDER)
    return Model(path, settings_of(manifest), manifest.input.rate_hz)


def _drawn(duration_s=150, rate_hz=128.0):
    """Return (19, n) µV of noise in which high waves with a flat second after them come at ONSETS_S."""
    rng = np.random.default_rng(5)
    n = round(duration_s * rate_hz)
    white = rng.normal(size=(19, n))
    data = 12 * np.stack([np.convolve(row, np.ones(12) / 12 ** 0.5, "same") for row in white]) + rng.normal(0, 2, (19, n))
    field = np.linspace(1.0, -0.6, 19)[:, None] * (1 + 0.2 * rng.normal(size=(19, 1)))
    times_s = np.arange(n) / rate_hz
    for onset_s in ONSETS_S:
        since_s = times_s - onset_s
        data *= 1 - 0.7 * np.clip(np.minimum((since_s - 1.0) / 0.2, (3.0 - since_s) / 0.4), 0, 1)
        data += 300 * field * (np.exp(-(((since_s - 0.4) / 0.2) ** 2)) - 0.5 * np.exp(-(((since_s - 0.85) / 0.3) ** 2)))
        data += rng.normal(0, 12, (19, n)) * np.exp(-(((since_s - 0.6) / 0.4) ** 2))
    return data.astype(np.float32)


@pytest.fixture(scope="module")
def found():
    report = run_plugin("learned_spasms", scalp_source(_drawn(), 128.0))
    return report.events


def test_the_shipped_model_finds_drawn_spasms(found):
    assert (FOLDER / "model.onnx").stat().st_size < 100_000
    onsets_s = np.array([event[0] for event in found])
    assert all(np.abs(onsets_s - onset_s).min() < 1 for onset_s in ONSETS_S)
    assert len(found) <= len(ONSETS_S) + 1
    assert all(0.25 <= event[1] <= 6 for event in found)


def test_half_of_the_electrodes_the_size_and_where_reading_ends_change_little(found):
    data = _drawn()
    for gain in (0.5, 2.0):
        scaled = run_plugin("learned_spasms", scalp_source(gain * data, 128.0)).events
        assert len([e for e in scaled if min(abs(e[0] - o) for o in ONSETS_S) < 1]) >= len(ONSETS_S) - 1
    shorter = run_plugin("learned_spasms", scalp_source(data[:, : round(105 * 128)], 128.0)).events
    early = [event[:2] for event in found if event[0] < 90]
    assert early == [event[:2] for event in shorter if event[0] < 90]
    scores = [[event[3] for event in events if event[0] < 90] for events in (found, shorter)]
    np.testing.assert_allclose(*scores, atol=1e-3)
    part = run_plugin("learned_spasms", scalp_source(data, 128.0), Span(40.0, 130.0)).events
    np.testing.assert_allclose([e[0] for e in part], [e[0] for e in found if 46 < e[0] < 124], atol=1e-6)


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


def test_training_learns_is_the_same_again_and_is_calibrated():
    study = training.Study("drawn", "simulated", _rows(_drawn()), np.array(ONSETS_S))
    windows = training.windows_of([study])
    assert 0 < windows.label.sum() < len(windows.label) / 4
    weights, losses = training.train(windows, n_steps=60)
    again, _losses = training.train(windows, n_steps=60)
    assert np.mean(losses[-5:]) < 0.5 * np.mean(losses[:5])
    for name, values in weights.items():
        np.testing.assert_allclose(again[name], values, rtol=1e-5, atol=1e-6)
    events = training.events_of(training.logits_over(weights, study), 0.5)
    assert len([e for e in events if min(abs(e.onset_s - o) for o in ONSETS_S) < 1]) == len(ONSETS_S)
    same = training.calibrated(weights, [study])
    assert same.keys() == weights.keys()


def _rows(data):
    """Return differences of neighbours at the model's rate."""
    return (data[:-1] - data[1:])[:, ::2].astype(np.float32)

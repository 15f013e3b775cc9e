"""The shipped model is what the script in the tree makes, and gives what it gave."""

import numpy as np
import pytest
from detectors import spindle_network as network

from eegview.detect.engines.onnx_engine import Model
from eegview.detect.engines.onnx_settings import settings_of
from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import shipped_folder
from tests.evidence import train_spindles as training

pytest.importorskip("onnxruntime")
FOLDER = shipped_folder() / "learned_spindles"
EXPECTED = (0.0001, 0.6937, 0.9991, 0.9998, 0.9999, 0.9999, 1.0000, 1.0000)


def _model(path=FOLDER / "model.onnx"):
    manifest = read_manifest(FOLDER)
    return Model(path, settings_of(manifest), manifest.input.rate_hz)


def _windows():
    """Return eight windows in µV: slow waves, with more and more of a spindle."""
    times_s = np.arange(256) / 128
    rng = np.random.default_rng(8)
    slow = 40 * np.sin(2 * np.pi * 1.3 * times_s) + rng.normal(0, 6, (8, 256))
    spindle = np.exp(-0.5 * ((times_s - 1) / 0.35) ** 2) * np.sin(2 * np.pi * 13 * times_s)
    return (slow + np.linspace(0, 42, 8)[:, None] * spindle).astype(np.float32)[:, None]


def test_the_shipped_model_gives_what_it_gave():
    assert (FOLDER / "model.onnx").stat().st_size < 100_000
    found = _model().run(_windows())
    np.testing.assert_allclose(found, EXPECTED, atol=0.002)
    assert (np.diff(found) > -0.05).all()


def test_numpy_and_onnx_say_the_same(tmp_path):
    weights = network.first_weights(3)
    (tmp_path / "model.onnx").write_bytes(network.onnx_bytes(weights))
    windows = _windows()
    ready = (windows - windows.mean(axis=2, keepdims=True)) / 20
    logits, _kept = network.forward(weights, ready[:, 0])
    np.testing.assert_allclose(_model(tmp_path / "model.onnx").run(windows), 1 / (1 + np.exp(-logits)), atol=1e-5)


def test_the_gradients_are_those_of_the_loss():
    weights = {name: values.astype(np.float64) for name, values in network.first_weights(4).items()}
    windows = np.random.default_rng(1).normal(0, 1, (3, 256))
    _logits, kept = network.forward(weights, windows)
    gradients = network.backward(weights, kept, np.ones(3))
    for name, values in weights.items():
        place = tuple(size // 2 for size in values.shape)
        sums = []
        for shift in (1e-5, -1e-5):
            moved = {key: held.copy() for key, held in weights.items()}
            moved[name][place] += shift
            sums.append(network.forward(moved, windows)[0].sum())
        assert gradients[name][place] == pytest.approx((sums[0] - sums[1]) / 2e-5, rel=1e-3, abs=1e-6)


def test_a_few_steps_of_training_learn_and_are_the_same_again():
    windows = (_windows()[:, 0] / 20).repeat(6, axis=0)
    windows = windows + np.random.default_rng(2).normal(0, 0.1, windows.shape).astype(np.float32)
    labels = (np.arange(8) >= 4).astype(np.float32).repeat(6)
    weights, losses = training.train((windows, labels), n_steps=40)
    again, _losses = training.train((windows, labels), n_steps=40)
    assert np.mean(losses[-5:]) < 0.7 * np.mean(losses[:5])
    for name, values in weights.items():
        np.testing.assert_allclose(again[name], values, rtol=1e-5, atol=1e-6)


def test_windows_are_cut_from_a_simulated_study():
    windows, labels = training.windows_of(3201, hours=0.1)
    assert windows.shape[1] == 256
    assert len(windows) == len(labels) > 500
    assert 0 < labels.sum() < len(labels) / 2
    assert np.abs(windows.mean(axis=1)).max() < 1e-3

"""Train the model of plugins/learned_spindles: `python tests/evidence/train_spindles.py`, about two minutes.

It learns from simulated studies of seeds 3201-3212 and stops where seeds 3221-3224 go best; the same seeds give the
same model. Nothing of it comes from a patient.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eegview.app.montage.store import montage_by_id
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest import InputNeeds
from eegview.detect.plugin_recording import PluginRecording
from eegview.readers.opening import open_recording
from eegview.simulate.signals import make_simulation
from eegview.simulate.study import plan_study
from eegview.simulate.writer_edf import write_edf

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "helpers"), str(ROOT / "tests" / "evidence")]

from detectors import spindle_network as network  # noqa: E402
from spindle_truth import true_spindles  # noqa: E402

MODEL = ROOT / "plugins" / "learned_spindles" / "model.onnx"

LEARN_FROM, STOP_BY = range(3201, 3213), range(3221, 3225)
HOURS = 1.0
ROWS = ("F3-C3", "C3-P3", "F4-C4", "C4-P4")
SCALE_UV = 20.0
N_STEPS, N_BATCH, RATE, WEIGHT_DECAY = 2400, 128, 2e-3, 1e-4
SEED = 20


def windows_of(seed: int, hours: float = HOURS) -> tuple[np.ndarray, np.ndarray]:
    """Return (n, 256) float32 windows of a simulated study, ready for the network, and (n,) whether a spindle is there.

    A spindle is there where the middle of the window lies in one that is drawn in that row's hemisphere. Windows near
    its edges, and those under hypsarrhythmia, where nobody could see it, are left out.
    """
    plan = plan_study(hours, seed)
    spindles = true_spindles(plan)
    rng = np.random.default_rng(seed)
    windows: list[np.ndarray] = []
    labels: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.edf"
        write_edf(path, make_simulation(plan))
        source = open_recording(path)
        needs = InputNeeds(low_cut_hz=0.5, rate_hz=network.RATE_HZ)
        seen = plan_input(source.recording, montage_by_id("longitudinal_bipolar"), needs)
        recording = PluginRecording(source, seen, source.recording.span)
        for stretch in recording.stretches(60.0, 2.0, 2.0):
            for row in ROWS:
                own = [s for s in spindles if any(side in row for side in s.sides)]
                data = stretch.data[stretch.rows.index(row)]
                for middle_s in _middles(rng, own, stretch.span.start_s, stretch.span.stop_s):
                    first = round((middle_s - stretch.start_s) * network.RATE_HZ) - network.N_WINDOW // 2
                    label = _label(own, middle_s)
                    if label is not None and 0 <= first <= len(data) - network.N_WINDOW:
                        window = data[first : first + network.N_WINDOW]
                        windows.append((window - window.mean()) / SCALE_UV)
                        labels.append(label)
        source.close()
    return np.array(windows, np.float32), np.array(labels, np.float32)


def _middles(rng: np.random.Generator, spindles: list, start_s: float, stop_s: float) -> np.ndarray:
    """Return where windows are cut: four in each spindle, one every two seconds anywhere."""
    inside = [rng.uniform(s.span.start_s, s.span.stop_s, 4) for s in spindles if start_s <= s.span.start_s < stop_s]
    anywhere = rng.uniform(start_s, stop_s, round((stop_s - start_s) / 2))
    return np.concatenate([*inside, anywhere])


def _label(spindles: list, middle_s: float) -> float | None:
    near = [s for s in spindles if s.span.start_s - 0.3 < middle_s < s.span.stop_s + 0.3]
    if not near:
        return 0.0
    spindle = near[0]
    edge_s = 0.2 * spindle.span.duration_s
    if spindle.hypsarrhythmia > 0.3 or not spindle.span.start_s + edge_s < middle_s < spindle.span.stop_s - edge_s:
        return None
    return 1.0


def train(
    learn: tuple[np.ndarray, np.ndarray], n_steps: int = N_STEPS, seed: int = SEED, stop_by: tuple | None = None
) -> tuple[network.Weights, list[float]]:
    """Return the trained weights (the best on `stop_by`, if given) and the loss of each step; Adam (Kingma 2015)."""
    windows, labels = learn
    rng = np.random.default_rng(seed)
    weights = network.first_weights(seed)
    first = {name: np.zeros_like(values) for name, values in weights.items()}
    second = {name: np.zeros_like(values) for name, values in weights.items()}
    with_spindle, without = np.flatnonzero(labels > 0.5), np.flatnonzero(labels < 0.5)
    losses, best, best_loss = [], weights, np.inf
    for step in range(1, n_steps + 1):
        chosen = np.r_[rng.choice(with_spindle, N_BATCH // 4), rng.choice(without, N_BATCH - N_BATCH // 4)]
        logits, kept = network.forward(weights, windows[chosen])
        losses.append(_loss(logits, labels[chosen]))
        slope = (1 / (1 + np.exp(-logits)) - labels[chosen]) / N_BATCH
        gradients = network.backward(weights, kept, slope.astype(np.float32))
        rate = RATE * min(1.0, 2 * (1 - step / (n_steps + 1)))
        for name, gradient in gradients.items():
            first[name] = 0.9 * first[name] + 0.1 * gradient
            second[name] = 0.999 * second[name] + 0.001 * gradient**2
            move = first[name] / (1 - 0.9**step) / (np.sqrt(second[name] / (1 - 0.999**step)) + 1e-8)
            weights[name] = (weights[name] * (1 - rate * WEIGHT_DECAY) - rate * move).astype(np.float32)
        if stop_by is not None and (step % 100 == 0 or step == n_steps):
            loss = _loss(logits_of(weights, stop_by[0]), stop_by[1])
            if loss < best_loss:
                best, best_loss = {name: values.copy() for name, values in weights.items()}, loss
    return (weights if stop_by is None else best), losses


def logits_of(weights: network.Weights, windows: np.ndarray) -> np.ndarray:
    return np.concatenate([network.forward(weights, windows[k : k + 256])[0] for k in range(0, len(windows), 256)])


def _loss(logits: np.ndarray, labels: np.ndarray) -> float:
    return float(np.mean(np.logaddexp(0, logits) - labels * logits))


def gathered(seeds: Sequence[int], hours: float = HOURS) -> tuple[np.ndarray, np.ndarray]:
    parts = [windows_of(seed, hours) for seed in seeds]
    return np.concatenate([windows for windows, _ in parts]), np.concatenate([labels for _, labels in parts])


def print_line(text: str) -> None:
    sys.stdout.write(text + "\n")


def main() -> None:
    learn, stop_by = gathered(LEARN_FROM), gathered(STOP_BY)
    print_line(f"{len(learn[1])} windows to learn from, {int(learn[1].sum())} with a spindle")
    weights, losses = train(learn, stop_by=stop_by)
    print_line(f"loss {np.mean(losses[:50]):.3f} at first, {np.mean(losses[-50:]):.3f} at last")
    MODEL.write_bytes(network.onnx_bytes(weights))


if __name__ == "__main__":
    main()

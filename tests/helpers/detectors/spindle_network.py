"""The network of plugins/learned_spindles in numpy: filters, their power in time, two layers. Forward, backward, ONNX.

256 samples → 10 filters of 65 samples → square → mean over 32 samples, every 16 → log → 16 units → 1 → sigmoid.
"""

import numpy as np
from detectors import onnx_file

N_WINDOW, N_TAPS, N_FILTERS, POOL, STRIDE, N_UNITS = 256, 65, 10, 32, 16, 16
RATE_HZ = 128.0
N_INNER = N_WINDOW - N_TAPS + 1
N_POOLED = (N_INNER - POOL) // STRIDE + 1
EPSILON = 1e-3
Weights = dict[str, np.ndarray]


def first_weights(seed: int) -> Weights:
    """Return weights to start from: filters of waves from 3 to 40 Hz, small random layers."""
    rng = np.random.default_rng(seed)
    times_s = (np.arange(N_TAPS) - N_TAPS // 2) / RATE_HZ
    centres_hz = np.geomspace(3, 40, N_FILTERS)[:, None]
    filters = np.hanning(N_TAPS) * np.cos(2 * np.pi * centres_hz * times_s + rng.uniform(0, 2 * np.pi, (N_FILTERS, 1)))
    n_in = N_FILTERS * N_POOLED
    return {
        "filters": (filters / np.sqrt((filters**2).sum(axis=1, keepdims=True)) * 0.5).astype(np.float32),
        "hidden": rng.normal(0, 1 / np.sqrt(n_in), (n_in, N_UNITS)).astype(np.float32),
        "hidden_bias": np.zeros(N_UNITS, np.float32),
        "out": rng.normal(0, 1 / np.sqrt(N_UNITS), (N_UNITS, 1)).astype(np.float32),
        "out_bias": np.zeros(1, np.float32),
    }


def forward(weights: Weights, windows: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Return the (n,) logits of (n, 256) windows, and what `backward` needs."""
    patches = np.lib.stride_tricks.sliding_window_view(windows, N_TAPS, axis=1)  # (n, N_INNER, N_TAPS)
    filtered = patches @ weights["filters"].T
    pools = np.lib.stride_tricks.sliding_window_view(filtered**2, POOL, axis=1)[:, ::STRIDE]
    power = pools.mean(axis=3).transpose(0, 2, 1)  # (n, N_FILTERS, N_POOLED)
    logs = np.log(power + EPSILON).reshape(len(windows), -1)
    raw = logs @ weights["hidden"] + weights["hidden_bias"]
    hidden = np.maximum(raw, 0)
    return (hidden @ weights["out"] + weights["out_bias"])[:, 0], (patches, filtered, power, logs, raw, hidden)


def backward(weights: Weights, kept: tuple, slope: np.ndarray) -> Weights:
    """Return the gradients of all weights, for (n,) gradients of the loss by the logits."""
    patches, filtered, power, logs, raw, hidden = kept
    by_hidden = slope[:, None] @ weights["out"].T * (raw > 0)
    by_logs = (by_hidden @ weights["hidden"].T).reshape(power.shape) / (power + EPSILON) / POOL
    by_square = np.zeros_like(filtered)
    for k in range(N_POOLED):
        by_square[:, k * STRIDE : k * STRIDE + POOL] += by_logs[:, None, :, k]
    by_filtered = 2 * filtered * by_square
    return {
        "filters": np.tensordot(by_filtered, patches, ((0, 1), (0, 1))),
        "hidden": logs.T @ by_hidden,
        "hidden_bias": by_hidden.sum(axis=0),
        "out": hidden.T @ slope[:, None],
        "out_bias": slope.sum(keepdims=True),
    }


def onnx_bytes(weights: Weights) -> bytes:
    """Return the network as an ONNX model: input `window` (any, 1, 256), output `probability` (any, 1)."""
    nodes = [
        onnx_file.node("Conv", ["window", "filters"], "filtered", kernel_shape=[N_TAPS], strides=[1], pads=[0, 0]),
        onnx_file.node("Mul", ["filtered", "filtered"], "square"),
        onnx_file.node("AveragePool", ["square"], "power", kernel_shape=[POOL], strides=[STRIDE], pads=[0, 0]),
        onnx_file.node("Add", ["power", "epsilon"], "above"),
        onnx_file.node("Log", ["above"], "logs"),
        onnx_file.node("Flatten", ["logs"], "flat", axis=1),
        onnx_file.node("Gemm", ["flat", "hidden", "hidden_bias"], "raw"),
        onnx_file.node("Relu", ["raw"], "units"),
        onnx_file.node("Gemm", ["units", "out", "out_bias"], "logit"),
        onnx_file.node("Sigmoid", ["logit"], "probability"),
    ]
    held = {name: values for name, values in weights.items() if name != "filters"}
    held |= {"filters": weights["filters"][:, None], "epsilon": np.array([EPSILON], np.float32)}
    graph = onnx_file.graph_bytes(
        "learned_spindles",
        nodes,
        [onnx_file.tensor(name, values.astype(np.float32)) for name, values in sorted(held.items())],
        [onnx_file.value("window", ["n", 1, N_WINDOW])],
        [onnx_file.value("probability", ["n", 1])],
    )
    return onnx_file.model_bytes(graph, "eegview tests/evidence/train_spindles.py")

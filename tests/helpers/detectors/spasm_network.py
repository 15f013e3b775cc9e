"""The network of plugins/learned_spasms in numpy: fixed filters, statistics over the rows, two trained layers, ONNX.

(any rows, 512 samples) → power of four bands by quarter seconds → its logarithm: mean, highest and spread over the
rows, and how far slow waves of neighbouring rows agree → less its mean in the window → 24 units → 1 → sigmoid.
"""

import itertools

import numpy as np
from detectors import onnx_file

RATE_HZ, N_WINDOW, HOP, N_TAPS = 64.0, 512, 16, 64
# slow waves, what a spasm attenuates, spindles, muscle
BANDS_HZ = ((1.0, 2.0, 3.5), (6.5, 9.5), (13.0,), (19.0, 23.0, 27.0))
N_FRAMES = (N_WINDOW - N_TAPS) // HOP + 1  # 29: from 3.5 s before the middle of the window to 3.5 s after it
N_VALUES = 3 * len(BANDS_HZ) + 1
FLOOR_UV2 = 0.05
N_UNITS = 24
Weights = dict[str, np.ndarray]


def filters() -> tuple[np.ndarray, np.ndarray]:
    """Return (n_filters, 64) pairs of a cosine and a sine, zero mean, and (n_filters,) the band of each."""
    times_s = (np.arange(N_TAPS) - N_TAPS / 2 + 0.5) / RATE_HZ
    found, bands = [], []
    for band, centres_hz in enumerate(BANDS_HZ):
        length_s = 1.0 if band == 0 else 0.5
        window = np.where(np.abs(times_s) < length_s / 2, np.cos(np.pi * times_s / length_s) ** 2, 0)
        window = window * np.sqrt(2) / window.sum()  # a sine of 1 µV rms gives a power of 1
        for centre_hz in centres_hz:
            for turn in (np.cos, np.sin):
                wave = window * turn(2 * np.pi * centre_hz * times_s)
                found.append(wave - window * wave.sum() / window.sum())
                bands.append(band)
    return np.array(found, np.float32), np.array(bands)


def blocks() -> np.ndarray:
    """Return (N_FRAMES, n_blocks): seconds until 1.5 s before the middle, then quarter seconds."""
    edges = [*range(0, 8, 4), *range(8, N_FRAMES + 1)]
    table = np.zeros((N_FRAMES, len(edges) - 1), np.float32)
    for block, (start, end) in enumerate(itertools.pairwise(edges)):
        table[start:end, block] = 1 / (end - start)
    return table


BLOCKS = blocks()
N_IN = N_VALUES * (BLOCKS.shape[1] + 1)


def values_of(data: np.ndarray) -> np.ndarray:
    """Return (n_frames, N_VALUES) of (n_rows, n) µV, a frame every 16 samples, the first 0.5 s after its start."""
    kernel, bands = filters()
    n_frames = (data.shape[1] - N_TAPS) // HOP + 1
    parts = []
    for start in range(0, n_frames, 2048):
        stop = min(start + 2048, n_frames)
        piece = data[:, start * HOP : (stop - 1) * HOP + N_TAPS]
        frames = np.lib.stride_tricks.sliding_window_view(piece, N_TAPS, axis=1)[:, ::HOP]
        parts.append(_values(frames @ kernel.T, bands))
    return np.concatenate(parts).astype(np.float32)


def _values(filtered: np.ndarray, bands: np.ndarray) -> np.ndarray:
    """Return (n_frames, N_VALUES) of (n_rows, n_frames, n_filters)."""
    power = np.stack([(filtered[..., bands == band] ** 2).sum(axis=2) for band in range(len(BANDS_HZ))], axis=2)
    logs = np.log(power + FLOOR_UV2)
    mean = logs.mean(axis=0)
    spread = (np.abs(logs - mean)).mean(axis=0)
    slow = filtered[..., bands == 0]
    agree = (slow[:-1] * slow[1:]).sum(axis=(0, 2)) / ((slow**2).sum(axis=(0, 2)) + FLOOR_UV2)
    return np.concatenate([mean, logs.max(axis=0), spread, agree[:, None]], axis=1)


def _shape() -> tuple[np.ndarray, np.ndarray]:
    """Return what makes of a window's means its spectrum's shape: (N_VALUES, N_VALUES) to multiply by, and to add.

    Levels are taken less that of 6.5-9.5 Hz: a recording twice as large gives the same. Then all are about 0 ± 1.
    """
    turn = np.eye(N_VALUES, dtype=np.float32)
    turn[: 2 * len(BANDS_HZ), 1] -= 1.0
    off = np.array([2.0, 0.0, -1.0, -1.5, 3.5, 1.5, 0.5, 0.5, 1.0, 1.0, 1.0, 1.0, 0.0], np.float32)
    return 0.5 * turn, -0.5 * off


SHAPE, SHAPE_OFF = _shape()


def inputs_of(values: np.ndarray) -> np.ndarray:
    """Return (n, N_IN) of (n, N_FRAMES, N_VALUES): each value less its mean, by blocks; then the means."""
    mean = values.mean(axis=1)
    moved = (values - mean[:, None]).transpose(0, 2, 1) @ BLOCKS  # (n, N_VALUES, n_blocks)
    return np.concatenate([moved.reshape(len(values), -1), mean @ SHAPE.T + SHAPE_OFF], axis=1).astype(np.float32)


def first_weights(seed: int) -> Weights:
    rng = np.random.default_rng(seed)
    return {
        "hidden": rng.normal(0, 0.7 / np.sqrt(N_IN), (N_IN, N_UNITS)).astype(np.float32),
        "hidden_bias": np.zeros(N_UNITS, np.float32),
        "out": rng.normal(0, 1 / np.sqrt(N_UNITS), (N_UNITS, 1)).astype(np.float32),
        "out_bias": np.full(1, -2.0, np.float32),
    }


def forward(weights: Weights, inputs: np.ndarray) -> tuple[np.ndarray, tuple]:
    """Return the (n,) logits of (n, N_IN), and what `backward` needs."""
    raw = inputs @ weights["hidden"] + weights["hidden_bias"]
    hidden = np.maximum(raw, 0)
    return (hidden @ weights["out"] + weights["out_bias"])[:, 0], (inputs, raw, hidden)


def backward(weights: Weights, kept: tuple, slope: np.ndarray) -> Weights:
    """Return the gradients of all weights, for (n,) gradients of the loss by the logits."""
    inputs, raw, hidden = kept
    by_hidden = slope[:, None] @ weights["out"].T * (raw > 0)
    return {
        "hidden": inputs.T @ by_hidden,
        "hidden_bias": by_hidden.sum(axis=0),
        "out": hidden.T @ slope[:, None],
        "out_bias": slope.sum(keepdims=True),
    }


def onnx_bytes(weights: Weights) -> bytes:
    """Return the network as an ONNX model: input `window` (any, any rows, 512), output `probability` (any, 1)."""
    kernel, bands = filters()
    n_bands = len(BANDS_HZ)
    by_band = (bands[:, None] == np.arange(n_bands)).astype(np.float32)
    held = dict(weights) | {
        "filters": kernel[:, None],
        "by_band": by_band.T[:, :, None],  # 1 × 1 convolution that sums the squares of a band
        "blocks": BLOCKS,
        "floor": np.array([FLOOR_UV2], np.float32),
        "turn": SHAPE,
        "turn_off": SHAPE_OFF[:, None],
        "one_row": np.array([-1, 1, N_WINDOW], np.int64),
        "tail_filters": np.array([-1, len(bands), N_FRAMES], np.int64),
        "tail_bands": np.array([-1, n_bands, N_FRAMES], np.int64),
        "zero": np.array([0], np.int64),
        "one": np.array([1], np.int64),
        "two": np.array([2], np.int64),
        "minus_one": np.array([-1], np.int64),
        "far": np.array([2**31], np.int64),
        "row_and_filter": np.array([1, 2], np.int64),
        "row_axis": np.array([1], np.int64),
        "n_slow": np.array([2 * len(BANDS_HZ[0])], np.int64),
    }
    node = onnx_file.node
    nodes = [
        node("Shape", ["window"], "shape"),
        node("Slice", ["shape", "zero", "one", "zero"], "n_windows"),
        node("Concat", ["n_windows", "tail_filters"], "shape_filters", axis=0),
        node("Concat", ["n_windows", "tail_bands"], "shape_bands", axis=0),
        node("Reshape", ["window", "one_row"], "rows"),
        node("Conv", ["rows", "filters"], "filtered", kernel_shape=[N_TAPS], strides=[HOP], pads=[0, 0]),
        node("Mul", ["filtered", "filtered"], "square"),
        node("Conv", ["square", "by_band"], "power", kernel_shape=[1], strides=[1], pads=[0, 0]),
        node("Add", ["power", "floor"], "above"),
        node("Log", ["above"], "row_logs"),
        node("Reshape", ["row_logs", "shape_bands"], "logs"),  # (windows, rows, bands, frames)
        node("ReduceMean", ["logs"], "mean", axes=[1], keepdims=1),
        node("ReduceMax", ["logs"], "highest", axes=[1], keepdims=0),
        node("Sub", ["logs", "mean"], "off_mean"),
        node("Abs", ["off_mean"], "away"),
        node("ReduceMean", ["away"], "spread", axes=[1], keepdims=0),
        node("Squeeze", ["mean", "row_axis"], "level"),
        # slow waves of rows that follow each other
        node("Reshape", ["filtered", "shape_filters"], "by_row"),
        node("Slice", ["by_row", "zero", "n_slow", "two"], "slow"),
        node("Slice", ["slow", "zero", "minus_one", "one"], "this"),
        node("Slice", ["slow", "one", "far", "one"], "following"),
        node("Mul", ["this", "following"], "both"),
        node("ReduceSum", ["both", "row_and_filter"], "together", keepdims=0),
        node("Mul", ["slow", "slow"], "slow_square"),
        node("ReduceSum", ["slow_square", "row_and_filter"], "slow_all", keepdims=0),
        node("Add", ["slow_all", "floor"], "slow_above"),
        node("Div", ["together", "slow_above"], "agreed"),
        node("Unsqueeze", ["agreed", "one"], "agree"),
        node("Concat", ["level", "highest", "spread", "agree"], "values", axis=1),  # (windows, N_VALUES, N_FRAMES)
        node("ReduceMean", ["values"], "means", axes=[2], keepdims=1),
        node("Sub", ["values", "means"], "relative"),
        node("MatMul", ["relative", "blocks"], "blocked"),
        node("Flatten", ["blocked"], "blocked_flat", axis=1),
        node("MatMul", ["turn", "means"], "turned"),
        node("Add", ["turned", "turn_off"], "shaped"),
        node("Flatten", ["shaped"], "means_flat", axis=1),
        node("Concat", ["blocked_flat", "means_flat"], "inputs", axis=1),
        node("Gemm", ["inputs", "hidden", "hidden_bias"], "raw"),
        node("Relu", ["raw"], "units"),
        node("Gemm", ["units", "out", "out_bias"], "logit"),
        node("Sigmoid", ["logit"], "probability"),
    ]
    graph = onnx_file.graph_bytes(
        "learned_spasms",
        nodes,
        [
            onnx_file.tensor(name, values if values.dtype.kind == "i" else values.astype(np.float32))
            for name, values in sorted(held.items())
        ],
        [onnx_file.value("window", ["n", "rows", N_WINDOW])],
        [onnx_file.value("probability", ["n", 1])],
    )
    return onnx_file.model_bytes(graph, "eegview tests/evidence/train_spasms.py")

"""TEMPLATE: writes model.onnx, which learned nothing: it measures amplitude. Put your own trained model in its place.

    python make_model.py

The input is (windows, 1, samples) of µV, the output (windows,) probabilities. The few messages of ONNX's protobuf form
(onnx.proto3, github.com/onnx/onnx) are written by hand here, so that nothing needs to be installed. The exporter of a
framework, or the package “onnx”, does the same for a model of yours. The first dimension of the input must be free.
"""

from pathlib import Path

import numpy as np

N_SAMPLES = 128  # of a window: 1 s at 128 Hz, as in plugin.toml
MIDDLE_UV, WIDTH_UV = 300.0, 50.0  # peak to peak: probability 0.5, and how steep it is
_FLOAT, _INT, _INTS = 1, 2, 7


def model_bytes() -> bytes:
    """Return the model: logistic function of (highest less lowest sample − MIDDLE_UV) / WIDTH_UV."""
    nodes = [
        _node("ReduceMax", ["window"], "high"),
        _node("ReduceMin", ["window"], "low"),
        _node("Sub", ["high", "low"], "height"),
        _node("Sub", ["height", "middle"], "excess"),
        _node("Div", ["excess", "width"], "logit"),
        _node("Sigmoid", ["logit"], "probability"),
    ]
    weights = [_tensor("middle", MIDDLE_UV), _tensor("width", WIDTH_UV)]
    parts = [_bytes(1, one) for one in nodes] + [_text(2, "template")] + [_bytes(5, one) for one in weights]
    parts += [_bytes(11, _value("window", ["n", 1, N_SAMPLES])), _bytes(12, _value("probability", ["n"]))]
    return _number(1, 8) + _text(2, "template") + _bytes(7, b"".join(parts)) + _bytes(8, _text(1, "") + _number(2, 13))


def _node(kind: str, inputs: list[str], output: str) -> bytes:
    parts = [_text(1, name) for name in inputs] + [_text(2, output), _text(3, output), _text(4, kind)]
    if kind.startswith("Reduce"):
        axes = _text(1, "axes") + _number(8, 1) + _number(8, 2) + _number(20, _INTS)
        parts += [_bytes(5, axes), _bytes(5, _text(1, "keepdims") + _number(3, 0) + _number(20, _INT))]
    return b"".join(parts)


def _tensor(name: str, value: float) -> bytes:
    return _number(1, 1) + _number(2, _FLOAT) + _text(8, name) + _bytes(9, np.array([value], "<f4").tobytes())


def _value(name: str, shape: list[int | str]) -> bytes:
    dims = [_bytes(1, _text(2, size) if isinstance(size, str) else _number(1, size)) for size in shape]
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, _FLOAT) + _bytes(2, b"".join(dims))))


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field: int, text: str) -> bytes:
    return _bytes(field, text.encode())


if __name__ == "__main__":
    Path(__file__).with_name("model.onnx").write_bytes(model_bytes())

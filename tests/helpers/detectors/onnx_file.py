"""Write a small ONNX model without the onnx package: the few messages of its protobuf form that are needed.

Field numbers: onnx.proto3 of the ONNX project (github.com/onnx/onnx).
"""

import numpy as np

IR_VERSION, OPSET = 8, 13
FLOAT = 1  # TensorProto.DataType, AttributeProto.AttributeType
_INT, _INTS = 2, 7  # AttributeProto.AttributeType


def model_bytes(graph: bytes, producer: str) -> bytes:
    """Return a ModelProto."""
    return _number(1, IR_VERSION) + _text(2, producer) + _bytes(7, graph) + _bytes(8, _text(1, "") + _number(2, OPSET))


def graph_bytes(
    name: str, nodes: list[bytes], weights: list[bytes], inputs: list[bytes], outputs: list[bytes]
) -> bytes:
    """Return a GraphProto."""
    parts = [_bytes(1, node) for node in nodes] + [_text(2, name)]
    parts += [_bytes(5, weight) for weight in weights]
    parts += [_bytes(11, value) for value in inputs] + [_bytes(12, value) for value in outputs]
    return b"".join(parts)


def node(kind: str, inputs: list[str], output: str, **attributes: int | list[int]) -> bytes:
    """Return a NodeProto with one output; attributes are whole numbers or lists of them."""
    parts = [_text(1, name) for name in inputs] + [_text(2, output), _text(3, output), _text(4, kind)]
    for name, value in sorted(attributes.items()):
        if isinstance(value, int):
            body = _text(1, name) + _number(3, value) + _number(20, _INT)
        else:
            body = _text(1, name) + b"".join(_number(8, one) for one in value) + _number(20, _INTS)
        parts.append(_bytes(5, body))
    return b"".join(parts)


def tensor(name: str, values: np.ndarray) -> bytes:
    """Return a TensorProto of float32 or int64."""
    kind, dtype = (7, "<i8") if values.dtype.kind == "i" else (FLOAT, "<f4")
    dims = b"".join(_number(1, size) for size in values.shape)
    return dims + _number(2, kind) + _text(8, name) + _bytes(9, np.ascontiguousarray(values, dtype).tobytes())


def value(name: str, shape: list[int | str]) -> bytes:
    """Return a ValueInfoProto of a float tensor; a size given as a name is free."""
    dims = [_bytes(1, _text(2, size) if isinstance(size, str) else _number(1, size)) for size in shape]
    tensor_type = _number(1, FLOAT) + _bytes(2, b"".join(dims))
    return _text(1, name) + _bytes(2, _bytes(1, tensor_type))


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field: int, text: str) -> bytes:
    return _bytes(field, text.encode())

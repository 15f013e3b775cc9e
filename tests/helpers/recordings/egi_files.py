"""Write recordings in EGI's simple binary format."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

RATE_HZ = 200
DATE = (2020, 3, 5, 10, 0, 0, 250)


def write_egi(
    folder: Path,
    uv: np.ndarray,
    version: int = 2,
    bits: int = 12,
    range_uv: int = 2048,
    events: dict[str, Sequence[int]] | None = None,
    segments: Sequence[tuple[int, int]] = (),
    categories: Sequence[str] = (),
    date: tuple[int, ...] = DATE,
    n_declared: int | None = None,
) -> Path:
    """Write (n_channels, n_samples) µV.

    events : name → samples at which its column is 1
    segments : category (from 1) and time in ms of each; the samples are shared out equally
    """
    n_channels, n_samples = uv.shape
    gain = range_uv / 2.0**bits if bits and range_uv else 1.0
    frames = np.zeros((n_samples, n_channels + len(events or {})))
    frames[:, :n_channels] = uv.T / gain
    for k, samples in enumerate((events or {}).values()):
        frames[list(samples), n_channels + k] = 1
    dtype = {2: ">i2", 4: ">f4", 6: ">f8"}[version & 6]
    head = struct.pack(">i6hi5h", version, *date, RATE_HZ, n_channels, 1, bits, range_uv)
    names = b"".join(name.encode().ljust(4, b"\0") for name in events or {})
    body = np.round(frames).astype(dtype) if dtype == ">i2" else frames.astype(dtype)
    if version % 2:
        head += struct.pack(">h", len(categories))
        head += b"".join(bytes([len(name)]) + name.encode() for name in categories)
        share = n_samples // len(segments)
        head += struct.pack(">hih", len(segments), share if n_declared is None else n_declared, len(events or {}))
        content = b"".join(
            struct.pack(">hi", *segment) + body[k * share : (k + 1) * share].tobytes()
            for k, segment in enumerate(segments)
        )
    else:
        head += struct.pack(">ih", n_samples if n_declared is None else n_declared, len(events or {}))
        content = body.tobytes()
    (folder / "a.raw").write_bytes(head + names + content)
    return folder / "a.raw"

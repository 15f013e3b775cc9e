"""Write recordings in Neuroscan's continuous format, with any table of events."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

LABELS = ("Fp1", "Fp2", "C3", "C4")
RATE_HZ = 200
ENTRIES = {1: "<HBBI", 2: "<HBBIhhfBBB", 3: "<HBBIhhfBBB"}


def write_cnt(
    folder: Path,
    uv: np.ndarray,
    width: int = 2,
    events: Sequence[tuple[int, int, int, int]] = (),
    kind: int = 1,
    date: bytes = b"03/15/20",
    time: bytes = b"10:00:00",
    n_declared: int | None = None,
    run: int = 1,
    baseline: int = 0,
    sensitivity: float = 102.4,
    calibration: float = 1.0,
    seconds: float = 0.0,
) -> Path:
    """Write (4, n_samples) µV; an event is (stimulus, keyboard, keypad and accept, sample from 0)."""
    n_channels, n_samples = uv.shape
    head = bytearray(900 + 75 * n_channels)
    head[:12] = b"Version 3.0\0"
    head[225 : 225 + len(date)], head[235 : 235 + len(time)] = date, time
    struct.pack_into("<H", head, 370, n_channels)
    struct.pack_into("<H", head, 376, RATE_HZ)
    struct.pack_into("<i", head, 864, n_samples if n_declared is None else n_declared)
    table_at = len(head) + width * uv.size
    struct.pack_into("<I", head, 886, table_at % 2**32)
    struct.pack_into("<fi", head, 890, seconds, run * width if run > 1 else 0)
    gain = sensitivity * calibration / 204.8
    for k in range(n_channels):
        at = 900 + 75 * k
        head[at : at + len(LABELS[k])] = LABELS[k].encode()
        struct.pack_into("<ff", head, at + 19, np.cos(k), np.sin(k))
        struct.pack_into("<h", head, at + 47, baseline)
        struct.pack_into("<f", head, at + 59, sensitivity)
        struct.pack_into("<f", head, at + 71, calibration)
    digits = np.round(uv / gain + baseline).astype("<i2" if width == 2 else "<i4")
    runs = digits.T if run == 1 else digits.reshape(n_channels, -1, run).transpose(1, 0, 2)
    entries = b""
    for stimulus, keyboard, keypad, sample in events:
        place = sample if kind == 3 else len(head) + (sample + 1) * n_channels * width
        rest = () if kind == 1 else (0, 0, 0.0, 0, 0, 0)
        entries += struct.pack(ENTRIES[kind], stimulus, keyboard, keypad, place, *rest)
    table = struct.pack("<BII", kind, len(entries), 0) + entries
    (folder / "a.cnt").write_bytes(bytes(head) + np.ascontiguousarray(runs).tobytes() + table)
    return folder / "a.cnt"

"""Write GDF files of both versions: channels of any type and rate, events."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

TYPES = {"<i1": 1, "<u1": 2, "<i2": 3, "<u2": 4, "<i4": 5, "<u4": 6, "<i8": 7, "<f4": 16, "<f8": 17, "i3": 279}
UNIT_CODES = {"uV": 4275, "mV": 4274, "V": 4256, "nV": 4276, "%": 544, "": 512}
DAYS_OF_2020_03_05 = 737855  # since the year 0


@dataclass(frozen=True)
class GdfSignal:
    """One signal: stored digits of (n_records, n_samples); values are digits times `gain`, in `unit`."""

    label: str
    digits: np.ndarray
    dtype: str = "<i2"
    unit: str = "uV"
    gain: float = 0.5


def write_gdf(
    path: Path,
    signals: Sequence[GdfSignal],
    version: str = "2.20",
    events: Sequence[tuple[int, int, int, int]] = (),
    mode: int = 3,
    record: tuple[int, int] = (1, 1),
    n_declared: int | None = None,
    event_hz: float = 200.0,
) -> Path:
    """Write signals; an event is (position from 0, code, channel from 1 or 0, length)."""
    is_first = float(version) < 1.9
    n, n_records = len(signals), len(signals[0].digits)
    head = bytearray(f"GDF {version}".encode().ljust(256, b"\0"))
    if is_first:
        head[8:88], head[168:184] = b"1234 X".ljust(80), b"2020030510000050"
        struct.pack_into("<q", head, 184, 256 * (n + 1))
        struct.pack_into("<I", head, 252, n)
    else:
        head[8:74] = b"1234 X".ljust(66)
        head[87] = 2
        struct.pack_into("<Q", head, 168, DAYS_OF_2020_03_05 << 32 | int(10 / 24 * 2**32))
        struct.pack_into("<Q", head, 176, (DAYS_OF_2020_03_05 - 100) << 32)
        struct.pack_into("<HH", head, 184, n + 1, 0)
        struct.pack_into("<H", head, 252, n)
    struct.pack_into("<qII", head, 236, n_records if n_declared is None else n_declared, *record)
    fields = [signal.label.encode().ljust(16, b"\0") for signal in signals] + [bytes(80)] * n
    if is_first:
        fields += [signal.unit.encode().ljust(8) for signal in signals]
    else:
        fields += [bytes(6)] * n + [struct.pack("<H", UNIT_CODES[signal.unit]) for signal in signals]
    fields += [struct.pack("<d", -1000.0 * signal.gain) for signal in signals]
    fields += [struct.pack("<d", 1000.0 * signal.gain) for signal in signals]
    number = "<q" if is_first else "<d"
    fields += [struct.pack(number, -1000)] * n + [struct.pack(number, 1000)] * n
    fields += [b" " * 80] * n if is_first else [bytes(68)] * n + [struct.pack("<f", 0.0)] * (3 * n)
    fields += [struct.pack("<i", signal.digits.shape[1]) for signal in signals]
    fields += [struct.pack("<i", TYPES[signal.dtype]) for signal in signals]
    body = bytes(head) + b"".join(fields)
    body = body.ljust(256 * (n + 1), b"\0")
    for k in range(n_records):
        body += b"".join(packed(signal.digits[k], signal.dtype) for signal in signals)
    return _written(path, body + (table_of(events, mode, event_hz, is_first) if events else b""))


def packed(digits: np.ndarray, dtype: str) -> bytes:
    if dtype != "i3":
        return digits.astype(dtype).tobytes()
    return digits.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def table_of(events: Sequence[tuple[int, int, int, int]], mode: int, event_hz: float, is_first: bool) -> bytes:
    if is_first:
        table = bytes([mode]) + int(event_hz).to_bytes(3, "little") + struct.pack("<I", len(events))
    else:
        table = bytes([mode]) + len(events).to_bytes(3, "little") + struct.pack("<f", event_hz)
    table += b"".join(struct.pack("<I", event[0] + 1) for event in events)
    table += b"".join(struct.pack("<H", event[1]) for event in events)
    if mode == 3:
        table += b"".join(struct.pack("<H", event[2]) for event in events)
        table += b"".join(struct.pack("<I", event[3]) for event in events)
    return table


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path

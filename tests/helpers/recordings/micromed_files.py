"""Write small Micromed `.TRC` files byte by byte, right or wrong, for tests of the reader."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

AREAS = (
    *("ORDER", "LABCOD", "NOTE", "FLAGS", "TRONCA", "IMPED_B", "IMPED_E", "MONTAGE", "COMPRESS", "AVERAGE"),
    *("HISTORY", "DVIDEO", "EVENT A", "EVENT B", "TRIGGER"),
)


@dataclass(frozen=True)
class Electrode:
    """An entry of the table of electrodes."""

    positive: bytes
    negative: bytes = b"G2"
    digital: tuple[int, int] = (0, 65535)
    ground: int = 32768
    physical: tuple[int, int] = (-3200, 3200)
    unit: int = 0
    coefficient: int = 1
    kind: int = 0
    high_pass: int = 150
    low_pass: int = 100


@dataclass(frozen=True)
class TrcFile:
    """A file to be written; digits are (n_samples, n_channels), places are those of the electrodes in their table."""

    digits: np.ndarray
    electrodes: Sequence[Electrode]
    rate_hz: int = 256
    places: Sequence[int] | None = None
    notes: Sequence[tuple[int, bytes]] = ()
    triggers: Sequence[tuple[int, int]] = ()
    flags: Sequence[tuple[int, int]] = ()
    events: Sequence[tuple[int, int]] = ()
    event_title: bytes = b""
    parts: Sequence[tuple[int, int]] = ()  # time and first sample of what was left
    videos: Sequence[tuple[int, int, int]] = ()  # delay and duration in ms, number
    date: tuple[int, int, int] = (5, 3, 120)
    time: tuple[int, int, int] = (10, 20, 30)
    names: tuple[bytes, bytes] = (b"Surname", b"Name")
    born: tuple[int, int, int] = (1, 2, 118)  # month, day, year
    kind: int = 4
    sample_bytes: int = 2
    frame_bytes: int | None = None
    compression: int = 0
    n_note_rows: int = 200
    lost_areas: frozenset[str] = field(default_factory=frozenset)


def write_trc(path: Path, file: TrcFile) -> Path:
    path.write_bytes(trc_bytes(file))
    return path


def trc_bytes(file: TrcFile) -> bytes:
    n_channels = len(file.electrodes)
    width = file.sample_bytes
    places = list(file.places or range(1, n_channels + 1))
    order = struct.pack("<256H", *(places + [0] * 256)[:256])
    table = bytearray(128 * 640)
    for place, electrode in zip(places, file.electrodes, strict=True):
        table[128 * place : 128 * place + 128] = _entry(electrode)
    contents = {
        "ORDER": order,
        "LABCOD": bytes(table),
        "NOTE": _table("<I40s", file.notes, file.n_note_rows),
        "FLAGS": _table("<II", file.flags, 100),
        "TRONCA": _table("<II", file.parts, 100),
        "DVIDEO": _table("<iIII", [(*video, 2**32 - 1) for video in file.videos], 256, b"\xff"),
        "EVENT A": file.event_title.ljust(64, b"\x00") + _table("<II", file.events, 100),
        "TRIGGER": _table("<IH", file.triggers, 8192, b"\xff"),
    }
    start = 176 + 16 * 16
    descriptors, body = b"", b""
    for name in AREAS:
        content = contents.get(name, bytes(16))
        begins = 2**31 if name in file.lost_areas else start + len(body)
        descriptors += struct.pack("<8sII", name.encode().ljust(8), begins, len(content))
        body += content
    frame_bytes = n_channels * width if file.frame_bytes is None else file.frame_bytes
    head = b"* MICROMED  Brain-Quick file *\x00\x1a" + bytes(32)
    head += file.names[0].ljust(22) + file.names[1].ljust(20) + bytes(file.born) + bytes(19)
    head += bytes(file.date) + bytes(file.time) + struct.pack("<HH", 35, 74)
    head += struct.pack("<IHHHH", start + len(body), n_channels, frame_bytes, file.rate_hz, width)
    head += struct.pack("<HHIH", file.compression, 0, 0, 0) + bytes(15) + bytes([file.kind])
    assert len(head) == 176
    kind = f"<i{width}" if file.digits.min(initial=0) < 0 else f"<u{width}"
    return (head + descriptors).ljust(start, b"\x00") + body + file.digits.astype(kind).tobytes()


def _entry(electrode: Electrode) -> bytes:
    packed = struct.pack("<BB6s6s", 1, electrode.kind, electrode.positive, electrode.negative)
    packed += struct.pack("<iiiii", *electrode.digital, electrode.ground, *electrode.physical)
    packed += struct.pack(
        "<hHHHHH", electrode.unit, electrode.high_pass, 0, electrode.low_pass, 0, electrode.coefficient
    )
    return packed.ljust(128, b"\x00")


def _table(row: str, rows: Sequence[tuple[object, ...]], n_rows: int, blank: bytes = b"\x00") -> bytes:
    size = struct.calcsize(row)
    return b"".join(struct.pack(row, *values) for values in rows).ljust(size * n_rows, blank)


def plain_trc(n_samples: int = 2560, n_channels: int = 3, seed: int = 0, **changes: Any) -> TrcFile:
    """Return a file of noise around the ground, 10 s at 256 Hz."""
    digits = np.random.default_rng(seed).integers(32000, 33500, (n_samples, n_channels))
    names = (b"Fp1", b"T3", b"Cz", b"O1", b"O2", b"F7", b"F8", b"Pz")
    electrodes = [Electrode(names[i] if i < len(names) else b"X%d" % i) for i in range(n_channels)]
    return TrcFile(**{"digits": digits, "electrodes": electrodes, **changes})

"""The table of events behind a GDF file's records, bytes → numbers."""

import struct
from dataclasses import dataclass

import numpy as np

MOST_BYTES = 16 * 2**20
_SPARSE_SAMPLE = 0x7FFF  # a value of a channel without a rate, no event


@dataclass(frozen=True, slots=True)
class GdfEvent:
    """One event: position and length in the table's own samples, code, and its channel from 1 (0: all)."""

    position: int
    code: int
    channel: int
    length: int


@dataclass(frozen=True, slots=True)
class GdfEvents:
    """The events of a file.

    rate_hz : of their positions, 0 where the table does not say
    n_lost : events that the table should have and has not
    """

    rate_hz: float
    events: tuple[GdfEvent, ...]
    n_lost: int = 0


def parse_events(raw: bytes, version: float) -> GdfEvents | None:
    """Read a table; None where there is none."""
    if len(raw) < 8 or raw[0] & 3 not in (1, 3):
        return None
    has_lengths = raw[0] & 3 == 3
    if version < 1.94:
        rate_hz = float(int.from_bytes(raw[1:4], "little"))
        declared = int(struct.unpack_from("<I", raw, 4)[0])
    else:
        declared = int.from_bytes(raw[1:4], "little")
        rate_hz = float(struct.unpack_from("<f", raw, 4)[0])
    n = min(declared, (len(raw) - 8) // 6)
    positions = np.frombuffer(raw, "<u4", min(n, (len(raw) - 8) // 4), 8)
    # The columns stand one behind the other, at the places that all declared events need.
    codes = _column(raw, "<u2", 8 + 4 * declared, declared)
    channels = _column(raw, "<u2", 8 + 6 * declared, declared) if has_lengths else np.zeros(len(codes), int)
    lengths = _column(raw, "<u4", 8 + 8 * declared, declared) if has_lengths else np.zeros(len(codes), int)
    events = []
    for k in range(min(len(positions), len(codes))):
        if codes[k] == _SPARSE_SAMPLE:
            continue
        channel = int(channels[k]) if k < len(channels) else 0
        length = int(lengths[k]) if k < len(lengths) else 0
        events.append(GdfEvent(max(int(positions[k]) - 1, 0), int(codes[k]), channel, length))
    return GdfEvents(
        rate_hz if np.isfinite(rate_hz) and 0.0 < rate_hz < 1e7 else 0.0,
        tuple(events),
        max(declared - min(len(positions), len(codes)), 0),
    )


def _column(raw: bytes, dtype: str, at: int, declared: int) -> np.ndarray:
    """Return one column as far as it is there."""
    n = max(min(declared, (len(raw) - at) // np.dtype(dtype).itemsize), 0)
    return np.frombuffer(raw, dtype, n, at) if n else np.empty(0, dtype)

"""Write Nihon Kohden recordings: both layouts, any inputs, lists of events."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

RATE_HZ = 200
MICROVOLT, MILLIVOLT = 6399.902 / 65535, 24005.46 / 65535
LOW_UV, LOW_MV = -3200.0, -12002.9
DEVICE, WIDE_DEVICE = b"EEG-1100C V01.00", b"EEG-1200A V01.00"


def digits_of(values: np.ndarray, inputs: Sequence[int]) -> np.ndarray:
    """Return (n_inputs, n_samples) digits of µV, or mV of inputs for direct current."""
    is_coarse = np.array([42 <= n <= 73 or n in (76, 77) for n in inputs])[:, None]
    low, step = np.where(is_coarse, LOW_MV, LOW_UV), np.where(is_coarse, MILLIVOLT, MICROVOLT)
    return np.clip(np.round((values - low) / step), 0, 65535).astype(np.uint16)


def block_of(
    values: np.ndarray, inputs: Sequence[int], clock: str, tenths: int | None = None, rate_hz: int = RATE_HZ
) -> bytes:
    """Return a data block of the older layout; `clock` is yymmddhhmmss."""
    head = bytearray(0x27 + 10 * len(inputs))
    head[0] = 1
    head[0x14:0x1A] = bytes.fromhex(clock)
    struct.pack_into("<H", head, 0x1A, rate_hz | 0xC000)
    struct.pack_into("<I", head, 0x1C, values.shape[1] * 10 // rate_hz if tenths is None else tenths)
    head[0x26] = len(inputs)
    head[0x27::10] = bytes(inputs)
    return bytes(head) + frames_of(values, inputs)


def wide_block_of(values: np.ndarray, inputs: Sequence[int], clock: str, tenths: int | None = None) -> bytes:
    """Return a data block of the extended layout; `clock` is yyyymmddhhmmss."""
    head = bytearray(72 + 10 * len(inputs))
    head[:5] = b"\x01TIME"
    head[0x12:0x14] = b"\x02\x02"
    head[0x14:0x22] = clock.encode()
    struct.pack_into("<I", head, 40, RATE_HZ)
    struct.pack_into("<Q", head, 44, values.shape[1] * 10 // RATE_HZ if tenths is None else tenths)
    struct.pack_into("<H", head, 68, len(inputs))
    for k, number in enumerate(inputs):
        struct.pack_into("<H", head, 72 + 10 * k, number)
    return bytes(head) + frames_of(values, inputs)


def frames_of(values: np.ndarray, inputs: Sequence[int]) -> bytes:
    digits = digits_of(values, inputs)
    return np.vstack([digits, np.zeros((1, digits.shape[1]), np.uint16)]).T.astype("<u2").tobytes()


def write_blocks(path: Path, tables: Sequence[Sequence[bytes]]) -> Path:
    """Write a file of the older layout: one control block for each table of data blocks."""
    head = bytearray(0x1800)
    head[:16] = head[0x81:0x91] = DEVICE
    head[0x91] = len(tables)
    head[0x17FE] = 1
    body, at = b"", len(head)
    for i, blocks in enumerate(tables):
        table = 0x400 + 0x200 * i
        struct.pack_into("<I", head, 0x92 + 20 * i, table)
        head[table + 17] = len(blocks)
        for k, block in enumerate(blocks):
            struct.pack_into("<I", head, table + 18 + 20 * k, at + len(body))
            body += block
    path.write_bytes(bytes(head) + body)
    return path


def write_wide(path: Path, tables: Sequence[Sequence[bytes]], unlisted: bytes = b"", padding: int = 0) -> Path:
    """Write a file of the extended layout; `unlisted` follows the last block without being in a table."""
    head = bytearray(0x8000 + padding)
    head[:16] = head[0x81:0x91] = WIDE_DEVICE
    head[0x91] = 1
    struct.pack_into("<I", head, 0x92, 0x400)
    head[0x400 + 17] = 1
    struct.pack_into("<I", head, 0x400 + 18, 0x17FE)
    head[0x17FE] = 1
    struct.pack_into("<H", head, 0x17FE + 0x1A, RATE_HZ | 0xC000)
    struct.pack_into("<Q", head, 0x3EE, 0x2800)
    head[0x2800 + 17] = len(tables)
    body, at = b"", len(head)
    for i, blocks in enumerate(tables):
        table = 0x3000 + 0x800 * i
        struct.pack_into("<Q", head, 0x2800 + 18 + 24 * i, table)
        struct.pack_into("<H", head, table + 17, len(blocks))
        for k, block in enumerate(blocks):
            struct.pack_into("<Q", head, table + 20 + 24 * k, at + len(body))
            body += block
    path.write_bytes(bytes(head) + body + unlisted)
    return path


def log_of(events: Sequence[tuple[bytes, str, str, str]]) -> bytes:
    """Return a list of events: text, elapsed HHMMSS, microseconds ("" for none), clock yymmddhhmmss ("" for none)."""
    head = bytearray(0x600)
    head[:16] = DEVICE
    head[0x91] = 1
    first, second = 0x600, 0x600 + 0x14 + 45 * len(events)
    struct.pack_into("<I", head, 0x92, first)
    has_second = any(micro for _, _, micro, _ in events)
    if has_second:
        struct.pack_into("<I", head, 0x92 + 22 * 20, second)
    tables = []
    for is_second in (False, True)[: 1 + has_second]:
        table = bytearray(0x14)
        table[1:17] = DEVICE
        table[0x12] = len(events)
        for text, elapsed, micro, clock in events:
            entry = bytearray(45)
            part = text[20:40] if is_second else text[:20]
            entry[: len(part)] = part
            entry[20:26] = elapsed.encode()
            if is_second:
                entry[24:30] = micro.encode().rjust(6, b"0")
            elif clock:
                entry[26:40] = f"({clock})".encode()
            table += entry
        tables.append(bytes(table))
    return bytes(head) + b"".join(tables)


def pnt_of(date: str, born: str = "2019/11/02", sex: str = "Female") -> bytes:
    """Return a patient file."""
    content = bytearray(0x800)
    content[:16] = DEVICE
    content[0x40 : 0x40 + len(date)] = date.encode()
    content[1540:1544] = b"1234"
    content[1610 : 1610 + len(sex)] = sex.encode()
    content[1632 : 1632 + len(born)] = born.encode()
    return bytes(content)

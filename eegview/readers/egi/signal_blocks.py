"""The blocks of a `signalN.bin` file of EGI's MFF: each has a header, or shares that of the one before."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from eegview.model.errors import UnreadableFile
from eegview.readers.sample_file import Block, SampleLayout

_MOST_BLOCKS = 2_000_000
_DTYPES = {32: "<f4", 64: "<f8"}


@dataclass(frozen=True, slots=True)
class SignalFile:
    """The samples of one file of an MFF folder.

    is_cut : the file ends before its last block does
    """

    path: Path
    layout: SampleLayout
    rate_hz: float
    is_cut: bool


def read_signal_file(path: Path) -> SignalFile:
    """Read the headers of all blocks.

    Raises
    ------
    UnreadableFile : the first block's header cannot be, or the blocks differ in channels or rate
    """
    blocks: list[Block] = []
    kind: tuple[int, int, int] | None = None  # channels, bits, rate
    is_cut = False
    with path.open("rb") as file:
        size = file.seek(0, 2)
        at, data_bytes = 0, 0
        while at + 4 <= size and len(blocks) < _MOST_BLOCKS:
            file.seek(at)
            head_bytes = 4
            if struct.unpack("<i", file.read(4))[0]:
                found = _header(file, size - at)
                if found is None or (kind is not None and found[2] != kind):
                    is_cut = True
                    break
                head_bytes, data_bytes, kind = found
            if kind is None:
                break
            n_channels, bits, _ = kind
            n_samples = data_bytes * 8 // bits // n_channels
            if not n_samples:
                break
            blocks.append(Block(at + head_bytes, n_samples))
            is_cut = at + head_bytes + data_bytes > size
            at += head_bytes + data_bytes
    if kind is None or not blocks:
        raise UnreadableFile(
            f"{path.parent.name} cannot be read: the beginning of {path.name} is damaged.",
            "Copy the whole folder again from where it was recorded or packed.",
        )
    n_channels, bits, rate_hz = kind
    return SignalFile(path, SampleLayout(_DTYPES[bits], n_channels, tuple(blocks), 0), float(rate_hz), is_cut)


def _header(file: BinaryIO, room: int) -> tuple[int, int, tuple[int, int, int]] | None:
    """Return bytes of the header and of its data, and channels, bits, rate; None where these cannot be."""
    raw = file.read(12)
    if len(raw) < 12:
        return None
    head_bytes, data_bytes, n_channels = struct.unpack("<3i", raw)
    if not 0 < n_channels <= 4096 or data_bytes <= 0 or not 16 + 8 * n_channels <= head_bytes <= room:
        return None
    rest = file.read(8 * n_channels)
    if len(rest) < 8 * n_channels:
        return None
    codes = struct.unpack(f"<{n_channels}I", rest[4 * n_channels :])
    bits, rate_hz = codes[0] & 0xFF, codes[0] >> 8
    if len(set(codes)) > 1 or bits not in _DTYPES or not rate_hz or data_bytes * 8 % (bits * n_channels):
        return None
    return head_bytes, data_bytes, (n_channels, bits, rate_hz)

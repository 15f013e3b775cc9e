"""The data blocks of a Nihon Kohden `.EEG` file: where samples stand, of which inputs, and since when.

Two layouts are known. EEG-1100 and its kin list control blocks, each of which lists data blocks. EEG-1200A has longer
tables of the same form behind an extended address, for more inputs and larger files; some of its programs list only
the first block and write the others behind it, each with a header of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from eegview.model.time.clock import recorder_time
from eegview.readers.nihon_kohden.file_bytes import FileBytes

_CONTROL_COUNT, _CONTROLS = 0x91, 0x92
_EXTENDED = 0x3EE
_MOST_BLOCKS = 10_000
_MOST_INPUTS = 2048
_MARK = b"\x01TIME"  # the beginning of a block's header in the extended layout
_HEAD_BYTES = 72
_SCAN_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class NkBlock:
    """Samples that were recorded without a stop.

    address : of its header
    offset : of its first sample
    inputs : numbers of the amplifier's inputs; a column of event codes follows theirs
    n_samples : how many there should be, None where the file does not say
    """

    address: int
    offset: int
    rate_hz: int
    inputs: tuple[int, ...]
    n_samples: int | None
    started_at: datetime | None

    @property
    def frame_bytes(self) -> int:
        return 2 * (len(self.inputs) + 1)


def read_blocks(file: FileBytes) -> list[NkBlock]:
    """Return the blocks of a file in the order of its tables; those that cannot be are left out."""
    extended = list(_extended_blocks(file))
    blocks = extended or [b for address in _addresses(file) if (b := _block(file, address)) is not None]
    return _bounded(blocks, file.size)


def _addresses(file: FileBytes) -> Iterator[int]:
    for control in range(file.number(_CONTROL_COUNT, 1)):
        table = file.number(_CONTROLS + 20 * control, 4)
        if not 0 < table < file.size:
            continue
        for number in range(file.number(table + 17, 1)):
            address = file.number(table + 18 + 20 * number, 4)
            if 0 < address < file.size:
                yield address


def _block(file: FileBytes, address: int) -> NkBlock | None:
    rate_hz = file.number(address + 0x1A, 2) & 0x3FFF
    n_inputs = file.number(address + 0x26, 1)
    inputs = file.read(address + 0x27, 10 * n_inputs)[::10]
    if not rate_hz or not n_inputs or len(inputs) < n_inputs:
        return None
    tenths = file.number(address + 0x1C, 4)
    return NkBlock(
        address,
        address + 0x27 + 10 * n_inputs,
        rate_hz,
        tuple(inputs),
        tenths * rate_hz // 10 if tenths else None,
        clock_of("20" + file.read(address + 0x14, 6).hex()),
    )


def _extended_blocks(file: FileBytes) -> Iterator[NkBlock]:
    """Yield the blocks of the extended layout; none where the file has none."""
    first = _address(file, _EXTENDED)
    if not first:
        return
    rate_hz = next((file.number(a + 0x1A, 2) & 0x3FFF for a in _addresses(file)), 0)
    tables = [_address(file, first + 18 + 24 * control) for control in range(file.number(first + 17, 1))]
    listed = [
        address
        for table in tables
        if table
        for number in range(min(file.number(table + 17, 2), _MOST_BLOCKS))
        if (address := _address(file, table + 20 + 24 * number))
    ]
    for position, address in enumerate(listed):
        stop = min((a for a in listed[position + 1 :] if a > address), default=file.size)
        yield from _chain(file, address, stop, rate_hz)


def _chain(file: FileBytes, address: int, stop: int, rate_hz: int) -> Iterator[NkBlock]:
    """Yield a listed block, and those that follow it before `stop` without being listed."""
    block = _extended_block(file, address, rate_hz)
    for _ in range(_MOST_BLOCKS):
        if block is None:
            return
        n_samples, next_address = block.n_samples, 0
        if n_samples is not None and n_samples * block.frame_bytes > 4 * (stop - block.offset):
            n_samples = None  # no length: not even a file cut short would say so
        if n_samples is None:
            next_address = _next_header(file, block, stop)
            end = next_address or stop
            n_samples = max(end - block.offset, 0) // block.frame_bytes
        else:
            end = block.offset + n_samples * block.frame_bytes
            next_address = end if end < stop and _is_header(file, end, len(block.inputs)) else 0
        yield replace(block, n_samples=n_samples)
        block = _extended_block(file, next_address, rate_hz) if next_address else None


def _extended_block(file: FileBytes, address: int, rate_hz: int) -> NkBlock | None:
    n_inputs = file.number(address + 68, 2)
    rate_hz = rate_hz or file.number(address + 40, 4)
    if not 0 < n_inputs <= _MOST_INPUTS or not 0 < rate_hz <= 100_000:
        return None
    raw = file.read(address + _HEAD_BYTES, 10 * n_inputs)
    if len(raw) < 10 * n_inputs:
        return None
    tenths = file.number(address + 44, 8)
    return NkBlock(
        address,
        address + _HEAD_BYTES + 10 * n_inputs,
        rate_hz,
        tuple(int.from_bytes(raw[k : k + 2], "little") for k in range(0, 10 * n_inputs, 10)),
        tenths * rate_hz // 10 if 0 < tenths < 10**9 else None,
        clock_of(file.read(address + 0x14, 14).decode("latin-1")),
    )


def _next_header(file: FileBytes, block: NkBlock, stop: int) -> int:
    """Return the address of the next header that stands between two frames, 0 where there is none."""
    at = block.offset
    while at < stop:
        part = file.read(at, min(_SCAN_BYTES + len(_MARK), stop - at))
        found = part.find(_MARK)
        while found >= 0:
            address = at + found
            if (address - block.offset) % block.frame_bytes == 0 and _is_header(file, address, len(block.inputs)):
                return address
            found = part.find(_MARK, found + 1)
        if len(part) <= len(_MARK):
            break
        at += len(part) - len(_MARK)
    return 0


def _is_header(file: FileBytes, address: int, n_inputs: int) -> bool:
    head = file.read(address, _HEAD_BYTES)
    return (
        len(head) == _HEAD_BYTES
        and head.startswith(_MARK)
        and head[20:34].isdigit()
        and int.from_bytes(head[68:70], "little") == n_inputs
    )


def _address(file: FileBytes, at: int) -> int:
    """Return an address of eight bytes, or of four where the others hold something else; 0 for none in the file."""
    for n_bytes in (8, 4):
        if 0 < (address := file.number(at, n_bytes)) < file.size:
            return address
    return 0


def _bounded(blocks: list[NkBlock], size: int) -> list[NkBlock]:
    """Return the blocks with a length that leaves the next one's header alone."""
    starts = sorted(block.address for block in blocks)
    bounded = []
    for block in blocks:
        stop = next((a for a in starts if a > block.address), None)
        room = max((size if stop is None else stop) - block.offset, 0) // block.frame_bytes
        n_samples = room if block.n_samples is None else block.n_samples
        bounded.append(replace(block, n_samples=n_samples if stop is None else min(n_samples, room)))
    return bounded


def clock_of(stamp: str) -> datetime | None:
    """Return the time of `YYYYMMDDhhmmss`, None where it is none."""
    if len(stamp) < 14 or not stamp[:14].isascii() or not stamp[:14].isdigit() or not stamp[2:14].strip("0"):
        return None
    try:
        return recorder_time(int(stamp[:4]), *(int(stamp[k : k + 2]) for k in range(4, 14, 2)))
    except ValueError:
        return None

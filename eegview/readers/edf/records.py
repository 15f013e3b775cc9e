"""Read samples out of the data records of an EDF or BDF file on request.

Reads with seek and read rather than a memory map: the pages of a map count as the program's memory, and a file that
shrinks or a network drive that goes away under a map kills the process instead of raising.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.model.errors import UnreadableFile
from eegview.model.recording import Samples
from eegview.readers.edf.channels import Scale
from eegview.readers.edf.layout import Layout

_CHUNK_BYTES = 4 * 1024 * 1024
_CHUNK_SAMPLES = 1024 * 1024
_SPARSE_SHARE = 64  # below one part in so many, skipping through a file beats reading it in one sweep
_GONE = ("The file can no longer be read.", "Check that its drive is connected, then open it again.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Samples `[first, stop)` of one signal, counted from the beginning of record `from_record`."""

    signal: int
    scale: Scale
    from_record: int
    first: int
    stop: int


class RecordFile:
    """An open file of data records. One per thread."""

    def __init__(self, path: str | Path, layout: Layout) -> None:
        self._layout = layout
        self._file = _opened(path)
        self._buffer = bytearray()

    def close(self) -> None:
        self._file.close()

    def read_signal_bytes(self, signal: int, record: int) -> bytes:
        """Return the bytes of one signal in one record; fewer where the file ends."""
        layout = self._layout
        start = layout.record_start(record) + layout.offsets[signal]
        return read_bytes(self._file, start, layout.n_samples[signal] * layout.sample_bytes)

    def read_record_bytes(self, record: int) -> bytes:
        return read_bytes(self._file, self._layout.record_start(record), self._layout.record_bytes)

    def sweep(self, signals: Sequence[int]) -> Iterator[list[bytes]]:
        """Yield for each record the bytes of these signals, reading the file in one sweep where that is quickest."""
        layout = self._layout
        places = [(layout.offsets[s], layout.offsets[s] + layout.n_samples[s] * layout.sample_bytes) for s in signals]
        wanted_bytes = sum(stop - start for start, stop in places)
        if layout.record_bytes > _CHUNK_BYTES // _SPARSE_SHARE and wanted_bytes * _SPARSE_SHARE < layout.record_bytes:
            for record in range(layout.n_records):
                yield [self.read_signal_bytes(s, record) for s in signals]
            return
        step = max(1, _CHUNK_BYTES // layout.record_bytes)
        for first in range(0, layout.n_records, step):
            stop = min(first + step, layout.n_records)
            block = memoryview(self._read_records(first, stop))
            for base in range(1, (stop - first) * layout.record_bytes, layout.record_bytes):
                yield [bytes(block[base + a : base + b]) for a, b in places]

    def read(self, wanted: Sequence[Wanted]) -> list[Samples]:
        """Return the scaled samples of each wanted stretch.

        Returns
        -------
        list of (stop - first,) float32 in the scale's unit; NaN where the last record is cut short

        Raises
        ------
        UnreadableFile : the file has become shorter, or went away
        """
        layout = self._layout
        used = [w for w in wanted if w.stop > w.first]
        if not used:
            return [np.empty(0, np.float32) for _ in wanted]
        first = min(w.from_record + w.first // layout.n_samples[w.signal] for w in used)
        stop = max(w.from_record + -(-w.stop // layout.n_samples[w.signal]) for w in used)
        block_bytes = (stop - first) * layout.record_bytes
        wanted_bytes = sum((w.stop - w.first) * layout.sample_bytes for w in used)
        if layout.record_bytes > _CHUNK_BYTES or (
            block_bytes > _CHUNK_BYTES and wanted_bytes * _SPARSE_SHARE < block_bytes
        ):
            found = [self._read_sparse(w) for w in wanted]
        elif block_bytes <= _CHUNK_BYTES:
            found = self._read_block(wanted, first, stop)
        else:
            found = self._read_blocks(wanted, first, stop)
        for w, values in zip(wanted, found, strict=True):
            self._blank_missing(w, values)
        return found

    def _read_blocks(self, wanted: Sequence[Wanted], first: int, stop: int) -> list[Samples]:
        """Read many records, one block after the other."""
        found = [np.empty(max(w.stop - w.first, 0), np.float32) for w in wanted]
        step = max(1, _CHUNK_BYTES // self._layout.record_bytes)
        for record in range(first, stop, step):
            n_samples = [self._layout.n_samples[w.signal] for w in wanted]
            stop_record = min(record + step, stop)
            parts = [
                Wanted(
                    w.signal,
                    w.scale,
                    w.from_record,
                    min(max(w.first, (record - w.from_record) * n), w.stop),
                    max(min(w.stop, (stop_record - w.from_record) * n), w.first),
                )
                for w, n in zip(wanted, n_samples, strict=True)
            ]
            for w, part, whole, values in zip(
                wanted, parts, found, self._read_block(parts, record, stop_record), strict=True
            ):
                whole[part.first - w.first : part.first - w.first + len(values)] = values
        return found

    def _read_block(self, wanted: Sequence[Wanted], first: int, stop: int) -> list[Samples]:
        """Read records `[first, stop)` at once and pick the samples out of them."""
        layout = self._layout
        block = self._read_records(first, stop)
        found: list[Samples] = [np.empty(0, np.float32)] * len(wanted)
        for n_samples, members in _by_record_length(wanted, layout).items():
            values = _scaled(_digits(block, layout, [w.signal for _, w in members], n_samples, stop - first), members)
            for row, (position, w) in enumerate(members):
                base = (first - w.from_record) * n_samples
                found[position] = values[row, w.first - base : w.stop - base]
        return found

    def _read_records(self, first: int, stop: int) -> bytearray:
        """Return the bytes of whole records behind one byte that is not theirs (see `_digits`)."""
        layout = self._layout
        n_bytes = (stop - first) * layout.record_bytes
        if len(self._buffer) < n_bytes + 1:
            self._buffer = bytearray(n_bytes + 1)
        view = memoryview(self._buffer)[1 : n_bytes + 1]
        n_read = _read_into(self._file, layout.record_start(first), view)
        n_cut = layout.record_bytes - layout.last_record_bytes if stop == layout.n_records else 0
        if n_read < n_bytes - n_cut:
            raise UnreadableFile(*_GONE)
        view[n_read:] = bytes(n_bytes - n_read)
        return self._buffer

    def _read_sparse(self, w: Wanted) -> Samples:
        """Read one signal, skipping all others: for one channel out of many over hours."""
        layout = self._layout
        n_samples, width = layout.n_samples[w.signal], layout.sample_bytes
        raw = bytearray(max(w.stop - w.first, 0) * width + 1)
        view, filled, sample = memoryview(raw), 1, w.first
        while sample < w.stop:
            record, inside = divmod(sample, n_samples)
            n = min(n_samples - inside, w.stop - sample)
            start = layout.record_start(w.from_record + record) + layout.offsets[w.signal] + inside * width
            n_read = _read_into(self._file, start, view[filled : filled + n * width])
            if n_read < n * width and w.from_record + record < layout.n_records - 1:
                raise UnreadableFile(*_GONE)
            filled += n * width
            sample += n
        values = np.empty(max(w.stop - w.first, 0), np.float32)
        for i in range(0, len(values), _CHUNK_SAMPLES):
            n = min(_CHUNK_SAMPLES, len(values) - i)
            digits = _unpacked(raw, i * width, (1, 1, n), (0, 0, width), width)
            values[i : i + n] = _scaled(digits, [(0, w)])[0]
        return values

    def _blank_missing(self, w: Wanted, values: Samples) -> None:
        """Write NaN over the samples that a truncated last record lacks."""
        layout = self._layout
        if layout.last_record_bytes == layout.record_bytes or not len(values):
            return
        n_samples = layout.n_samples[w.signal]
        n_there = (layout.last_record_bytes - layout.offsets[w.signal]) // layout.sample_bytes
        end = (layout.n_records - 1 - w.from_record) * n_samples + min(max(n_there, 0), n_samples)
        values[max(end - w.first, 0) :] = np.nan


def _by_record_length(wanted: Sequence[Wanted], layout: Layout) -> dict[int, list[tuple[int, Wanted]]]:
    """Return the wanted stretches that are not empty, with their positions, by samples per record."""
    groups: dict[int, list[tuple[int, Wanted]]] = {}
    for position, w in enumerate(wanted):
        if w.stop > w.first:
            groups.setdefault(layout.n_samples[w.signal], []).append((position, w))
    return groups


def _digits(
    block: bytearray, layout: Layout, signals: list[int], n_samples: int, n_records: int
) -> npt.NDArray[np.integer]:
    """Return (n_signals, n_records, n_samples) stored digits, a view of the block where the signals are evenly laid."""
    width = layout.sample_bytes
    offsets = [layout.offsets[s] for s in signals]
    step = offsets[1] - offsets[0] if len(offsets) > 1 else 0
    if all(b - a == step for a, b in itertools.pairwise(offsets)):
        return _unpacked(
            block, offsets[0], (len(signals), n_records, n_samples), (step, layout.record_bytes, width), width
        )
    rows = [
        _unpacked(block, offset, (1, n_records, n_samples), (0, layout.record_bytes, width), width)
        for offset in offsets
    ]
    return np.concatenate(rows)


def _unpacked(
    raw: bytearray, start: int, shape: tuple[int, int, int], strides: tuple[int, int, int], width: int
) -> npt.NDArray[np.integer]:
    """Return digits of 2 or 3 bytes that begin `start` bytes behind the first byte of `raw`.

    Three bytes are read as four with the byte before them, then shifted down: that keeps the sign, and is why one
    byte stands in front.
    """
    if width == 2:
        return np.ndarray(shape, "<i2", raw, start + 1, strides)
    return np.ndarray(shape, "<i4", raw, start, strides) >> 8


def _scaled(digits: npt.NDArray[np.integer], members: Sequence[tuple[int, Wanted]]) -> Samples:
    """Return (n_signals, n_records * n_samples) float32, computed in float64.

    Signal after signal: what is computed of one stays in the processor's cache.
    """
    found = np.empty(digits.shape, np.float32)
    values = np.empty(digits.shape[1:])
    for one, (_, w), scaled in zip(digits, members, found, strict=True):
        values[:] = one
        values -= w.scale.digital_min
        values *= w.scale.gain
        values += w.scale.offset
        scaled[:] = values
    return found.reshape(len(members), -1)


def read_bytes(file: FileIO, start: int, n_bytes: int) -> bytes:
    """Return up to `n_bytes` from `start`; fewer where the file ends."""
    raw = bytearray(n_bytes)
    return bytes(raw[: _read_into(file, start, memoryview(raw))])


def _read_into(file: FileIO, start: int, view: memoryview) -> int:
    """Fill `view` from `start` and return how many bytes were there."""
    try:
        file.seek(start)
        filled = 0
        while filled < len(view):
            n = file.readinto(view[filled:])
            if not n:
                break
            filled += n
    except OSError as error:
        raise UnreadableFile(*_GONE) from error
    return filled


def _opened(path: str | Path) -> FileIO:
    try:
        return Path(path).open("rb", buffering=0)
    except OSError as error:
        raise UnreadableFile(*_GONE) from error

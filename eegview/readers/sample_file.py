"""Read samples out of a file that stores all channels at one rate in equal numbers.

Must not know any format: where the samples stand is told by a `SampleLayout`. Reads with seek and read, as the EDF
reader does and for its reasons.
"""

import bisect
import itertools
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.model.errors import UnreadableFile

_PIECE_BYTES = 8 * 2**20
_SMALL_BYTES = 2**20  # a run of all columns below this is read whole
_GONE = ("The file can no longer be read.", "Check that its drive is connected, then open it again.")

Digits = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Block:
    """Samples of all columns that stand together in a file.

    offset : byte of the first one
    n_samples : how many a column has; the file may end before
    """

    offset: int
    n_samples: int


@dataclass(frozen=True, slots=True)
class SampleLayout:
    """Where a file keeps its samples; they are numbered through all blocks.

    dtype : of one value, with its byte order ("<i2")
    n_columns : values of one instant, channels that are not shown included
    run : values of one column that stand together before the next column's; 1 is multiplexed, 0 means that each block
        holds one column after the other
    """

    dtype: str
    n_columns: int
    blocks: tuple[Block, ...]
    run: int = 1

    @property
    def n_samples(self) -> int:
        return sum(block.n_samples for block in self.blocks)

    @property
    def frame_bytes(self) -> int:
        return self.n_columns * np.dtype(self.dtype).itemsize

    def run_in(self, block: Block) -> int:
        return self.run or block.n_samples


class SampleFile:
    """An open file of samples. One per thread."""

    def __init__(self, path: str | Path, layout: SampleLayout) -> None:
        self._layout = layout
        self._firsts = [0, *itertools.accumulate(block.n_samples for block in layout.blocks)]
        self._file = _opened(path)

    def close(self) -> None:
        self._file.close()

    def __del__(self) -> None:
        with suppress(AttributeError):  # it was never opened
            self._file.close()

    def read(self, columns: Sequence[int], first: int, stop: int) -> Digits:
        """Return (n_columns, n_samples) stored values of samples `[first, stop)`; NaN where the file has ended.

        Raises
        ------
        UnreadableFile : the file went away
        """
        values = np.full((len(columns), max(stop - first, 0)), np.nan)
        number = max(bisect.bisect_right(self._firsts, first) - 1, 0)
        while number < len(self._layout.blocks) and self._firsts[number] < stop:
            block, base = self._layout.blocks[number], self._firsts[number]
            a, b = max(first - base, 0), min(stop - base, block.n_samples)
            if a < b:
                with np.errstate(invalid="ignore"):  # bytes that are no number are NaN, whatever kind of NaN
                    self._read_block(block, columns, a, b, values[:, base + a - first : base + b - first])
            number += 1
        return values

    def sweep(self, columns: Sequence[int]) -> Iterator[tuple[int, Digits]]:
        """Yield the number of the first sample, and the values, of piece after piece of the whole file."""
        n_samples = self._layout.n_samples
        step = max(1, _PIECE_BYTES // self._layout.frame_bytes)
        for first in range(0, n_samples, step):
            yield first, self.read(columns, first, min(first + step, n_samples))

    def _read_block(self, block: Block, columns: Sequence[int], a: int, b: int, values: Digits) -> None:
        """Write samples `[a, b)` of one block into `values`."""
        run = self._layout.run_in(block)
        step = max(run, _PIECE_BYTES // self._layout.frame_bytes // run * run)
        first_run = a // run * run
        for piece in range(first_run, b, step):
            start, end = max(a, piece), min(b, piece + step)
            is_small = run == 1 or run * self._layout.frame_bytes <= _SMALL_BYTES
            found = self._whole_runs(block, run, columns, start, end) if is_small else None
            if found is None or (found.shape[1] < end - start and run > 1):
                found = self._by_column(block, run, columns, start, end)
            values[:, start - a : start - a + found.shape[1]] = found

    def _whole_runs(self, block: Block, run: int, columns: Sequence[int], start: int, end: int) -> Digits:
        """Return samples of one block, read with all columns; fewer where the file ends."""
        n_columns, width = self._layout.n_columns, np.dtype(self._layout.dtype).itemsize
        first, stop = start // run, -(-end // run)
        raw = self._bytes(block.offset + first * run * n_columns * width, (stop - first) * run * n_columns * width)
        n_runs = len(raw) // (run * n_columns * width)
        stored = np.frombuffer(raw, self._layout.dtype, n_runs * run * n_columns).reshape(n_runs, n_columns, run)
        picked = stored[:, list(columns), :].transpose(1, 0, 2).reshape(len(columns), n_runs * run)
        return picked[:, start - first * run : end - first * run].astype(np.float64)

    def _by_column(self, block: Block, run: int, columns: Sequence[int], start: int, end: int) -> Digits:
        """Return samples that lie in few long runs, each column read for itself."""
        width = np.dtype(self._layout.dtype).itemsize
        found = np.full((len(columns), end - start), np.nan)
        for number in range(start // run, -(-end // run)):
            a, b = max(start - number * run, 0), min(end - number * run, run)
            for row, column in enumerate(columns):
                at = (number * self._layout.n_columns + column) * run + a
                raw = self._bytes(block.offset + at * width, (b - a) * width)
                stored = np.frombuffer(raw, self._layout.dtype, len(raw) // width)
                left = number * run + a - start
                found[row, left : left + len(stored)] = stored
        return found

    def _bytes(self, start: int, n_bytes: int) -> bytes:
        """Return up to `n_bytes` from `start`; fewer where the file ends."""
        parts, wanted = [], n_bytes
        try:
            self._file.seek(start)
            while wanted > 0 and (part := self._file.read(wanted)):
                parts.append(part)
                wanted -= len(part)
        except (OSError, ValueError) as error:
            raise UnreadableFile(*_GONE) from error
        return b"".join(parts)


class SampleFiles(SampleFile):
    """Several files whose samples were taken together: the columns of the second follow those of the first."""

    def __init__(self, files: Sequence[tuple[str | Path, SampleLayout]]) -> None:
        super().__init__(*files[0])
        self._more = [SampleFile(*file) for file in files[1:]]
        self._widths = [layout.n_columns for _, layout in files]

    def close(self) -> None:
        super().close()
        for file in self._more:
            file.close()

    def read(self, columns: Sequence[int], first: int, stop: int) -> Digits:
        """Return stored values as `SampleFile.read` does."""
        values = np.full((len(columns), max(stop - first, 0)), np.nan)
        base = 0
        for number, width in enumerate(self._widths):
            rows = [row for row, column in enumerate(columns) if base <= column < base + width]
            own = [columns[row] - base for row in rows]
            if rows:
                found = self._more[number - 1].read(own, first, stop) if number else super().read(own, first, stop)
                values[rows] = found
            base += width
        return values


def _opened(path: str | Path) -> FileIO:
    try:
        return Path(path).open("rb", buffering=0)
    except OSError as error:
        raise UnreadableFile(*_GONE) from error

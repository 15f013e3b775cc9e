"""Read samples out of a Micromed file on request.

Reads with seek and read, not with a memory map: a drive that goes away under a map ends the program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.model.errors import UnreadableFile
from eegview.model.recording import Samples
from eegview.readers.micromed.electrodes import StoredChannel

_CHUNK_BYTES = 4 * 1024 * 1024
_GONE = ("The file can no longer be read.", "Check that its drive is connected, then open it again.")


@dataclass(frozen=True, slots=True)
class Frames:
    """How samples lie in the file: one frame after the other, each with one or more samples of every channel.

    offsets : of each channel's first sample in a frame, in samples
    counts : samples of each channel in a frame
    frame_bytes : from one frame to the next
    """

    start: int
    n_frames: int
    frame_bytes: int
    sample_bytes: int
    offsets: tuple[int, ...]
    counts: tuple[int, ...]


class FrameFile:
    """An open file of frames. One per thread."""

    def __init__(self, path: str | Path, frames: Frames, stored: Sequence[StoredChannel]) -> None:
        self._frames, self._stored = frames, stored
        self._file = _opened(path)

    def close(self) -> None:
        self._file.close()

    def read(self, channels: Sequence[int], ranges: Sequence[tuple[int, int]]) -> list[Samples]:
        """Return the samples [first, stop) of each channel, counted from the first frame.

        Raises
        ------
        UnreadableFile : the file has become shorter, or went away
        """
        frames = self._frames
        found: list[Samples] = [np.empty(max(stop - first, 0), np.float32) for first, stop in ranges]
        wanted = [
            (channel, first, stop, into)
            for channel, (first, stop), into in zip(channels, ranges, found, strict=True)
            if stop > first
        ]
        if not wanted:
            return found
        first_frame = min(first // frames.counts[channel] for channel, first, _, _ in wanted)
        stop_frame = max(-(-stop // frames.counts[channel]) for channel, _, stop, _ in wanted)
        step = max(1, _CHUNK_BYTES // frames.frame_bytes)
        for begin in range(first_frame, stop_frame, step):
            end = min(begin + step, stop_frame)
            block = self._block(begin, end)
            for channel, first, stop, into in wanted:
                count = frames.counts[channel]
                low, high = max(first, begin * count), min(stop, end * count)
                if low < high:
                    values = self._values(block, channel)[low - begin * count : high - begin * count]
                    into[low - first : high - first] = values
        return found

    def _block(self, first: int, stop: int) -> bytes:
        """Return the bytes of frames [first, stop)."""
        frames = self._frames
        n_bytes = (stop - first) * frames.frame_bytes
        try:
            self._file.seek(frames.start + first * frames.frame_bytes)
            parts, n_read = [], 0
            while n_read < n_bytes:
                part = self._file.read(n_bytes - n_read)
                if not part:
                    break
                parts.append(part)
                n_read += len(part)
        except OSError as error:
            raise UnreadableFile(*_GONE) from error
        needed = n_bytes - (frames.frame_bytes - self._frame_used()) if stop == frames.n_frames else n_bytes
        if n_read < needed:
            raise UnreadableFile(*_GONE)
        block = b"".join(parts)
        return block + bytes(n_bytes - n_read)

    def _frame_used(self) -> int:
        """Return the bytes of a frame that hold samples; the last frame may end there."""
        return sum(self._frames.counts) * self._frames.sample_bytes

    def _values(self, block: bytes, channel: int) -> npt.NDArray[np.float64]:
        frames, stored = self._frames, self._stored[channel]
        width, count = frames.sample_bytes, frames.counts[channel]
        digits = np.ndarray(
            (len(block) // frames.frame_bytes, count),
            np.dtype(f"<{'i' if stored.is_signed else 'u'}{width}"),
            block,
            frames.offsets[channel] * width,
            (frames.frame_bytes, width),
        )
        return ((digits.astype(np.float64) - stored.ground) * stored.gain).reshape(-1)


def _opened(path: str | Path) -> FileIO:
    try:
        return Path(path).open("rb", buffering=0)
    except OSError as error:
        raise UnreadableFile(*_GONE) from error

"""The bytes of a DICOM data set: those of the file, or of memory where the file keeps them deflated.

Reads with seek and read rather than a memory map, as the reader of EDF does: a file that shrinks under a map kills the
process instead of raising.
"""

import zlib
from pathlib import Path
from typing import Protocol

from eegview.model.errors import UnreadableFile

_WINDOW_BYTES = 64 * 1024
_LONGEST_INFLATED = 512 * 2**20  # what is kept in memory as a whole
_GONE = ("The file can no longer be read.", "Check that its drive is connected, then open it again.")


class Content(Protocol):
    """Bytes that can be read anywhere. One handle belongs to one thread."""

    @property
    def n_bytes(self) -> int: ...

    def read(self, start: int, n_bytes: int) -> bytes:
        """Return up to `n_bytes` from `start`; fewer where the content ends."""
        ...

    def reopen(self) -> "Content": ...

    def close(self) -> None: ...


class FileContent:
    """The bytes of a file; small pieces come out of a window that is read at once.

    Raises
    ------
    UnreadableFile : it cannot be opened
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("rb", buffering=0)
            self.n_bytes = self._file.seek(0, 2)
        except OSError as error:
            raise UnreadableFile(*_GONE) from error
        self._window, self._at = b"", 0

    def read(self, start: int, n_bytes: int) -> bytes:
        """Return up to `n_bytes` from `start`; fewer where the file ends."""
        if n_bytes > _WINDOW_BYTES // 4:
            return self._read(start, n_bytes)
        offset = start - self._at
        if offset < 0 or offset + n_bytes > len(self._window):
            self._window, self._at, offset = self._read(start, _WINDOW_BYTES), start, 0
        return self._window[offset : offset + n_bytes]

    def _read(self, start: int, n_bytes: int) -> bytes:
        raw = bytearray(max(min(n_bytes, self.n_bytes - start), 0))
        view, filled = memoryview(raw), 0
        try:
            self._file.seek(start)
            while filled < len(raw):
                n = self._file.readinto(view[filled:])
                if not n:
                    break
                filled += n
        except (OSError, ValueError) as error:
            raise UnreadableFile(*_GONE) from error
        return bytes(view[:filled])

    def reopen(self) -> "FileContent":
        return FileContent(self._path)

    def close(self) -> None:
        self._file.close()


class MemoryContent:
    """Bytes in memory, shared by all handles."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.n_bytes = len(content)

    def read(self, start: int, n_bytes: int) -> bytes:
        """Return up to `n_bytes` from `start`; fewer where the content ends."""
        return self._content[start : start + n_bytes]

    def reopen(self) -> "MemoryContent":
        return self

    def close(self) -> None:
        """Keep the bytes: other handles share them."""


def inflated(content: Content, start: int, name: str) -> tuple[MemoryContent, bool]:
    """Return the data set that a file keeps deflated from `start` on, and whether it is whole.

    Raises
    ------
    UnreadableFile : it is not deflated, or larger than what is kept in memory
    """
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    out = bytearray()
    try:
        while start < content.n_bytes and not engine.eof:
            block = content.read(start, 2**20)
            if not block:
                break
            start += len(block)
            out += engine.decompress(block, _LONGEST_INFLATED + 1 - len(out))
            if len(out) > _LONGEST_INFLATED or engine.unconsumed_tail:
                raise UnreadableFile(
                    f"{name} holds more than {_LONGEST_INFLATED >> 20} MiB in deflated form, which must be read whole.",
                    "Have it stored without compression (Explicit VR Little Endian), then open that.",
                )
    except zlib.error as error:
        if not out:
            raise UnreadableFile(
                f"{name} is damaged: what it holds cannot be inflated.", "Copy it again from where it was stored."
            ) from error
    return MemoryContent(bytes(out)), engine.eof

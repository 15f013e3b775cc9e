"""Numbers at addresses of a file; zero where the file has ended."""

import os
from io import FileIO
from pathlib import Path


class FileBytes:
    """An open file of little-endian numbers.

    Raises
    ------
    OSError : it cannot be opened or read
    """

    def __init__(self, path: Path) -> None:
        self._file: FileIO = path.open("rb", buffering=0)
        self.size = os.fstat(self._file.fileno()).st_size

    def __enter__(self) -> "FileBytes":
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def read(self, at: int, n_bytes: int) -> bytes:
        """Return up to `n_bytes`; fewer where the file ends."""
        if not 0 <= at < self.size:
            return b""
        self._file.seek(at)
        return self._file.read(n_bytes)

    def number(self, at: int, n_bytes: int) -> int:
        """Return an unsigned number, 0 where the file has ended."""
        raw = self.read(at, n_bytes)
        return int.from_bytes(raw, "little") if len(raw) == n_bytes else 0

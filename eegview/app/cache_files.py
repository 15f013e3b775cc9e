"""Files that save work the next time: written whole or not at all, those unused longest deleted first."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def keep_file(path: Path, write: Callable[[BinaryIO], object], limit_bytes: int) -> str:
    """Write a file, then delete old ones of its folder and ending; return why the disk refused, "" where it did not.

    limit_bytes : of all such files together; the new one stays whatever its size
    """
    begun = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with begun.open("wb") as file:
                write(file)
            begun.replace(path)
        finally:
            begun.unlink(missing_ok=True)
        _drop_oldest(path, limit_bytes)
    except OSError as error:
        return error.strerror or "the disk could not be written"
    return ""


def _drop_oldest(newest: Path, limit_bytes: int) -> None:
    n_bytes = newest.stat().st_size
    others: list[tuple[int, int, Path]] = []
    for path in (*newest.parent.glob(f"*{newest.suffix}"), *newest.parent.glob("*.part")):
        with contextlib.suppress(FileNotFoundError):  # another window dropped it
            if path != newest:
                found = path.stat()
                others.append((found.st_mtime_ns, found.st_size, path))
    for _used, size, path in sorted(others, reverse=True):
        n_bytes += size
        if n_bytes > limit_bytes:
            path.unlink(missing_ok=True)

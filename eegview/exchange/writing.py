"""Atomic writing: a file is written completely or not at all."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from eegview.model.errors import UsageError


class CannotWrite(UsageError):
    """A file cannot be written; an older one in its place is untouched."""


def write_whole(path: Path, content: bytes, is_private: bool = False) -> None:
    """Write a file in one step, on the disk before this returns.

    is_private : at no time does anybody but its owner have rights to it

    Raises
    ------
    CannotWrite : no such folder, not allowed, disk full; the file is as it was
    """
    with whole_file(path, is_private) as file:
        file.write(content)


@contextmanager
def whole_file(path: Path, is_private: bool = False) -> Iterator[IO[bytes]]:
    """Yield a file to write and read, which replaces `path` in one step once the block has ended without an error.

    An error inside the block leaves `path` as it was; until then the content is in `file.name`.

    is_private : at no time does anybody but its owner have rights to it

    Raises
    ------
    CannotWrite : no such folder, not allowed, disk full; the file is as it was
    """
    temporary = None
    try:
        if path.exists() and not path.is_file():  # to replace a device or a pipe would destroy it
            raise IsADirectoryError(errno.EISDIR, "it is a folder" if path.is_dir() else "it is not a plain file")
        handle, name = tempfile.mkstemp(prefix=".eegview-", dir=path.parent)
        temporary = Path(name)
        os.close(handle)
        with temporary.open("w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not is_private:
            temporary.chmod(0o666 & ~_umask())  # mkstemp's own mode, 0600, would hide the file from colleagues
        temporary.replace(path)
        sync_folder(path.parent)
    except BaseException as error:  # on any error or interruption, nothing half-written may stay behind
        if temporary:
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise cannot_write(path.name, error) from None
        raise


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """Yield a folder to fill, which becomes `out` once the block has ended without an error.

    Raises
    ------
    UsageError : `out` exists already and is not empty
    CannotWrite : the folder cannot be written; nothing is left behind
    """
    folder = None
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise UsageError(f"“{out.name}” already exists and is not empty.", "Give the name of a new folder.")
        folder = Path(tempfile.mkdtemp(prefix=".eegview-", dir=out.parent))
        yield folder
        folder.chmod(0o755)
        if out.exists():
            out.rmdir()
        folder.replace(out)
    except BaseException as error:  # on any error or interruption, nothing half-written may stay behind
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise cannot_write(out.name, error) from None
        raise


def cannot_write(name: str, error: OSError) -> CannotWrite:
    """Return the error that reports why the file `name` cannot be written."""
    why = error.strerror or "the disk could not be written"
    shown = name if len(name) <= 80 else f"{name[:40]}…{name[-39:]}"
    return CannotWrite(f"“{shown}” cannot be written: {why.lower()}.", "Choose another folder, or free some space.")


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk before this returns."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows cannot sync a folder and has no need to
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

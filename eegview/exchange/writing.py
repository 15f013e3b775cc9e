"""Write a file whole or not at all."""

import os
import tempfile
from pathlib import Path

from eegview.model.errors import EegViewError


class CannotWrite(EegViewError):
    """A file cannot be written; what was there before is untouched."""


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` in place of `path` in one step, on the disk before this returns.

    Raises
    ------
    CannotWrite : no such folder, not allowed, disk full; the file is as it was
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=".eegview-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())  # mkstemp's own mode would hide the file from colleagues
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        why = error.strerror or "the disk refused"
        raise CannotWrite(
            f"“{path.name}” cannot be written: {why.lower()}.", "Choose another folder, or free some space."
        ) from None


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):  # Windows cannot sync a folder and has no need to
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

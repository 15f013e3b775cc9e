"""Read the file of a report that somebody sent, whatever it is."""

from __future__ import annotations

from pathlib import Path

from eegview.model.errors import UnreadableFile

MAX_BYTES = 200 << 20  # a report with all its figures has a few MB; checking needs a multiple of it in memory
_ADVICE = "Give the PDF of a report."


def read_report(path: Path) -> bytes:
    """Return the bytes of a file that is to be checked.

    Raises
    ------
    UnreadableFile : it is missing, no plain file, or too large
    """
    try:
        if path.is_dir():
            raise UnreadableFile(f"“{path.name or path}” is a folder.", _ADVICE)
        if path.exists() and not path.is_file():  # a pipe or a device would keep the program waiting
            raise UnreadableFile(f"“{path.name}” is not a file.", _ADVICE)
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(path)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"“{path.name}” cannot be read: {error.strerror}.", "Check the name.") from None
    if len(content) > MAX_BYTES:
        raise _too_large(path)
    return content


def _too_large(path: Path) -> UnreadableFile:
    return UnreadableFile(f"“{path.name}” has more than {MAX_BYTES >> 20} MB, too much for a report.", _ADVICE)

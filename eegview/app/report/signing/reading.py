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
            raise UnreadableFile(f"“{path.name}” is a folder.", _ADVICE)
        if path.exists() and not path.is_file():  # a pipe or a device would keep the program waiting
            raise UnreadableFile(f"“{path.name}” is not a file.", _ADVICE)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"“{path.name}” cannot be read: {error.strerror}.", "Check the name.") from None
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES >> 20
        raise UnreadableFile(f"“{path.name}” has more than {limit} MB, too much for a report.", _ADVICE)
    return content

"""Refuse what only looks like a file: reading a pipe or a device would wait, or never end."""

import stat
from pathlib import Path

from eegview.model.errors import UnreadableFile

_SPECIAL = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def refuse_special(path: str | Path) -> None:
    """Check that there is nothing at `path`, or a file or folder.

    Raises
    ------
    UnreadableFile : it is a pipe, a socket or a device
    """
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):  # whoever opens it says what is wrong
        return
    for is_it, what in _SPECIAL:
        if is_it(mode):
            raise UnreadableFile(f"“{Path(path).name}” is {what}, not a file.", "Name a file, or save it to one first.")

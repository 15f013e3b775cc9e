"""Where the study library is."""

import os
from pathlib import Path

from eegview.model.errors import LibraryRefused

ENVIRONMENT = "EEGVIEW_LIBRARY"


def library_path(url: str | None, default: Path | None = None) -> Path:
    """Return the SQLite file named by `url`, else by EEGVIEW_LIBRARY, else `default`.

    Parameters
    ----------
    url : a path, `~` allowed, or `sqlite:///PATH`
    default : the file to use where nothing is named

    Raises
    ------
    LibraryRefused : nothing is named, or a kind of database is named that this version does not speak
    """
    named = url or os.environ.get(ENVIRONMENT) or (str(default) if default else "")
    if not named:
        raise LibraryRefused("No study library was named.", f"Give --library PATH, or set {ENVIRONMENT}.")
    if named.startswith("sqlite://"):
        named = named.removeprefix("sqlite://").removeprefix("/")
        if not named:
            raise LibraryRefused("That library address names no file.", "Write sqlite:///PATH, or just the path.")
    elif "://" in named:
        raise LibraryRefused(
            "This version keeps its library in an SQLite file only.", "Give a path, or sqlite:///PATH."
        )
    return Path(named).expanduser()

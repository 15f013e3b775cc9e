"""Open the window with a session of a case set."""

import tempfile
from pathlib import Path

from eegview.cli.window import check_there
from eegview.model.errors import UsageError
from eegview.model.training.answer import MODES


def open_session(path: Path, mode: str, library: str | None, reviewer: str) -> int:
    """Open the window with a session of this set and return the exit code.

    The set is opened once before, so that a fault is told in the terminal, not behind a window.

    Raises
    ------
    UsageError : there is no such mode
    UnreadableFile : it is no case set, is damaged, or was altered
    """
    if mode not in MODES:
        raise UsageError(f"“{mode}” is not a mode of a session.", f"Give one of: {', '.join(MODES)}.")
    check_there([str(path)])
    from eegview.app.training.cases.case_set import open_case_set
    from eegview.cli.reviewer import DEFAULT_REVIEWER
    from eegview.main import open_window

    with tempfile.TemporaryDirectory(prefix="eegview-") as folder:
        open_case_set(path, Path(folder)).close()
    who = (reviewer, "resident") if reviewer != DEFAULT_REVIEWER else None
    return open_window(library_url=library, reviewer=who, training=(str(path), mode, 0))

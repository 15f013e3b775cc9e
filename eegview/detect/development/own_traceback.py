"""Print an error as its author needs it: the lines of the detector's own files, without those of the program."""

import sys
import traceback
from pathlib import Path


def print_own_traceback(error: BaseException, folder: Path) -> None:
    """Write the traceback to stderr, with the frames in `folder` alone where there are any; of its causes too."""
    shown = traceback.TracebackException.from_exception(error)
    _keep_own(shown, folder)
    sys.stderr.write("".join(shown.format()))


def _keep_own(shown: traceback.TracebackException, folder: Path) -> None:
    own = [frame for frame in shown.stack if Path(frame.filename).is_relative_to(folder)]
    if own or isinstance(shown, SyntaxError):
        shown.stack[:] = own
    for cause in (shown.__cause__, shown.__context__):
        if cause is not None:
            _keep_own(cause, folder)

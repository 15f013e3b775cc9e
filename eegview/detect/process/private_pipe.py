"""Hand one end of a pipe to a child process, and nothing else of what this process has open."""

import os
import sys
from typing import Any


def handed_to(fds: list[int]) -> tuple[list[str], dict[str, Any]]:
    """Return the arguments that name these ends to the child, and what `subprocess.Popen` must be given."""
    if sys.platform == "win32":
        import msvcrt
        import subprocess

        handles = [msvcrt.get_osfhandle(fd) for fd in fds]
        for handle in handles:
            os.set_handle_inheritable(handle, True)
        return [str(handle) for handle in handles], {"close_fds": False, "creationflags": subprocess.CREATE_NO_WINDOW}
    return [str(fd) for fd in fds], {"pass_fds": tuple(fds), "start_new_session": True}


def inherited(word: str) -> int:
    """Return the file descriptor that `handed_to` named; what the child starts in turn does not get it."""
    if sys.platform == "win32":
        import msvcrt

        fd = msvcrt.open_osfhandle(int(word), 0)
    else:
        fd = int(word)
    os.set_inheritable(fd, False)
    return fd

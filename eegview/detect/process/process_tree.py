"""Watch a process and everything it started: how much memory they hold, and that they end."""

import contextlib
import math
import os
import signal
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

TOKEN = "EEGVIEW_DETECTOR_RUN"  # in the environment of all processes of one run
_ROUNDS = 50  # against one that goes on starting others
_END_WITHIN_S = 1.0
_CHILDREN_EVERY_S = 1.0  # every process of the computer is looked at for it


class ProcessTree:
    """The processes of one run, those included that left their group or their parent.

    token : value of `TOKEN` in their environment
    """

    def __init__(self, pid: int, token: str) -> None:
        import psutil

        self._root, self._token = psutil.Process(pid), token
        self._seen: dict[int, psutil.Process] = {pid: self._root}
        self._looked_s = -math.inf

    def memory_mib(self) -> float:
        """Return the resident memory of the process and its children; 0 once it is gone."""
        import psutil

        n_bytes = 0
        if time.monotonic() - self._looked_s >= _CHILDREN_EVERY_S:
            self._looked_s = time.monotonic()
            self._look()
        for process in list(self._seen.values()):
            try:
                n_bytes += process.memory_info().rss
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        return n_bytes / 2**20

    def _look(self) -> None:
        """Update the list of the processes that run now."""
        import psutil

        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            self._seen |= {child.pid: child for child in self._root.children(recursive=True)}

    def kill(self) -> None:
        """End all of them at once; safe when they are gone."""
        import psutil

        for _round in range(_ROUNDS):  # the root last: while it lives, what is started anew stays below it
            below = self._below()
            for process in below:
                with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                    process.kill()
            if not psutil.wait_procs(below, timeout=_END_WITHIN_S)[0]:
                break
        self._look()
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._root.pid, signal.SIGKILL)
        for process in (*self._seen.values(), *self._strays()):
            with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                process.kill()  # psutil never kills a stranger who got an old number

    def _below(self) -> list["psutil.Process"]:
        """Return the descendants that run."""
        import psutil

        running = []
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            for process in self._root.children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                    if process.status() != psutil.STATUS_ZOMBIE:
                        running.append(process)
        return running

    def _strays(self) -> Iterator:
        """Yield processes of this run that are no longer its descendants."""
        import psutil

        own = os.getpid()
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if process.pid != own and process.environ().get(TOKEN) == self._token:
                    yield process

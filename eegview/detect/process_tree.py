"""A process and everything it started: how much memory they hold, and their end."""

import contextlib
import os
import signal
from collections.abc import Iterator

TOKEN = "EEGVIEW_DETECTOR_RUN"  # in the environment of all processes of one run


class ProcessTree:
    """The processes of one run, those included that left their group or their parent.

    token : value of `TOKEN` in their environment
    """

    def __init__(self, pid: int, token: str) -> None:
        import psutil

        self._root, self._token = psutil.Process(pid), token
        self._seen: dict[int, psutil.Process] = {pid: self._root}

    def memory_mib(self) -> float:
        """Return the resident memory of the process and its children; 0 once it is gone."""
        import psutil

        n_bytes = 0
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            self._seen |= {child.pid: child for child in self._root.children(recursive=True)}
        for process in list(self._seen.values()):
            try:
                n_bytes += process.memory_info().rss
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        return n_bytes / 2**20

    def kill(self) -> None:
        """End all of them at once; safe when they are gone."""
        import psutil

        self.memory_mib()  # who is there now
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._root.pid, signal.SIGKILL)
        for process in (*self._seen.values(), *self._strays()):
            with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                process.kill()  # psutil never kills a stranger who got an old number

    def _strays(self) -> Iterator:
        """Yield processes of this run that no longer hang together with it."""
        import psutil

        own = os.getpid()
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if process.pid != own and process.environ().get(TOKEN) == self._token:
                    yield process

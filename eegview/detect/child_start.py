"""Start a detector's process in whatever interpreter the manifest names, with the standard library only.

It makes this very copy of the package importable, and nothing else of where the package lies: the interpreter's own
numpy is not to be mixed with another's.

On Linux the process divides first: the one that stays takes in whatever the detector starts, also what was
started twice over, in a session of its own and with an empty environment, and ends it all when the detector ends.
"""

import contextlib
import importlib.util
import os
import signal
import sys
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_LOOK_EVERY_S = 0.5


def start() -> None:
    """Import the package from where this file lies, and run the child."""
    if sys.platform == "linux":
        _supervise()
    package = Path(__file__).resolve().parent.parent
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != package / "detect"]
    spec = importlib.util.spec_from_file_location(
        "eegview", package / "__init__.py", submodule_search_locations=[str(package)]
    )
    if spec is None or spec.loader is None:
        raise ImportError("the package is not where it was")
    module = importlib.util.module_from_spec(spec)
    sys.modules["eegview"] = module
    spec.loader.exec_module(module)
    from eegview.detect.child import run

    sys.exit(run(sys.argv[1:]))


def _supervise() -> None:
    """Return in the process that is to run the detector; its parent stays behind and never returns."""
    try:
        import ctypes

        if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
            return
    except (ImportError, OSError, AttributeError):  # the host still finds what bears the run's mark
        return
    host = os.getppid()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    pid = os.fork()
    if pid == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        return
    for word in sys.argv[1:]:  # the pipes are the detector's: their end is its end
        os.close(int(word))
    status = None
    while status is None and os.getppid() == host:
        status = _reaped(pid)
        if status is None:
            signal.sigtimedwait({signal.SIGCHLD}, _LOOK_EVERY_S)
    _end_all()
    code = 1 if status is None else os.waitstatus_to_exitcode(status)
    if code < 0:
        _end_like(-code)
    os._exit(code & 0xFF)


def _reaped(wanted: int) -> int | None:
    """Take in all that has ended; return the status of the one that is wanted once it has."""
    status = None
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == wanted:
                status = ended[1]
    return status


def _end_all() -> None:
    """End every descendant: each that ends hands its children over to this process."""
    for _round in range(1000):
        for pid in _children():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> list[int]:
    """Return the processes whose parent this one is."""
    own, found = os.getpid(), []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = (place / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[1]) == own:
                found.append(int(place.name))
    return found


def _end_like(number: int) -> None:
    """End by the signal that ended the detector."""
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if number not in (signal.SIGKILL, signal.SIGSTOP):
        signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


if __name__ == "__main__":
    start()

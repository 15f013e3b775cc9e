"""Wait for what a thread, a process or the window is about to do: `from waiting import wait_until`.

Every wait of the tests goes through this file. Each has an end, far longer than a busy machine needs and shorter than
what pytest grants a test, and says at that end what it waited for.
"""

import inspect
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

PATIENCE_S = 100.0
_STEP_S = 0.005  # between two looks at a condition
T = TypeVar("T")


class WaitedInVain(AssertionError):
    """Something that a test waited for did not come about."""


def wait_until(condition: Callable[[], T], what: str = "", timeout_s: float = PATIENCE_S) -> T:
    """Evaluate a condition until it is true, handling the window's events meanwhile, and return its value.

    Parameters
    ----------
    condition
        What is to become true. That it raises AssertionError means "not yet".
    what
        What the test waits for, as a clause: "the page stands". By default the condition's own source.
    timeout_s
        When to give up.

    Raises
    ------
    WaitedInVain
        The time is over.
    """
    until_s = time.monotonic() + timeout_s
    while True:
        failure = None
        try:
            value = condition()
        except AssertionError as error:
            value, failure = None, error
        if value:
            return value
        if time.monotonic() > until_s:
            raise WaitedInVain(f"{timeout_s:g} s were not enough until {what or _source_of(condition)}") from failure
        _pass_time()


class Emission:
    """What came with a signal the first time that it was emitted."""

    def __init__(self) -> None:
        self.args: list[Any] = []
        self.is_there = False
        self.end_wait: Callable[[], None] = lambda: None

    def keep(self, *args: object) -> None:
        """Take a signal's arguments: the slot."""
        if not self.is_there:
            self.is_there, self.args = True, list(args)
            self.end_wait()


@contextmanager
def emitted(signal: "SignalInstance", what: str = "", timeout_s: float = PATIENCE_S) -> Iterator[Emission]:
    """Check that a signal is emitted in the body or soon after it, and hand over what it brought.

    Raises
    ------
    WaitedInVain
        It was not emitted.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    found = Emission()
    signal.connect(found.keep)
    try:
        yield found
        loop, limit = QEventLoop(), QTimer(singleShot=True, interval=round(timeout_s * 1000))
        found.end_wait = loop.quit
        limit.timeout.connect(loop.quit)
        if not found.is_there:
            limit.start()
            loop.exec()
            limit.stop()
        if not found.is_there:
            raise WaitedInVain(f"{timeout_s:g} s were not enough until {what or f'{signal} is emitted'}")
    finally:
        with suppress(RuntimeError):  # its sender is gone
            signal.disconnect(found.keep)


def wait_for_event(event: threading.Event, what: str = "an event is set", timeout_s: float = PATIENCE_S) -> None:
    """Block this thread until another one sets an event."""
    if not event.wait(timeout_s):
        raise WaitedInVain(f"{timeout_s:g} s were not enough until {what}")


def wait_for_item(items: "queue.Queue[T]", what: str = "there is an item", timeout_s: float = PATIENCE_S) -> T:
    """Block this thread until another one puts an item into a queue, and return the item."""
    try:
        return items.get(timeout=timeout_s)
    except queue.Empty:
        raise WaitedInVain(f"{timeout_s:g} s were not enough until {what}") from None


def wait_for_thread(thread: threading.Thread, timeout_s: float = PATIENCE_S) -> None:
    """Block this thread until another one has ended."""
    thread.join(timeout_s)
    if thread.is_alive():
        raise WaitedInVain(f"{timeout_s:g} s were not enough until the thread “{thread.name}” ends")


def wait_for_exit(process: "subprocess.Popen[Any]", timeout_s: float = PATIENCE_S) -> tuple[Any, Any]:
    """Wait until a process has ended, and return what it wrote to its pipes; one that does not end is killed."""
    try:
        return process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise WaitedInVain(f"{timeout_s:g} s were not enough until {process.args} ends\n{out}\n{err}") from None


def wait_for_lines(process: "subprocess.Popen[str]", n_lines: int, timeout_s: float = PATIENCE_S) -> list[str]:
    """Read the next lines that a process writes to its pipe; one that writes too few in time is killed."""
    assert process.stdout is not None
    guard = threading.Timer(timeout_s, process.kill)
    guard.start()
    try:
        lines = [process.stdout.readline() for _ in range(n_lines)]
    finally:
        guard.cancel()
        guard.join()
    if not all(lines):
        raise WaitedInVain(f"only {sum(map(bool, lines))} of {n_lines} lines came within {timeout_s:g} s: {lines}")
    return lines


def _pass_time() -> None:
    """Let a few milliseconds pass, in which the window's events are handled where there is a window."""
    widgets = sys.modules.get("PySide6.QtCore")
    app = widgets.QCoreApplication.instance() if widgets else None
    if widgets is None or app is None or threading.current_thread() is not threading.main_thread():
        threading.Event().wait(_STEP_S)
        return
    loop = widgets.QEventLoop()
    widgets.QTimer.singleShot(round(_STEP_S * 1000), loop.quit)
    loop.exec()


def _source_of(condition: Callable[[], object]) -> str:
    """Return where a condition stands and how it reads there."""
    try:
        lines, first = inspect.getsourcelines(condition)
        file = Path(inspect.getsourcefile(condition) or "").name
    except (OSError, TypeError):
        return f"{condition} is true"
    return f"this is true ({file}:{first}): {' '.join(line.strip() for line in lines)}"

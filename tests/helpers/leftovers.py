"""Fail a test that leaves a thread, a running timer or a window behind: `from leftovers import nothing_left`."""

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from waiting import WaitedInVain, wait_until

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget

GRACE_S = 15.0  # for what is about to end
# What outlives one test on purpose: the threads of libraries that keep a pool for the whole process, and of the
# cluster that the tests of one file share.
LASTING_THREADS = (
    "pytest_timeout",
    "IO loop",  # dask
    "Profile",
    "AsyncProcess",
    "Dask-",
    "TCP-Executor",
    "tmr_",
)
# pyqtgraph keeps these menus of a plot until Python collects the plot.
LASTING_MENUS = ("Plot Options",)

_is_watching = False
_started_timers: "weakref.WeakSet[QTimer]" = weakref.WeakSet()


@pytest.fixture(autouse=True)
def nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Check after each test that its threads have ended, its timers stand still and its windows are gone."""
    has_window = "qapp" in request.fixturenames
    threads, widgets, timers = set(threading.enumerate()), set(), set()
    if has_window:
        _watch_timers()
        widgets = set(_windows())
        timers = set(_running_timers())

    def left() -> list[str]:
        found = [f"the thread “{thread.name}”" for thread in _threads() if thread not in threads]
        if has_window:
            found += [f"the timer {_name(timer)}" for timer in _running_timers() if timer not in timers]
            found += [f"the window {_name(widget)}" for widget in _windows() if widget not in widgets]
        return found

    yield
    if has_window:
        _delete_what_waits_for_it()
    if not left():
        return
    gc.collect()
    try:
        wait_until(lambda: not left(), timeout_s=GRACE_S)
    except WaitedInVain:
        pytest.fail(f"The test leaves behind: {', '.join(left())}.", pytrace=False)


def _threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.is_alive() and not t.name.startswith(LASTING_THREADS)]


def _windows() -> "list[QWidget]":
    from PySide6.QtWidgets import QApplication

    return [window for window in QApplication.topLevelWidgets() if not _is_lasting(window)]


def _is_lasting(window: "QWidget") -> bool:
    from PySide6.QtWidgets import QMenu

    while isinstance(parent := window.parentWidget(), QMenu):
        window = parent
    return isinstance(window, QMenu) and window.title() in LASTING_MENUS


def _running_timers() -> "list[QTimer]":
    from shiboken6 import isValid

    return [timer for timer in _started_timers if isValid(timer) and timer.isActive()]


def _watch_timers() -> None:
    """Keep a list of the timers that are started from now on: Qt has none."""
    from PySide6.QtCore import QTimer

    global _is_watching
    if _is_watching:
        return
    start = QTimer.start

    def start_and_note(timer: QTimer, *interval_ms: int) -> None:
        _started_timers.add(timer)
        start(timer, *interval_ms)

    _is_watching = True
    setattr(QTimer, "start", start_and_note)  # noqa: B010 - no type checker knows that Qt's methods can be replaced


def _delete_what_waits_for_it() -> None:
    """Delete what was told to delete itself later; no event loop runs that would."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _name(thing: object) -> str:
    found = getattr(thing, "objectName", str)()
    parent = getattr(thing, "parent", lambda: None)()
    of = f" of {type(parent).__name__} {parent.objectName()}".rstrip() if parent is not None else ""
    return f"{type(thing).__name__} {found}".rstrip() + of

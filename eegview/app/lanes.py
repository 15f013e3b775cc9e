"""Threads that take work off the GUI thread and post results back to it.

A lane never touches what the GUI owns: work gets frozen values and returns frozen values. `post` is that door;
tests pass `lambda f: f()`.
"""

import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from eegview.model.errors import Cancelled, EegViewError

T = TypeVar("T")
Post = Callable[[Callable[[], None]], None]
Failed = Callable[[EegViewError], None]


class Lane:
    """A thread that does all submitted work in order.

    An `EegViewError` goes to the caller's `failed`; anything else is a bug and is raised where `post` runs it.
    What is submitted is also let go there, never on the lane: it may hold the last of a Qt object, and such an object
    that ends on another thread takes Qt's locks while the GUI thread, which has Python's, waits for them.
    """

    def __init__(self, name: str, post: Post) -> None:
        self._post = post
        self._work: deque[_Job] = deque()
        self._worked: deque[_Job] = deque()  # done, and not reported yet
        self._wake = threading.Condition()
        self._is_closing = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Do `work` on the lane; then `done` with its result, or `failed`, where `post` runs things."""
        with self._wake:
            self._work.append(_Job(work, done, failed))
            self._wake.notify()

    def close(self) -> None:
        """Finish what was submitted, then end the thread."""
        with self._wake:
            self._is_closing = True
            self._wake.notify()
        self._thread.join()

    def leave(self) -> None:
        """Finish what was submitted, then end the thread; do not wait for that."""
        with self._wake:
            self._is_closing = True
            self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._work or self._is_closing)
                if not self._work:
                    return
                job = self._work.popleft()
            job.do()
            self._worked.append(job)
            del job  # before its end is reported
            self._post(self._report_next)

    def _report_next(self) -> None:
        """Report the end of the job that ended first; the lane's last hold on it ends with this."""
        self._worked.popleft().emit()


class _Job:
    """One piece of work, and what is to be called at its end."""

    def __init__(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Failed) -> None:
        self._work, self._done, self._failed = work, done, failed
        self._end: Callable[[], None] = lambda: None

    def do(self) -> None:
        """Do the work, on the lane."""
        try:
            result = self._work()
        except EegViewError as error:
            self._end = partial(self._failed, error)
        except Exception as error:  # noqa: BLE001 - a bug is raised again on the GUI thread, where it is shown
            self._end = partial(_raise, error)
        else:
            self._end = partial(self._done, result)

    def emit(self) -> None:
        """Say how it ended, where results arrive."""
        end, self._end = self._end, lambda: None  # an error holds on to what it came from
        end()


class Task:
    """Long work that can be watched and stopped; pass `progress` to what does the work."""

    def __init__(self, on_progress: Callable[[float], None], post: Post) -> None:
        self._post, self._on_progress = post, on_progress
        self._is_cancelled = threading.Event()
        self._reported_percent = -1

    def cancel(self) -> None:
        self._is_cancelled.set()

    def progress(self, share: float) -> None:
        """Report the share of the work done (0-1), each percent once; raise `Cancelled` once the user stopped it."""
        if self._is_cancelled.is_set():
            raise Cancelled
        percent = int(share * 100)
        if percent != self._reported_percent:
            self._reported_percent = percent
            self._post(lambda: self._on_progress(share))


class NewestLane:
    """A thread that answers only the newest of the waiting questions, and does `idle_work` when idle."""

    def __init__(self, name: str, post: Post) -> None:
        self._post = post
        self._wanted: Callable[[], Any] | None = None
        self._idle: deque[Callable[[], Any]] = deque()
        self._wake = threading.Condition()
        self._is_closing = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, work: Callable[[], None], idle_work: tuple[Callable[[], None], ...] = ()) -> None:
        """Replace what waits by `work`, and what may be done when idle by `idle_work`."""
        with self._wake:
            self._wanted = work
            self._idle = deque(idle_work)
            self._wake.notify()

    @property
    def is_asked(self) -> bool:
        """Whether a question waits; long work on the lane checks this now and then, and stops."""
        return self._wanted is not None or self._is_closing

    def offer(self, idle_work: tuple[Callable[[], None], ...]) -> None:
        """Replace only what may be done when idle."""
        with self._wake:
            self._idle = deque(idle_work)
            self._wake.notify()

    def close(self) -> None:
        with self._wake:
            self._is_closing, self._wanted = True, None
            self._idle.clear()
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._wanted or self._idle or self._is_closing)
                if self._is_closing:
                    return
                job = self._wanted or self._idle.popleft()
                self._wanted = None if job is self._wanted else self._wanted
            try:
                job()
            except Exception as error:  # noqa: BLE001 - a bug is raised again on the GUI thread, where it is shown
                self._post(partial(_raise, error))


def _raise(bug: Exception) -> None:
    raise bug

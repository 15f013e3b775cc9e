"""Run many jobs at once in processes of their own; a job that kills its process fails alone.

Knows nothing of recordings: `work` is any function another process can import.
"""

import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from typing import Any

from eegview.model.recording import Progress

Work = Callable[[Any, Progress, Callable[[], bool]], Any]  # (job, progress, is it to stop) → result
_POLL_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class WorkUpdate:
    """The progress of one job.

    number : which job, as they were given
    share : 0-1 while it is at work
    is_finished : `result` is there, or `was_lost`
    was_lost : its process died under it
    """

    number: int
    share: float = 0.0
    is_finished: bool = False
    result: Any = None
    was_lost: bool = False


def run_in_processes(work: Work, jobs: Sequence[Any], n_workers: int) -> Generator[WorkUpdate, None, None]:
    """Yield progress of the jobs as it comes; closing the iterator, or Ctrl+C, first stops what runs.

    Jobs that were at work when a process died are tried again, each alone, so that only the guilty one is lost.
    What `work` raises is raised here.
    """
    waiting, suspects = deque(enumerate(jobs)), deque()
    while waiting or suspects:
        alone = bool(suspects)
        todo = deque([suspects.popleft()]) if alone else waiting
        pool = _Pool(work, 1 if alone else n_workers)
        try:
            lost = yield from pool.run(todo)
        finally:
            pool.close()
        if alone:
            for number, _job in lost:
                yield WorkUpdate(number, is_finished=True, was_lost=True)
        else:
            suspects.extend(lost)


class _Pool:
    """A pool of worker processes that is used until one of them dies."""

    def __init__(self, work: Work, n_workers: int) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
        self._updates = context.Queue()
        self._stop = context.Event()
        self._n_workers = n_workers
        self._executor = ProcessPoolExecutor(n_workers, context, _begin, (work, self._updates, self._stop))

    def run(self, waiting: deque[tuple[int, Any]]) -> Generator[WorkUpdate, None, list[tuple[int, Any]]]:
        """Yield progress, taking jobs from `waiting`; return those during which a process died."""
        at_work: dict[Future[Any], tuple[int, Any]] = {}
        lost: list[tuple[int, Any]] = []
        is_broken = False
        while at_work or (waiting and not is_broken):
            while waiting and not is_broken and len(at_work) < self._n_workers:
                try:
                    at_work[self._executor.submit(_work_on, *waiting[0])] = waiting[0]
                except BrokenProcessPool:  # found out just now; the job stays with those that wait
                    is_broken = True
                else:
                    waiting.popleft()
            done, _ = wait(at_work, _POLL_EVERY_S, FIRST_COMPLETED)
            yield from self._heard()
            for future in done:
                job = at_work.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    is_broken = True
                    lost.append(job)
                else:
                    yield WorkUpdate(job[0], 1.0, is_finished=True, result=future.result())
        return lost

    def _heard(self) -> Generator[WorkUpdate, None, None]:
        while True:
            try:
                number, share = self._updates.get_nowait()
            except queue.Empty:
                return
            yield WorkUpdate(number, share)

    def close(self) -> None:
        """Stop the jobs in progress, and wait for their processes to end."""
        self._stop.set()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._updates.close()
        self._updates.join_thread()


# what a worker process holds; one job at a time, so there is nothing to guard
_held: dict[str, Any] = {}


def _begin(work: Work, updates: Any, stop: Event) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the parent says when to stop
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    _held.update(work=work, updates=updates, stop=stop)


def _end_with_parent() -> None:
    """End this process when its parent was killed: nobody else would."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work_on(number: int, job: Any) -> Any:
    reported = -1

    def progress(share: float) -> None:
        nonlocal reported
        if (percent := int(share * 100)) != reported:
            reported = percent
            _held["updates"].put((number, share))

    progress(0.0)
    return _held["work"](job, progress, _held["stop"].is_set)

"""Run jobs on the workers of a Dask cluster, through its scheduler."""

import importlib
import logging
import queue
import time
import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from eegview.app.evaluation.batch_pool import Work, WorkUpdate
from eegview.model.errors import EegViewError, UsageError

CONNECT_WITHIN_S = 15
_POLL_EVERY_S = 0.2
_CLOSE_WITHIN_S = 5
_ASK_EVERY_S = 1.0  # a worker asks the scheduler whether it is to stop


class ClusterAway(EegViewError):
    """The scheduler cannot be reached, or went away."""

    exit_code = 4  # no detector finished its run


def run_on_cluster(work: Work, jobs: Sequence[Any], address: str) -> Generator[WorkUpdate, None, None]:
    """Yield progress of the jobs as it comes; closing the iterator, or Ctrl+C, asks the workers to stop.

    Every worker must have this program and see the recordings under the same paths.

    Parameters
    ----------
    address : of the scheduler, "tcp://host:8786"

    Raises
    ------
    UsageError : the package `distributed` is not installed, or the address is none
    ClusterAway : the scheduler does not answer
    """
    with _quiet():
        yield from _run(work, jobs, _connected(address))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the cluster's own log off the terminal: a connection that breaks is said in a sentence."""
    with suppress(ImportError):
        importlib.import_module("distributed")  # which sets the level
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


def _run(work: Work, jobs: Sequence[Any], client: Any) -> Generator[WorkUpdate, None, None]:
    topic = f"eegview-{uuid.uuid4().hex}"
    updates: queue.SimpleQueue[tuple[int, float | None]] = queue.SimpleQueue()
    try:
        client.subscribe_topic(topic, lambda event: updates.put(tuple(event[1])))
        futures = {
            client.submit(_work_there, work, number, job, topic, key=f"{topic}-{number}", pure=False, retries=0): number
            for number, job in enumerate(jobs)
        }
        for future, number in futures.items():
            future.add_done_callback(lambda _future, number=number: updates.put((number, None)))
        try:
            yield from _as_it_comes(futures, updates, client)
        except ClusterAway:
            raise  # nobody is there to be asked
        except BaseException:  # also where the iterator is closed: what runs is asked to stop, whyever
            _stop(client, topic, futures)
            raise
    except OSError:  # a connection that broke while the jobs were handed over
        raise _went_away() from None
    finally:
        with suppress(OSError, TimeoutError):
            client.close(timeout=_CLOSE_WITHIN_S)


def _went_away() -> ClusterAway:
    return ClusterAway(
        "The connection to the scheduler was lost.", "Start it again, and run the batch again with --resume."
    )


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "A cluster needs the package “distributed”.", "Install it with: pip install eegview[batch]"
        ) from None
    try:
        return Client(address, timeout=CONNECT_WITHIN_S, set_as_default=False)
    except ValueError:
        raise UsageError(f"“{address}” is not a scheduler's address.", "Give it as tcp://host:8786.") from None
    except (OSError, TimeoutError):
        raise ClusterAway(
            f"The scheduler at {address} does not respond.", "Check that it runs and the address."
        ) from None


def _as_it_comes(
    futures: dict[Any, int], updates: "queue.SimpleQueue[tuple[int, float | None]]", client: Any
) -> Generator[WorkUpdate, None, None]:
    """Yield updates from the queue `updates`: (number, share) of progress, (number, None) where a job has ended."""
    by_number = {number: future for future, number in futures.items()}
    while by_number:
        try:
            number, share = updates.get(timeout=_POLL_EVERY_S)
        except queue.Empty:
            if client.status not in ("running", "connecting"):
                raise _went_away() from None
            continue
        if share is not None:
            yield WorkUpdate(number, share)
        else:
            yield _finished(number, by_number.pop(number))


def _finished(number: int, future: Any) -> WorkUpdate:
    """Return how a job ended.

    Raises
    ------
    ClusterAway : it is lost, with the scheduler that knew of it
    """
    from distributed import KilledWorker

    if future.status not in ("finished", "error"):
        raise _went_away()
    if future.status == "error" and isinstance(future.exception(), KilledWorker):
        return WorkUpdate(number, 1.0, is_finished=True, was_lost=True)
    return WorkUpdate(number, 1.0, is_finished=True, result=future.result())


def _stop(client: Any, topic: str, futures: dict[Any, int]) -> None:
    from distributed import Event

    if client.status == "running":
        Event(topic, client=client).set()
        client.cancel(list(futures))


def _work_there(work: Work, number: int, job: Any, topic: str) -> Any:
    """Do a job on a worker, reporting progress through the scheduler."""
    from distributed import Event, get_worker

    worker, stop = get_worker(), Event(topic)
    reported, asked_at, is_stopped = -1, time.monotonic(), False

    def progress(share: float) -> None:
        nonlocal reported
        if (percent := int(share * 20)) != reported:
            reported = percent
            worker.log_event(topic, (number, share))

    def stopped() -> bool:
        nonlocal asked_at, is_stopped
        if not is_stopped and time.monotonic() - asked_at > _ASK_EVERY_S:
            asked_at, is_stopped = time.monotonic(), bool(stop.is_set())
        return is_stopped

    progress(0.0)
    return work(job, progress, stopped)

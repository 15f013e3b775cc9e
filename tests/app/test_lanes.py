import queue
import threading
import weakref
from collections.abc import Callable

import pytest
from waiting import wait_for_event, wait_for_item

from eegview.app.lanes import Lane, NewestLane, Task
from eegview.model.errors import Cancelled, EegViewError, UsageError


class Door:
    """What a lane posts waits here until the test, as the GUI thread would, lets it in."""

    def __init__(self) -> None:
        self._posted: queue.Queue[Callable[[], None]] = queue.Queue()

    def post(self, work: Callable[[], None]) -> None:
        self._posted.put(work)

    def let_in(self) -> None:
        """Run the next thing posted; waits for it."""
        wait_for_item(self._posted, "the lane posts something")()

    @property
    def is_empty(self) -> bool:
        return self._posted.empty()


def fail_the_test(error: EegViewError) -> None:
    raise AssertionError(error.sentence)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def lane(door: Door):
    opened = Lane("test", door.post)
    yield opened
    opened.close()


@pytest.fixture
def newest(door: Door):
    opened = NewestLane("test", door.post)
    yield opened
    opened.close()


class Held:
    """Work that says when it has begun and ends when it is let go."""

    def __init__(self) -> None:
        self._begun, self._free = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self._begun.set()
        wait_for_event(self._free, "the test lets the work go")

    def wait_begun(self) -> None:
        wait_for_event(self._begun, "the work begins")

    def let_go(self) -> None:
        self._free.set()


def test_work_is_done_in_order_on_one_other_thread(lane: Lane, door: Door) -> None:
    threads, results = set(), []

    def work(n: int) -> int:
        threads.add(threading.get_ident())
        return n

    for n in range(50):
        lane.submit(lambda n=n: work(n), results.append, fail_the_test)
    for _ in range(50):
        door.let_in()
    assert results == list(range(50))
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_a_failure_goes_to_failed_and_the_lane_goes_on(lane: Lane, door: Door) -> None:
    failures, results = [], []

    def refuse() -> None:
        raise UsageError("No.", "Ask again.")

    lane.submit(refuse, results.append, failures.append)
    lane.submit(lambda: "done", results.append, failures.append)
    door.let_in()
    door.let_in()
    assert [error.sentence for error in failures] == ["No."]
    assert results == ["done"]


def test_a_bug_is_raised_where_results_arrive_and_the_lane_goes_on(lane: Lane, door: Door) -> None:
    results = []
    lane.submit(lambda: 1 // 0, results.append, fail_the_test)
    lane.submit(lambda: "done", results.append, fail_the_test)
    with pytest.raises(ZeroDivisionError):
        door.let_in()
    door.let_in()
    assert results == ["done"]


def test_what_was_submitted_is_let_go_where_results_arrive(lane: Lane, door: Door) -> None:
    """A Qt object must not end on another thread: Qt and Python would wait for each other's locks."""
    ends: queue.Queue[int] = queue.Queue()
    for n in range(20):
        receiver = Held()
        weakref.finalize(receiver, lambda: ends.put(threading.get_ident()))
        lane.submit(lambda n=n: n, lambda _n, r=receiver: None, lambda _error, r=receiver: None)
        del receiver
    for _ in range(20):
        door.let_in()
    found = {wait_for_item(ends, "what was submitted is let go") for _ in range(20)}
    assert found == {threading.get_ident()}


def test_close_finishes_what_was_submitted_and_joins(door: Door) -> None:
    lane, held, results = Lane("closing", door.post), Held(), []
    lane.submit(held, lambda _none: None, fail_the_test)
    for n in range(3):
        lane.submit(lambda n=n: n, results.append, fail_the_test)
    held.wait_begun()
    held.let_go()
    lane.close()
    assert not any(thread.name == "closing" for thread in threading.enumerate())
    for _ in range(4):
        door.let_in()
    assert results == [0, 1, 2]


def test_of_what_waits_only_the_newest_is_answered(newest: NewestLane) -> None:
    held, answered, last = Held(), [], threading.Event()
    newest.ask(held)
    held.wait_begun()
    for n in range(5):
        newest.ask(lambda n=n: answered.append(n))
    newest.ask(last.set)
    held.let_go()
    wait_for_event(last, "the newest question is answered")
    assert answered == []


def test_idle_work_comes_after_the_question_and_gives_way_to_the_next(newest: NewestLane) -> None:
    done: queue.Queue[str] = queue.Queue()
    held, idle = Held(), Held()
    newest.ask(held, (idle, lambda: done.put("stale")))
    held.wait_begun()
    held.let_go()
    idle.wait_begun()
    newest.ask(lambda: done.put("question"), (lambda: done.put("idle"),))
    idle.let_go()
    assert [wait_for_item(done, "the lane does something") for _ in range(2)] == ["question", "idle"]
    newest.offer((lambda: done.put("last"),))
    assert wait_for_item(done, "the lane does what it is offered last") == "last"  # the stale one never came


def test_offering_leaves_the_question_that_waits(newest: NewestLane) -> None:
    done: queue.Queue[str] = queue.Queue()
    held = Held()
    newest.ask(held)
    held.wait_begun()
    newest.ask(lambda: done.put("question"), (lambda: done.put("stale"),))
    newest.offer((lambda: done.put("idle"),))
    held.let_go()
    assert [wait_for_item(done, "the lane does something") for _ in range(2)] == ["question", "idle"]


def test_a_bug_in_a_question_is_raised_where_results_arrive(newest: NewestLane, door: Door) -> None:
    answered = threading.Event()
    newest.ask(lambda: 1 // 0)  # type: ignore[arg-type, return-value]
    with pytest.raises(ZeroDivisionError):
        door.let_in()
    newest.ask(answered.set)
    wait_for_event(answered, "the next question is answered")


def test_closing_a_newest_lane_joins_and_drops_what_waits(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    newest, held, answered = NewestLane("closing", door.post), Held(), []
    newest.ask(held)
    held.wait_begun()
    newest.ask(lambda: answered.append("question"), (lambda: answered.append("idle"),))
    join = threading.Thread.join

    def let_go_then_join(thread: threading.Thread, timeout: float | None = None) -> None:
        held.let_go()
        join(thread, timeout)

    monkeypatch.setattr(threading.Thread, "join", let_go_then_join)
    newest.close()
    assert answered == []
    assert not any(thread.name == "closing" for thread in threading.enumerate())


def test_progress_is_told_once_a_percent_and_cancel_stops_the_work(door: Door) -> None:
    shares: list[float] = []
    task = Task(shares.append, door.post)
    for n in range(1001):
        task.progress(n / 1000)
    while not door.is_empty:
        door.let_in()
    assert len(shares) == 101
    assert shares == sorted(shares)
    task.cancel()
    with pytest.raises(Cancelled):
        task.progress(1.0)


def test_cancelled_work_on_a_lane_is_a_failure_to_be_told(lane: Lane, door: Door) -> None:
    task, failures = Task(lambda _share: None, lambda work: work()), []
    task.cancel()
    lane.submit(lambda: task.progress(0.5), lambda _none: None, failures.append)
    door.let_in()
    assert isinstance(failures[0], Cancelled)

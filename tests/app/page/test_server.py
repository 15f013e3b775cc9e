import queue
import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from recordings.memory_source import MemorySource, noise_source
from waiting import wait_for_event, wait_for_item

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.page.server import PageServer
from eegview.model.display.filters import NO_FILTERS
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.errors import EegViewError, UnreadableFile
from eegview.model.recording import Samples
from eegview.model.span import Span

NONE = montage_by_id("none")


def page(number: int) -> PageRequest:
    return PageRequest("memory", Span(number * 5.0, number * 5.0 + 5.0), NONE, NO_FILTERS)


class WatchedSource(MemorySource):
    """Tells which pages are read; can be held up, and can go away."""

    def __init__(self, source: MemorySource) -> None:
        super().__init__(source.recording, source.data)
        self.reads: queue.Queue[float] = queue.Queue()
        self.free = threading.Event()
        self.free.set()
        self.is_gone = self.is_closed = False

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        self.reads.put(span.start_s)
        wait_for_event(self.free, "the test lets the source read")
        if self.is_gone:
            raise UnreadableFile("The file went away.", "Plug the disk in again.")
        return super().read(channels, segment_index, span)

    def reopen(self) -> "WatchedSource":
        return self

    def close(self) -> None:
        self.is_closed = True


class Table:
    """A page server, and what arrives from it when the test lets it in."""

    def __init__(self) -> None:
        self.source = WatchedSource(noise_source(["Fp1", "Cz"]))
        self._posted: queue.Queue[Callable[[], None]] = queue.Queue()
        self.ready: list[PageResult] = []
        self.failures: list[EegViewError] = []
        self.server = PageServer(self.source, self._posted.put, self.ready.append, self.failures.append)

    def let_in(self) -> None:
        wait_for_item(self._posted, "a page arrives")()

    def next_read_s(self) -> float:
        """Return where the next page the lane reads begins, without its margin; waits for it."""
        return abs(round(wait_for_item(self.source.reads, "a page is read"), 1))


@pytest.fixture
def table():
    laid = Table()
    yield laid
    laid.source.free.set()
    laid.server.close()


def test_a_page_is_built_once_and_then_at_hand(table: Table) -> None:
    assert table.server.page(page(0)) is None
    table.let_in()
    assert [r.request for r in table.ready] == [page(0)]
    assert table.server.page(page(0)) is table.ready[0]
    assert table.source.reads.qsize() == 1


def test_the_page_is_what_the_builder_builds(table: Table) -> None:
    table.server.page(page(2))
    table.let_in()
    wanted = build_page(table.source, page(2))
    for shown, trace in zip(table.ready[0].traces, wanted.traces, strict=True):
        np.testing.assert_array_equal(shown.values, trace.values)


def test_the_same_question_twice_is_asked_once(table: Table) -> None:
    table.source.free.clear()
    for _ in range(5):
        assert table.server.page(page(0)) is None
    table.source.free.set()
    table.let_in()
    assert table.source.reads.qsize() == 1


def test_of_pages_asked_for_meanwhile_only_the_newest_is_built(table: Table) -> None:
    table.source.free.clear()
    table.server.page(page(0))
    assert table.next_read_s() == 0.0
    for number in range(1, 6):
        table.server.page(page(number))
    table.source.free.set()
    table.let_in()
    table.let_in()
    assert [r.request for r in table.ready] == [page(0), page(5)]


def test_neighbours_are_built_while_idle_and_then_at_hand(table: Table) -> None:
    table.server.page(page(1))
    table.let_in()
    table.server.prefetch((page(2), page(0)))
    for _ in range(2):
        table.let_in()
    assert [r.request for r in table.ready] == [page(1)]  # neighbours are kept, not shown
    assert [table.next_read_s() for _ in range(3)] == [5.0, 10.0, 0.0]
    assert table.server.page(page(2)) is not None
    assert table.server.page(page(0)) is not None


def test_what_is_at_hand_is_not_built_again(table: Table) -> None:
    table.server.page(page(0))
    table.let_in()
    table.server.prefetch((page(0), page(1)))
    table.let_in()
    assert table.server.page(page(1)) is not None
    assert table.source.reads.qsize() == 2


def test_a_file_that_went_away_is_told_once(table: Table) -> None:
    table.source.is_gone = True
    table.server.page(page(0))
    table.let_in()
    table.server.prefetch((page(1), page(2)))
    assert [e.sentence for e in table.failures] == ["The file went away."]
    assert [table.next_read_s() for _ in range(3)] == [0.0, 5.0, 10.0]
    for _ in range(3):
        assert table.server.page(page(0)) is None  # the window paints again: no new complaint
    table.source.is_gone = False
    table.server.page(page(3))
    table.let_in()  # the next thing that comes is another page
    assert [r.request for r in table.ready] == [page(3)]
    assert len(table.failures) == 1


def test_once_the_file_is_back_another_page_is_served(table: Table) -> None:
    table.source.is_gone = True
    table.server.page(page(0))
    table.let_in()
    table.source.is_gone = False
    table.server.page(page(1))
    table.let_in()
    assert [r.request for r in table.ready] == [page(1)]
    table.server.page(page(0))
    table.let_in()
    assert table.ready[-1].request == page(0)


def test_closing_closes_the_lanes_own_handle(table: Table) -> None:
    table.server.close()
    assert table.source.is_closed
    assert not any(thread.name == "page" and thread.is_alive() for thread in threading.enumerate())

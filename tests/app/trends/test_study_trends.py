"""The trends of an open study, as the window follows them."""

import queue
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from recordings.memory_source import SCALP_10_20, MemorySource, noise_source

from eegview.app.trends import study_trends as module
from eegview.app.trends.cache import TrendCache
from eegview.app.trends.study_trends import CANCELLED, COMPUTING, DONE, FAILED, WAITING, StudyTrends
from eegview.model.errors import UnreadableFile
from eegview.model.span import Span


class Window:
    """Runs what threads post, on the thread of the test."""

    def __init__(self) -> None:
        self.posted: queue.Queue[Callable[[], None]] = queue.Queue()
        self.states: list[tuple[str, float]] = []

    def post(self, act: Callable[[], None]) -> None:
        self.posted.put(act)

    def run_until(self, trends: StudyTrends, state: str) -> None:
        while trends.state != state:
            self.posted.get(timeout=60)()

    def follow(self, trends: StudyTrends) -> None:
        trends.changed.connect(lambda _none: self.states.append((trends.state, trends.share)))


def rows_of(trends: StudyTrends) -> tuple[str, ...]:
    assert trends.table is not None
    return trends.table.rows


@pytest.fixture(autouse=True)
def few_families(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eegview.app.trends.plan.family_names", lambda: ("artifact", "reeg"))


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
def source() -> MemorySource:
    return noise_source(SCALP_10_20, 128.0, ((0.0, 1000.0),))


def test_it_waits_computes_and_is_done(window: Window, source: MemorySource, tmp_path: Path) -> None:
    trends = StudyTrends(source, window.post, cache=TrendCache(tmp_path))
    window.follow(trends)
    assert (trends.state, trends.table) == (WAITING, None)
    trends.start(Span(900.0, 1000.0))
    assert trends.state == COMPUTING
    window.run_until(trends, DONE)
    assert trends.table.is_complete
    assert trends.share == 1.0
    assert "computed in" in trends.message
    assert [share for _state, share in window.states] == sorted(share for _state, share in window.states)
    trends.start()  # nothing is left
    assert trends.state == DONE
    again = StudyTrends(source, window.post, cache=TrendCache(tmp_path))
    again.start()
    window.run_until(again, DONE)
    assert "kept from before" in again.message
    np.testing.assert_array_equal(again.table.values("artifact"), trends.table.values("artifact"))
    for one in (trends, again):
        one.close()
        assert one.wait(10)


def test_cancelled_it_goes_on_at_the_next_start(
    window: Window, source: MemorySource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SHOWN_EVERY_S", 0.0)
    trends = StudyTrends(source, window.post, cache=TrendCache(tmp_path))
    trends.start()
    while trends.share == 0:
        window.posted.get(timeout=60)()
    share, table = trends.share, trends.table
    trends.cancel()
    assert trends.state == CANCELLED
    assert trends.message == f"Stopped at {100 * share:.0f} %. Start again to continue."
    assert trends.table is table
    assert trends.wait(30)
    trends.start()
    window.run_until(trends, DONE)
    assert trends.table.is_complete
    assert trends.state == DONE
    trends.close()


def test_bad_channels_compute_anew(window: Window, source: MemorySource, tmp_path: Path) -> None:
    trends = StudyTrends(source, window.post, cache=TrendCache(tmp_path))
    trends.set_bad_channels(frozenset({"O1"}))
    assert trends.state == WAITING
    trends.start()
    trends.set_bad_channels(frozenset({"C3"}))
    assert trends.table is None
    window.run_until(trends, DONE)
    rows = rows_of(trends)
    assert "C3-P3" not in rows
    assert "P3-O1" in rows
    trends.set_bad_channels(frozenset())
    assert trends.state == COMPUTING
    window.run_until(trends, DONE)
    assert "C3-P3" in rows_of(trends)
    trends.close()
    assert len(list(tmp_path.glob("*.trends"))) >= 2


def test_closed_half_way_what_was_computed_is_kept(
    window: Window, source: MemorySource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SHOWN_EVERY_S", 0.0)
    trends = StudyTrends(source, window.post, cache=TrendCache(tmp_path))
    trends.start()
    while trends.share == 0:
        window.posted.get(timeout=60)()
    trends.close()
    changes: list[None] = []
    trends.changed.connect(changes.append)
    assert trends.wait(30)
    while not window.posted.empty():
        window.posted.get()()
    assert not changes
    trends.start()
    assert trends.state != DONE
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_went_away_is_said(window: Window, source: MemorySource, tmp_path: Path) -> None:
    class Gone(MemorySource):
        def reopen(self) -> MemorySource:
            raise UnreadableFile("“night.edf” is gone.", "Bring it back.")

    trends = StudyTrends(Gone(source.recording, source.data), window.post, cache=TrendCache(tmp_path))
    trends.start()
    window.run_until(trends, FAILED)
    assert trends.message == "The trends could not be computed. “night.edf” is gone. Bring it back."
    trends.start()  # another try
    assert trends.state == COMPUTING
    window.run_until(trends, FAILED)
    trends.close()


def test_a_fault_of_the_program_is_raised_where_it_is_shown(
    window: Window, source: MemorySource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eegview.app.trends.computing.plan_trends", lambda *_: 1 / 0)
    trends = StudyTrends(source, window.post, cache=TrendCache(tmp_path))
    trends.start()
    with pytest.raises(ZeroDivisionError):
        window.run_until(trends, DONE)
    assert trends.state == FAILED
    trends.close()

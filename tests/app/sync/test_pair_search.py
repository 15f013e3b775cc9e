"""The search for suggested pairs: one at a time, stopped without a word, its source closed whatever happens."""

import queue
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from recordings.memory_source import make_channels, make_recording

from eegview.app.sync import pair_search
from eegview.app.sync.pair_search import PairSearch, SuggestedPairs
from eegview.model.errors import EegViewError, UnreadableFile
from eegview.model.film.video import SyncMap
from eegview.model.sync import Anchor, SuggestedAnchor

WAIT_S = 20.0
PAIRS = (SuggestedAnchor(Anchor(1.0, 2.0), 0.9, "a clap"),)


class Source:
    """A handle that knows whether it was closed."""

    recording = make_recording(make_channels(["Cz"]))

    def __init__(self) -> None:
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


@dataclass
class Screen:
    """What a search calls back, and the thread that is called."""

    posted: queue.Queue[Callable[[], None]] = field(default_factory=queue.Queue)
    shares: list[float] = field(default_factory=list)
    found: list[SuggestedPairs] = field(default_factory=list)
    errors: list[EegViewError] = field(default_factory=list)

    def start(self, search: PairSearch) -> Source:
        source = Source()
        search.start(
            source,  # type: ignore[arg-type]
            "night.mp4",
            SyncMap(),
            (),
            self.shares.append,
            self.found.append,
            self.errors.append,
        )
        return source

    def run_until(self, is_reached: Callable[[], bool]) -> None:
        """Run what is posted until something has happened."""
        while not is_reached():
            self.posted.get(timeout=WAIT_S)()


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def search(screen: Screen) -> Iterator[PairSearch]:
    search = PairSearch(screen.posted.put)
    yield search
    search.close()


def test_pairs_and_progress_come_back(screen: Screen, search: PairSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    def suggest(_source, _path, _guess, progress, _marks) -> SuggestedPairs:  # type: ignore[no-untyped-def]
        progress(0.5)
        return PAIRS

    monkeypatch.setattr(pair_search, "suggest_anchors", suggest)
    source = screen.start(search)
    assert search.is_running
    screen.run_until(lambda: bool(screen.found))
    assert screen.found == [PAIRS]
    assert screen.shares == [0.5]
    assert source.is_closed
    assert not search.is_running


def test_a_failure_is_reported_once(screen: Screen, search: PairSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    def suggest(*_args: object) -> SuggestedPairs:
        raise UnreadableFile("night.mp4 cannot be read.", "Check it.")

    monkeypatch.setattr(pair_search, "suggest_anchors", suggest)
    source = screen.start(search)
    screen.run_until(lambda: bool(screen.errors))
    assert [error.sentence for error in screen.errors] == ["night.mp4 cannot be read."]
    assert source.is_closed
    assert not search.is_running


def test_a_search_that_was_stopped_says_nothing(
    screen: Screen, search: PairSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second search stops the first; what the first still brings is dropped."""
    may_go_on: queue.Queue[None] = queue.Queue()

    def suggest(_source, _path, _guess, progress, _marks) -> SuggestedPairs:  # type: ignore[no-untyped-def]
        may_go_on.get(timeout=WAIT_S)
        progress(0.5)  # ends the first one here
        return PAIRS

    monkeypatch.setattr(pair_search, "suggest_anchors", suggest)
    first, second = screen.start(search), screen.start(search)
    for _ in range(2):
        may_go_on.put(None)
    screen.run_until(lambda: bool(screen.found))
    assert screen.found == [PAIRS]
    assert screen.errors == []
    assert (first.is_closed, second.is_closed) == (True, True)

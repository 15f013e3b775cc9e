"""Evidence while the library is away: shown at once, kept on the disk, in the library once it is back."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from inline_lane import Inline
from libraries.away_library import AwayLibrary

from eegview.app.library.opening import MarksPlace, Reviewer
from eegview.app.review.review import Review
from eegview.app.scoring.scoring import Scoring
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.errors import EegViewError
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import SheetKey
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.span import Span
from eegview.store.backends import sqlite
from eegview.store.library import open_library

FINGERPRINT = "f" * 64
KEY = SheetKey("based2021", 600.0)
Open = Callable[[], Review]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 1)
    return f"sqlite:///{tmp_path / 'library.sqlite'}"


@pytest.fixture
def open_waiting(place: str, errors: list[EegViewError]) -> Iterator[Open]:
    lane, opened = Inline(), list[Review]()

    def build() -> Review:
        here = MarksPlace(place, FINGERPRINT, Reviewer("ada"), load_vocabulary())
        review = Review(lane, "ada", here.open, errors.append, here.journal())
        review.open()
        opened.append(review)
        return review

    yield build
    for review in opened:
        review.close()
    lane.close()


def test_evidence_waits_on_the_disk_and_is_read_from_there(
    open_waiting: Open, place: str, recording: Recording, parameters: ScaleParameters
) -> None:
    review = open_waiting()
    scoring = Scoring(review, recording, parameters)
    scoring.mark_bin(KEY, 3, ("O1",))
    away = AwayLibrary(place)
    away.take()
    scoring.mark_bin(KEY, 7, ("P4",))
    scoring.mark_bin(KEY, 8, ("F3",))
    scoring.mark_bin(KEY, 7, ("P4", "T7"))
    scoring.measure(KEY, "F3-C3", 250.0, Span(610.0, 610.3))
    scoring.unmark_bin(KEY, 8)
    assert review.n_waiting == 5
    sheet = scoring.own(KEY)
    assert {number: one.foci for number, one in sheet.bins.items()} == {3: ("O1",), 7: ("P4", "T7")}
    assert sheet.high_rows == ("F3-C3",)
    scoring.mark_bin(KEY, 9)
    review.acts.undo()
    assert sorted(scoring.own(KEY).bins) == [3, 7]
    away.bring_back()
    review.catch_up()
    assert review.n_waiting == 0
    assert {number: one.foci for number, one in scoring.own(KEY).bins.items()} == {3: ("O1",), 7: ("P4", "T7")}
    assert Scoring(open_waiting(), recording, parameters).own(KEY) == scoring.own(KEY)
    with closing(open_library(place)) as library:
        assert library.verify(FINGERPRINT) == []


def test_a_refused_act_is_shown_no_more(
    open_waiting: Open, recording: Recording, parameters: ScaleParameters, errors: list[EegViewError]
) -> None:
    """What the reviewer did holds at once, and falls where the library has something else."""
    first, second = open_waiting(), open_waiting()
    here, there = Scoring(first, recording, parameters), Scoring(second, recording, parameters)
    here.mark_no_spike(KEY, 7)
    there.mark_bin(KEY, 7, ("P4",))
    second.catch_up()
    assert len(errors) == 1
    assert not there.own(KEY).bins[7].is_spike

"""Decisions between readers: what they change in the final layer, and how they are read back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from inline_lane import Inline

from eegview.app.comparing.comparison import compare
from eegview.app.comparing.decisions import TAKE_A, Adjudication, Decider
from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.review.review import Review
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.errors import EegViewError

FINGERPRINT = "f" * 64
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VOCABULARY = load_vocabulary()


class Desk:
    """Two readers and a neurologist on one library; the neurologist compares and decides."""

    def __init__(self, folder: Path) -> None:
        self._url, self._lane = f"sqlite:///{folder / 'library.sqlite'}", Inline()
        self.errors: list[EegViewError] = []
        self.opened: list[Review] = []
        self.ada, self.bo = self.open("ada"), self.open("bo")
        self.carla = self.open("carla", "neurologist")

    def open(self, name: str, role: str = "technologist") -> Review:
        review = Review(
            self._lane,
            name,
            lambda: open_marks(self._url, FINGERPRINT, Reviewer(name, role), VOCABULARY),
            self.errors.append,
        )
        review.open()
        review.role = role
        self.opened.append(review)
        return review

    def close(self) -> None:
        for review in self.opened:
            review.close()
        self._lane.close()

    def adjudication(self, review: Review | None = None) -> Adjudication:
        review = review or self.carla
        review.catch_up()
        found = compare(review.marks, "ada", "bo", VOCABULARY)
        return Adjudication(found, review.marks, review.records, FINGERPRINT, VOCABULARY)

    def final(self) -> list[Annotation]:
        return [mark for mark in self.carla.marks if mark.layer == FINAL_LAYER]


DECIDER = Decider("carla", "neurologist", NOW)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.ada.acts.add(spasm("a1", 10.0, movement="flexor"))
    desk.bo.acts.add(spasm("b1", 10.3, movement="mixed"))
    desk.ada.acts.add(spasm("a2", 50.0))
    desk.bo.acts.add(spasm("b3", 90.0))
    yield desk
    desk.close()


def spasm(name: str, onset_s: float, **answers: str) -> Annotation:
    return Annotation(name, "spasm", onset_s, 1.0, attributes=tuple(sorted(answers.items())))


def test_taking_a_puts_the_mark_of_a_into_the_final_layer(desk: Desk) -> None:
    found = desk.adjudication()
    conflict = found.comparison.differences[0]
    desk.carla.acts.do_together(found.plan(conflict, TAKE_A, DECIDER, comment="seen on video"))
    (final,) = desk.final()
    assert (final.onset_s, final.attribute("movement")) == (10.0, "flexor")
    decision = desk.adjudication().decision_on(conflict)
    assert decision is not None
    assert (decision.author, decision.comment, decision.final_id) == ("carla", "seen on video", final.annotation_id)
    assert not desk.errors

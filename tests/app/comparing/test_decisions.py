"""Decisions between readers: what they change in the final layer, and how they are read back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from inline_lane import Inline

from eegview.app.comparing.comparison import compare
from eegview.app.comparing.decisions import MERGE, NEITHER, QUERY, TAKE_A, TAKE_B, Adjudication, Decider
from eegview.app.comparing.final_events import OnSame
from eegview.app.marks.layers import SameEventStands
from eegview.model.errors import UsageError
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


def test_stages_of_a_run_are_taken_epoch_by_epoch(desk: Desk) -> None:
    for number in range(6):
        desk.ada.acts.add(stage(f"sa{number}", number, "N2"))
        desk.bo.acts.add(stage(f"sb{number}", number, "N2" if number in (0, 5) else "N3"))
    found = desk.adjudication()
    runs = [one for one in found.comparison.of("sleep_stage")]
    assert [(one.kind, one.n_epochs, one.span.start_s, one.span.stop_s) for one in runs] == [
        ("matched", 1, 0.0, 30.0),
        ("conflict", 4, 30.0, 150.0),
        ("matched", 1, 150.0, 180.0),
    ]
    desk.carla.acts.do_together(found.plan(runs[1], TAKE_B, DECIDER))
    assert [(mark.onset_s, mark.attribute("stage")) for mark in desk.final()] == [
        (30.0 * number, "N3") for number in range(1, 5)
    ]
    found = desk.adjudication()
    assert [one.span.start_s for one in found.open() if one.term_id == "sleep_stage"] == [0.0, 150.0]
    desk.carla.acts.do_together(found.plan(runs[1], TAKE_A, DECIDER))
    assert {mark.attribute("stage") for mark in desk.final()} == {"N2"}
    assert len(desk.final()) == 4
    desk.bo.acts.change(desk.bo.marks.get("sb2"), stage("sb2", 2, "R"))
    still_open = [one.span.start_s for one in desk.adjudication().open() if one.term_id == "sleep_stage"]
    assert still_open == [0.0, 60.0, 150.0]
    assert not desk.errors


def stage(name: str, number: int, stage: str) -> Annotation:
    return Annotation(name, "sleep_stage", 30.0 * number, 30.0, attributes=(("stage", stage),))


def test_hypsarrhythmia_is_taken_as_one_mark_to_its_edges(desk: Desk) -> None:
    desk.ada.acts.add(hypsarrhythmia("h1", 305.0, 300.0, "present"))
    desk.bo.acts.add(hypsarrhythmia("h2", 300.0, 200.0, "absent"))
    found = desk.adjudication()
    kinds = [(one.kind, one.span.start_s, one.span.stop_s) for one in found.comparison.of("hypsarrhythmia")]
    assert kinds == [("conflict", 300.0, 510.0), ("only_a", 510.0, 605.0)]
    for one in found.comparison.of("hypsarrhythmia"):
        desk.carla.acts.do_together(desk.adjudication().plan(one, TAKE_A, DECIDER))
    assert [(m.onset_s, m.stop_s, m.attribute("presence")) for m in desk.final()] == [
        (305.0, 510.0, "present"),
        (510.0, 605.0, "present"),
    ]
    assert not desk.errors


def hypsarrhythmia(name: str, onset_s: float, duration_s: float, presence: str) -> Annotation:
    return Annotation(name, "hypsarrhythmia", onset_s, duration_s, attributes=(("presence", presence),))

"""Epochs on the grid: one mark each, changed where it is staged, and what lies off the grid stays."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eegview.app.review.review import Review
from eegview.app.staging.staged_epochs import StagedEpochs
from eegview.clinical.epoch_grid import EpochGrid
from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.errors import EegViewError

GRID = EpochGrid(610.0)


@pytest.fixture
def epochs(review: Review) -> StagedEpochs:
    return StagedEpochs(review, GRID)


def put(epochs: StagedEpochs, stage: str, *numbers: int, proposal: str = "") -> None:
    epochs.set_stage(numbers, [stage] * len(numbers), [proposal] * len(numbers))


def sleep(name: str, onset_s: float, stop_s: float, stage: str) -> Annotation:
    return Annotation(name, "sleep_stage", onset_s, stop_s - onset_s, attributes=(("stage", stage),))


def test_an_epoch_is_a_mark_from_edge_to_edge_and_the_last_one_is_shorter(epochs: StagedEpochs, review: Review) -> None:
    put(epochs, "W", 0)
    put(epochs, "N2", 20)
    assert [(m.onset_s, m.duration_s, m.attributes, m.layer) for m in review.marks] == [
        (0.0, 30.0, (("stage", "W"),), "ada"),
        (600.0, 10.0, (("stage", "N2"),), "ada"),
    ]
    assert (epochs.stage(0), epochs.stage(1), epochs.stage(20), epochs.n_staged) == ("W", "", "N2", 2)


def test_staging_again_changes_the_mark_and_the_same_again_is_no_act(epochs: StagedEpochs, review: Review) -> None:
    put(epochs, "W", 3)
    (first,) = review.marks
    put(epochs, "R", 3)
    (second,) = review.marks
    assert (second.annotation_id, second.attribute("stage")) == (first.annotation_id, "R")
    undo = review.undo_state
    put(epochs, "R", 3)
    assert review.undo_state == undo


def test_a_run_is_one_act(epochs: StagedEpochs, review: Review) -> None:
    put(epochs, "N1", 1)
    put(epochs, "N3", 0, 1, 2)
    assert [epochs.stage(k) for k in range(4)] == ["N3", "N3", "N3", ""]
    review.acts.undo()
    assert [epochs.stage(k) for k in range(4)] == ["", "N1", "", ""]
    review.acts.redo()
    assert epochs.n_staged == 3
    epochs.clear((0, 1, 2, 3))
    assert epochs.n_staged == len(review.marks) == 0


def test_doubt_belongs_to_the_stage_it_was_about(epochs: StagedEpochs) -> None:
    put(epochs, "N1", 0)
    epochs.set_unsure(0, True)
    assert epochs.is_unsure(0)
    put(epochs, "N1", 0, proposal="shown")
    assert epochs.is_unsure(0)
    put(epochs, "N2", 0, proposal="shown")
    assert not epochs.is_unsure(0)
    mark = epochs.mark(0)
    assert mark is not None
    assert mark.attribute("proposal") == "shown"


def test_marks_off_the_grid_and_of_others_are_left_alone(
    epochs: StagedEpochs, review: Review, open_review: Callable[[str], Review]
) -> None:
    review.acts.add(sleep("hand", 2.178, 92.178, "N2"))
    bob = open_review("bob")
    bob.acts.add(sleep("bob", 0.0, 30.0, "R"))
    review.catch_up()
    assert [epochs.stage_by_hand(k) for k in range(4)] == ["N2", "N2", "N2", ""]
    assert (epochs.n_staged, epochs.n_off_grid) == (0, 1)
    put(epochs, "W", 1)
    assert {m.annotation_id for m in review.marks} >= {"hand", "bob"}
    assert len(epochs.marks()) == 2


def test_an_epoch_that_was_imported_twice_has_one_mark_once_it_is_staged(epochs: StagedEpochs, review: Review) -> None:
    review.acts.import_all([sleep("a", 0.0, 30.0, "W"), sleep("b", 0.0, 30.0, "N1"), sleep("c", 30.0, 60.0, "N1")])
    assert epochs.n_staged == 2
    put(epochs, "N2", 0)
    assert [(m.onset_s, m.attribute("stage")) for m in review.marks] == [(0.0, "N2"), (30.0, "N1")]


def test_another_grid_puts_what_was_staged_off_it(epochs: StagedEpochs, review: Review) -> None:
    put(epochs, "N2", 1)
    epochs.use_grid(EpochGrid(610.0, 20.0))
    assert (epochs.grid.n_epochs, epochs.n_staged, epochs.n_off_grid) == (31, 0, 1)
    assert [epochs.stage_by_hand(k) for k in range(1, 4)] == ["N2", "N2", ""]  # from 30 to 60 s
    put(epochs, "R", 1)
    epochs.use_grid(GRID)
    assert epochs.stage(1) == "N2"
    assert epochs.n_off_grid == 1


def test_what_signed_marks_need_a_reason_for_is_not_shown_as_done(epochs: StagedEpochs, review: Review) -> None:
    from eegview.model.signature import Meaning

    put(epochs, "N2", 0)
    review.acts.sign("Ada", Meaning.REVIEWED, "ada", "")
    put(epochs, "W", 0)
    assert epochs.stage(0) == "N2"
    review.acts.give_reason("slip of the hand")
    assert epochs.stage(0) == "W"


def test_a_mark_made_into_another_term_is_no_epoch_any_more(epochs: StagedEpochs, review: Review) -> None:
    put(epochs, "N2", 0)
    (mark,) = review.marks
    review.acts.change(mark, Annotation(mark.annotation_id, "artifact", 0.0, 30.0, layer="ada"))
    assert epochs.n_staged == 0


steps = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.sets(st.integers(0, 20), min_size=1, max_size=4), st.sampled_from("WR?SQ")),
        st.tuples(st.just("clear"), st.sets(st.integers(0, 20), max_size=3), st.just("")),
        st.tuples(st.sampled_from(("undo", "redo", "hand")), st.sets(st.integers(0, 20), max_size=1), st.just("")),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_followed_change_by_change_it_is_what_is_read_anew(
    open_review: Callable[[str], Review], errors: list[EegViewError], given_steps: list[tuple[str, set[int], str]]
) -> None:
    review = open_review("ada")
    review.acts.do_together([Change(mark, None) for mark in review.marks if mark.layer == "ada"])
    epochs = StagedEpochs(review, GRID)
    for what, numbers, stage in given_steps:
        if what == "set":
            put(epochs, stage, *numbers)
        elif what == "clear":
            epochs.clear(numbers)
        elif what == "hand":
            review.acts.add(sleep(f"h{len(review.marks)}-{len(errors)}-{id(numbers)}", 7.0, 50.0, "N1"))
        else:
            getattr(review.acts, what)()
        fresh = StagedEpochs(review, GRID)
        assert fresh.codes.tolist() == epochs.codes.tolist()
        assert fresh.by_hand.tolist() == epochs.by_hand.tolist()
        on_grid = [n for m in review.marks if m.layer == "ada" and (n := GRID.number_of(m)) is not None]
        assert len(on_grid) == len(set(on_grid)) == epochs.n_staged

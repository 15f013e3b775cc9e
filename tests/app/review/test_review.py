"""The review of an open recording: committed first, shown after, on a real library."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from inline_lane import Inline

from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.marks.index import MarkFilter
from eegview.app.review.review import Review, new_mark, with_span
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Action, Edit
from eegview.model.errors import EegViewError
from eegview.model.span import Span
from eegview.model.vocabulary import Term

FINGERPRINT = "f" * 64
VOCABULARY = load_vocabulary()


@pytest.fixture
def lane() -> Iterator[Inline]:
    lane = Inline()
    yield lane
    lane.close()


@pytest.fixture
def errors() -> list[EegViewError]:
    return []


@pytest.fixture
def open_review(lane: Inline, errors: list[EegViewError], tmp_path: Path) -> Iterator[Callable[[str], Review]]:
    opened: list[Review] = []

    def build(name: str) -> Review:
        review = Review(lane, name, opener(tmp_path, name), errors.append)
        review.open()
        opened.append(review)
        return review

    yield build
    for review in opened:
        review.close()


@pytest.fixture
def review(open_review: Callable[[str], Review]) -> Review:
    return open_review("ada")


def opener(folder: Path, name: str):  # type: ignore[no-untyped-def]
    url = f"sqlite:///{folder / 'library.sqlite'}"
    return lambda: open_marks(url, FINGERPRINT, Reviewer(name), VOCABULARY)


def term(term_id: str) -> Term:
    found = VOCABULARY.term(term_id)
    assert found is not None
    return found


def file_note(onset_s: float, text: str = "eyes closed") -> Annotation:
    return Annotation(f"n{onset_s}", "file_note", onset_s, text=text, layer=FILE_LAYER)


def test_a_mark_is_shown_selected_and_on_disk(review: Review, open_review: Callable[[str], Review]) -> None:
    edits: list[Edit | None] = []
    review.marks_changed.connect(edits.append)
    review.acts.add(new_mark(term("spasm"), 12.0))
    (mark,) = review.marks
    assert (mark.onset_s, mark.duration_s, mark.layer) == (12.0, 1.0, "ada")
    assert review.selection.mark == mark
    assert edits[-1] is not None
    assert edits[-1].action is Action.ADD
    assert tuple(open_review("ada").marks) == (mark,)


def test_undo_and_redo_say_what_they_would_do(review: Review) -> None:
    assert not review.undo_state.can_undo
    review.acts.add(new_mark(term("spasm"), 12.0))
    assert review.undo_state.undo_text == "Undo add spasm at 00:00:12"
    review.acts.undo()
    assert len(review.marks) == 0
    assert review.selection.mark is None
    assert review.undo_state.redo_text == "Redo add spasm at 00:00:12"
    review.acts.redo()
    assert len(review.marks) == 1


def test_a_change_leaves_the_selection_where_it_is(review: Review) -> None:
    review.acts.add(new_mark(term("spasm"), 12.0))
    review.acts.add(new_mark(term("spasm"), 20.0))
    first, second = review.marks
    assert review.selection.mark == second
    review.acts.change(first, with_span(first, Span(12.5, 13.0)))
    assert review.selection.mark == second
    review.acts.change(second, replace(second, text="clear"))
    assert review.selection.mark is not None
    assert review.selection.mark.text == "clear"


def test_what_is_not_ones_own_is_refused_and_stays(review: Review, errors: list[EegViewError]) -> None:
    note = file_note(5.0)
    review.show_file_notes([note])
    review.acts.delete([note])
    assert len(errors) == 1
    assert "part of the file" in errors[0].sentence
    assert tuple(review.marks) == (note,)
    assert review.n_pending == 0


def test_hidden_layers_leave_the_page_and_stay_in_the_list(review: Review) -> None:
    told: list[frozenset[str]] = []
    review.layers.changed.connect(told.append)
    review.show_file_notes([file_note(5.0)])
    review.acts.add(new_mark(term("spasm"), 6.0))
    review.layers.hide({FILE_LAYER})
    assert [m.term_id for m in review.within(Span(0, 10))] == ["spasm"]
    assert len(review.marks) == 2
    review.layers.hide({FILE_LAYER})
    assert told == [frozenset({FILE_LAYER})]
    assert review.layers.names == ("ada", FILE_LAYER)


def test_next_and_previous_step_through_what_the_filter_lets_through(review: Review) -> None:
    review.show_file_notes([file_note(5.0), file_note(9.0)])
    review.acts.add(new_mark(term("spasm"), 7.0))
    review.selection.filter = MarkFilter(layers=frozenset({FILE_LAYER}))
    onsets_s = []
    mark = review.selection.next_after(0.0)
    while mark is not None:
        onsets_s.append(mark.onset_s)
        mark = review.selection.next_after(mark.onset_s)
    assert onsets_s == [5.0, 9.0]
    before = review.selection.previous_before(9.0)
    assert before is not None
    assert before.onset_s == 5.0


def test_another_reviewer_goes_on_with_the_same_marks_and_an_undo_of_their_own(review: Review, tmp_path: Path) -> None:
    review.show_file_notes([file_note(5.0)])
    review.acts.add(new_mark(term("spasm"), 7.0))
    (_, spasm) = review.marks
    review.reopen("bob", opener(tmp_path, "bob"))
    assert len(review.marks) == 2
    assert review.selection.mark is None
    assert not review.layers.is_mine(spasm)
    assert not review.undo_state.can_undo
    assert review.layers.names == ("bob", "ada", FILE_LAYER)
    review.acts.add(new_mark(term("artifact"), 8.0))
    assert [m.layer for m in review.marks] == [FILE_LAYER, "ada", "bob"]


def test_history_comes_with_the_verdict_on_it(review: Review) -> None:
    review.acts.add(new_mark(term("spasm"), 7.0))
    review.acts.undo()
    found: list[tuple[tuple[Edit, ...], list[str]]] = []
    review.history(lambda edits, problems: found.append((edits, problems)))
    ((edits, problems),) = found
    assert [edit.action for edit in edits] == [Action.ADD, Action.UNDO]
    assert problems == []


def test_an_import_is_one_act(review: Review) -> None:
    done: list[bool] = []
    marks = [new_mark(term("spasm"), float(t)) for t in range(5)]
    review.acts.import_all(marks, lambda: done.append(True), reason="from a .tsv file")
    assert done == [True]
    assert len(review.marks) == 5
    review.acts.undo()
    assert len(review.marks) == 0


def test_two_quick_changes_of_one_mark_are_both_kept(review: Review, errors: list[EegViewError]) -> None:
    """The second is made from what was on the screen before the first came back."""
    review.acts.add(replace(new_mark(term("spasm"), 12.0), attributes=(("movement", "flexor"), ("state", "W"))))
    (seen,) = review.marks
    review.acts.change(seen, replace(seen, attributes=(("movement", "mixed"), ("state", "W"))))
    review.acts.change(seen, replace(seen, onset_s=11.5, attributes=(("movement", "flexor"), ("subtle", "yes"))))
    (mark,) = review.marks
    assert (mark.onset_s, mark.attributes) == (11.5, (("movement", "mixed"), ("subtle", "yes")))
    assert errors == []

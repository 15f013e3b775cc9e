"""Acts while the library is away: shown as not saved, kept on the disk, done when it is back; others' acts followed."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from inline_lane import Inline
from libraries.away_library import AwayLibrary
from libraries.postgres_server import NOT_HERE, programs, running_server

from eegview.app.library.editing import Editor
from eegview.app.library.journal import ActJournal
from eegview.app.library.opening import MarksPlace, Reviewer
from eegview.app.library.queued_edits import act_of
from eegview.app.library.refused_act import ActRefused
from eegview.app.library.saving import EarlierWaits, LibraryWriter, OpenedMarks
from eegview.app.review.review import Review, new_mark
from eegview.app.review.unsaved import NOT_SAVED
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import Cancelled, EegViewError, LibraryAway, LibraryRefused
from eegview.model.signature import Meaning, latest_signatures, marks_hash
from eegview.model.span import Span
from eegview.store.backends import sqlite
from eegview.store.library import Library, open_library

FINGERPRINT = "f" * 64
VOCABULARY = load_vocabulary()
SPASM = VOCABULARY.term("spasm")
assert SPASM is not None


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if request.param == "sqlite":
        monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 1)
        (tmp_path / "library").mkdir()
        return f"sqlite:///{tmp_path / 'library' / 'library.sqlite'}"
    if programs() is None:
        pytest.skip(NOT_HERE)
    return running_server().fresh_url()


@pytest.fixture
def errors() -> list[EegViewError]:
    return []


@pytest.fixture
def lane() -> Iterator[Inline]:
    lane = Inline()
    yield lane
    lane.close()


OpenReview = Callable[[str], Review]


@pytest.fixture
def open_review(lane: Inline, errors: list[EegViewError], place: str) -> Iterator[OpenReview]:
    opened: list[Review] = []

    def build(name: str) -> Review:
        here = marks_place(place, name)
        review = Review(lane, name, here.open, errors.append, here.journal())
        review.open()
        opened.append(review)
        return review

    yield build
    for review in opened:
        review.close()


def marks_place(place: str, name: str) -> MarksPlace:
    return MarksPlace(place, FINGERPRINT, Reviewer(name), VOCABULARY)


@pytest.fixture
def away(place: str) -> Iterator[AwayLibrary]:
    away = AwayLibrary(place)
    yield away
    away.bring_back()


def killed(review: Review) -> None:
    """Leave behind what a program that was killed leaves: its files on the disk, and nobody who holds them."""
    journal = review._saving.writer._journal
    for file in journal._files:
        os.close(file._handle)
    journal._files.clear()
    journal._homes.clear()  # nobody may write there: the number of a closed file is soon that of another
    journal._own = None


def mark_at(onset_s: float) -> Annotation:
    assert SPASM is not None
    return new_mark(SPASM, onset_s)


def stored(place: str) -> tuple[Annotation, ...]:
    with closing(open_library(place)) as library:
        assert library.verify(FINGERPRINT) == []
        return library.annotations(FINGERPRINT)


def test_what_others_do_appears(open_review: OpenReview):
    ann, bob = open_review("ann"), open_review("bob")
    told: list[Edit | None] = []
    bob.marks_changed.connect(told.append)
    ann.acts.add(mark_at(3.0))
    ann.acts.add(mark_at(5.0))
    assert len(bob.marks) == 0
    bob.catch_up()
    assert tuple(bob.marks) == tuple(ann.marks)
    assert told == [None]
    bob.catch_up()
    assert told == [None]  # nothing new, nothing told
    ann.acts.undo()
    ann.acts.change(ann.marks.within(Span(0, 10))[0], replace(ann.marks.within(Span(0, 10))[0], text="clear"))
    bob.catch_up()
    assert [mark.text for mark in bob.marks] == ["clear"]
    assert not bob.undo_state.can_undo


def test_ones_own_act_brings_what_others_did_before(open_review: OpenReview):
    ann, bob = open_review("ann"), open_review("bob")
    ann.acts.add(mark_at(3.0))
    bob.acts.add(mark_at(5.0))
    assert [mark.layer for mark in bob.marks] == ["ann", "bob"]
    ann.catch_up()
    assert tuple(ann.marks) == tuple(bob.marks)
    assert ann.undo_state.can_undo


def test_the_same_person_elsewhere_shares_undo(open_review: OpenReview):
    here, there = open_review("ann"), open_review("ann")
    here.acts.add(mark_at(764.0))
    there.catch_up()
    assert there.undo_state.undo_text == "Undo add spasm at 00:12:44"
    there.acts.undo()
    here.catch_up()
    assert (len(here.marks), here.undo_state.can_redo) == (0, True)


def test_acts_wait_are_shown_and_done_in_order(
    open_review: OpenReview, away: AwayLibrary, errors: list[EegViewError], place: str
):
    review = open_review("ann")
    review.acts.add(mark_at(1.0))
    (first,) = review.marks
    away.take()
    late = mark_at(5.0)
    review.acts.add(late)
    review.acts.change(first, replace(first, text="seen twice"))
    assert (review.n_waiting, review.n_pending) == (2, 0)
    assert len(errors) == 1  # said once
    assert "not saved yet" in errors[0].sentence
    assert isinstance(review.problem, LibraryAway)
    shown = review.within(Span(0, 10))
    assert [(mark.onset_s, mark.layer, mark.text) for mark in shown] == [
        (1.0, NOT_SAVED, "seen twice"),
        (5.0, NOT_SAVED, ""),
    ]
    review.catch_up()
    assert review.n_waiting == 2
    away.bring_back()
    review.catch_up()
    assert (review.n_waiting, review.problem) == (0, None)
    assert [(mark.onset_s, mark.layer, mark.text) for mark in review.within(Span(0, 10))] == [
        (1.0, "ann", "seen twice"),
        (5.0, "ann", ""),
    ]
    assert stored(place) == tuple(review.marks)
    assert len(errors) == 1
    review.acts.undo()
    assert [mark.text for mark in review.marks] == ["", ""]


def test_undo_waits_as_well(open_review: OpenReview, away: AwayLibrary, place: str):
    review = open_review("ann")
    review.acts.add(mark_at(1.0))
    review.acts.add(mark_at(2.0))
    away.take()
    review.acts.undo()
    assert review.n_waiting == 1
    away.bring_back()
    review.catch_up()
    assert [mark.onset_s for mark in stored(place)] == [1.0]
    assert tuple(review.marks) == stored(place)


def test_what_waits_outlasts_the_program(
    open_review: OpenReview, away: AwayLibrary, place: str, tmp_path: Path, errors: list[EegViewError]
):
    review = open_review("ann")
    away.take()
    review.acts.add(mark_at(1.0))
    review.acts.add(mark_at(2.0))
    assert "even if eegview is closed" in errors[0].sentence
    review.close()
    away.bring_back()
    assert stored(place) == ()
    (kept,) = (tmp_path / "data").rglob("*.jsonl")
    assert "ann" not in kept.name
    again = open_review("ann")
    assert [mark.onset_s for mark in stored(place)] == [1.0, 2.0]
    assert tuple(again.marks) == stored(place)
    assert again.n_waiting == 0
    assert kept.stat().st_size == 0
    assert len(errors) == 1
    again.close()
    assert not kept.exists()


def test_a_program_killed_while_the_library_was_away(open_review: OpenReview, away: AwayLibrary, place: str):
    review = open_review("ann")
    away.take()
    review.acts.add(mark_at(1.0))
    killed(review)
    away.bring_back()
    open_review("bob")
    assert stored(place) == ()  # hers, not his to save
    open_review("ann")
    assert [mark.onset_s for mark in stored(place)] == [1.0]


def test_a_library_away_at_the_start(
    open_review: OpenReview, away: AwayLibrary, place: str, errors: list[EegViewError]
):
    with closing(open_library(place)):
        pass
    away.take_whole()
    review = open_review("ann")
    assert len(errors) == 1
    review.acts.add(mark_at(1.0))
    review.catch_up()
    assert review.n_waiting == 1
    assert [mark.layer for mark in review.within(Span(0, 10))] == [NOT_SAVED]
    away.bring_back()
    review.catch_up()
    assert [mark.layer for mark in review.within(Span(0, 10))] == ["ann"]
    assert tuple(review.marks) == stored(place)


def test_a_mark_made_as_the_library_comes_back_hides_none_before(
    open_review: OpenReview, away: AwayLibrary, place: str
):
    with closing(open_library(place)) as library:
        Editor(library, FINGERPRINT, "ann", "resident").add(mark_at(1.0))
    away.take_whole()
    review = open_review("ann")
    away.bring_back()
    review.acts.add(mark_at(2.0))  # before anybody looked whether it is back
    review.catch_up()
    assert [mark.onset_s for mark in review.marks] == [1.0, 2.0]
    assert review.is_open
    review.acts.undo()
    assert [mark.onset_s for mark in review.marks] == [1.0]


def counted_libraries(monkeypatch: pytest.MonkeyPatch) -> list[Library]:
    """Return the libraries that are open, kept up to date from now on."""
    is_open: list[Library] = []
    begin, close = Library.__init__, Library.close

    def noted_begin(library: Library, *arguments: Any, **named: Any) -> None:
        begin(library, *arguments, **named)
        is_open.append(library)

    def noted_close(library: Library) -> None:
        close(library)
        if library in is_open:
            is_open.remove(library)

    monkeypatch.setattr(Library, "__init__", noted_begin)
    monkeypatch.setattr(Library, "close", noted_close)
    return is_open


def test_a_closed_review_opens_the_library_no_more(open_review: OpenReview, monkeypatch: pytest.MonkeyPatch):
    is_open = counted_libraries(monkeypatch)
    review = open_review("ann")
    assert len(is_open) == 1
    review.close()
    answers: list[object] = []
    review.ask_library(lambda library: library.fingerprints(), answers.append)
    review.edits_since(0, answers.append)
    review.history(lambda *found: answers.append(found))
    review.catch_up()
    assert (is_open, answers) == ([], [])


def test_an_act_after_the_end_is_refused_and_opens_nothing(
    open_review: OpenReview, errors: list[EegViewError], monkeypatch: pytest.MonkeyPatch
):
    is_open = counted_libraries(monkeypatch)
    review = open_review("ann")
    review.close()
    review.acts.add(mark_at(1.0))
    assert is_open == []
    assert [type(error) for error in errors] == [Cancelled]


def test_the_library_is_closed_though_the_last_look_at_it_fails(
    open_review: OpenReview, away: AwayLibrary, place: str, monkeypatch: pytest.MonkeyPatch
):
    is_open = counted_libraries(monkeypatch)
    review = open_review("ann")
    away.take()
    review.acts.add(mark_at(1.0))
    away.bring_back()

    def fails(_library: Library, _fingerprint: str, _number: int) -> tuple[Edit, ...]:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patched:
        patched.setattr(Library, "changes_since", fails)
        with pytest.raises(RuntimeError):
            review.close()
    assert is_open == []


def test_another_reviewer_goes_on_while_the_firsts_acts_wait(
    open_review: OpenReview, away: AwayLibrary, place: str, errors: list[EegViewError]
):
    review = open_review("ann")
    away.take()
    review.acts.add(mark_at(1.0))
    bobs = marks_place(place, "bob")
    review.reopen("bob", bobs.open, bobs.journal())
    assert review.n_waiting == 0
    away.bring_back()
    review.catch_up()
    review.acts.add(mark_at(2.0))
    assert [mark.layer for mark in stored(place)] == ["bob"]
    assert [mark.layer for mark in open_review("ann").marks] == ["ann", "bob"]


def test_a_waiting_act_that_no_longer_makes_sense_is_told_and_the_rest_goes_on(
    open_review: OpenReview, away: AwayLibrary, place: str, errors: list[EegViewError]
):
    here, there = open_review("ann"), open_review("ann")
    here.acts.add(mark_at(1.0))
    there.catch_up()
    (mark,) = there.marks
    away.take()
    here.acts.delete([mark])
    here.acts.add(mark_at(2.0))
    away.bring_back()
    there.acts.change(mark, replace(mark, text="stays"))
    here.catch_up()
    assert errors[-1].sentence == (
        "Spasm at 00:00:01 was changed in the meantime by ann, so your change was not made: delete spasm at 00:00:01."
    )
    assert [mark.onset_s for mark in stored(place)] == [1.0, 2.0]
    assert tuple(here.marks) == stored(place)


def test_different_parts_of_one_mark_are_both_kept(open_review: OpenReview, errors: list[EegViewError], place: str):
    """In two windows of one person, and while the library is away."""
    here, there = open_review("ann"), open_review("ann")
    here.acts.add(mark_at(1.0))
    there.catch_up()
    (mark,) = here.marks
    here.acts.change(mark, replace(mark, text="clear", attributes=(("class", "focal"),)))
    there.acts.change(mark, replace(mark, onset_s=1.5, attributes=(("side", "left"),)))
    (merged,) = stored(place)
    assert merged == replace(mark, onset_s=1.5, text="clear", attributes=(("class", "focal"), ("side", "left")))
    assert tuple(there.marks) == (merged,)
    here.catch_up()
    assert tuple(here.marks) == (merged,)
    assert errors == []
    there.acts.undo()
    (back,) = stored(place)
    assert back == replace(mark, text="clear", attributes=(("class", "focal"),))


def test_a_waiting_change_is_merged_with_what_was_done_meanwhile(
    open_review: OpenReview, away: AwayLibrary, errors: list[EegViewError], place: str
):
    here, there = open_review("ann"), open_review("ann")
    here.acts.add(mark_at(1.0))
    there.catch_up()
    (mark,) = here.marks
    away.take()
    here.acts.change(mark, replace(mark, text="clear"))
    away.bring_back()
    there.acts.change(mark, replace(mark, onset_s=2.0))
    errors.clear()
    here.catch_up()
    assert stored(place) == tuple(here.marks) == (replace(mark, onset_s=2.0, text="clear"),)
    assert errors == []


def test_a_conflict_names_mark_and_person_and_can_be_done_again(
    open_review: OpenReview, errors: list[EegViewError], place: str
):
    doc, second = open_review("doc"), open_review("second")
    doc.role = second.role = "neurologist"
    for review, name in ((doc, "doc"), (second, "second")):
        reviewer = Reviewer(name, "neurologist")
        here = MarksPlace(place, FINGERPRINT, reviewer, VOCABULARY, lambda s, _decimals: f"13:00:{s:02.0f}")
        review.reopen(name, here.open, here.journal())
    final = replace(mark_at(7.0), layer=FINAL_LAYER)
    doc.acts.add(final)
    second.catch_up()
    (mark,) = second.marks
    second.acts.change(mark, replace(mark, text="an artifact?", channels=("Fp1",)))
    doc.acts.change(mark, replace(mark, text="clear", onset_s=8.0))
    (error,) = errors
    assert error.sentence == (
        "Spasm at 13:00:07 was changed in the meantime by second, "
        "so your change was not made: change spasm at 13:00:08 (note “clear”)."
    )
    assert isinstance(error, ActRefused)
    assert error.do_again is not None
    assert stored(place)[0].text == "an artifact?"
    doc.catch_up()
    error.do_again()
    assert stored(place) == (replace(mark, text="clear", onset_s=8.0, channels=("Fp1",)),)
    assert len(errors) == 1


def test_a_change_of_a_mark_that_was_deleted_can_be_done_again(
    open_review: OpenReview, errors: list[EegViewError], place: str
):
    here, there = open_review("ann"), open_review("ann")
    here.acts.add(mark_at(1.0))
    there.catch_up()
    (mark,) = here.marks
    there.acts.delete([mark])
    here.acts.change(mark, replace(mark, text="clear"))
    (error,) = errors
    assert error.sentence.startswith(
        "Spasm at 00:00:01 was deleted in the meantime by ann, so your change was not made: "
    )
    assert isinstance(error, ActRefused)
    assert error.do_again is not None
    here.catch_up()
    error.do_again()
    assert stored(place) == (replace(mark, text="clear"),)


def test_undo_that_waits_is_what_it_meant(open_review: OpenReview, away: AwayLibrary, place: str):
    """The same person marks elsewhere meanwhile: that is not what is undone."""
    here, there = open_review("ann"), open_review("ann")
    here.acts.add(mark_at(1.0))
    away.take()
    here.acts.undo()
    assert [mark.onset_s for mark in here.within(Span(0, 10))] == []
    away.bring_back()
    there.acts.add(mark_at(5.0))
    here.catch_up()
    assert [mark.onset_s for mark in stored(place)] == [5.0]
    assert tuple(here.marks) == stored(place)


def test_an_undo_of_what_waits_outlasts_the_program(open_review: OpenReview, away: AwayLibrary, place: str):
    review = open_review("ann")
    away.take()
    for onset_s in (1.0, 2.0, 3.0):
        review.acts.add(mark_at(onset_s))
    review.acts.undo()
    review.acts.undo()
    review.acts.redo()
    assert review.undo_state.redo_text == "Redo add spasm at 00:00:03"
    killed(review)
    away.bring_back()
    open_review("ann")
    assert [mark.onset_s for mark in stored(place)] == [1.0, 2.0]
    with closing(open_library(place)) as library:
        edits = library.edits(FINGERPRINT)
    assert [(edit.action.value, edit.reverses) for edit in edits] == [
        *[("add", None)] * 3,
        *(("undo", 3), ("undo", 2), ("redo", 5)),
    ]


def test_a_commit_before_the_kill_is_found_by_the_next_program(
    open_review: OpenReview, place: str, monkeypatch: pytest.MonkeyPatch
):
    """The act was committed, and the program killed before it knew: undone twice would be one mark too few."""
    review = open_review("ann")
    for onset_s in (1.0, 2.0, 3.0):
        review.acts.add(mark_at(onset_s))
    (_first, second, _third) = review.marks
    with monkeypatch.context() as patched:
        patched.setattr(ActJournal, "end", lambda *_arguments: None)
        review.acts.undo()
        review.acts.change(second, replace(second, text="clear"))
    killed(review)
    again = open_review("ann")
    assert [(mark.onset_s, mark.text) for mark in stored(place)] == [(1.0, ""), (2.0, "clear")]
    assert again.n_waiting == 0
    with closing(open_library(place)) as library:
        assert library.last_number(FINGERPRINT) == 5


def test_undo_of_an_act_after_which_the_library_went_away(
    open_review: OpenReview, place: str, monkeypatch: pytest.MonkeyPatch
):
    """The act is saved, but what can be undone cannot be read any more: it is this one all the same."""
    review = open_review("ann")
    review.acts.add(mark_at(1.0))

    def goes(*_arguments: object, **_named: object) -> tuple[object, ...]:
        raise LibraryAway("The study library is unavailable.", "Wait.")

    with monkeypatch.context() as patched:
        patched.setattr(Library, "steps", goes)
        review.acts.add(mark_at(2.0))
        patched.setattr(Library, "apply", goes)
        review.acts.undo()
    assert review.n_waiting == 1
    review.catch_up()
    assert [mark.onset_s for mark in stored(place)] == [1.0]


def test_a_mark_made_before_what_waited_is_saved_is_not_called_a_failure(
    place: str, errors: list[EegViewError], lane: Inline, away: AwayLibrary, open_review: OpenReview
):
    first = open_review("ann")
    away.take()
    first.acts.add(mark_at(1.0))
    first.close()
    away.bring_back()
    errors.clear()
    here = marks_place(place, "ann")
    writer = LibraryWriter(here.open, here.journal())
    assert len(writer.recover().acts) == 1
    with pytest.raises(EarlierWaits):
        writer.act(act_of(Action.ADD, [Change(None, mark_at(2.0))]))
    writer.poll()
    writer.close()
    assert [mark.onset_s for mark in stored(place)] == [1.0, 2.0]


def test_signing_waits_and_signs_what_was_seen(
    open_review: OpenReview, away: AwayLibrary, errors: list[EegViewError], place: str
):
    review = open_review("ann")
    review.acts.add(mark_at(1.0))
    away.take()
    review.acts.add(mark_at(2.0))
    review.acts.sign("Ann", Meaning.REVIEWED, "ann", "{}")
    killed(review)
    away.bring_back()
    errors.clear()
    again = open_review("ann")
    (signature,) = latest_signatures(again.records).values()
    assert (signature.n_marks, signature.marks_hash) == (2, marks_hash(again.marks))
    assert errors == []


def test_a_signature_that_waited_is_refused_where_marks_changed(
    open_review: OpenReview, away: AwayLibrary, errors: list[EegViewError], place: str
):
    here, there = open_review("ann"), open_review("ann")
    here.acts.add(mark_at(1.0))
    away.take()
    here.acts.sign("Ann", Meaning.REVIEWED, "ann", "{}")
    away.bring_back()
    there.acts.add(mark_at(2.0))
    here.catch_up()
    assert "nothing was signed" in errors[-1].sentence
    assert latest_signatures(here.records) == {}


def test_a_library_that_lets_nobody_in_keeps_acts_waiting(
    open_review: OpenReview, errors: list[EegViewError], place: str, monkeypatch: pytest.MonkeyPatch
):
    def refuses(*_arguments: object) -> OpenedMarks:
        raise LibraryRefused("The study library’s server does not let us in.", "Check the password.")

    with monkeypatch.context() as patched:
        patched.setattr(MarksPlace, "open", refuses)
        review = open_review("ann")
        review.acts.add(mark_at(1.0))
        review.acts.add(mark_at(2.0))
        assert (review.n_waiting, review.is_safe) == (2, True)
        killed(review)
    open_review("ann")
    assert [mark.onset_s for mark in stored(place)] == [1.0, 2.0]


def test_an_act_whose_commit_was_not_confirmed_is_done_once(
    open_review: OpenReview, place: str, monkeypatch: pytest.MonkeyPatch
):
    review = open_review("ann")
    review.acts.add(mark_at(1.0))
    review.acts.add(mark_at(2.0))
    apply = Library.apply

    def breaks(library: Library, *arguments: object, **named: object) -> Edit:
        apply(library, *arguments, **named)  # type: ignore[arg-type]
        raise LibraryAway("The study library is unavailable.", "Wait.")

    with monkeypatch.context() as patched:
        patched.setattr(Library, "apply", breaks)
        review.acts.undo()
    assert review.n_waiting == 1
    review.catch_up()
    assert [mark.onset_s for mark in stored(place)] == [1.0]
    assert tuple(review.marks) == stored(place)
    assert review.undo_state.undo_text == "Undo add spasm at 00:00:01"


def test_a_full_disk_here_as_well_is_said(
    open_review: OpenReview, away: AwayLibrary, errors: list[EegViewError], tmp_path: Path
):
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "eegview").write_text("a file in the folder's place")
    review = open_review("ann")
    away.take()
    review.acts.add(mark_at(1.0))
    assert "do not quit eegview" in errors[-1].sentence
    assert review.n_waiting == 1
    away.bring_back()
    review.catch_up()
    assert len(review.marks) == 1


def test_a_hand_without_a_library_keeps_acts_in_order(tmp_path: Path):
    def away() -> OpenedMarks:
        raise LibraryAway("The study library is unavailable.", "Wait.")

    writer = LibraryWriter(away)
    acts = [act_of(Action.UNDO), act_of(Action.REDO)]
    for act in acts:
        with pytest.raises(LibraryAway):
            writer.act(act)
    assert writer.waiting == tuple(acts)
    update = writer.poll()
    assert (writer.waiting, update.opened, update.is_safe) == (tuple(acts), None, True)
    assert update.away is not None
    writer.close()

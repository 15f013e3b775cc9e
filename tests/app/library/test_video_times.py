"""Where videos lie in time: an edit like any other, and never among the marks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from inline_lane import Inline

from eegview.app.exchange.importing import fit_marks
from eegview.app.library.editing import Editor, study_library
from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.library.video_times import fit_of, known_sync, own_sync_mark, set_video_time
from eegview.app.marks.index import EVERYTHING, MarkIndex
from eegview.app.review.mark_texts import edit_text
from eegview.app.review.review import Review
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.film.video import SyncMap
from eegview.model.span import Span
from eegview.model.sync import Anchor, sync_mark, sync_of
from eegview.readers.fingerprint import fingerprint_of_video
from eegview.store.library import Library

FINGERPRINT, VIDEO = "f" * 64, "a" * 64
ANCHORS = (Anchor(0.0, 10.0, "clap"), Anchor(1000.0, 1010.2, "movement"))
FITTED, BY_HAND = SyncMap(10.0, 200.0, "2 anchors"), SyncMap(9.5, 0.0, "set by hand")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = study_library(str(tmp_path / "library.sqlite"))
    yield opened
    opened.close()


@pytest.fixture
def open_editor(library: Library) -> Callable[[str], Editor]:
    return lambda name: Editor(library, FINGERPRINT, name, "technologist")


def test_setting_again_takes_the_place_of_the_first_and_undo_brings_it_back(open_editor) -> None:
    editor = open_editor("ann")
    assert set_video_time(editor, VIDEO, BY_HAND).action is Action.ADD
    edit = set_video_time(editor, VIDEO, FITTED, ANCHORS)
    assert (edit.action, edit.author) == (Action.CHANGE, "ann")
    (mark,) = editor.sync_marks()
    assert sync_of(mark) == (FITTED, ANCHORS)
    assert editor.undo_text == "Undo change video time"
    editor.undo()
    assert [sync_of(mark)[0] for mark in editor.sync_marks()] == [BY_HAND]
    editor.undo()
    assert editor.sync_marks() == ()
    editor.redo()
    editor.redo()
    assert [sync_of(mark) for mark in editor.sync_marks()] == [(FITTED, ANCHORS)]


def test_each_reviewer_has_their_own(open_editor, library: Library) -> None:
    ann, bob = open_editor("ann"), open_editor("bob")
    set_video_time(ann, VIDEO, FITTED, ANCHORS)
    set_video_time(bob, VIDEO, BY_HAND)
    marks = bob.sync_marks()
    assert len(marks) == 2
    own = own_sync_mark(marks, VIDEO, "bob")
    assert own is not None
    assert sync_of(own)[0] == BY_HAND
    assert own_sync_mark(marks, VIDEO, "eve") is None
    assert library.verify(FINGERPRINT) == []


def test_it_is_found_by_the_content_of_the_video(open_editor, tmp_path: Path) -> None:
    video = tmp_path / "night.mp4"
    video.write_bytes(b"pictures" * 100)
    editor = open_editor("ann")
    set_video_time(editor, fingerprint_of_video(video), FITTED, ANCHORS)
    moved = video.rename(tmp_path / "renamed.mp4")
    assert known_sync(editor.sync_marks(), "ann")(str(moved)) == FITTED
    other = known_sync(editor.sync_marks(), "bob")(str(moved))
    assert other == SyncMap(10.0, 200.0, "2 anchors, set by ann")
    moved.write_bytes(b"other pictures")
    assert known_sync(editor.sync_marks(), "ann")(str(moved)) is None
    assert known_sync((), "ann")(str(tmp_path / "gone.mp4")) is None


def test_the_fit_comes_back_with_the_anchors() -> None:
    fit = fit_of(sync_mark(VIDEO, FITTED, ANCHORS))
    assert fit is not None
    assert fit.sync.drift_ppm == pytest.approx(200)
    assert fit_of(sync_mark(VIDEO, BY_HAND)) is None


def test_it_is_no_mark_among_marks(open_editor) -> None:
    editor = open_editor("ann")
    spasm, sync = Annotation("1", "spasm", 5.0, 1.0), sync_mark(VIDEO, FITTED, ANCHORS)
    editor.add(spasm)
    set_video_time(editor, VIDEO, FITTED, ANCHORS)
    assert [mark.term_id for mark in editor.marks()] == ["spasm"]
    index = MarkIndex([spasm, sync])
    changed = MarkIndex([spasm]).changed((Change(None, sync),))
    for held in (index, changed):
        assert list(held) == [spasm]
        assert len(held) == 1
        assert held.get(sync.annotation_id) is None
        assert held.within(Span(-1, 10)) == held.filtered(EVERYTHING) == (spasm,)
        assert held.previous_before(5.0) is None
    assert not EVERYTHING.accepts(sync)
    assert fit_marks([spasm, sync], (), "ann").marks[0].term_id == "spasm"
    assert len(fit_marks([spasm, sync], (), "ann").marks) == 1


def test_the_history_says_it_in_words(open_editor) -> None:
    editor = open_editor("ann")
    set_video_time(editor, VIDEO, BY_HAND)
    set_video_time(editor, VIDEO, FITTED, ANCHORS)
    words = [edit_text(edit, load_vocabulary()) for edit in editor.history()]
    assert words == ["Set video time", "Changed video time: 10.000 s, +200.0 ppm, by 2 anchors"]


def test_the_review_keeps_them_beside_the_marks(tmp_path: Path) -> None:
    lane, errors = Inline(), []
    url = str(tmp_path / "library.sqlite")
    build = lambda: open_marks(url, FINGERPRINT, Reviewer("ann"), load_vocabulary())  # noqa: E731
    review = Review(lane, "ann", build, errors.append)
    told: list[tuple[Annotation, ...]] = []
    edits: list[Edit | None] = []
    review.records.sync_changed.connect(told.append)
    review.marks_changed.connect(edits.append)
    review.open()
    review.acts.set_video_time(VIDEO, FITTED, ANCHORS)
    review.acts.set_video_time(VIDEO, FITTED, ANCHORS)  # the same again is no act
    assert len(review.marks) == 0
    assert [sync_of(mark)[0] for mark in review.records.sync_marks] == [FITTED]
    assert [len(marks) for marks in told] == [0, 1]
    assert review.undo_state.undo_text == "Undo set video time"
    review.acts.set_video_time(VIDEO, BY_HAND)
    review.acts.undo()
    assert [sync_of(mark)[0] for mark in review.records.sync_marks] == [FITTED]
    assert [edit.action.value for edit in edits if edit] == ["add", "change", "undo"]
    review.close()

    again = Review(lane, "ann", build, errors.append)
    again.open()
    assert [sync_of(mark) for mark in again.records.sync_marks] == [(FITTED, ANCHORS)]
    assert len(again.marks) == 0
    again.close()
    lane.close()
    assert errors == []

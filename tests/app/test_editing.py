"""The reviewer's acts: whatever the order, marks, log, index and undo agree, also after a restart."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from eegview.app.editing import Editor, NotYours, checked, study_library
from eegview.app.marks import MarkIndex
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Action
from eegview.model.errors import UsageError
from eegview.store.library import Conflict, Library, open_library

RECORDING = "f" * 64


@pytest.fixture
def library(tmp_path: Path):
    opened = open_library(str(tmp_path / "library.sqlite"))
    yield opened
    opened.close()


@pytest.fixture
def editor(library: Library) -> Editor:
    return Editor(library, RECORDING, "ann", "technologist")


def spasm(name: str = "a", onset_s: float = 764.0, **fields: object) -> Annotation:
    return Annotation(name, "spasm", onset_s, 1.0, **fields)  # type: ignore[arg-type]


def marks_of(library: Library) -> tuple[Annotation, ...]:
    return library.annotations(RECORDING)


def test_a_mark_goes_to_the_authors_layer(editor: Editor, library: Library):
    edit = editor.add(spasm())
    assert edit.action is Action.ADD
    assert (edit.author, edit.role, edit.number) == ("ann", "technologist", 1)
    assert marks_of(library) == (spasm(layer="ann"),)
    assert editor.marks() == marks_of(library)
    assert editor.history() == (edit,)


def test_undo_says_what_it_would_take_back(editor: Editor):
    assert (editor.can_undo, editor.undo_text) == (False, "Undo")
    mark = editor.add(spasm()).changes[0].after
    assert mark
    assert editor.undo_text == "Undo add spasm at 00:12:44"
    moved = replace(mark, onset_s=770.0)
    editor.change(mark, moved)
    assert editor.undo_text == "Undo change spasm at 00:12:50"
    editor.delete([moved])
    assert editor.undo_text == "Undo delete spasm at 00:12:50"
    editor.import_all([spasm("x"), spasm("y")])
    assert editor.undo_text == "Undo import 2 marks"
    editor.undo()
    assert (editor.undo_text, editor.redo_text) == ("Undo delete spasm at 00:12:50", "Redo import 2 marks")


def test_undo_and_redo_are_acts_in_the_log(editor: Editor, library: Library):
    added = editor.add(spasm())
    undone = editor.undo()
    assert (undone.action, undone.reverses) == (Action.UNDO, added.number)
    assert marks_of(library) == ()
    redone = editor.redo()
    assert (redone.action, redone.reverses, redone.changes) == (Action.REDO, undone.number, added.changes)
    assert editor.undo().reverses == redone.number
    assert len(library.edits(RECORDING)) == 4


def test_a_new_act_ends_redo(editor: Editor):
    editor.add(spasm("a"))
    editor.undo()
    assert editor.can_redo
    editor.add(spasm("b"))
    assert not editor.can_redo
    with pytest.raises(UsageError, match="nothing to redo"):
        editor.redo()


def test_nothing_to_undo_is_said(editor: Editor):
    with pytest.raises(UsageError, match="nothing to undo"):
        editor.undo()


def test_undo_works_after_a_restart(editor: Editor, library: Library):
    editor.add(spasm("a"))
    editor.add(spasm("b"))
    editor.undo()
    again = Editor(library, RECORDING, "ann", "technologist")
    assert again.redo_text == "Redo add spasm at 00:12:44"
    again.redo()
    again.undo()
    again.undo()
    assert marks_of(library) == ()
    assert not again.can_undo


def test_undo_is_each_persons_own(editor: Editor, library: Library):
    bob = Editor(library, RECORDING, "bob", "neurologist")
    editor.add(spasm("a"))
    bob.add(spasm("b"))
    assert [mark.annotation_id for mark in editor.undo().changes[0:1] and marks_of(library)] == ["b"]
    assert not editor.can_undo
    assert bob.can_undo


def test_two_windows_of_one_person_share_undo(editor: Editor, library: Library):
    other = Editor(library, RECORDING, "ann", "technologist")
    editor.add(spasm("a"))
    other.add(spasm("b"))
    editor.undo()
    assert [mark.annotation_id for mark in marks_of(library)] == ["a"]
    other.undo()
    assert marks_of(library) == ()


def test_a_stale_change_is_refused_and_undo_stays(editor: Editor, library: Library):
    mark = editor.add(spasm()).changes[0].after
    assert mark
    editor.change(mark, replace(mark, text="first"))
    with pytest.raises(Conflict):
        editor.change(mark, replace(mark, text="second"))
    assert marks_of(library)[0].text == "first"
    assert editor.undo_text == "Undo change spasm at 00:12:44"


def test_others_marks_and_the_recorders_notes_stay(editor: Editor, library: Library):
    theirs = Editor(library, RECORDING, "bob", "neurologist").add(spasm("b")).changes[0].after
    assert theirs
    note = spasm("n", layer=FILE_LAYER)
    for mark in (theirs, note):
        with pytest.raises(NotYours):
            editor.change(mark, replace(mark, onset_s=1.0))
        with pytest.raises(NotYours):
            editor.delete([mark])
        with pytest.raises(NotYours):
            editor.add(replace(mark, annotation_id="new"))
    with pytest.raises(NotYours):
        editor.import_all([note])
    assert marks_of(library) == (theirs,)


def test_imported_layers_can_be_taken_back(editor: Editor, library: Library):
    editor.import_all([spasm("a", layer="outside reader"), spasm("b")])
    assert {mark.layer for mark in marks_of(library)} == {"outside reader", "ann"}
    editor.undo()
    assert marks_of(library) == ()


def test_several_changes_are_one_act(editor: Editor, library: Library):
    marks = [change.after for change in editor.import_all([spasm("a"), spasm("b")]).changes if change.after]
    editor.change_all((mark, replace(mark, duration_s=2.0)) for mark in marks)
    assert {mark.duration_s for mark in marks_of(library)} == {2.0}
    editor.undo()
    assert {mark.duration_s for mark in marks_of(library)} == {1.0}


def test_nothing_chosen_is_said(editor: Editor):
    with pytest.raises(UsageError, match="No mark was chosen"):
        editor.delete([])


@pytest.mark.parametrize("fields", [{"onset_s": float("inf")}, {"duration_s": -1.0}, {"duration_s": float("nan")}])
def test_times_without_sense_are_refused(editor: Editor, library: Library, fields: dict[str, float]):
    with pytest.raises(UsageError, match="needs an onset"):
        editor.add(replace(spasm(), **fields))
    assert marks_of(library) == ()


def test_a_character_that_cannot_be_kept_is_refused(editor: Editor):
    with pytest.raises(UsageError, match="cannot be kept"):
        editor.add(replace(spasm(), text="\ud800"))


def test_what_is_stored_has_one_form():
    mark = checked(Annotation("a", "spasm", -0.0, 1, attributes=(("b", "1"), ("a", "2"))))
    assert (str(mark.onset_s), mark.duration_s) == ("0.0", 1.0)
    assert mark.attributes == (("a", "2"), ("b", "1"))


@pytest.mark.parametrize(
    ("author", "role"), [("", "resident"), (" x", "resident"), ("file", "resident"), ("x", "boss")]
)
def test_a_reviewer_needs_a_name_and_a_role(library: Library, author: str, role: str):
    with pytest.raises(UsageError):
        Editor(library, RECORDING, author, role)


def test_terms_are_called_by_their_label(library: Library):
    editor = Editor(library, RECORDING, "ann", "resident", {"spasm": "Epileptic spasm"}.__getitem__)
    editor.add(spasm())
    assert editor.undo_text == "Undo add epileptic spasm at 00:12:44"


def test_the_study_library_is_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "here.sqlite"))
    study_library().close()
    assert (tmp_path / "here.sqlite").is_file()


onsets_s = st.floats(-10, 1e5)
durations_s = st.floats(0, 1000)


class EditorMachine(RuleBasedStateMachine):
    """Random acts, undo, redo and restarts against a dictionary and two lists of its snapshots."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.marks: dict[str, Annotation] = {}
        self.past: list[dict[str, Annotation]] = []
        self.future: list[dict[str, Annotation]] = []
        self.index = MarkIndex()
        self.n_made = 0
        self.n_edits = 0
        self.open()

    def open(self) -> None:
        self.library = open_library(f"{self.folder}/library.sqlite")
        self.editor = Editor(self.library, RECORDING, "ann", "resident")

    def act(self, edit) -> None:
        self.past.append(dict(self.marks))
        self.future.clear()
        self.note(edit)

    def note(self, edit) -> None:
        self.n_edits += 1
        assert edit.number == self.n_edits
        self.index = self.index.apply(edit)

    def fresh(self, onset_s: float, duration_s: float) -> Annotation:
        self.n_made += 1
        return checked(Annotation(f"{self.n_made:03d}", "spasm", onset_s, duration_s, layer="ann"))

    @rule(onset_s=onsets_s, duration_s=durations_s)
    def add(self, onset_s: float, duration_s: float) -> None:
        mark = self.fresh(onset_s, duration_s)
        self.act(self.editor.add(mark))
        self.marks[mark.annotation_id] = mark

    @rule(times=st.lists(st.tuples(onsets_s, durations_s), min_size=1, max_size=5))
    def take_over(self, times: list[tuple[float, float]]) -> None:
        marks = [self.fresh(*time) for time in times]
        self.act(self.editor.import_all(marks))
        self.marks |= {mark.annotation_id: mark for mark in marks}

    @precondition(lambda self: self.marks)
    @rule(data=st.data(), onset_s=onsets_s, duration_s=durations_s)
    def change(self, data: st.DataObject, onset_s: float, duration_s: float) -> None:
        before = self.marks[data.draw(st.sampled_from(sorted(self.marks)))]
        after = checked(replace(before, onset_s=onset_s, duration_s=duration_s))
        self.act(self.editor.change(before, after))
        self.marks[before.annotation_id] = after

    @precondition(lambda self: self.marks)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        names = data.draw(st.lists(st.sampled_from(sorted(self.marks)), min_size=1, max_size=3, unique=True))
        self.act(self.editor.delete([self.marks[name] for name in names]))
        for name in names:
            del self.marks[name]

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.future.append(self.marks)
        self.marks = self.past.pop()
        self.note(self.editor.undo())

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.past.append(self.marks)
        self.marks = self.future.pop()
        self.note(self.editor.redo())

    @precondition(lambda self: self.marks)
    @rule(data=st.data())
    def stale(self, data: st.DataObject) -> None:
        mark = self.marks[data.draw(st.sampled_from(sorted(self.marks)))]
        with pytest.raises(Conflict):
            self.editor.delete([replace(mark, text="as it never was")])

    @rule()
    def restart(self) -> None:
        self.library.close()
        self.open()

    @invariant()
    def everything_agrees(self) -> None:
        if not hasattr(self, "library"):
            return
        stored = self.library.annotations(RECORDING)
        assert {mark.annotation_id: mark for mark in stored} == self.marks
        assert tuple(self.index) == stored
        assert (self.editor.can_undo, self.editor.can_redo) == (bool(self.past), bool(self.future))
        assert self.library.verify(RECORDING) == []

    def teardown(self) -> None:
        if hasattr(self, "library"):
            self.library.close()
            shutil.rmtree(self.folder)


TestEditorMachine = EditorMachine.TestCase
TestEditorMachine.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)

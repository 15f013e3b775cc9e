"""The reviewer's acts: whatever the order, marks, log, index and undo agree, also after a restart."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from libraries.postgres_server import NOT_HERE, needs_postgres, programs, running_server

from eegview.app.library.editing import Editor, NotYours, checked, study_library
from eegview.app.marks.index import MarkIndex
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Action, Edit
from eegview.model.errors import UsageError
from eegview.store.library import Conflict, Library, open_library

RECORDING = "f" * 64


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path):
    if request.param == "postgresql" and programs() is None:
        pytest.skip(NOT_HERE)
    opened = open_library(
        str(tmp_path / "library.sqlite") if request.param == "sqlite" else running_server().fresh_url()
    )
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


@pytest.mark.parametrize("text", ["\ud800", "a\0b"])
def test_a_character_that_cannot_be_kept_is_refused(editor: Editor, text: str):
    with pytest.raises(UsageError, match="cannot be stored"):
        editor.add(replace(spasm(), text=text))


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


PEOPLE = ("ann", "bob", "cem")
people = st.sampled_from(PEOPLE)


class Person:
    """One reviewer with a library handle of their own, and what a dictionary and two lists say of their layer."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: dict[str, Annotation] = {}
        self.past: list[dict[str, Annotation]] = []
        self.future: list[dict[str, Annotation]] = []

    def open(self, place: str) -> None:
        self.library = open_library(place)
        self.editor = Editor(self.library, RECORDING, self.name, "resident")
        self.seen = self.library.last_number(RECORDING)
        self.index = MarkIndex(self.library.annotations(RECORDING))

    def look(self) -> None:
        """Follow what anybody did since, as the window does."""
        for edit in self.library.changes_since(RECORDING, self.seen):
            assert edit.number == self.seen + 1
            self.seen = edit.number
            self.index = self.index.apply(edit)


class EditorMachine(RuleBasedStateMachine):
    """Random acts of several people, undo, redo and restarts: nobody's undo touches what another did."""

    def new_place(self) -> str:
        self.folder = tempfile.mkdtemp()
        return f"{self.folder}/library.sqlite"

    @initialize()
    def start(self) -> None:
        self.place = self.new_place()
        self.people = {name: Person(name) for name in PEOPLE}
        self.n_made = 0
        self.n_edits = 0
        for person in self.people.values():
            person.open(self.place)

    def act(self, person: Person, edit: Edit) -> None:
        person.past.append(dict(person.marks))
        person.future.clear()
        self.note(person, edit)

    def note(self, person: Person, edit: Edit) -> None:
        self.n_edits += 1
        assert (edit.number, edit.author) == (self.n_edits, person.name)

    def fresh(self, person: Person, onset_s: float, duration_s: float) -> Annotation:
        self.n_made += 1
        return checked(Annotation(f"{self.n_made:03d}", "spasm", onset_s, duration_s, layer=person.name))

    @rule(who=people, onset_s=onsets_s, duration_s=durations_s)
    def add(self, who: str, onset_s: float, duration_s: float) -> None:
        person = self.people[who]
        mark = self.fresh(person, onset_s, duration_s)
        self.act(person, person.editor.add(mark))
        person.marks[mark.annotation_id] = mark

    @rule(who=people, times=st.lists(st.tuples(onsets_s, durations_s), min_size=1, max_size=5))
    def take_over(self, who: str, times: list[tuple[float, float]]) -> None:
        person = self.people[who]
        marks = [self.fresh(person, *time) for time in times]
        self.act(person, person.editor.import_all(marks))
        person.marks |= {mark.annotation_id: mark for mark in marks}

    @rule(who=people, data=st.data(), onset_s=onsets_s, duration_s=durations_s)
    def change(self, who: str, data: st.DataObject, onset_s: float, duration_s: float) -> None:
        person = self.people[who]
        if not person.marks:
            return
        before = person.marks[data.draw(st.sampled_from(sorted(person.marks)))]
        after = checked(replace(before, onset_s=onset_s, duration_s=duration_s))
        self.act(person, person.editor.change(before, after))
        person.marks[before.annotation_id] = after

    @rule(who=people, data=st.data())
    def delete(self, who: str, data: st.DataObject) -> None:
        person = self.people[who]
        if not person.marks:
            return
        names = data.draw(st.lists(st.sampled_from(sorted(person.marks)), min_size=1, max_size=3, unique=True))
        self.act(person, person.editor.delete([person.marks[name] for name in names]))
        for name in names:
            del person.marks[name]

    @rule(who=people)
    def undo(self, who: str) -> None:
        person = self.people[who]
        if person.past:
            person.future.append(person.marks)
            person.marks = person.past.pop()
            self.note(person, person.editor.undo())

    @rule(who=people)
    def redo(self, who: str) -> None:
        person = self.people[who]
        if person.future:
            person.past.append(person.marks)
            person.marks = person.future.pop()
            self.note(person, person.editor.redo())

    @rule(who=people, data=st.data())
    def stale(self, who: str, data: st.DataObject) -> None:
        person = self.people[who]
        if person.marks:
            mark = person.marks[data.draw(st.sampled_from(sorted(person.marks)))]
            with pytest.raises(Conflict):
                person.editor.delete([replace(mark, text="as it never was")])

    @rule(who=people, whose=people, data=st.data())
    def meddle(self, who: str, whose: str, data: st.DataObject) -> None:
        person, other = self.people[who], self.people[whose]
        if person is not other and other.marks:
            mark = other.marks[data.draw(st.sampled_from(sorted(other.marks)))]
            with pytest.raises(NotYours):
                person.editor.delete([mark])

    @rule(who=people)
    def look(self, who: str) -> None:
        self.people[who].look()

    @rule(who=people)
    def restart(self, who: str) -> None:
        self.people[who].library.close()
        self.people[who].open(self.place)

    @invariant()
    def everything_agrees(self) -> None:
        if not hasattr(self, "people"):
            return
        everybodys = {name: mark for person in self.people.values() for name, mark in person.marks.items()}
        reader = self.people["ann"]
        stored = reader.library.annotations(RECORDING)
        assert {mark.annotation_id: mark for mark in stored} == everybodys
        assert reader.library.verify(RECORDING) == []
        for person in self.people.values():
            assert (person.editor.can_undo, person.editor.can_redo) == (bool(person.past), bool(person.future))

    def teardown(self) -> None:
        for person in getattr(self, "people", {}).values():
            person.look()
            assert tuple(person.index) == person.library.annotations(RECORDING)
            person.library.close()
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


class ServerEditorMachine(EditorMachine):
    """The same on a server."""

    def new_place(self) -> str:
        return running_server().fresh_url()


TestEditorMachine = EditorMachine.TestCase
TestEditorMachine.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)


@needs_postgres
class TestServerEditorMachine(ServerEditorMachine.TestCase):
    settings = settings(max_examples=8, stateful_step_count=20, deadline=None)

"""What the recorder's texts mean, and what copying those of spasms would do."""

import pytest

from eegview.app.marks.file_notes import NoteReadings, changes_of, spasm_note_copies
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, Annotation


@pytest.fixture(scope="module")
def readings() -> NoteReadings:
    return NoteReadings(load_vocabulary())


def note(onset_s: float, text: str) -> Annotation:
    return Annotation(f"n{onset_s}", "file_note", onset_s, text=text, layer=FILE_LAYER)


@pytest.mark.parametrize(
    ("text", "is_spasm", "is_doubtful"),
    [
        ("SPASM", True, False),
        ("spasm 3", True, False),
        ("SPASM?", True, True),
        ("poss. spasm", True, True),
        ("probable spasm", True, True),
        ("epileptischer Spasmus", True, False),
        ("spasms have stopped", False, False),
        ("eyes closed", False, False),
        ("startle?", False, True),
    ],
)
def test_texts_are_read(readings: NoteReadings, text: str, is_spasm: bool, is_doubtful: bool) -> None:
    mark = note(1.0, text)
    assert readings.is_spasm(mark) is is_spasm
    assert readings.is_doubtful(mark) is is_doubtful


def test_a_mark_is_no_note(readings: NoteReadings) -> None:
    assert not readings.is_spasm(Annotation("m", "spasm", 1.0, text="SPASM", layer="ann"))


def test_copies_are_each_event_once_and_say_what_stands(readings: NoteReadings) -> None:
    notes = [note(1.0, "SPASM"), note(1.8, "spasm"), note(2.4, "spasm"), note(9.0, "SPASM?"), note(4.0, "cough")]
    mine = Annotation("m", "spasm", 8.4, 1.0, layer="ann")
    theirs = Annotation("t", "spasm", 1.0, 1.0, layer="bob")
    everything = [*notes, mine, theirs]
    copies = spasm_note_copies(everything, lambda _mark: everything, "ann", readings, SameEventRule())
    assert [copy.note.onset_s for copy in copies] == [1.0, 1.8, 2.4, 9.0]
    assert [copy.is_repeat for copy in copies] == [False, True, False, False]
    assert [copy.standing for copy in copies] == [(), (), (), (mine,)]
    assert [copy.is_new for copy in copies] == [True, False, True, False]
    made = [change.after for change in changes_of(copies)]
    assert all(mark is not None and mark.layer == "ann" and mark.duration_s == 1.0 for mark in made)

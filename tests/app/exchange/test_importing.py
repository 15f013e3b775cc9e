"""Marks from a file fit into a recording that has marks: nothing twice, no identity copied from another."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from eegview.app.exchange.importing import fit_marks, on_recordings_clock, read_marks
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.imported import ImportedMarks
from eegview.exchange.marks_file import write_marks
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UnreadableFile

VOCABULARY = load_vocabulary(built_in_only=True)
MARK = Annotation("a", "spasm", 10.0, 1.0, layer="ann")


def test_importing_twice_adds_nothing():
    first = fit_marks([MARK], [], "ann")
    assert first.marks == (MARK,)
    again = fit_marks([MARK], first.marks, "ann")
    assert (again.marks, again.n_already_here) == ((), 1)


def test_a_mark_that_stands_under_another_identity_is_here_already():
    assert fit_marks([Annotation("b", "spasm", 10.0, 1.0)], [MARK], "ann").n_already_here == 1


def test_another_mark_of_the_same_identity_gets_a_new_one():
    moved = Annotation("a", "spasm", 11.0, 1.0, layer="ann")
    fitted = fit_marks([moved, moved], [MARK], "ann")
    assert fitted.n_renamed == 2
    assert len({"a", *(mark.annotation_id for mark in fitted.marks)}) == 3


@pytest.mark.parametrize(
    ("given", "layer", "expected"),
    [("", None, "ann"), (FILE_LAYER, None, "ann"), ("bob", None, "bob"), ("bob", "eve", "eve")],
)
def test_which_layer_a_mark_goes_to(given: str, layer: str | None, expected: str):
    fitted = fit_marks([Annotation("a", "spasm", 1.0, layer=given)], [], "ann", layer)
    assert fitted.marks[0].layer == expected


START = datetime.datetime(2024, 3, 1, 22, 15, 30)


def test_a_part_of_a_second_between_two_starts_is_made_up_for():
    found = ImportedMarks((MARK,), started_at=START)
    later = on_recordings_clock(found, START + datetime.timedelta(seconds=0.25))
    assert later.annotations[0].onset_s == 9.75
    assert later.report == ()


def test_another_day_is_told_and_onsets_stay():
    found = on_recordings_clock(ImportedMarks((MARK,), started_at=START), START + datetime.timedelta(days=1))
    assert found.annotations == (MARK,)
    assert "different time" in found.report[0]


@pytest.mark.parametrize("started_at", [None, START])
def test_no_start_or_the_same_start_changes_nothing(started_at: datetime.datetime | None):
    found = ImportedMarks((MARK,), started_at=START)
    assert on_recordings_clock(found, started_at) is found


@pytest.mark.parametrize("started_at", [None, START])
def test_what_was_written_as_edf_is_read_back(tmp_path: Path, started_at: datetime.datetime | None):
    file = tmp_path / "marks.edf"
    write_marks(file, [MARK, Annotation("n", "note", 3.5, 1 / 3, text="µV, “up”")], VOCABULARY, started_at)
    found = read_marks(file, VOCABULARY)
    assert [(m.term_id, m.onset_s, m.duration_s, m.text) for m in found.annotations] == [
        ("note", 3.5, 0.333333, "µV, “up”"),
        ("spasm", 10.0, 1.0, ""),
    ]
    assert found.started_at == started_at


def test_tables_are_read(tmp_path: Path):
    write_marks(tmp_path / "a.tsv", [MARK], VOCABULARY)
    assert read_marks(str(tmp_path / "a.tsv"), VOCABULARY).annotations == (MARK,)


def test_a_recorders_notes_become_marks(tmp_path: Path):
    notes = [
        Annotation("n1", "file_note", 1.0, text="SPASM?", layer=FILE_LAYER),
        Annotation("n2", "file_note", 2.0, text="IMP CHECK ON", layer=FILE_LAYER),
    ]
    write_marks(tmp_path / "a.tsv", [MARK, *notes], VOCABULARY)
    found = read_marks(tmp_path / "a.tsv", VOCABULARY)
    assert [(mark.term_id, mark.text, mark.layer) for mark in found.annotations] == [
        ("spasm", "", "ann"),
        ("spasm", "SPASM?", ""),
        ("note", "IMP CHECK ON", ""),
    ]
    assert found.unknown_texts == (("IMP CHECK ON", 1),)


@pytest.mark.parametrize("name", ["none.edf", "none.tsv"])
def test_a_missing_file_is_refused(tmp_path: Path, name: str):
    with pytest.raises(UnreadableFile):
        read_marks(tmp_path / name, VOCABULARY)


def test_marks_of_an_event_that_stands_already_are_counted() -> None:
    near = Annotation("c", "spasm", MARK.onset_s + 0.8, 0.5)
    far = Annotation("d", "spasm", MARK.onset_s + 1.2, 0.5)
    fitted = fit_marks([near, far], [replace(MARK, layer="ann")], "ann")
    assert (len(fitted.marks), fitted.n_same_event) == (2, 1)
    assert fit_marks([near], [replace(MARK, layer="bob")], "ann").n_same_event == 0  # another reader's

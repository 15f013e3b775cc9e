"""The list of a library's studies equals what each study holds, for whoever looks."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from made_studies.blind_study import BLIND, OTHER, a_mark, add_own_mark, leaks_in, make_blind_study, sign_own
from reports.report_study import OTHER as BO
from reports.report_study import READER as ADA
from reports.report_study import scored, source_at

from eegview.app.blind_reading.sealed_library import SealedLibrary
from eegview.app.library.editing import Editor
from eegview.app.library.known_recordings import known_source, note_opened
from eegview.app.library.opening import open_source
from eegview.app.library.signing import sign
from eegview.app.library_tables.list_texts import has_text, study_json, study_text
from eegview.app.library_tables.seen_study import SeenStudy
from eegview.app.library_tables.study_details import details_text
from eegview.app.library_tables.study_list import StudyLine, list_studies
from eegview.model.edit import Action, Change
from eegview.model.signature import Meaning
from eegview.store.library import Library, open_library

ONE, TWO = "1" * 64, "2" * 64


def lines_of(library: Library, viewer: str | None = None) -> dict[str, StudyLine]:
    return {line.fingerprint: line for line in list_studies(SealedLibrary(library, viewer), viewer)}


def said_alike(library: Library, viewer: str | None, line: StudyLine) -> None:
    """Check a line against the study itself, read whole."""
    study = SeenStudy(SealedLibrary(library, viewer), line.fingerprint, viewer)
    assert line.n_marks == len(study.marks)
    assert (line.n_runs or 0) == len(study.runs)
    assert line.n_edits == len(study.edits)
    assert line.authors == tuple(sorted({edit.author for edit in study.edits}))
    assert [line.first_edit_utc, line.last_edit_utc] == [study.edits[0].at_utc, study.edits[-1].at_utc]
    assert line.n_scores == sum(bool(one.committed_utc) for one in study.score_lines)


def test_what_the_database_counts_is_what_the_studies_hold(library: Library) -> None:
    for reader, role in (("Ann", "technologist"), ("Ben", "neurologist")):
        editor = Editor(library, ONE, reader, role)
        for onset_s in (1.0, 2.0, 3.0):
            editor.add(a_mark("spasm", onset_s, 1.0, ""))
    editor = Editor(library, ONE, "Ann", "technologist")
    editor.delete([mark for mark in editor.marks() if mark.layer == "Ann"][:1])
    Editor(library, TWO, "Cleo", "resident").add(a_mark("seizure", 5.0, 20.0, ""))
    lines = lines_of(library)
    assert (lines[ONE].n_marks, lines[ONE].readers, lines[ONE].n_edits) == (5, ("Ann", "Ben"), 7)
    assert (lines[TWO].n_marks, lines[TWO].readers) == (1, ("Cleo",))
    for line in lines.values():
        said_alike(library, None, line)


def test_scores_are_counted_once_they_are_committed(library: Library) -> None:
    source = source_at(datetime(2026, 3, 1, tzinfo=UTC), ONE)
    for reader, is_committed in ((ADA, True), (BO, False)):
        records = scored(source, 300.0, {3: ["P4"]}, reader=reader, is_committed=is_committed)
        library.apply(ONE, reader, "neurologist", Action.IMPORT, [Change(None, record) for record in records])
    line = lines_of(library)[ONE]
    assert (line.n_scores, line.readers, line.n_marks) == (1, (ADA,), 0)
    for viewer in (None, ADA, BO, "Cleo"):
        said_alike(library, viewer, lines_of(library, viewer)[ONE])
    assert lines_of(library, BO)[ONE].is_hidden  # who scores that epoch may not know what Ada found
    assert not lines_of(library, "Cleo")[ONE].signed


def test_a_signature_says_whether_the_layer_was_changed_since(library: Library) -> None:
    editor = Editor(library, ONE, "Ben", "neurologist")
    editor.add(a_mark("spasm", 1.0, 1.0, ""))
    sign(editor, "Dr. Ben", Meaning.REVIEWED, "Ben", "{}")
    (signed,) = lines_of(library)[ONE].signed
    assert (signed.text, signed.layer, signed.is_changed) == ("Dr. Ben", "Ben", False)
    Editor(library, ONE, "Ann", "technologist").add(a_mark("spasm", 2.0, 1.0, ""))
    (signed,) = lines_of(library)[ONE].signed
    assert signed.is_changed is False  # another's layer
    editor.add(a_mark("spasm", 3.0, 1.0, ""), "addendum: late")
    (signed,) = lines_of(library)[ONE].signed
    assert signed.text == "Dr. Ben, changed since"


def test_a_recording_that_was_only_opened_is_listed(library: Library) -> None:
    source = source_at(datetime(2026, 3, 1, 21, 5), ONE)
    assert note_opened(library, known_source(source))
    (line,) = lines_of(library).values()
    assert (line.n_marks, line.n_edits, line.readers) == (0, 0, ())
    assert line.started_at == datetime(2026, 3, 1, 21, 5)
    assert "2026-03-01 21:05" in study_text(line)
    assert "21 channels" in study_text(line)
    assert has_text(line, "2026-03 CHANNELS")
    assert not has_text(line, "2026-03 nobody")


def test_what_is_not_known_is_null_and_said(library: Library) -> None:
    Editor(library, ONE, "Ann", "technologist").add(a_mark("spasm", 1.0, 1.0, ""))
    with library.transaction(writes=True) as connection:
        connection.exec_driver_sql("DELETE FROM recording")
    (line,) = lines_of(library).values()
    held = study_json(line)
    for name in ("name", "format", "duration_s", "started_at", "n_files", "first_seen_utc", "last_seen_utc"):
        assert held[name] is None, name
    assert held["channels"] == []
    assert "not seen since the library was updated" in study_text(line)
    assert "not seen since the library was updated" in details_text(line)


def test_several_files_are_one_recording_called_by_the_first(library: Library, tmp_path: Path) -> None:
    from recordings.study_files import write_edf

    files = [write_edf(tmp_path / f"part{n}.edf", names=("C3",), started_at=datetime(2024, 5, 5, n)) for n in range(2)]
    with closing(open_source([str(file) for file in files])) as source:
        known = known_source(source)
    assert (known.name, known.n_files) == ("part0.edf", 2)


@pytest.mark.parametrize("viewer", [BLIND, None])
def test_who_reads_blind_is_told_nothing_of_others(tmp_path: Path, viewer: str | None) -> None:
    made = make_blind_study(tmp_path, seed=11)
    add_own_mark(made)
    with closing(open_library(made.library)) as library:
        line = lines_of(library, viewer)[made.fingerprint]
        said_alike(library, viewer, line)
    said = f"{study_json(line)} {study_text(line)} {details_text(line)}"
    assert leaks_in(said, made) == []
    assert (line.n_runs, line.is_hidden) == (None, True)
    assert line.readers == ((BLIND,) if viewer else ())
    assert [one.layer for one in line.signed] == [OTHER]  # that others signed may be known, not whether it still holds
    assert line.signed[0].is_changed is None


def test_once_signed_all_is_counted(tmp_path: Path) -> None:
    made = make_blind_study(tmp_path, seed=12)
    add_own_mark(made)
    sign_own(made)
    with closing(open_library(made.library)) as library:
        line = lines_of(library, BLIND)[made.fingerprint]
        said_alike(library, BLIND, line)
    assert (line.n_runs, line.is_hidden) == (1, False)
    assert {BLIND, OTHER} <= set(line.readers)

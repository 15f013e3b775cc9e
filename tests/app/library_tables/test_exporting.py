"""An exported library, read back, holds what the library holds; it is whole or not there; blind reading holds."""

import csv
import json
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_studies.blind_study import BLIND, a_mark, add_own_mark, leaks_in, make_blind_study
from reports.report_study import READER, scored, source_at

from eegview.app.blind_reading.sealed_library import SealedLibrary
from eegview.app.library.known_recordings import known_source, note_opened
from eegview.app.library_tables.cells import json_value
from eegview.app.library_tables.columns import ANY, COUNT, FLAG, FLOAT, MAYBE_COUNT, TABLES
from eegview.app.library_tables.exporting import export_library
from eegview.app.library_tables.rows import judgement_rows, mark_row, run_row, score_row, stage_rows
from eegview.app.library_tables.seen_study import SeenStudy
from eegview.exchange.escaping import plain_cell
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change
from eegview.model.errors import Cancelled, UsageError
from eegview.model.span import Span
from eegview.model.study.known_recording import KeptIdentity
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd
from eegview.model.suggestion.judgement import Verdict, judgement_mark
from eegview.store.library import Library, open_library

ONE, TWO = "1" * 64, "2" * 64

words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=8) | st.sampled_from(
    ["=1+1", "-3", "@a", "a,b", 'a"b', "two\nlines", "tab\there", "'", "n/a", ""]
)
times = st.floats(0, 1e6, allow_nan=False)
marks = st.builds(
    lambda number, term, onset_s, duration_s, channels, answers, text, layer: Annotation(
        f"{number:032x}", term, onset_s, duration_s, tuple(channels), tuple(sorted(answers.items())), text, layer
    ),
    st.integers(0, 2**64),
    st.sampled_from(["spasm", "sleep_stage", "seizure", "artifact"]),
    times,
    times,
    st.lists(words, max_size=2),
    st.dictionaries(words, words, max_size=2),
    words,
    st.sampled_from(["Ann", "Ben", "=Eve"]),
)


def filled(library: Library) -> Library:
    """Put two recordings into a library: one with marks, stages, a run, a judgement and a score; one only opened."""
    library.keep_identity(KeptIdentity(names=True))
    for fingerprint, started in ((ONE, datetime(2026, 3, 1, 21)), (TWO, None)):
        assert note_opened(library, known_source(source_at(started, fingerprint)))
    own = [a_mark("spasm", 1.5, 0.5, "=cmd", "Ann"), a_mark("sleep_stage", 30.0, 30.0, "", "Ann", stage="N2")]
    library.apply(ONE, "Ann", "technologist", Action.ADD, [Change(None, mark) for mark in own])
    source = source_at(None, ONE)
    records = scored(source, 300.0, {3: ["P4"]})
    library.apply(ONE, READER, "neurologist", Action.IMPORT, [Change(None, record) for record in records])
    run = DetectorRun(
        "r" * 32, ONE, "spasms", "Spasms", "1.0", "c" * 64, (("minimum", "0.5"),), Span(0.0, 60.0),
        "2026-03-18T07:00:00+00:00", "Ann", notes=("a note",),
    )  # fmt: skip
    library.start_run(run)
    found = Detection(0, 1.4, 1.0, "spasm", 0.75)
    library.add_detections(run.run_id, [found])
    library.end_run(run.run_id, RunEnd.DONE, "", 60.0)
    judged = judgement_mark(run, found, Verdict.REJECT, layer="Ann")
    library.apply(ONE, "Ann", "technologist", Action.ADD, [Change(None, judged)])
    return library


def expected(library: Library, viewer: str | None = None) -> dict[str, list[list[Any]]]:
    """Return the rows that the tables must hold, from the studies themselves."""
    sealed = SealedLibrary(library, viewer)
    held: dict[str, list[list[Any]]] = {name: [] for name in TABLES if name != "recordings"}
    for known in library.recordings():
        study = SeenStudy(sealed, known.fingerprint, viewer)
        rows = {
            "marks": map(mark_row, study.marks),
            "runs": map(run_row, study.runs),
            "judgements": judgement_rows(study.stored),
            "scores": map(score_row, study.score_lines),
            "stages": stage_rows(study.marks),
        }
        for name, some in rows.items():
            held[name] += [[known.fingerprint, *map(json_value, row)] for row in some]
    return {name: sorted(rows, key=repr) for name, rows in held.items()}


def read_json(path: Path) -> dict[str, list[list[Any]]]:
    held = json.loads(path.read_text(encoding="utf-8"))
    return {name: sorted(([*row.values()] for row in held[name]), key=repr) for name in TABLES if name != "recordings"}


def read_tables(folder: Path, form: str) -> dict[str, list[list[Any]]]:
    return {
        name: sorted(read_table(folder / f"{name}.{form}", name), key=repr) for name in TABLES if name != "recordings"
    }


def read_table(path: Path, name: str) -> list[list[Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ","))
    kinds = TABLES[name]
    assert rows[0] == [*kinds]
    return [[_value(cell, kind) for cell, kind in zip(row, kinds.values(), strict=True)] for row in rows[1:]]


def _value(cell: str, kind: str) -> Any:
    if kind in (FLOAT, COUNT, MAYBE_COUNT):
        return None if cell == "" else float(cell) if kind == FLOAT else int(cell)
    if kind == FLAG:
        return cell == "true"
    return json.loads(plain_cell(cell)) if kind == ANY else plain_cell(cell)


def test_one_json_file_holds_what_the_library_holds(library: Library, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    done = export_library(SealedLibrary(filled(library), None), None, out)
    assert read_json(out) == expected(library)
    assert done.n_rows == {"recordings": 2, "marks": 2, "runs": 1, "judgements": 1, "scores": 1, "stages": 1}
    held = json.loads(out.read_text(encoding="utf-8"))
    first = next(row for row in held["recordings"] if row["fingerprint"] == ONE)
    assert (first["started_at"], first["n_marks"], first["n_runs"]) == ("2026-03-01T21:00:00", 2, 1)
    assert first["recorded_s"] == first["duration_s"] == 1200.0
    assert len(first["channels"]) == first["n_channels"] == 21


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_a_folder_of_tables_holds_what_the_library_holds(library: Library, tmp_path: Path, form: str) -> None:
    export_library(SealedLibrary(filled(library), None), None, tmp_path / "out", form)
    assert read_tables(tmp_path / "out", form) == expected(library)


def test_a_folder_of_json_holds_a_list_each(library: Library, tmp_path: Path) -> None:
    export_library(SealedLibrary(filled(library), None), None, tmp_path / "out", "json")
    for name in TABLES:
        assert len(json.loads((tmp_path / "out" / f"{name}.json").read_text())) == {"recordings": 2, "marks": 2}.get(
            name, 1
        )


@settings(max_examples=25, deadline=None)
@given(st.lists(marks, max_size=6, unique_by=lambda mark: mark.annotation_id), st.sampled_from(["csv", "json"]))
def test_whatever_is_marked_comes_back(own: list[Annotation], form: str) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_library(str(Path(folder) / "library.sqlite"))) as library,
    ):
        for number, mark in enumerate(own):
            fingerprint = (ONE, TWO)[number % 2]
            library.apply(fingerprint, mark.layer, "resident", Action.ADD, [Change(None, mark)])
        out = Path(folder) / ("out.json" if form == "json" else "out")
        export_library(SealedLibrary(library, None), None, out)
        assert (read_json(out) if form == "json" else read_tables(out, form)) == expected(library)


def test_no_cell_is_run_by_a_spreadsheet(library: Library, tmp_path: Path) -> None:
    export_library(SealedLibrary(filled(library), None), None, tmp_path / "out")
    assert ",'=cmd," in (tmp_path / "out" / "marks.csv").read_text(encoding="utf-8")


def test_it_says_what_made_it_and_what_each_column_is(library: Library, tmp_path: Path) -> None:
    export_library(SealedLibrary(filled(library), None), None, tmp_path / "out")
    about = json.loads((tmp_path / "out" / "about.json").read_text(encoding="utf-8"))
    assert [one["Name"] for one in about["GeneratedBy"]] == ["eegview", "spasms"]
    assert {one["fingerprint"]: one["n_edits"] for one in about["recordings"]} == {
        ONE: library.last_number(ONE),
        TWO: 0,
    }
    assert about["vocabulary"]["id"]
    assert about["tables"]["marks"]["n_rows"] == 2
    for name, columns in TABLES.items():
        assert [*about["tables"][name]["columns"]] == [*columns]
    assert about["tables"]["marks"]["columns"]["onset_s"]["Units"] == "s"


def test_names_and_starts_are_said_and_can_be_left_out(library: Library, tmp_path: Path) -> None:
    sealed = SealedLibrary(filled(library), None)
    done = export_library(sealed, None, tmp_path / "with.json")
    assert any("names of files and start times" in note for note in done.notes)
    done = export_library(sealed, None, tmp_path / "without.json", with_identity=False)
    held = json.loads((tmp_path / "without.json").read_text(encoding="utf-8"))
    assert [(row["name"], row["started_at"]) for row in held["recordings"]] == [("", None)] * 2
    assert not any("start times" in note for note in done.notes)


def test_a_simulated_study_is_marked(library: Library, tmp_path: Path) -> None:
    from dataclasses import replace

    library.note_recording(replace(known_source(source_at(None, ONE)), is_simulated=True))
    done = export_library(SealedLibrary(library, None), None, tmp_path / "out.json")
    assert any("SIMULATED" in note for note in done.notes)


def test_an_empty_library_gives_empty_tables(library: Library, tmp_path: Path) -> None:
    done = export_library(SealedLibrary(library, None), None, tmp_path / "out")
    assert set(done.n_rows.values()) == {0}
    assert read_tables(tmp_path / "out", "csv") == expected(library)


def test_a_recording_that_is_marked_meanwhile_is_read_again_so_that_all_of_it_is_of_one_moment(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed, before = SealedLibrary(filled(library), None), library.head(ONE)[0]
    annotations = SealedLibrary.annotations

    def marked_meanwhile(self: SealedLibrary, fingerprint: str, term_id: str | None = None) -> tuple[Annotation, ...]:
        found = annotations(self, fingerprint, term_id)
        if library.head(ONE)[0] == before:
            added = Change(None, a_mark("spasm", 9.0, 0.5, "", "Ann"))
            library.apply(ONE, "Ann", "technologist", Action.ADD, [added])
        return found

    monkeypatch.setattr(SealedLibrary, "annotations", marked_meanwhile)
    export_library(sealed, None, tmp_path / "out.json")
    held = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    row = next(one for one in held["recordings"] if one["fingerprint"] == ONE)
    state = next(one for one in held["about"]["recordings"] if one["fingerprint"] == ONE)
    assert (row["n_edits"], state["n_edits"], state["head_hash"]) == (before + 1, *library.head(ONE))
    assert row["n_marks"] == sum(one["fingerprint"] == ONE for one in held["marks"])


@pytest.mark.parametrize("name", ["out", "out.json"])
@pytest.mark.parametrize("error", [Cancelled, KeyboardInterrupt])
def test_an_export_that_is_stopped_leaves_nothing(
    library: Library, tmp_path: Path, name: str, error: type[BaseException]
) -> None:
    sealed, before = SealedLibrary(filled(library), None), set(tmp_path.iterdir())

    def stopped(share: float) -> None:
        if share > 0:
            raise error

    with pytest.raises(error):
        export_library(sealed, None, tmp_path / name, progress=stopped)
    assert set(tmp_path.iterdir()) == before


def test_what_is_there_is_not_written_over(library: Library, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="already exists"):
        export_library(SealedLibrary(library, None), None, tmp_path / "out")
    with pytest.raises(UsageError, match="no form"):
        export_library(SealedLibrary(library, None), None, tmp_path / "other", "xlsx")
    with pytest.raises(UsageError, match="one JSON file"):
        export_library(SealedLibrary(library, None), None, tmp_path / "other.json", "csv")


@pytest.fixture(params=[BLIND, None])
def viewer(request: pytest.FixtureRequest) -> str | None:
    return request.param


def test_who_reads_blind_gets_nothing_of_others_by_export(tmp_path: Path, viewer: str | None) -> None:
    made = make_blind_study(tmp_path, seed=21)
    add_own_mark(made)
    with closing(open_library(made.library)) as library:
        sealed = SealedLibrary(library, viewer)
        done = export_library(sealed, viewer, tmp_path / "out")
        export_library(sealed, viewer, tmp_path / "out.json")
    written = [*(tmp_path / "out").iterdir(), tmp_path / "out.json"]
    said = "".join(path.read_text(encoding="utf-8") for path in written) + " ".join(done.notes)
    assert leaks_in(said, made) == []
    assert done.n_rows["marks"] == (1 if viewer else 0)
    assert any("left out" in note for note in done.notes)

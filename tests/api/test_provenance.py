"""Every table of the Python interface says what made it, and pandas hands that on."""

import hashlib
import inspect
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from made_studies.python_study import RUN_ID, fill_library
from pandas import DataFrame

import eegview
from eegview.api import frames
from eegview.api.comparing import EventComparison
from eegview.api.library import Library
from eegview.api.seen import SeenLibrary
from eegview.api.study import Study
from eegview.app.provenance import program_provenance
from eegview.cli.run import main
from eegview.model.annotation import Annotation
from eegview.model.infant.infant import is_infant_id
from eegview.model.provenance import recording_state
from eegview.model.span import Span
from eegview.model.suggestion.detection import DetectorRun, RunEnd
from eegview.store.library import open_library

NOT_CALLED = {"detect"}  # runs a detector; tests/api/test_detecting.py
STUDY = ("channels", "marks", "scores", "history", "runs", "detections", "run_trends", "trends", "stages")
LIBRARY = ("studies", "channels", "marks", "runs", "judgements", "scores", "stages")
INFANTS = ("infants", "infant_studies", "diary", "treatments", "milestones")


def tables_of(kind: type) -> set[str]:
    """Return the methods of a class that give a table."""
    found = inspect.getmembers(kind, inspect.isfunction)
    return {name for name, one in found if one.__annotations__.get("return") == "DataFrame" and name[0] != "_"}


def test_every_table_is_looked_at_here() -> None:
    assert tables_of(Study) == {*STUDY} | NOT_CALLED
    assert tables_of(Library) == {*LIBRARY, *INFANTS}
    assert tables_of(EventComparison) == {"events", "spans"}


@pytest.fixture
def head(recording: Path, tmp_path: Path) -> tuple[str, int, str]:
    """Return fingerprint, number and hash of the last edit of a filled library."""
    fill_library(tmp_path / "library.sqlite", recording)
    library = open_library(str(tmp_path / "library.sqlite"))
    (fingerprint,) = library.fingerprints()
    number, head_hash = library.head(fingerprint)
    library.close()
    return fingerprint, number, head_hash


@pytest.mark.parametrize("name", STUDY)
def test_a_table_of_a_study_says_what_made_it(recording: Path, head: tuple[str, int, str], name: str) -> None:
    with eegview.open_study(recording) as study:
        told: dict[str, Any] = getattr(study, name)().attrs["provenance"]
    assert told == json.loads(json.dumps(told))
    assert told["GeneratedBy"][0]["Version"] == eegview.__version__
    (state,) = told["recordings"]
    assert state["fingerprint"] == head[0]
    if name != "channels":  # of the file alone
        assert (state["n_edits"], state["head_hash"]) == head[1:]
    has_detector = name in ("runs", "detections", "run_trends")
    assert [one["Name"] for one in told["GeneratedBy"][1:]] == (["spasms"] if has_detector else [])


@pytest.mark.parametrize("name", LIBRARY)
def test_a_table_of_a_library_names_all_its_recordings(head: tuple[str, int, str], name: str) -> None:
    told = getattr(eegview.read_library(), name)().attrs["provenance"]
    assert [(one["fingerprint"], one["n_edits"], one["head_hash"]) for one in told["recordings"]] == [head]
    has_detector = name in ("runs", "judgements")
    assert [(one["Name"], one.get("CodeHash")) for one in told["GeneratedBy"][1:]] == (
        [("spasms", "c" * 64)] if has_detector else []
    )


@pytest.mark.parametrize("name", INFANTS)
def test_a_table_of_infants_names_each_log_that_it_was_read_from(
    recording: Path, head: tuple[str, int, str], name: str
) -> None:
    assert main(["infant", "add", "K07", str(recording)]) == 0
    told = getattr(eegview.read_library(), name)().attrs["provenance"]
    logs = {one["fingerprint"]: one for one in told["recordings"]}
    (infant_id,) = [one for one in logs if is_infant_id(one)]
    assert logs[infant_id]["n_edits"] == 1
    assert told["GeneratedBy"][0]["Version"] == eegview.__version__


def test_a_mark_that_is_made_while_a_table_is_read_is_in_it_or_not_in_its_provenance(
    recording: Path, head: tuple[str, int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    marks_of, done = SeenLibrary.marks, list[bool]()

    def marks(seen: SeenLibrary) -> tuple[Annotation, ...]:
        found = marks_of(seen)
        if not done:
            done.append(True)
            with eegview.open_study(recording) as study, study.edit(reviewer="Cleo") as edit:
                edit.add("spasm", 5.0, 1.0)
        return found

    monkeypatch.setattr(SeenLibrary, "marks", marks)
    table = eegview.read_library().marks()
    assert (len(table), table.attrs["provenance"]["recordings"][0]["n_edits"]) == (5, head[1] + 1)


def test_the_detector_of_a_judgement_is_named_after_its_run_was_deleted(head: tuple[str, int, str]) -> None:
    with closing(open_library()) as library:
        library.delete_run(RUN_ID, "Ann", "technologist")
    told = eegview.read_library().judgements().attrs["provenance"]
    assert [(one["Name"], one["Version"]) for one in told["GeneratedBy"][1:]] == [("spasms", "1.2.0")]


def test_many_recordings_are_told_by_number_and_hash(head: tuple[str, int, str]) -> None:
    states = [recording_state(f"{n:064x}", (n + 1, f"{n:064x}")) for n in range(51)]
    few = frames.told(DataFrame(), program_provenance(recordings=states[:50])).attrs["provenance"]
    assert len(few["recordings"]) == 50
    many = frames.told(DataFrame(), program_provenance(recordings=states)).attrs["provenance"]
    rows = [{"fingerprint": s.fingerprint, "n_edits": s.n_edits, "head_hash": s.head_hash} for s in states]
    text = json.dumps(rows, separators=(",", ":"))
    expected = {"n_recordings": 51, "hash": hashlib.sha256(text.encode()).hexdigest()}
    assert many["recordings"] == expected


def test_a_recording_that_only_a_detector_read_is_in_the_tables(recording: Path, tmp_path: Path) -> None:
    run = DetectorRun(
        RUN_ID, "a" * 64, "spasms", "Epileptic spasms", "1.2.0", "c" * 64, (), Span(0.0, 9.0),
        "2026-03-18T07:00:00+00:00", "Ann",
    )  # fmt: skip
    with closing(open_library()) as library:
        library.start_run(run)
        library.end_run(RUN_ID, RunEnd.DONE, "", 9.0)
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as connection:
        connection.execute("DELETE FROM head")  # as where runs were not logged yet
        connection.commit()
    table = eegview.read_library().runs()
    assert table["fingerprint"].tolist() == ["a" * 64]
    (state,) = table.attrs["provenance"]["recordings"]
    assert (state["fingerprint"], state["n_edits"]) == ("a" * 64, 0)


def test_it_survives_what_people_do_with_a_table(recording: Path, head: tuple[str, int, str]) -> None:
    with eegview.open_study(recording) as study:
        marks = study.marks()
    told = marks.attrs["provenance"]
    for changed in (
        marks.query("layer == 'Ann'"),
        marks.query("onset_s > 1").sort_values("onset_s").reset_index(drop=True),
        marks.copy(),
        marks.assign(onset_min=marks["onset_s"] / 60).head(2),
    ):
        assert changed.attrs["provenance"] == told


def test_the_clock_is_all_that_differs_between_two_tables(recording: Path, head: tuple[str, int, str]) -> None:
    with eegview.open_study(recording) as study:
        first, second = study.marks(), study.marks()
    assert first.equals(second)
    told = [dict(one.attrs["provenance"], made_utc="") for one in (first, second)]
    assert told[0] == told[1]


def test_a_comparison_says_what_made_it(recording: Path, head: tuple[str, int, str]) -> None:
    with eegview.open_study(recording) as study:
        found = eegview.compare(study.marks("spasm", layer="Ann"), study.marks("spasm", layer="Ben")).events()
    assert found.attrs["provenance"]["GeneratedBy"][0]["Name"] == "eegview"


def test_a_study_without_a_library_has_no_state_of_a_log(recording: Path) -> None:
    with eegview.open_study(recording) as study:
        (state,) = study.marks().attrs["provenance"]["recordings"]
    assert state["n_edits"] is None


def test_it_names_nobody_and_no_place(recording: Path, head: tuple[str, int, str]) -> None:
    with eegview.open_study(recording) as study:
        text = json.dumps(study.runs().attrs["provenance"])
    assert not any(word in text for word in ("Ann", "Ben", recording.name, str(recording.parent)))

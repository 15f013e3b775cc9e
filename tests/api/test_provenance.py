"""Every table of the Python interface says what made it, and pandas hands that on."""

import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from python_study import fill_library

import eegview
from eegview.api.comparing import EventComparison
from eegview.api.library import Library
from eegview.api.study import Study
from eegview.store.library import open_library

NOT_CALLED = {"detect"}  # runs a detector; tests/api/test_detecting.py
STUDY = ("channels", "marks", "scores", "history", "runs", "detections", "run_trends", "trends", "stages")
LIBRARY = ("studies", "channels", "marks", "runs", "judgements", "scores", "stages")


def tables_of(kind: type) -> set[str]:
    """Return the methods of a class that give a table."""
    found = inspect.getmembers(kind, inspect.isfunction)
    return {name for name, one in found if one.__annotations__.get("return") == "DataFrame" and name[0] != "_"}


def test_every_table_is_looked_at_here() -> None:
    assert tables_of(Study) == {*STUDY} | NOT_CALLED
    assert tables_of(Library) == {*LIBRARY}
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
    assert [state["n_edits"] for state in told["recordings"]] == [head[1]]


def test_it_survives_what_people_do_with_a_table(recording: Path, head: tuple[str, int, str]) -> None:
    with eegview.open_study(recording) as study:
        marks = study.marks()
    told = marks.attrs["provenance"]
    for changed in (
        marks.query("layer == 'Ann'"),
        marks[marks["onset_s"] > 1].sort_values("onset_s").reset_index(drop=True),
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

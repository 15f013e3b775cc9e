"""A whole library as tables."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from made_studies.python_study import RUN_ID, fill_library
from recordings.study_files import write_edf

import eegview
from eegview.api.columns import JUDGEMENTS, MARKS, RUNS, SCORES
from eegview.model.errors import LibraryRefused, UsageError
from eegview.model.study.known_recording import KeptIdentity
from eegview.store.library import open_library


@pytest.fixture
def filled(recording: Path, tmp_path: Path) -> Path:
    """Return a library of two recordings; one has marks of two readers and a run, the other a seizure."""
    path = tmp_path / "library.sqlite"
    fill_library(path, recording)
    other = write_edf(tmp_path / "other.edf", names=("C3",), started_at=datetime(2024, 5, 5))
    with eegview.open_study(other) as study, study.edit(reviewer="Cleo") as edit:
        edit.add("seizure", 5, 20)
    return path


def test_every_recording_has_a_row(filled: Path) -> None:
    studies = eegview.read_library(filled).studies().sort_values("n_marks")
    assert studies["n_marks"].tolist() == [1, 4]
    assert studies["n_runs"].tolist() == [0, 1]
    assert studies["n_edits"].tolist() == [1, 4]
    assert studies["authors"].tolist()[0] == "Cleo"
    times = studies[["first_edit_utc", "last_edit_utc"]].to_numpy().tolist()
    assert all(first <= last <= datetime.now(UTC) for first, last in times)


def test_a_recording_is_known_by_what_it_is(filled: Path, recording: Path) -> None:
    with closing(open_library(str(filled))) as opened:
        opened.keep_identity(KeptIdentity(names=True))
    with eegview.open_study(recording) as study:
        study.marks()  # the library is opened, and knows the recording
        info, names = study.info, study.ch_names
    studies = eegview.read_library(filled).studies().set_index("fingerprint")
    row = studies.loc[info.fingerprint]
    assert (row["name"], row["format"], row["started_at"]) == ("study.edf", info.format, info.started_at)
    assert (row["duration_s"], row["n_channels"], row["n_files"]) == (info.duration_s, info.n_channels, 1)
    assert row["first_seen_utc"] <= row["last_seen_utc"] <= datetime.now(UTC)
    assert (row["readers"], row["signed"], row["is_hidden"]) == ("Ann, Ben", "", False)
    channels = eegview.read_library(filled).channels()
    assert channels[channels["fingerprint"] == info.fingerprint]["name"].tolist() == names


def test_names_are_missing_unless_the_library_keeps_them(filled: Path) -> None:
    studies = eegview.read_library(filled).studies()
    assert studies["name"].tolist() == ["", ""]
    assert studies["started_at"].notna().to_numpy().all()
    with closing(open_library(str(filled))) as opened:
        opened.keep_identity(KeptIdentity(names=False, starts=False))
    assert eegview.read_library(filled).studies()["started_at"].isna().to_numpy().all()


def test_a_recording_of_an_old_library_has_a_row_that_says_nothing(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("DELETE FROM recording")
        connection.commit()
    studies = eegview.read_library(filled).studies()
    assert sorted(studies["n_marks"]) == [1, 4]
    assert studies[["last_seen_utc", "duration_s", "n_channels", "started_at"]].isna().to_numpy().all()


def test_stages_and_scores_are_one_table_each(filled: Path, recording: Path) -> None:
    with eegview.open_study(recording) as study:
        with study.edit(reviewer="Ann") as edit:
            for onset_s, stage in ((0, "W"), (30, "N1"), (60, "N2")):
                edit.add("sleep_stage", onset_s, 30, stage=stage)
        own, fingerprint = study.stages("Ann"), study.info.fingerprint
    assert own["stage"].tolist() == ["W", "N1", "N2"]
    stages = eegview.read_library(filled).stages()
    assert stages.drop(columns="fingerprint").equals(own)
    assert set(stages["fingerprint"]) == {fingerprint}
    assert eegview.read_library(filled).stages(layer="Ben").empty
    assert [*eegview.read_library(filled).scores().columns] == ["fingerprint", *SCORES]


def test_marks_runs_and_judgements_are_one_table_each(filled: Path, recording: Path) -> None:
    library = eegview.read_library(filled)
    with eegview.open_study(recording) as study:
        fingerprint, own = study.info.fingerprint, study.marks("spasm")
    marks = library.marks("spasm")
    assert [*library.marks().columns] == ["fingerprint", *MARKS]
    assert marks.drop(columns="fingerprint").equals(own)
    assert set(marks["fingerprint"]) == {fingerprint}
    assert set(library.marks()["term"]) == {"spasm", "seizure"}
    assert library.marks(layer="Ben")["onset_s"].tolist() == [80.1]
    assert [*library.runs().columns] == ["fingerprint", *RUNS]
    assert library.runs()["run_id"].tolist() == [RUN_ID]
    judged = library.judgements()
    assert [*judged.columns] == ["fingerprint", *JUDGEMENTS]
    assert judged[["onset_s", "term", "verdict", "author", "number"]].to_numpy().tolist() == [
        [79.6, "spasm", "accept", "Ann", 0]
    ]


def test_what_is_not_there_is_told(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryRefused, match="no study library at this address"):
        eegview.read_library(tmp_path / "no.sqlite")
    assert not (tmp_path / "no.sqlite").exists()
    with pytest.raises(UsageError, match="“spam” is not a term"):
        eegview.read_library(filled).marks("spam")
    assert eegview.read_library(filled).marks("arousal").empty


def test_reading_writes_nothing_and_leaves_nothing_open(filled: Path) -> None:
    before = filled.read_bytes()
    library = eegview.read_library()  # the one in EEGVIEW_LIBRARY
    for table in (library.studies(), library.marks(), library.runs(), library.judgements()):
        assert len(table)
    assert filled.read_bytes() == before
    filled.unlink()

"""Tables: the same columns of the same types, full or empty; what they hold is what the library holds."""

import builtins
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_studies.python_study import FOUND, RUN_ID, fill_library

import eegview
from eegview.api import columns
from eegview.api.columns import SCORES
from eegview.api.frames import data_frame
from eegview.model.errors import UsageError

ALL_COLUMNS = {
    "channels": columns.CHANNELS,
    "marks": columns.MARKS,
    "runs": columns.RUNS,
    "history": columns.HISTORY,
    "scores": SCORES,
}


@pytest.fixture
def filled(recording: Path, tmp_path: Path) -> Path:
    """Return the recording, whose library holds marks of two readers and a run."""
    fill_library(tmp_path / "library.sqlite", recording)
    return recording


@pytest.mark.parametrize("name", ALL_COLUMNS)
def test_an_empty_table_has_the_columns_and_types_of_a_full_one(recording: Path, tmp_path: Path, name: str) -> None:
    with eegview.open_study(recording) as study:
        empty = getattr(study, name)()
    fill_library(tmp_path / "library.sqlite", recording)
    with eegview.open_study(recording) as study:
        full = getattr(study, name)()
    assert [*empty.columns] == [*full.columns] == [*ALL_COLUMNS[name]]
    assert empty.dtypes.astype(str).tolist() == full.dtypes.astype(str).tolist()


@pytest.mark.parametrize(
    "named", [columns.DETECTIONS, columns.RUN_TRENDS, columns.JUDGEMENTS], ids=["detections", "trends", "judgements"]
)
def test_columns_that_are_empty_have_their_types(named: dict[str, str]) -> None:
    empty = data_frame(named, ())
    assert [*empty.columns] == [*named]
    assert all(pd.api.types.is_float_dtype(empty[name]) for name in named if name.endswith("_s"))


def test_marks_by_term_and_layer(filled: Path) -> None:
    with eegview.open_study(filled) as study:
        everybody, own = study.marks(), study.marks("spasm", layer="Ann")
        notes = study.marks(layer="file")
        none = study.marks("seizure")
        assert study.marks("file_note", layer="file").equals(notes)
    assert everybody["layer"].value_counts().to_dict() == {"Ann": 3, "Ben": 1}
    assert own["movement"].tolist() == ["flexor", "", "flexor"]
    assert own["answers"].tolist()[0] == {"certainty": "certain", "movement": "flexor"}
    assert notes["text"].tolist() == ["eyes closed", "Spasm?"]
    assert none.empty
    assert "certainty" in none.columns


def test_what_is_not_there_is_answered_with_what_is(filled: Path) -> None:
    with eegview.open_study(filled) as study:
        with pytest.raises(UsageError, match="“spam” is not a term") as error:
            study.marks("spam")
        assert "spasm" in error.value.advice
        with pytest.raises(UsageError, match="no mark of the layer “Cleo”") as error:
            study.marks(layer="Cleo")
        assert error.value.advice == "There are: “Ann”, “Ben”, “file”."
    with eegview.open_study(filled, reviewer="Cleo") as study:
        assert study.marks(layer="Cleo").empty  # who has not marked yet may ask


def test_runs_and_what_they_found(filled: Path) -> None:
    with eegview.open_study(filled) as study:
        runs = study.runs()
        newest, by_number, by_id = study.detections(), study.detections(0), study.detections(RUN_ID)
        assert study.run_trends().empty
        with pytest.raises(UsageError, match="no run “3”") as error:
            study.detections(3)
        assert "1 run, number 0" in error.value.advice
    (run,) = runs.to_dict("records")
    assert (run["run_id"], run["end"], run["is_partial"], run["parameters"]) == (
        RUN_ID, "done", False, {"minimum_score": "0.5"}
    )  # fmt: skip
    assert newest.equals(by_number)
    assert newest.equals(by_id)
    assert newest["onset_s"].tolist() == [one.onset_s for one in FOUND]
    assert newest["channels"].tolist() == ["Fp1-F7,F7-T7", ""]
    assert newest.attrs["version"] == "1.2.0"


def test_where_nothing_ran_that_is_said(recording: Path) -> None:
    with eegview.open_study(recording) as study, pytest.raises(UsageError, match="No detector has run") as error:
        study.detections()
    assert "study.detect" in error.value.advice


def test_the_history_names_each_act(filled: Path) -> None:
    with eegview.open_study(filled) as study:
        log = study.history()
    assert log["number"].tolist() == [1, 2, 3, 4]
    assert log["what"].tolist()[:2] == ["add 3 marks", "add spasm at 00:01:20"]
    assert (log["previous_hash"].iloc[1:].to_numpy() == log["hash"].iloc[:-1].to_numpy()).all()
    assert log["at_utc"].is_monotonic_increasing
    assert str(log["at_utc"].dtype) == "datetime64[us, UTC]"


def test_without_pandas_it_is_said_how_to_have_it(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *words: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *words)

    monkeypatch.setattr(builtins, "__import__", without)
    with eegview.open_study(recording) as study:
        assert study.info.n_channels == 22
        with pytest.raises(UsageError, match="pandas, which is not installed") as error:
            study.channels()
    assert "eegview[pandas]" in error.value.advice


def test_spectrograms_are_a_table_of_their_own(recording: Path) -> None:
    with eegview.open_study(recording) as study:
        curves, bins = study.trends(), study.trends("spectrogram")
        with pytest.raises(UsageError, match="no trends “all”"):
            study.trends("all")
    assert bins["time_s"].equals(curves["time_s"])
    assert set(bins.columns) & set(curves.columns) == {"time_s"}
    assert set(bins.attrs["definitions"]) == {*bins.columns} - {"time_s"}
    of_one = [name for name in bins.columns if name.startswith("cdsa_left")]
    assert len(of_one) > 10
    assert all("hz_" in name for name in of_one)
    assert bins[of_one].notna().to_numpy().any()

"""Infants of a library as tables."""

from datetime import date
from pathlib import Path

import pandas
import pytest
from infants.infant_library import InfantLibrary, made_library

import eegview
from eegview.model.errors import UsageError


@pytest.fixture
def made(tmp_path: Path) -> InfantLibrary:
    return made_library(tmp_path)


def test_infants_have_a_row_with_their_days_and_studies(made: InfantLibrary) -> None:
    library = eegview.read_library(made.url)
    (row,) = library.infants().to_dict("records")
    assert (row["infant"], row["pseudonym"], row["is_preterm"]) == (made.infant_id, "K07", True)
    assert (row["gestation_days"], row["n_eegs"], row["n_clips"]) == (224, 2, 2)
    assert row["born_on"].date() == date(2020, 1, 6)
    named = [one["fingerprint"] for one in library.infants().attrs["provenance"]["recordings"]]
    assert named == ["c" * 32, "e" * 32, made.infant_id]  # the logs that there are


def test_a_day_without_entry_is_unknown_and_its_count_missing(made: InfantLibrary) -> None:
    rows = eegview.read_library(made.url).diary("k07").to_dict("records")
    assert len(rows) == 19
    silent = rows[2]
    assert (silent["day"].date(), silent["witnessed"], silent["is_entered"]) == (date(2020, 5, 31), "unknown", False)
    counted = [row["count"] for row in rows if row["witnessed"] == "some"]
    assert counted == [5, 7, 9, 3, 1]
    assert pandas.isna(silent["count"])


def test_studies_treatments_and_milestones_are_tables_also_where_empty(made: InfantLibrary) -> None:
    library = eegview.read_library(made.url)
    studies = library.infant_studies().set_index("label")
    assert studies.loc["Clip 1", "n_spasms"] == 3
    assert (studies.loc["EEG 1", "age_days"], studies.loc["EEG 1", "corrected_days"]) == (147, 91)
    assert studies["day"].isna().tolist() == [False, False, False, True]
    (treatment,) = library.treatments().to_dict("records")
    assert (treatment["drug"], treatment["dose"], treatment["unit"]) == ("Prednisolone", 40.0, "mg/day")
    assert library.milestones().empty
    assert len(library.studies()) == 4


def test_an_infant_that_is_not_there_is_told(made: InfantLibrary) -> None:
    with pytest.raises(UsageError, match="no infant “K08”"):
        eegview.read_library(made.url).diary("K08")

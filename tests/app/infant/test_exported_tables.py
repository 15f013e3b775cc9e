"""An exported library holds its infants: with dates, or with days as numbers and nothing that names them."""

import csv
import json
import re
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from infants.infant_library import ADA, made_library

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.infant.acts import milestone_statement
from eegview.app.infant.exported_tables import infant_tables
from eegview.app.infant.study_reading import CountRules
from eegview.app.library_tables.exporting import export_library
from eegview.cli.run import main
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.model.infant.milestone import Milestone, MilestoneChange
from eegview.model.treatment.as_of import AsOf

TABLES = ("infants", "infant_studies", "diary", "treatments", "milestones")
LATER = AsOf.on(date(2020, 7, 20), date(2020, 7, 21))


def library_url(folder: Path) -> str:
    """Return a library with an infant of whom all is known that is exported."""
    made = made_library(folder)
    sits = Milestone("", date(2020, 6, 10), MilestoneChange.GAINED, "sits")
    made.say(milestone_statement(sits))
    return made.url


def exported(folder: Path, url: str, with_identity: bool) -> Path:
    with closing(sealed_library(url, ADA.name)) as library:
        infants = infant_tables(library, ADA.name, LATER, CountRules(ClusterRule(), SameEventRule()), with_identity)
        done = export_library(library, ADA.name, folder, "csv", with_identity, more=infants)
    assert done.n_rows["infants"] == 1
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_infants_have_a_table_each_of_who_they_are_and_of_what_is_known_by_day(tmp_path: Path) -> None:
    out = exported(tmp_path / "out", library_url(tmp_path), with_identity=True)
    (infant,) = rows_of(out / "infants.csv")
    assert infant["pseudonym"] == "K07"
    assert {row["infant"] for name in TABLES for row in rows_of(out / f"{name}.csv")} == {infant["infant"]}
    assert any(row["day"] == "2020-06-01" for row in rows_of(out / "infant_studies.csv"))
    assert all(row["count"] == "" for row in rows_of(out / "diary.csv") if row["witnessed"] == "unknown")
    about = json.loads((out / "about.json").read_text())
    for name in TABLES:
        assert about["tables"][name]["n_rows"] == len(rows_of(out / f"{name}.csv"))
        assert all("Description" in column for column in about["tables"][name]["columns"].values()), name


def test_without_identity_days_are_numbers_and_nothing_names_the_infant(tmp_path: Path) -> None:
    url = library_url(tmp_path)
    dated = exported(tmp_path / "dated", url, with_identity=True)
    out = exported(tmp_path / "out", url, with_identity=False)
    text = "".join((out / f"{name}.csv").read_text() for name in TABLES)
    assert "K07" not in text
    assert not re.search(r"\d{4}-\d{2}-\d{2}", text)
    days = [int(row["day_number"]) for row in rows_of(out / "diary.csv")]
    assert days == [*range(days[0], days[-1] + 1)]  # each day once, in order, with those that are not known
    assert [row["witnessed"] for row in rows_of(out / "diary.csv")] == [
        row["witnessed"] for row in rows_of(dated / "diary.csv")
    ]
    treated = rows_of(out / "treatments.csv")
    assert min(int(row["first_day_number"]) for row in treated) == 0
    assert "note" not in treated[0]
    assert "text" not in rows_of(out / "milestones.csv")[0]


@pytest.mark.parametrize("words", [(), ("--without-identity",)])
def test_the_command_exports_them(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    url = library_url(tmp_path)
    assert main(["library", "export", "--library", url, "--reviewer", ADA.name, "--json", *words]) == 0
    held = json.loads(capsys.readouterr().out)
    assert all(held[name] for name in TABLES)
    assert ("K07" in json.dumps(held)) is not bool(words)

"""The age by a header: what contradicts itself is told and not used."""

from datetime import date, datetime

import pytest

from eegview.model.patient import FEMALE, MALE, PatientFacts, age_in_file, joined_facts, sex_of

STARTED = datetime(2024, 3, 1, 9)


@pytest.mark.parametrize(
    ("born", "started_at", "days", "words"),
    [
        (date(2023, 9, 1), STARTED, 182.0, ""),
        (date(1990, 1, 1), datetime(1990, 6, 17), 167.0, ""),  # a first of January may be a birthday
        (date(2024, 3, 1), STARTED, 0.0, ""),
        (date(2024, 3, 2), STARTED, None, "after the recording"),
        (date(1985, 1, 1), STARTED, None, "placeholder"),
        (date(1900, 1, 1), STARTED, None, "placeholder"),
        (date(1984, 9, 1), datetime(1985, 1, 1), None, "recording date"),
        (date(1890, 5, 5), STARTED, None, "120 years"),
        (date(2023, 9, 1), None, None, ""),
        (None, STARTED, None, ""),
    ],
)
def test_impossible_dates_are_told_and_not_used(born, started_at, days, words) -> None:
    found = age_in_file(PatientFacts(born=born), started_at)
    assert found.days == days
    assert words in found.problem
    assert bool(words) == bool(found.problem)


def test_an_age_that_is_written_holds_where_dates_do_not() -> None:
    assert age_in_file(PatientFacts(age_days=182.0), None).days == 182.0
    found = age_in_file(PatientFacts(born=date(1985, 1, 1), age_days=182.0), STARTED)
    assert found.days == 182.0
    assert found.problem


def test_files_of_two_patients_are_told() -> None:
    both = joined_facts([PatientFacts("A1", sex=MALE), PatientFacts("B2", sex=MALE)])
    assert both.code == "A1"
    assert both.sex == MALE
    assert both.problems == ("The files of this study have different patient IDs.",)
    same = joined_facts([PatientFacts("A1"), PatientFacts("a1", sex=FEMALE), PatientFacts()])
    assert same.problems == ()
    assert same.sex == FEMALE
    assert joined_facts([]) == PatientFacts()


def test_facts_name_nobody_when_they_are_printed() -> None:
    printed = repr(PatientFacts("ID-77", "Ada Somebody", born=date(2023, 9, 1)))
    assert "77" not in printed
    assert "Ada" not in printed
    assert "2023" not in printed


def test_sexes() -> None:
    assert [sex_of(text) for text in ("F", "m", "Female", "X", "")] == [FEMALE, MALE, FEMALE, "", ""]

"""The patient field of EDF headers, as recorders write it."""

from datetime import date

import pytest

from eegview.model.patient import DAYS_A_MONTH, FEMALE, MALE, PatientFacts
from eegview.readers.edf.patient import decode_patient


@pytest.mark.parametrize(
    ("written", "facts"),
    [
        (b"AB-12 F 02-JUL-2023 Ada_Some", PatientFacts("AB-12", "Ada Some", FEMALE, date(2023, 7, 2))),
        (b"X M X X", PatientFacts(sex=MALE)),
        (b"X X X X", PatientFacts()),
        (b"", PatientFacts()),
        (b"\x00" * 80, PatientFacts()),
        (b"12 F X", PatientFacts("12", sex=FEMALE)),
        (b"X X X X age_6_months", PatientFacts(age_days=6 * DAYS_A_MONTH)),
        (b"X X X Simulated", PatientFacts(is_simulated=True)),
        (b"New Julie U Dataset", PatientFacts("New Julie U Dataset")),  # plain EDF: no structure, all of it is the ID
        (b"X\nY\t<b>1</b>", PatientFacts("X Y <b>1</b>")),
    ],
)
def test_fields(written, facts) -> None:
    assert decode_patient(written.ljust(80)) == facts


def test_a_day_that_is_none_is_told() -> None:
    found = decode_patient(b"X F 31-FEB-2023 X".ljust(80))
    assert found.born is None
    assert found.problems == ("The birth date in the file does not exist in the calendar.",)
    assert found.sex == FEMALE


def test_a_simulated_recording_says_so_in_either_field() -> None:
    assert decode_patient(b"SIM-1 F X X".ljust(80), b"Startdate 02-MAR-2020 simulated eegview".ljust(80)).is_simulated
    assert not decode_patient(b"A1 F X X".ljust(80), b"Startdate 02-MAR-2020 X X X".ljust(80)).is_simulated


@pytest.mark.parametrize("born", ["02-LIP-2023", "02-JULI-2023", "02.07.2023", "2023-07-02", "02/JUL/2023", "20230702"])
def test_birth_dates_as_other_countries_write_them(born: str) -> None:
    found = decode_patient(f"A1 F {born} Ada".encode().ljust(80))
    assert (found.code, found.born, found.problems) == ("A1", date(2023, 7, 2), ())


def test_a_birth_date_that_may_be_two_is_told_and_not_used() -> None:
    found = decode_patient(b"A1 F 02/07/2023 Ada".ljust(80))
    assert (found.code, found.born) == ("A1", None)
    assert "two ways" in found.problems[0]

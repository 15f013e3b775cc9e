"""Whose recording it is, as texts: what matters least goes first, what was typed wins and is told from the file's."""

from datetime import date, datetime

import pytest

from eegview.app.study.hidden_patient import HiddenPatient
from eegview.app.study.patient import (
    KnownPatient,
    duration_text,
    known_patient,
    line_forms,
    reading_age,
    recorded_text,
    whole_text,
)
from eegview.model.patient import FEMALE, MALE, PatientFacts
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.study.patient_age import AGE, held_age, parsed_age
from eegview.model.study.patient_identity import ID, NOT_KNOWN, SEX, TypedFact, held_fact, parsed_id
from eegview.model.study.records import AGE_TERM, ID_TERM, SEX_TERM, study_record

STARTED = datetime(2020, 3, 2, 21)
RECORDING = Recording("night.edf", "EDF+C", (), (Span(0.0, 36000.0),), STARTED, "f" * 64)
FACTS = PatientFacts("SIM-031", "Nobody", FEMALE, date(2019, 9, 2))


def said(term: str, about: str, held: dict[str, str], second: int = 0, layer: str = "ann"):
    return study_record(term, about, f"2026-01-01T12:00:{second:02d}+00:00", held, layer)


def test_the_line_is_as_full_as_its_room() -> None:
    forms = line_forms(KnownPatient(FACTS, STARTED), RECORDING)
    assert forms[0] == "SIM-031 · 6 months (26 weeks) · female · recorded 2020-03-02, 21:00 – 07:00 · 10 h"
    assert forms[-1] == "SIM-031"
    assert "SIM-031 · 6 months · F · 2020-03-02" in forms
    assert [len(form) for form in forms] == sorted(map(len, forms), reverse=True)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (1, "1 day"),
        (13, "13 days"),
        (14, "2 weeks"),
        (55, "7 weeks"),
        (182, "6 months (26 weeks)"),
        (167, "5.5 months (23 weeks)"),
        (800, "26.3 months"),
        (3668, "10 years"),
    ],
)
def test_ages_are_read_as_in_the_clinic(days: float, text: str) -> None:
    assert reading_age(days) == text


@pytest.mark.parametrize(
    ("typed", "text"), [("5.5", "5.5 months (23 weeks)"), ("24 w", "5.5 months (24 weeks)"), ("2 y", "2 years")]
)
def test_a_typed_age_keeps_its_number(typed: str, text: str) -> None:
    age = parsed_age(typed)
    assert age is not None
    assert reading_age(age.days, age) == text


def test_what_was_typed_last_wins_and_a_difference_is_told() -> None:
    records = [
        said(ID_TERM, ID, held_fact("A 1")),
        said(ID_TERM, ID, held_fact("A 2"), 5, "bob"),
        said(SEX_TERM, SEX, held_fact(MALE), 1),
        said(AGE_TERM, AGE, held_age(parsed_age("12 months")), 2),
    ]
    patient = known_patient(FACTS, STARTED, records)
    assert (patient.patient_id, patient.sex, patient.missing) == ("A 2", MALE, ())
    assert patient.problems == (
        "The file has another patient ID; the entered one is shown.",
        "The file says female; the entered sex is shown.",
        "The file says 6.0 months; the entered age, 12 months, is used.",
    )
    assert "ID: A 2 (entered by bob)" in whole_text(patient, RECORDING)
    back = known_patient(FACTS, STARTED, [*records, said(ID_TERM, ID, held_fact(""), 9)])
    assert back.patient_id == "SIM-031"


def test_what_nobody_knows_is_asked_for_until_it_is_answered() -> None:
    assert KnownPatient().missing == ("ID", "sex", "age")
    answered = KnownPatient(typed_sex=TypedFact(NOT_KNOWN))
    assert answered.missing == ("ID", "age")
    assert answered.sex == ""


def test_dates_that_cannot_be_are_told() -> None:
    patient = KnownPatient(PatientFacts("A", born=date(2021, 1, 5)), STARTED)
    assert patient.age_text == ""
    assert patient.problems == ("The birth date in the file is after the recording. It is not used for the age.",)


def test_an_id_is_one_short_line() -> None:
    assert parsed_id("  A\n\t1\x07 ") == "A 1"
    assert len(parsed_id("x" * 500)) == 80


@pytest.mark.parametrize(
    ("duration_s", "text"), [(45, "45 s"), (1080, "18 min"), (3900, "1 h 05 min"), (36000, "10 h"), (3599, "1 h")]
)
def test_durations(duration_s: float, text: str) -> None:
    assert duration_text(duration_s) == text


def test_a_recording_without_a_clock_has_no_date() -> None:
    bare = Recording("a.edf", "EDF", (), (Span(0.0, 60.0),), None, "f" * 64)
    assert recorded_text(bare) == ("", "", "1 min")
    assert line_forms(KnownPatient(), bare) == ("1 min", "")


def test_hidden_names_are_gone_from_any_text() -> None:
    hidden = HiddenPatient(["/ward/Mueller_Anna.edf"], ["4711-22", "Anna Müller"])
    text = hidden.hide("Mueller_Anna.edf is damaged; anna mueller, 4711-22, at C3.")
    assert "nna" not in text
    assert "4711" not in text
    assert "ueller" not in text
    assert text.endswith("at C3.")
    assert "is damaged" in text


def test_the_infant_is_named_beside_the_id_and_only_once_where_both_are_the_same() -> None:
    patient = KnownPatient(FACTS, STARTED)
    assert line_forms(patient, RECORDING, "K07")[0].startswith("SIM-031 · infant K07 · ")
    assert line_forms(patient, RECORDING, "sim-031") == line_forms(patient, RECORDING)
    assert line_forms(KnownPatient(started_at=STARTED), RECORDING, "K07")[-1] == "infant K07"
    assert "Infant: K07" in whole_text(patient, RECORDING, "K07")

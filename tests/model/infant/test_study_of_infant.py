"""One day and one age of a study: those of its infant, else as typed, else of the file."""

from datetime import date, datetime

from eegview.app.study.patient import known_patient
from eegview.model.infant.age import AgeOn
from eegview.model.infant.infant import Infant
from eegview.model.infant.member import EEG, Member
from eegview.model.infant.study_age import AgeSource, infants_age_problem, study_age
from eegview.model.infant.study_of_infant import StudyOfInfant, study_of_infant
from eegview.model.patient import PatientFacts
from eegview.model.study.patient_age import parsed_age

BORN = date(2019, 9, 10)
INFANT = Infant("infant-a", "R01", BORN)
STARTED = datetime(2020, 3, 2, 21, 30)


def test_the_entered_day_moves_the_clock_and_keeps_the_time_of_day() -> None:
    found = study_of_infant(INFANT, [Member("f", EEG, "2020-04-20")], "f")
    assert found is not None
    assert found.moved(STARTED) == datetime(2020, 4, 20, 21, 30)
    assert (found.day(None), found.moved(None)) == (date(2020, 4, 20), None)
    assert study_of_infant(INFANT, [Member("f", EEG)], "g") is None
    assert StudyOfInfant(INFANT).moved(STARTED) == STARTED


def test_the_age_of_the_infant_goes_before_what_was_typed_and_before_the_file() -> None:
    typed = parsed_age("12 months")
    age = study_age(typed, 360.0, AgeOn(223))
    assert age is not None
    assert (age.days, age.source) == (223.0, AgeSource.INFANT)
    age = study_age(typed, 360.0)
    assert age is not None
    assert (age.months, age.source) == (12.0, AgeSource.ENTERED)
    age = study_age(None, 360.0)
    assert age is not None
    assert age.source is AgeSource.FILE
    assert study_age(None, None) is None


def test_ages_that_do_not_fit_are_told() -> None:
    assert "The file says 11.8 months" in infants_age_problem(None, 360.0, AgeOn(223))
    assert infants_age_problem(None, 230.0, AgeOn(223)) == ""
    assert infants_age_problem(None, 260.0, AgeOn(223, is_about=True)) == ""


def test_the_patient_has_one_day_and_one_age_and_says_what_else_was_said() -> None:
    facts = PatientFacts(born=date(2019, 3, 10))
    patient = known_patient(facts, STARTED, (), StudyOfInfant(INFANT, date(2020, 4, 20)))
    assert patient.day == date(2020, 4, 20)
    assert patient.age is not None
    assert patient.age.days == 223
    assert "31 weeks" in patient.age_text
    first, second = patient.infant_problems
    assert "2 Mar 2020" in first
    assert "The file says" in second
    without_birth = known_patient(facts, STARTED, (), StudyOfInfant(Infant("infant-a"), date(2020, 4, 20)))
    assert without_birth.age is not None
    assert without_birth.age.source is AgeSource.FILE
    assert without_birth.age.days == (date(2020, 4, 20) - date(2019, 3, 10)).days


def test_before_birth_there_is_no_age_and_it_is_told_wherever_the_patient_is_named() -> None:
    early = StudyOfInfant(INFANT, date(2019, 9, 1))
    assert early.age(None) is None
    patient = known_patient(PatientFacts(), None, (), early)
    assert any("this study lies 9 days before birth" in one for one in patient.problems)

"""What the log of an infant says counts beside the logs of the studies that are compared."""

from datetime import date

from infants.made_infant import day, records

from eegview.app.response.infant_course import studies_course
from eegview.clinical.response import RecordedDay, ResponseStatus, clinical_response
from eegview.model.study.records import DIARY_TERM, study_record
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import StudyDays, course_of
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, held_diary

STUDIES = [StudyDays(day(-1)), StudyDays(day(14))]


def test_without_an_infant_nothing_changes() -> None:
    assert studies_course(STUDIES) == course_of(STUDIES)


def test_the_infants_diary_and_treatments_are_in_the_course_and_its_studies_are_those_given() -> None:
    course = studies_course(STUDIES, records())
    assert course.studies == (day(-1).toordinal(), day(14).toordinal())
    assert course.start_day == day(0).toordinal()
    assert course.diary[day(-1).toordinal()].count == 60


def test_what_a_study_says_of_a_day_later_holds_over_the_infants_log() -> None:
    entry = DiaryDay(TreatmentDay(day(9)), Witnessed.NONE)
    said = study_record(DIARY_TERM, day(9).isoformat(), "2020-05-01T00:00:00+00:00", held_diary(entry), "ada")
    course = studies_course([STUDIES[0], StudyDays(day(14), (said,))], records())
    assert course.diary[day(9).toordinal()].witnessed is Witnessed.NONE


def test_the_response_is_told_by_the_infants_diary() -> None:
    course = studies_course(STUDIES, records())
    recorded = [RecordedDay(one, f"study {n}") for n, one in enumerate(course.studies, 1)]
    state = clinical_response(course, recorded, AsOf(day(20).toordinal()))
    assert state.status is ResponseStatus.NOT_ASSESSED  # two days of the run are not entered
    assert state.earliest_date == date(2020, 4, 9)
    nothing = clinical_response(studies_course(STUDIES), recorded, AsOf(day(20).toordinal()))
    assert nothing.text == "The first day of treatment is not entered."

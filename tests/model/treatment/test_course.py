"""The course of treatment that the logs of several studies say together."""

from datetime import UTC, date, datetime

from eegview.model.annotation import Annotation
from eegview.model.study.records import DIARY_TERM, TREATMENT_TERM, study_record
from eegview.model.treatment.course import StudyDays, course_of
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import Witnessed, counted_day, held_diary
from eegview.model.treatment.treatment import Treatment, held_treatment

MARCH_2, MARCH_17 = date(2020, 3, 2), date(2020, 3, 17)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def treated(drug: str, start: TreatmentDay, minute: int = 0, about: str = "", planned: bool = False) -> Annotation:
    held = held_treatment(Treatment(about or drug, drug, start, None, 40.0, "mg/day", planned))
    return study_record(TREATMENT_TERM, about or drug, NOON.replace(minute=minute).isoformat(), held, "ann")


def seen(day: TreatmentDay, count: int | None, minute: int = 0) -> Annotation:
    held = held_diary(counted_day(day, count) if count is not None else None)
    return study_record(DIARY_TERM, day.stored, NOON.replace(minute=minute).isoformat(), held, "ann")


def on(day: int) -> TreatmentDay:
    return TreatmentDay(date(2020, 3, day))


def test_both_logs_are_one_course_and_the_newest_word_holds() -> None:
    first = StudyDays(MARCH_2, (treated("Prednisolone", on(3), 0, "t"), seen(on(4), 5), seen(TreatmentDay(None, 3), 2)))
    second = StudyDays(MARCH_17, (treated("Prednisolone", on(4), 9, "t"), seen(on(4), 0, 7), seen(on(9), 1)))
    course = course_of([first, second])
    assert course.start_day == on(4).on.toordinal()  # type: ignore[union-attr]
    assert len(course.treatments) == 1
    days = {course.number_of(day): entry for day, entry in course.diary.items()}
    assert [(n, entry.witnessed) for n, entry in days.items()] == [
        (0, Witnessed.NONE),
        (1, Witnessed.SOME),
        (5, Witnessed.SOME),
    ]
    assert course.studies == (MARCH_2.toordinal(), MARCH_17.toordinal())
    assert course.day_text(MARCH_17.toordinal()) == "day 13 (17 Mar 2020)"
    assert course == course_of([first, second])
    assert any("the latest counts" in note for note in course.notes)


def test_the_same_treatment_entered_twice_is_one() -> None:
    studies = [StudyDays(MARCH_2, (treated("Vigabatrin", on(3), about="a"),)),
               StudyDays(MARCH_17, (treated("vigabatrin ", on(3), about="b"),))]  # fmt: skip
    assert len(course_of(studies).treatments) == 1


def test_what_is_planned_begins_no_treatment() -> None:
    course = course_of([StudyDays(MARCH_2, (treated("Vigabatrin", on(1), planned=True), treated("ACTH", on(5))))])
    assert course.start_day == on(5).on.toordinal()  # type: ignore[union-attr]
    assert len(course.treatments) == 2
    assert course_of([StudyDays(MARCH_2, (treated("Vigabatrin", on(1), planned=True),))]).start_day is None


def test_an_entry_that_is_taken_back_is_gone_in_both() -> None:
    course = course_of([StudyDays(MARCH_2, (seen(on(4), 5),)), StudyDays(MARCH_17, (seen(on(4), None, 4),))])
    assert course.diary == {}


def test_without_dates_days_count_from_the_one_recording_that_says_anything() -> None:
    said = (treated("ACTH", TreatmentDay(None, -3)), seen(TreatmentDay(None, 1), 2))
    course = course_of([StudyDays(None, said), StudyDays(None)])
    assert (course.is_dated, course.start_day, course.studies) == (False, -3, (0, None))
    assert [course.number_of(day) for day in course.diary] == [4]
    assert course.day_text(1) == "day 4"
    both = course_of([StudyDays(None, said), StudyDays(None, (seen(TreatmentDay(None, 1), 0),))])
    assert (both.treatments, both.diary) == ((), {})
    assert any("1 treatment has no place" in note for note in both.notes)
    assert any("2 days of the diary have no place" in note for note in both.notes)


def test_a_dated_study_gives_dates_a_place_and_a_distance_of_an_undated_one_none() -> None:
    course = course_of(
        [StudyDays(MARCH_2, (treated("ACTH", on(3)),)), StudyDays(None, (seen(TreatmentDay(None, 1), 2),))]
    )
    assert course.studies == (MARCH_2.toordinal(), None)
    assert course.diary == {}
    assert any("1 day of the diary has no place" in note for note in course.notes)
    undated = course_of([StudyDays(None, (treated("ACTH", on(3)),))])
    assert undated.treatments == ()

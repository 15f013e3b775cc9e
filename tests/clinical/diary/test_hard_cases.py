"""Cases in which two readers of a diary would argue: what is told then, and that nothing is told too easily."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from eegview.clinical.diary.cautions import diary_cautions
from eegview.clinical.response_state import ResponseState, ResponseStatus
from eegview.clinical.witnessed_response import clinical_response
from eegview.model.annotation import Annotation
from eegview.model.study.records import DIARY_TERM, TREATMENT_TERM, study_record
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import StudyDays, TreatmentCourse, course_of
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, counted_day, held_diary
from eegview.model.treatment.treatment import Treatment, held_treatment
from tests.clinical.diary.days import START, UNSURE, course, event, records

ZERO = START.toordinal()
MET, OPEN, NOT_MET = ResponseStatus.MET, ResponseStatus.NOT_ASSESSED, ResponseStatus.NOT_MET
NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


def on(n: int) -> date:
    return START + timedelta(days=n)


def said(n: int, what: Witnessed | int | None, author: str, minute: int) -> Annotation:
    """Return what somebody said of the whole of a day, None = cleared."""
    day = TreatmentDay(on(n))
    entry = None if what is None else DiaryDay(day, what) if isinstance(what, Witnessed) else counted_day(day, what)
    at = (NOON + timedelta(minutes=minute)).isoformat()
    return study_record(DIARY_TERM, day.stored, at, held_diary(entry), author)


def given(drug: str, first: int, last: int | None = None, dose: float | None = None, **more: bool) -> Annotation:
    stop = TreatmentDay(on(last)) if last is not None else None
    unit = "mg/kg/day" if dose is not None else ""
    one = replace(Treatment("", drug, TreatmentDay(on(first)), stop, dose, unit), **more)  # type: ignore[arg-type]
    return study_record(TREATMENT_TERM, f"{drug}-{first}", NOON.isoformat(), held_treatment(one), "ann")


def of(*held: Annotation) -> TreatmentCourse:
    return course_of([StudyDays(None, held, is_dated=True)])


def told(found: TreatmentCourse, n: int) -> ResponseState:
    return clinical_response(found, (), AsOf(ZERO + n))


def test_where_two_observers_disagree_the_later_word_holds_and_the_disagreement_is_told() -> None:
    plain = records(none=[n for n in range(40) if n != 20])
    found = of(*plain, said(20, 3, "ann", 0), said(20, Witnessed.NONE, "bob", 5))
    state = told(found, 39)
    assert state.status is MET
    (caution,) = [one for one in state.cautions if "bob" in one]
    assert "Of day 20 (23 Mar 2020) ann “3” was said, and later bob “none”" in caution
    other_way = of(*plain, said(20, Witnessed.NONE, "bob", 0), said(20, 3, "ann", 5))
    assert told(other_way, 39).status is NOT_MET
    assert not [one for one in diary_cautions(other_way) if "bob" in one]  # what was seen counts; nothing is lost


def test_one_who_corrects_their_own_word_or_after_the_day_was_cleared_disagrees_with_nobody() -> None:
    plain = records(none=[n for n in range(40) if n != 20])
    own = of(*plain, said(20, 3, "ann", 0), said(20, Witnessed.NONE, "ann", 5))
    cleared = of(*plain, said(20, 3, "ann", 0), said(20, None, "cat", 3), said(20, Witnessed.NONE, "bob", 5))
    for found in (own, cleared):
        assert told(found, 39).status is MET
        assert not [one for one in told(found, 39).cautions if "was said" in one]


def test_an_event_counts_whoever_said_none_before_or_after() -> None:
    found = of(*records(none=range(40), events=[event(20, count=2)]), said(20, Witnessed.NONE, "bob", 9))
    assert told(found, 39).status is NOT_MET


def test_a_treatment_for_something_else_starts_no_days() -> None:
    plain = records(none=range(1, 60), some=[0], is_treated=False)
    first = given("Levetiracetam", -120)
    blamed = told(of(*plain, first, given("Vigabatrin", 0)), 45)
    assert blamed.status is OPEN  # counted from a drug for neonatal seizures, four months before
    right = told(of(*plain, given("Levetiracetam", -120, is_for_other=True), given("Vigabatrin", 0)), 45)
    assert (right.status, right.last_spasm_day) == (MET, ZERO)
    assert any("something else than spasms" in one and "Levetiracetam" in one for one in right.cautions)
    alone = told(of(*plain, given("Levetiracetam", 0, is_for_other=True)), 45)
    assert alone.status is OPEN
    assert alone.text.startswith("The first day of treatment is not entered.")


def test_a_treatment_that_was_stopped_and_given_again_is_told() -> None:
    plain = records(none=range(60), is_treated=False)
    again = told(of(*plain, given("Vigabatrin", 0, 9), given("Vigabatrin", 30)), 45)
    assert any(
        "Vigabatrin was stopped on day 9 (12 Mar 2020) and given again from day 30" in one for one in again.cautions
    )
    steps = told(of(*plain, given("Vigabatrin", 0, 9, 50.0), given("Vigabatrin", 10, None, 100.0)), 45)
    assert not [one for one in steps.cautions if "Vigabatrin" in one]
    twice = told(of(*plain, given("Vigabatrin", 0, 9), given("Vigabatrin", 2)), 45)
    assert any("Vigabatrin is entered twice, from day 0 (3 Mar 2020) and from day 2" in one for one in twice.cautions)


def test_a_spasm_after_28_days_is_told_as_a_relapse_and_one_of_which_nobody_was_sure_is_not() -> None:
    relapse = told(course(range(1, 60), [0], [event(40, count=1)]), 59)
    assert relapse.status is MET
    assert relapse.cautions[0].startswith("Relapse: a spasm was seen again on day 40")
    unsure = told(course(range(1, 60), [0], [event(40, certainty=UNSURE)]), 59)
    assert unsure.status is MET
    assert not any("Relapse" in one for one in unsure.cautions)
    assert any("not sure that it was a spasm" in one for one in unsure.cautions)


def test_a_diary_that_begins_after_treatment_bars_nothing_within_14_days_and_leaves_it_open_after() -> None:
    early = told(course(range(10, 50)), 49)
    assert early.status is MET
    assert "The last spasm may have been on one of 10 days" in early.cautions[0]
    assert told(course(range(15, 60)), 59).status is MET  # the last may have been on day 14
    late = told(course(range(16, 60)), 59)
    assert late.status is OPEN
    assert "does not say whether spasms were seen" in late.text
    assert told(course(range(17, 60), [16]), 59).status is NOT_MET


def test_one_day_missing_after_day_14_leaves_it_open_however_long_the_rest_is() -> None:
    for missing in (15, 20, 27):
        days = [n for n in range(1, missing + 28) if n != missing]
        assert told(course(days, [0]), missing + 27).status is OPEN


def test_a_journey_over_time_zones_moves_no_day() -> None:
    home = told(course(range(1, 40), [], [event(0)]), 39)
    for offset in (-720, 0, 840):
        found = told(course(range(1, 40), [], [event(0, utc_offset_min=offset)]), 39)
        assert (found.status, found.earliest_day, found.text) == (home.status, home.earliest_day, home.text)

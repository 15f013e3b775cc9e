"""What the lane shows of a course: bars, open ends, the diary, the days that are asked for."""

from datetime import UTC, date, datetime, time, timedelta

from eegview.app.course.geometry import column_scale
from eegview.app.course.lane_view import LaneView, axis_day, lane_view
from eegview.app.response.treatment_acts import diary_statement, treatment_statement
from eegview.app.study.records import Statement, statement_changes
from eegview.clinical.response_state import ConsensusRule, RecordedDay, ResponseState, ResponseStatus
from eegview.clinical.witnessed_response import clinical_response
from eegview.model.annotation import Annotation
from eegview.model.infant.diary_event import DiaryEvent
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import StudyDays, TreatmentCourse, course_of
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, counted_day
from eegview.model.treatment.treatment import Treatment
from eegview.model.treatment.witnessed_day import WitnessedDay

START = date(2020, 3, 3)
RULE = ConsensusRule()


def dated(day: int) -> TreatmentDay:
    return TreatmentDay(START + timedelta(days=day))


def given(drug: str, first: int, last: int | None, dose: float | None, is_planned: bool = False) -> Statement:
    stop = dated(last) if last is not None else None
    unit = "mg/day" if dose is not None else ""
    return treatment_statement(Treatment("", drug, dated(first), stop, dose, unit, is_planned))


def records(*statements: Statement) -> tuple[Annotation, ...]:
    changes = statement_changes((), statements, "me", datetime(2020, 6, 1, tzinfo=UTC))
    return tuple(change.after for change in changes if change.after is not None)


def shown(*statements: Statement, days: tuple[date | None, ...] = (dated(-1).on, dated(14).on)) -> LaneView:
    said = records(*statements)
    course = course_of([StudyDays(day, said if n == 0 else ()) for n, day in enumerate(days)])
    recorded = [RecordedDay(day, f"study {n}") for n, day in enumerate(course.studies, 1)]
    clinical = clinical_response(
        course,
        recorded,
        AsOf(max([*course.diary, *(day for day in course.studies if day is not None)]), is_over=False),
        RULE,
    )
    studies = [(f"f{n}", 26 + 2 * n if n < 2 else None, n == 0) for n in range(len(days))]
    return lane_view(course, studies, clinical, RULE)


def test_a_drug_is_a_row_its_doses_are_bars_and_overlapping_ones_get_a_row_more() -> None:
    view = shown(
        given("Prednisolone", 0, 13, 40.0),
        given("prednisolone ", 14, 20, 20.0),
        given("Vigabatrin", 3, None, 100.0),
        given("Vigabatrin", 5, 9, None),
        given("Vigabatrin", 40, 60, 50.0, is_planned=True),
    )
    assert [(row.drug.casefold().strip(), len(row.bars)) for row in view.rows] == [
        ("prednisolone", 2), ("vigabatrin", 1), ("vigabatrin", 2),
    ]  # fmt: skip
    first, second = view.rows[0].bars
    assert (first.text, second.text) == ("40 mg/day", "20 mg/day")
    assert first.strength == 1.0 > second.strength > 0
    [going_on] = view.rows[1].bars
    assert going_on.goes_on
    assert going_on.last_day == view.last_day
    assert [bar.text for bar in view.rows[2].bars] == ["dose not entered", "50 mg/day, planned"]
    assert view.window is not None
    assert view.window[1] - view.window[0] == 14
    assert view.tick_text(START.toordinal() - 7) == "day −7"
    assert "Study 1 · 26 wk, day −1 (2 Mar 2020)" in view.spoken


def test_the_days_without_spasms_are_shown_as_far_as_the_diary_says_them() -> None:
    diary = [diary_statement(counted_day(dated(day), 3)) for day in range(-3, 10)]
    free = [diary_statement(DiaryDay(dated(day), Witnessed.NONE)) for day in range(10, 15)]
    view = shown(given("Prednisolone", 0, None, 40.0), *diary, *free)
    run = view.free_run
    assert run is not None
    assert (run.first_day, run.last_day) == (START.toordinal() + 10, START.toordinal() + 37)
    assert run.text == "28 days without witnessed spasms would end on day 37 (9 Apr 2020)"
    assert run.short == "28 days would end day 37"
    assert view.first_day < START.toordinal() - 3
    assert view.last_day >= run.last_day
    assert view.diary_text(START.toordinal() + 12) == "day 12 (15 Mar 2020): no spasms"
    assert view.diary_text(START.toordinal() + 30) == "day 30 (2 Apr 2020): nothing entered"
    holed = shown(given("Prednisolone", 0, None, 40.0), *diary, *free[:3])
    assert holed.free_run is not None
    assert "the diary does not say all of them" in holed.free_run.text


def test_without_dates_days_count_from_the_recording_and_without_entries_it_is_empty() -> None:
    empty = shown()
    assert empty.is_empty
    assert empty.free_run is None
    assert empty.window is None
    assert empty.spoken.startswith("No treatment is entered. No diary.")
    said = treatment_statement(Treatment("", "Vigabatrin", TreatmentDay(None, 2), None, 50.0, "mg/kg/day"))
    undated = shown(said, days=(None,))
    assert undated.start_day == 2
    assert [study.day for study in undated.studies] == [0]
    assert undated.tick_text(0) == "day −2"
    assert axis_day(5, is_dated=False) == TreatmentDay(None, 5)
    assert axis_day(START.toordinal(), is_dated=True) == TreatmentDay(START)
    assert shown(days=(dated(0).on, None)).unplaced == ("Study 2",)


def test_at_least_so_many_stand_as_such_and_a_day_that_dwarfs_all_others_is_cut() -> None:
    assert column_scale([3, 20, 7]) == 20
    assert column_scale([3, 100_000, 20]) == 30
    assert column_scale([100_000]) == 100_000
    assert column_scale([0]) == 0
    events = tuple(DiaryEvent(f"e{n}", date(2020, 3, 4), time(8, n), count=10) for n in range(2))
    days = {
        date(2020, 3, 3).toordinal(): WitnessedDay(TreatmentDay(date(2020, 3, 3)), counted_day(TreatmentDay(), 7)),
        date(2020, 3, 4).toordinal(): WitnessedDay(TreatmentDay(date(2020, 3, 4)), None, events),
    }
    course = TreatmentCourse(True, (), {at: day.summary for at, day in days.items()}, days=days)
    view = lane_view(course, [], ResponseState(ResponseStatus.NOT_ASSESSED, ""), ConsensusRule())
    assert [view.count_text(day) for day in days] == ["7", "≥20"]
    assert view.most_spasms == view.scale_spasms == 20

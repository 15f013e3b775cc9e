"""From events and entries to days, and on to the rule of 28 days: by cases, and by laws that hold for every diary."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eegview.clinical.diary.cautions import diary_cautions
from eegview.clinical.diary.spasm_free import spasm_free_days
from eegview.clinical.response_state import ResponseState, ResponseStatus
from eegview.clinical.witnessed_response import clinical_response
from eegview.model.infant.diary_event import Certainty, WitnessedKind
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import Witnessed, counted_day
from eegview.model.treatment.witnessed_day import WitnessedDay
from tests.clinical.diary.days import START, UNSURE, course, event

ZERO = START.toordinal()
MET, OPEN, PROVISIONAL = ResponseStatus.MET, ResponseStatus.NOT_ASSESSED, ResponseStatus.PROVISIONAL
DAYS = st.sets(st.integers(-3, 50))
# What a family may have entered: days with “none”, days with “some”, events by day with how sure they are.
DIARIES = st.tuples(DAYS, DAYS, st.lists(st.tuples(st.integers(-3, 50), st.sampled_from(list(Certainty))), max_size=6))
NEARLY_WHOLE = st.tuples(
    st.sets(st.integers(0, 45), max_size=2).map(lambda missing: set(range(46)) - missing),
    st.sets(st.integers(0, 18), max_size=2),
    st.lists(st.tuples(st.integers(0, 45), st.sampled_from(list(Certainty))), max_size=2),
)


def at(n: int) -> int:
    return ZERO + n


def last_of(found: TreatmentCourse) -> AsOf:
    """Return the last day of a diary."""
    return AsOf(max(found.diary, default=ZERO))


def told(found: TreatmentCourse) -> ResponseState:
    """Return the clinical response as of the last day of a diary."""
    return clinical_response(found, (), last_of(found))


def test_an_event_makes_a_day_with_spasms_whatever_its_entry_says() -> None:
    found = course([1, 2, 3], [], [event(2, time(7, 40), count=12, kind=WitnessedKind.CLUSTER)])
    assert found.diary[at(2)].witnessed is Witnessed.SOME
    assert found.days[at(2)].text == "at least 12 spasms, in 1 cluster"
    assert any("“none” for day 2 (5 Mar 2020)" in one for one in diary_cautions(found))
    assert found.diary[at(1)].witnessed is Witnessed.NONE


def test_a_day_without_entry_is_not_known_and_never_zero() -> None:
    found = course([1, 3], [], [])
    assert at(2) not in found.diary
    free = spasm_free_days(found, last_of(found))
    assert free is not None
    assert (free.last_day, free.n_days, free.n_none, free.unknown_days) == (None, None, 2, (at(2),))


def test_an_unsure_event_neither_counts_nor_leaves_the_day_without() -> None:
    days = range(1, 40)
    sure = course(days, [], [event(0, time(7))])
    assert told(sure).status is MET
    unsure = course(days, [], [event(0, time(7)), event(10, time(8), certainty=UNSURE)])
    state = told(unsure)
    assert (state.status, state.last_spasm_day, state.earliest_day) == (MET, at(0), at(38))
    assert "The last spasm may have been on day 10" in state.cautions[0]
    assert told(course(days, [], [event(0, time(7)), event(20, time(8), certainty=UNSURE)])).status is OPEN
    assert any("not sure that it was a spasm" in one for one in state.cautions)
    assert unsure.days[at(10)].text == "not known; 1 unsure event"


def test_a_probable_event_counts_as_witnessed() -> None:
    found = course(range(40), [], [event(20, time(8), certainty=Certainty.PROBABLE)])
    assert told(found).last_spasm_day in (None, at(20))
    free = spasm_free_days(found, last_of(found))
    assert free is not None
    assert (free.last_day, free.n_days, free.is_whole) == (at(20), 19, True)


def test_only_an_entry_says_the_whole_number_of_a_day_events_the_least() -> None:
    morning, evening = event(0, time(7), count=4), event(0, time(19), count=3)
    alone = course([], [], [morning, evening])
    assert alone.diary[at(0)].count is None
    assert alone.days[at(0)].text == "at least 7 spasms, in 2 clusters"
    assert course([], [], [event(0, kind=WitnessedKind.SPASM)]).days[at(0)].text == "at least 1 spasm"
    not_counted = course([], [], [morning, event(0, time(19))]).days[at(0)]
    assert (not_counted.n_least, not_counted.is_counted) == (5, False)
    assert not_counted.text == "at least 5 spasms, in 2 clusters"
    some = course([], [0], [morning]).days[at(0)]
    assert some.text == "at least 4 spasms, in 1 cluster"
    single = course([], [], [event(0, kind=WitnessedKind.SPASM), morning]).days[at(0)]
    assert single.text == "at least 5 spasms, with 1 cluster"
    assert course([], [0], []).days[at(0)].text == "spasms, not counted"
    day = TreatmentDay(START)
    assert WitnessedDay(day, counted_day(day, 9), (morning,)).text == "9 spasms, in 1 cluster"
    assert WitnessedDay(day, counted_day(day, 3), (morning,)).text == "at least 4 spasms, in 1 cluster"


def test_a_cluster_over_midnight_belongs_to_the_day_on_which_it_began() -> None:
    found = course(range(1, 30), [], [event(0, time(23, 55), duration_s=1200.0, count=20)])
    assert found.days[at(0)].n_least == 20
    assert found.diary[at(1)].witnessed is Witnessed.NONE
    state = told(found)
    assert state.status is MET
    assert any("past midnight" in one for one in state.cautions)
    ends_at_midnight = event(0, time(23, 55), duration_s=300.0)
    assert not ends_at_midnight.is_past_midnight


def test_days_since_the_last_spasm_say_their_gaps() -> None:
    found = course([10, 11, 14], [9], [])
    free = spasm_free_days(found, AsOf(at(16), False))
    assert free is not None
    assert (free.n_days, free.n_none, free.n_in_a_row) == (7, 3, 2)
    assert free.unknown_days == (at(12), at(13), at(15))
    assert "7 days since the last witnessed spasm on day 9 (12 Mar 2020)" in free.text
    assert "3 days (15 Mar 2020 to 16 Mar 2020, 18 Mar 2020) are not known" in free.text
    assert spasm_free_days(course(), AsOf(at(3))) is None


def test_a_log_of_an_infant_without_any_study_has_dates() -> None:
    found = course([1], [0], [], is_treated=False)
    assert found.is_dated
    assert list(found.diary) == [at(0), at(1)]
    assert found.notes == ()


def by_hand(none: set[int], some: set[int], events: list[tuple[int, Certainty]]) -> bool:
    """Return whether 28 days without spasms are on paper, from within 14 days: as a person would find by hand."""
    free = none - some - {day for day, _certainty in events}
    return any(set(range(first, first + 28)) <= free for first in range(16))


@given(DIARIES | NEARLY_WHOLE)
def test_the_rule_is_met_where_28_days_without_are_on_paper_and_only_there(
    diary: tuple[set[int], set[int], list[tuple[int, Certainty]]],
) -> None:
    none, some, events = diary
    some = some - none  # of one day one thing is said
    found = course(none, some, [event(n, time(i), certainty=how) for i, (n, how) in enumerate(events)])
    assert (told(found).status is MET) is by_hand(none, some, events)


@given(NEARLY_WHOLE, st.integers(-900, 900), st.dates(date(1999, 12, 1), date(2032, 3, 1)))
def test_neither_time_zones_nor_the_place_in_the_calendar_move_a_day(
    diary: tuple[set[int], set[int], list[tuple[int, Certainty]]], offset_min: int, start: date
) -> None:
    none, some, events = diary
    some = some - none
    moved = [event(n, time(23, 59), start, certainty=how, utc_offset_min=offset_min) for n, how in events]
    here = clinical_response(
        course(none, some, [event(n, time(0), certainty=how) for n, how in events]), (), AsOf(at(50))
    )
    there = clinical_response(course(none, some, moved, start), (), AsOf(start.toordinal() + 50))
    assert here.status is there.status
    assert here.n_free_days == there.n_free_days


@given(NEARLY_WHOLE, st.integers(0, 45))
def test_no_more_is_known_with_an_entry_less(
    diary: tuple[set[int], set[int], list[tuple[int, Certainty]]], gone: int
) -> None:
    none, some, events = diary
    some = some - none
    made = [event(n, time(7), certainty=how) for n, how in events]
    whole, less = course(none, some, made), course(none - {gone}, some, made)
    if told(less).status is MET:
        assert told(whole).status is MET
    free, fewer = spasm_free_days(whole, AsOf(at(45))), spasm_free_days(less, AsOf(at(45)))
    if free is not None and fewer is not None and free.last_day is not None:
        assert fewer.last_day == free.last_day
        assert fewer.n_days == free.n_days
        assert free.n_days == 45 - (free.last_day - ZERO)
        assert set(free.unknown_days) <= set(fewer.unknown_days)
        assert fewer.n_none <= free.n_none


@given(st.integers(0, 44), st.integers(0, 23), st.floats(1.0, 86_400.0))
def test_one_event_makes_one_day_of_it(n: int, hour: int, duration_s: float) -> None:
    found = course(range(46), [], [event(n, time(hour), duration_s=duration_s, count=3)])
    with_spasms = [day for day, entry in found.diary.items() if entry.witnessed is Witnessed.SOME]
    assert with_spasms == [at(n)]
    assert found.days[at(n)].day.on == START + timedelta(days=n)

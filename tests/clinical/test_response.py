"""Response to treatment by the West Delphi consensus: each edge of the rule."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from eegview.clinical.response import response_of
from eegview.clinical.response_state import (
    ConsensusRule,
    PossibleDays,
    RecordedDay,
    RemissionLimit,
    Response,
    ResponseState,
    ResponseStatus,
)
from eegview.clinical.witnessed_response import clinical_response
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import PlacedTreatment, TreatmentCourse
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, counted_day
from eegview.model.treatment.treatment import Treatment

START = date(2020, 3, 3)
ZERO = START.toordinal()
LIMIT = RemissionLimit("BASED 2021", 3, "parameter set based2021-a")
MET, NOT_MET = ResponseStatus.MET, ResponseStatus.NOT_MET
PROVISIONAL, OPEN = ResponseStatus.PROVISIONAL, ResponseStatus.NOT_ASSESSED


def course(
    spasms: Iterable[int] = (),
    free: Iterable[int] = (),
    unknown: Iterable[int] = (),
    treatments: Iterable[tuple[str, int]] = (("Prednisolone", 0),),
    is_dated: bool = True,
) -> TreatmentCourse:
    """Return a course by days of treatment; days are those of the first treatment."""
    zero = ZERO if is_dated else 0
    diary = {zero + n: DiaryDay(TreatmentDay(), Witnessed.NONE) for n in free}
    diary |= {zero + n: DiaryDay(TreatmentDay(), Witnessed.UNKNOWN) for n in unknown}
    diary |= {zero + n: counted_day(TreatmentDay(), 4) for n in spasms}
    placed = tuple(
        PlacedTreatment(Treatment(drug, drug, TreatmentDay(START)), zero + n, None) for drug, n in treatments
    )
    return TreatmentCourse(is_dated, placed, dict(sorted(diary.items())))


def last_known(held: TreatmentCourse, recordings: Iterable[RecordedDay]) -> AsOf:
    """Return the last day of which anything is said; over where the diary says it."""
    last = max([*held.diary, *(one.day for one in recordings if one.day is not None)], default=ZERO)
    return AsOf(last, last in held.diary)


def said_of(
    held: TreatmentCourse, recordings: Iterable[RecordedDay] = (), rule: ConsensusRule | None = None
) -> ResponseState:
    """Return the clinical response as of the last day of which anything is said."""
    recordings = tuple(recordings)
    return clinical_response(held, recordings, last_known(held, recordings), rule)


def recording(n: int | None, spasms: Iterable[int] = (), **held: object) -> RecordedDay:
    days = tuple(ZERO + one for one in spasms)
    return RecordedDay(None if n is None else ZERO + n, f"study {n}", days, **held)  # type: ignore[arg-type]


def clinical(spasms: Iterable[int], until: int, unknown: Iterable[int] = (), *recordings: RecordedDay) -> ResponseState:
    """Return the clinical response where the diary is whole from the eve of treatment on."""
    held = set(spasms)
    free = set(range(-1, until + 1)) - held - set(unknown)
    return clinical_response(course(held, free, unknown), recordings, AsOf(ZERO + until))


def test_the_course_of_the_mock_up_is_provisional_with_its_date() -> None:
    state = clinical(range(-1, 10), 14)
    assert state.status is PROVISIONAL
    assert (state.n_free_days, state.n_needed_days) == (5, 28)
    assert state.earliest_date == date(2020, 4, 9)
    assert state.last_spasm_day == ZERO + 9
    assert "5 of 28 days" in state.text
    assert "day 37 (9 Apr 2020)" in state.text


@pytest.mark.parametrize(("last", "status"), [(13, MET), (14, MET), (15, NOT_MET)])
def test_the_last_spasm_lies_within_fourteen_days(last: int, status: ResponseStatus) -> None:
    state = clinical(range(last + 1), last + 28)
    assert state.status is status
    is_edge = any("day 14 itself" in caution for caution in state.cautions)
    assert is_edge is (last >= 14)  # a spasm on day 14, whether or not it was the last


@pytest.mark.parametrize(("until", "status"), [(36, PROVISIONAL), (37, MET), (40, MET)])
def test_twenty_eight_whole_days_are_needed(until: int, status: ResponseStatus) -> None:
    assert clinical([0, 9], until).status is status


def test_the_28th_day_must_be_over_and_said_by_the_diary() -> None:
    without, held = course([9], range(10, 37)), course([9], range(10, 38))
    assert clinical_response(without, (), AsOf(ZERO + 37)).status is OPEN  # day 37 is over, and nobody wrote it down
    assert clinical_response(held, (), AsOf(ZERO + 37)).status is MET
    for one in (without, held):  # “none” on the morning of day 37 says nothing of its afternoon
        state = clinical_response(one, (), AsOf(ZERO + 37, is_over=False))
        assert (state.status, state.n_free_days) == (PROVISIONAL, 27)
        assert state.text.endswith("As of day 37 (9 Apr 2020), a day that is not over.")
    seen_today = course([9, 37], range(10, 37))
    assert clinical_response(seen_today, (), AsOf(ZERO + 37, is_over=False)).status is NOT_MET


def test_provisional_does_not_last_where_nothing_is_entered_any_more() -> None:
    held = course([0], range(1, 21))
    assert clinical_response(held, (), AsOf(ZERO + 20)).status is PROVISIONAL
    state = clinical_response(held, (), AsOf(ZERO + 300))
    assert state.status is OPEN
    assert "8 days (24 Mar 2020 to 31 Mar 2020)" in state.text
    assert state.text.endswith("As of day 300 (28 Dec 2020).")


def test_a_day_in_the_past_is_told_as_it_was_then() -> None:
    held = course([0, 30], [*range(1, 30), *range(31, 60), 900])
    past = clinical_response(held, [recording(50, [50])], AsOf(ZERO + 20))
    assert (past.status, past.n_free_days, past.as_of_date) == (PROVISIONAL, 20, date(2020, 3, 23))
    assert clinical_response(held, (), AsOf(ZERO + 28)).status is MET
    assert "Relapse" not in clinical_response(held, (), AsOf(ZERO + 29)).text
    assert "Relapse" in clinical_response(held, (), AsOf(ZERO + 30, is_over=False)).text
    begun = clinical_response(held, (), AsOf(ZERO - 1))
    assert begun.status is OPEN
    assert "Treatment had not begun" in begun.text


def test_days_not_known_within_the_first_days_do_not_bar_the_rule() -> None:
    late = clinical_response(course([], range(5, 46)), (), AsOf(ZERO + 45))
    assert late.status is MET
    assert late.earliest_day == ZERO + 32
    assert "one of 5 days (3 Mar 2020 to 7 Mar 2020)" in late.cautions[0]
    gap = clinical_response(course([5], [*range(6, 10), *range(11, 46)], [10]), (), AsOf(ZERO + 45))
    assert (gap.status, gap.earliest_day, gap.last_spasm_day) == (MET, ZERO + 38, ZERO + 5)
    assert gap.cautions[0].startswith("The last spasm may have been on day 10 (13 Mar 2020), of which it is not known")
    going = clinical_response(course([5], [*range(6, 10), *range(11, 31)]), (), AsOf(ZERO + 30))
    assert (going.status, going.n_free_days, going.earliest_day) == (PROVISIONAL, 20, ZERO + 38)
    fifteen = clinical_response(course([], range(15, 60)), (), AsOf(ZERO + 59))
    assert fifteen.status is MET  # the last may have been on day 14, which is within
    assert clinical_response(course([], range(16, 60)), (), AsOf(ZERO + 59)).status is OPEN
    silent = clinical_response(course([0], range(1, 6)), (), AsOf(ZERO + 12))
    assert silent.status is OPEN  # of the last week nothing is known


def test_a_blind_reader_is_told_that_others_marks_are_missing_and_never_that_it_is_met() -> None:
    state = clinical([5], 40, (), recording(20, is_blind=True))
    assert state.status is PROVISIONAL
    assert "study 20" in state.cautions[0]
    assert "Recordings you read blind" in state.cautions[0]
    assert state.earliest_date is None  # that day is over; it waits for the reading
    assert clinical([5, 20], 40, (), recording(20, is_blind=True)).status is NOT_MET


def blind(first: int | None, last: int | None = None) -> RecordedDay:
    return recording(first, is_blind=True, last_day=None if last is None else ZERO + last)


def test_a_recording_from_before_treatment_that_is_read_blind_bars_nothing() -> None:
    held = course([], range(-3, 28))
    plain = clinical_response(held, (), AsOf(ZERO + 27))
    assert plain.status is MET
    assert clinical_response(held, [blind(-1)], AsOf(ZERO + 27)) == plain
    assert clinical_response(held, [blind(-1, 0)], AsOf(ZERO + 27)).status is PROVISIONAL  # it went on into day 0
    assert RecordedDay(-1, "study 1", last_day=0).may_show(0, 27)  # on the axis of treatment
    assert clinical_response(held, [blind(0)], AsOf(ZERO + 27)).status is PROVISIONAL
    assert clinical_response(held, [blind(27)], AsOf(ZERO + 27)).status is PROVISIONAL
    assert clinical_response(held, [blind(None)], AsOf(ZERO + 27)).status is PROVISIONAL


def test_a_recording_after_the_28_days_that_is_read_blind_leaves_a_relapse_open_and_the_rule_met() -> None:
    held = course([], range(-3, 28))
    for later in (28, 100):
        state = clinical_response(held, [blind(-1), blind(later)], AsOf(ZERO + 120))
        assert state.status is MET
        assert state.earliest_date == START + timedelta(days=27)
        assert state.cautions[0].endswith(f"so a relapse in them is not known: study {later}.")
    both = clinical_response(held, [blind(20), blind(100)], AsOf(ZERO + 120))
    assert both.status is PROVISIONAL
    assert "no longer read study 20 blind" in both.text
    assert "study 20 and study 100" in both.cautions[0]


def test_a_spasm_again_after_28_days_is_a_relapse_and_before_it_no_response() -> None:
    relapse = clinical([5, 34], 40)
    assert relapse.status is MET
    assert "Relapse" in relapse.text
    assert "day 34 (6 Apr 2020)" in relapse.text
    assert clinical([5, 33], 40).status is NOT_MET  # 27 days between
    assert clinical([5, 12, 41], 50).status is MET


def test_spasms_that_go_on_late_are_not_met_however_long_they_are_gone_since() -> None:
    state = clinical([0, 20], 60)
    assert state.status is NOT_MET
    assert "day 20 (23 Mar 2020)" in state.text


def test_without_any_spasm_under_treatment_days_count_from_its_first() -> None:
    state = clinical([-1], 26)
    assert state.status is PROVISIONAL
    assert state.earliest_date == START + timedelta(days=27)
    assert clinical([-1], 27).status is MET
    long_before = said_of(course([-10], range(28)))
    assert long_before.status is MET
    assert "Days count from the first day of treatment" in long_before.text


def test_unknown_days_leave_it_open_only_where_they_matter() -> None:
    inside = clinical([9], 37, [20])
    assert inside.status is OPEN
    assert "day 20 (23 Mar 2020)" in inside.text
    assert inside.n_free_days == 10
    assert clinical([9], 14, [12]).earliest_day == ZERO + 40  # the last may have been on day 12
    assert clinical([9], 14, [14]).status is OPEN
    assert clinical([9], 14, [5]).status is PROVISIONAL
    assert clinical([9], 60, [50]).status is MET
    assert clinical([9, 30], 60, [20]).status is NOT_MET  # 20 days at most, whatever was on day 20
    assert "2 days" in clinical([9], 37, [20, 21]).text
    assert said_of(course([9], range(10, 14)), [recording(14)]).status is PROVISIONAL
    assert said_of(course([9], range(10, 12)), [recording(14)]).status is OPEN


def test_what_is_missing_is_said() -> None:
    assert "first day of treatment is not entered" in said_of(course(free=[1], treatments=())).text
    assert "no diary" in said_of(course(), [recording(14)]).text
    early = said_of(course([-3], [-2]), [recording(-2)])
    assert early.status is OPEN
    assert "day 0 (3 Mar 2020)" in early.text


def test_a_recorded_spasm_counts_as_seen_also_inside_the_28_days() -> None:
    state = clinical([5], 40, (), recording(14, [14]))
    assert state.status is PROVISIONAL
    assert state.last_spasm_day == ZERO + 14
    assert any("The diary says “none”" in caution for caution in state.cautions)
    assert clinical([5], 40, (), recording(20, [20])).status is NOT_MET
    assert clinical([5], 42, (), recording(14, [14])).status is MET
    assert clinical([5], 33, (), recording(14)).status is MET
    silent = clinical([5], 40, (), recording(20, n_electrographic_only=3))
    assert silent.status is MET
    assert any("electrographic only" in caution for caution in silent.cautions)


def test_two_treatments_count_from_the_first() -> None:
    both = course(range(19), range(19, 60), treatments=(("Prednisolone", 0), ("Vigabatrin", 10)))
    state = said_of(both)
    assert state.status is NOT_MET  # day 18 is day 8 of the second one
    assert any("Vigabatrin was started on day 10 (13 Mar 2020)" in caution for caution in state.cautions)
    steps = course(range(5), range(5, 40), treatments=(("Prednisolone", 0), ("prednisolone", 7)))
    assert said_of(steps).cautions == ()  # another dose of the same drug is no other treatment


def test_a_study_without_date_does_not_count_and_a_course_without_dates_has_no_date() -> None:
    state = clinical([5], 33, (), recording(None))
    assert state.status is MET
    assert any("the day is not known" in caution for caution in state.cautions)
    undated = said_of(course([9], range(10, 15), is_dated=False))
    assert undated.status is PROVISIONAL
    assert undated.earliest_date is None
    assert undated.earliest_day == 37
    assert "day 37 at the earliest" in undated.text


def test_as_of_a_later_day_what_was_not_written_down_is_missing() -> None:
    held = course([9], range(10, 15))
    assert clinical_response(held, (), AsOf(ZERO + 15, False)).status is PROVISIONAL
    assert clinical_response(held, (), AsOf(ZERO + 40)).status is OPEN


def test_other_numbers_of_the_rule() -> None:
    held = course([3], range(4, 12))
    assert said_of(held, rule=ConsensusRule(2, 5)).status is NOT_MET
    assert said_of(held, rule=ConsensusRule(3, 8)).status is MET


def whole(*recordings: RecordedDay, until: int = 37, spasms: Iterable[int] = (0, 9)) -> Response:
    held = set(spasms)
    return response_of(course(held, set(range(until + 1)) - held), recordings, LIMIT, AsOf(ZERO + until))


BEFORE = recording(-1, hypsarrhythmia=(("ada", "present", "nrem"),), scores=(("ada", 5),))


def test_electroclinical_is_the_clinical_and_hypsarrhythmia_gone() -> None:
    gone = recording(14, hypsarrhythmia=(("ada", "absent", "nrem"),), scores=(("ada", 2),))
    assert whole(BEFORE, gone).electroclinical.status is MET
    early = whole(BEFORE, gone, until=14)
    assert early.electroclinical.status is PROVISIONAL
    assert early.electroclinical.earliest_date == early.clinical.earliest_date
    assert any("no consensus on the EEG definition" in c for c in early.electroclinical.cautions)
    there = recording(14, hypsarrhythmia=(("ada", "present", "awake"),))
    assert whole(BEFORE, there).electroclinical.status is NOT_MET
    assert whole(BEFORE, there).clinical.status is MET
    assert whole(BEFORE, gone, spasms=[20]).electroclinical.status is NOT_MET
    for answers in ((), (("ada", "uncertain", ""),), (("ada", "absent", ""), ("bob", "present", ""))):
        assert whole(BEFORE, recording(14, hypsarrhythmia=answers)).electroclinical.status is OPEN
    assert whole(gone).electroclinical.status is OPEN  # it was never shown to be there
    assert whole(BEFORE).electroclinical.status is OPEN  # no EEG under treatment
    awake = recording(14, hypsarrhythmia=(("ada", "absent", "awake"),))
    assert any("not judged in NREM" in caution for caution in whole(BEFORE, awake).electroclinical.cautions)
    assert not any("not judged in NREM" in caution for caution in whole(BEFORE, gone).electroclinical.cautions)
    assert "Hypsarrhythmia is absent in study 14 (ada; NREM sleep)." in whole(BEFORE, gone).electroclinical.text


def test_seen_in_one_state_hypsarrhythmia_is_there_and_of_one_day_the_last_recording_counts() -> None:
    mixed = recording(14, hypsarrhythmia=(("ada", "absent", "awake"), ("ada", "present", "nrem")))
    state = whole(BEFORE, mixed).electroclinical
    assert state.status is NOT_MET  # it is lost first in wake and REM
    assert "Hypsarrhythmia is present in study 14 (ada; NREM sleep)." in state.text
    unsure = recording(14, hypsarrhythmia=(("ada", "absent", "awake"), ("ada", "uncertain", "nrem")))
    assert whole(BEFORE, unsure).electroclinical.status is OPEN
    morning = recording(14, hypsarrhythmia=(("ada", "present", "nrem"),), scores=(("ada", 5),))
    evening = recording(14, hypsarrhythmia=(("ada", "absent", "nrem"),), scores=(("ada", 2),))
    assert whole(BEFORE, morning, evening).electroclinical.status is MET
    assert whole(BEFORE, morning, evening).electrographic.status is MET


def test_a_spasm_recorded_too_late_needs_no_diary() -> None:
    late = said_of(course(), [recording(20, [20])])
    assert late.status is NOT_MET
    assert "day 20 (23 Mar 2020)" in late.text
    assert said_of(course(), [recording(14, [14])]).status is OPEN


def expected(said: dict[int, str], as_of: AsOf) -> ResponseStatus:
    """Return the status by the words of the rule alone, day by day.

    said : s(pasm), n(one), u(nknown) of each day told of
    as_of : in days of treatment
    """
    said = {day: one for day, one in said.items() if day <= as_of.day}
    whole = {day: one for day, one in said.items() if one == "s" or day <= as_of.last_whole_day}
    late = any(one == "s" and day > 14 for day, one in said.items())
    if as_of.day < 0 or (not said and not late) or not any(day >= 0 for day in said):
        return OPEN
    firsts = range(16)  # the last spasm lies on day 14 at the latest
    if any(all(whole.get(day) == "n" for day in range(first, first + 28)) for first in firsts):
        return MET
    if not any(all(said.get(day) != "s" for day in range(first, first + 28)) for first in firsts):
        return NOT_MET
    for first in firsts:
        after = range(first, as_of.last_whole_day + 1)
        is_begun = bool(after) or (first <= as_of.day + 1 and (first == 0 or said.get(first - 1) == "s"))
        if is_begun and all(whole.get(day) == "n" for day in after) and said.get(as_of.day) != "s":
            return PROVISIONAL
        if first == as_of.day + 1 and said.get(as_of.day) == "s":
            return PROVISIONAL
    return OPEN


DAYS_SAID = st.builds(
    lambda first, gaps, spasms, last: (
        {day: "s" if day in spasms else "u" for day in range(first, last) if day in spasms or day in gaps}
        | {day: "n" for day in range(first, last) if day not in spasms and day not in gaps}
    ),
    st.sampled_from([-3, 0, 1, 5, 14, 15, 16]),
    st.sets(st.integers(-3, 60), max_size=3),
    st.sets(st.integers(-3, 60) | st.integers(0, 15), max_size=4),
    st.integers(0, 75),
)
AS_OF = st.builds(AsOf, st.integers(-3, 80), st.booleans())


@settings(max_examples=600)
@given(DAYS_SAID, st.sets(st.integers(-3, 75), max_size=2), AS_OF)
def test_every_course_is_told_as_the_words_of_the_rule_tell_it(
    said: dict[int, str], absent: set[int], as_of: AsOf
) -> None:
    said = {day: one for day, one in said.items() if day not in absent}
    days = {kind: [day for day, one in said.items() if one == kind] for kind in "snu"}
    on = AsOf(ZERO + as_of.day, as_of.is_over)
    state = clinical_response(course(days["s"], days["n"], days["u"]), (), on)
    assert state.status is expected(said, as_of)
    event(state.status.value)


@given(DAYS_SAID, AS_OF, st.dictionaries(st.integers(1, 40), st.sampled_from("snu"), max_size=5))
def test_what_is_entered_for_later_days_changes_nothing(
    said: dict[int, str], as_of: AsOf, later: dict[int, str]
) -> None:
    more = {day: one for day, one in said.items() if day <= as_of.day} | {
        as_of.day + n: one for n, one in later.items()
    }
    on = AsOf(ZERO + as_of.day, as_of.is_over)
    told: list[ResponseState] = []
    for held in ({day: one for day, one in said.items() if day <= as_of.day}, more):
        days = {kind: [day for day, one in held.items() if one == kind] for kind in "snu"}
        told.append(clinical_response(course(days["s"], days["n"], days["u"]), (), on))
    assert told[0] == told[1]


@given(DAYS_SAID, st.integers(0, 75))
def test_a_none_counts_once_the_day_is_over_and_a_spasm_at_once(said: dict[int, str], today: int) -> None:
    said.pop(today, None)
    on = AsOf(ZERO + today, is_over=False)

    def told(word: str) -> ResponseState:
        held = said | ({today: word} if word else {})
        days = {kind: [day for day, one in held.items() if one == kind] for kind in "snu"}
        return clinical_response(course(days["s"], days["n"], days["u"]), (), on)

    if any(0 <= day <= today for day in said):
        assert told("n") == told("")
    if told("s").status is PROVISIONAL:
        assert told("s").last_spasm_day == ZERO + today


def test_electrographic_stands_apart_and_names_the_set_of_its_limit() -> None:
    reached = whole(BEFORE, recording(14, scores=(("ada", 3),)), until=14).electrographic
    assert reached.status is MET
    assert "confirm with the publication" in reached.text
    assert "based2021-a" in reached.text
    assert whole(BEFORE, recording(14, scores=(("ada", 4),))).electrographic.status is NOT_MET
    assert whole(BEFORE, recording(14, scores=(("ada", 3), ("bob", 4)))).electrographic.status is OPEN
    assert whole(BEFORE, recording(14)).electrographic.status is OPEN
    never = whole(recording(-1, scores=(("ada", 2),)), recording(14, scores=(("ada", 2),))).electrographic
    assert "No earlier score here lies above the limit." in never.cautions
    assert response_of(course([0], [1]), (BEFORE,), None, AsOf(ZERO + 1)).electrographic.status is OPEN


@settings(max_examples=150, deadline=None)
@given(
    st.sets(st.integers(-2, 60), max_size=3),
    st.sets(st.integers(-2, 60), max_size=3),
    st.integers(-3, 60),
    st.integers(1, 12),
    st.integers(20, 60),
)
def test_what_is_decided_holds_whichever_of_its_possible_days_a_spasm_was_on(
    spasms: set[int], unknown: set[int], first: int, n_more: int, last: int
) -> None:
    free = [day for day in range(-3, 61) if day not in spasms | unknown]
    held = course(spasms, free, unknown)
    span = PossibleDays(ZERO + first, ZERO + first + n_more)
    as_of = AsOf(ZERO + last)
    state = clinical_response(held, [RecordedDay(ZERO + first, "clip 1", possible_days=(span,))], as_of)
    each = [
        clinical_response(held, [RecordedDay(ZERO + day, "clip 1", (ZERO + day,))], as_of)
        for day in range(first, first + n_more + 1)
    ]
    event(state.status.value)
    if state.status in (MET, NOT_MET):
        assert {one.status for one in each} == {state.status}
    if state.relapse_text:
        assert all(one.relapse_text for one in each)


def test_a_spasm_on_one_of_two_days_too_late_is_not_met_and_without_a_diary_too() -> None:
    span = PossibleDays(ZERO + 20, ZERO + 21)
    clip = RecordedDay(ZERO + 20, "clip 1", possible_days=(span,))
    for free in (range(3, 20), ()):
        state = clinical_response(course([], free), [clip], AsOf(ZERO + 30))
        assert state.status is NOT_MET
        assert "on one of 2 days (23 Mar 2020 to 24 Mar 2020)" in state.text
    early = RecordedDay(ZERO + 14, "clip 1", possible_days=(PossibleDays(ZERO + 14, ZERO + 15),))
    assert clinical_response(course([], range(14)), [early], AsOf(ZERO + 30)).status is OPEN

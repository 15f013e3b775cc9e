"""Response to treatment by the West Delphi consensus: each edge of the rule."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

import pytest

from eegview.clinical.response import (
    ConsensusRule,
    RecordedDay,
    RemissionLimit,
    Response,
    ResponseState,
    ResponseStatus,
    clinical_response,
    response_of,
)
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


def recording(n: int | None, spasms: Iterable[int] = (), **held: object) -> RecordedDay:
    days = tuple(ZERO + one for one in spasms)
    return RecordedDay(None if n is None else ZERO + n, f"study {n}", days, **held)  # type: ignore[arg-type]


def clinical(spasms: Iterable[int], until: int, unknown: Iterable[int] = (), *recordings: RecordedDay) -> ResponseState:
    """Return the clinical response where the diary is whole from the eve of treatment on."""
    held = set(spasms)
    free = set(range(-1, until + 1)) - held - set(unknown)
    return clinical_response(course(held, free, unknown), recordings)


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


def test_the_28th_day_must_be_said_by_the_diary() -> None:
    whole = course([9], range(10, 37))
    assert clinical_response(whole, [recording(37)]).status is OPEN  # day 37 is over or not: nobody wrote it down
    assert clinical_response(course([9], range(10, 38)), [recording(37)]).status is MET


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
    long_before = clinical_response(course([-10], range(28)), ())
    assert long_before.status is MET
    assert "Days count from the first day of treatment" in long_before.text


def test_unknown_days_leave_it_open_only_where_they_matter() -> None:
    inside = clinical([9], 37, [20])
    assert inside.status is OPEN
    assert "day 20 (23 Mar 2020)" in inside.text
    assert inside.n_free_days == 10
    assert clinical([9], 14, [12]).status is OPEN
    assert clinical([9], 14, [5]).status is PROVISIONAL
    assert clinical([9], 60, [50]).status is MET
    assert clinical([9, 30], 60, [20]).status is NOT_MET  # 20 days at most, whatever was on day 20
    assert "2 days" in clinical([9], 37, [20, 21]).text
    assert clinical_response(course([9], range(10, 14)), [recording(14)]).status is PROVISIONAL
    assert clinical_response(course([9], range(10, 12)), [recording(14)]).status is OPEN


def test_what_is_missing_is_said() -> None:
    assert "first day of treatment is not entered" in clinical_response(course(free=[1], treatments=()), ()).text
    assert "no diary" in clinical_response(course(), [recording(14)]).text
    early = clinical_response(course([-3], [-2]), [recording(-2)])
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
    state = clinical_response(both, ())
    assert state.status is NOT_MET  # day 18 is day 8 of the second one
    assert any("Vigabatrin was started on day 10 (13 Mar 2020)" in caution for caution in state.cautions)
    steps = course(range(5), range(5, 40), treatments=(("Prednisolone", 0), ("prednisolone", 7)))
    assert clinical_response(steps, ()).cautions == ()  # another dose of the same drug is no other treatment


def test_a_study_without_date_does_not_count_and_a_course_without_dates_has_no_date() -> None:
    state = clinical([5], 33, (), recording(None))
    assert state.status is MET
    assert any("the day is not known" in caution for caution in state.cautions)
    undated = clinical_response(course([9], range(10, 15), is_dated=False), ())
    assert undated.status is PROVISIONAL
    assert undated.earliest_date is None
    assert undated.earliest_day == 37
    assert "day 37 at the earliest" in undated.text


def test_as_of_a_later_day_what_was_not_written_down_is_missing() -> None:
    held = course([9], range(10, 15))
    assert clinical_response(held, (), as_of=ZERO + 15).status is PROVISIONAL
    assert clinical_response(held, (), as_of=ZERO + 40).status is OPEN


def test_other_numbers_of_the_rule() -> None:
    held = course([3], range(4, 12))
    assert clinical_response(held, (), rule=ConsensusRule(2, 5)).status is NOT_MET
    assert clinical_response(held, (), rule=ConsensusRule(3, 8)).status is MET


def whole(*recordings: RecordedDay, until: int = 37, spasms: Iterable[int] = (0, 9)) -> Response:
    held = set(spasms)
    return response_of(course(held, set(range(until + 1)) - held), recordings, LIMIT)


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
    late = clinical_response(course(), [recording(20, [20])])
    assert late.status is NOT_MET
    assert "day 20 (23 Mar 2020)" in late.text
    assert clinical_response(course(), [recording(14, [14])]).status is OPEN


def expected(said: dict[int, str], as_of: int) -> ResponseStatus:
    """Return the status by the words of the rule alone, day by day; `said` is s, n or u of each day told of."""
    if as_of < 0 or not said:
        return OPEN
    found: list[ResponseStatus] = []
    for last in (-1, *(day for day in range(15) if said.get(day) == "s")):
        days = range(last + 1, last + 29)
        if any(said.get(day) == "s" for day in days):
            continue
        if last + 28 <= as_of:
            found.append(MET if all(said.get(day) == "n" for day in days) else OPEN)
        else:
            found.append(PROVISIONAL if all(said.get(day) == "n" for day in range(last + 1, as_of)) else OPEN)
    return next((one for one in found if one is not OPEN), OPEN if found else NOT_MET)


def test_random_courses_are_told_as_the_words_of_the_rule_tell_them() -> None:
    rng = Random(4)
    seen: set[ResponseStatus] = set()
    for _ in range(3000):
        last, stop = rng.choice([5, 14, 15, 28, 37, 42, 43, 60]), rng.choice([5, 13, 14, 15, 30, 60])
        spasms, unknown = rng.choice([0.02, 0.1, 0.4]), rng.choice([0, 0, 0.02])
        said = {
            day: "s" if day <= stop and rng.random() < spasms else "u" if rng.random() < unknown else "n"
            for day in range(rng.choice([-3, 0, 1]), last + 1)
        }
        days = {kind: [day for day, one in said.items() if one == kind] for kind in "snu"}
        state = clinical_response(course(days["s"], days["n"], days["u"]), ())
        assert state.status is expected(said, last), said
        seen.add(state.status)
    assert seen == {MET, NOT_MET, PROVISIONAL, OPEN}


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
    assert response_of(course([0], [1]), (BEFORE,), None).electrographic.status is OPEN

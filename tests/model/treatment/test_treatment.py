"""Records of treatment and of the diary: what they hold, why one is refused, how an act is called."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.annotation import Annotation
from eegview.model.study.records import DIARY_TERM, TREATMENT_TERM, study_record
from eegview.model.treatment.day import TreatmentDay, parsed_day
from eegview.model.treatment.diary import (
    DiaryDay,
    Witnessed,
    counted_day,
    diary_act_text,
    diary_days,
    diary_fault,
    held_diary,
)
from eegview.model.treatment.treatment import (
    Treatment,
    held_treatment,
    treatment_act_text,
    treatment_fault,
    treatment_of,
    treatments,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FIRST, LAST = TreatmentDay(date(2020, 3, 3)), TreatmentDay(date(2020, 3, 16))
PREDNISOLONE = Treatment("t1", "Prednisolone", FIRST, LAST, 40.0, "mg/day", note="4 × 10")


def record(treatment: Treatment | None, minute: int = 0, about: str = "t1", layer: str = "ann") -> Annotation:
    at_utc = NOON.replace(minute=minute).isoformat()
    return study_record(TREATMENT_TERM, about, at_utc, held_treatment(treatment), layer)


def entry(day: TreatmentDay, said: DiaryDay | None, minute: int = 0, layer: str = "ann") -> Annotation:
    return study_record(DIARY_TERM, day.stored, NOON.replace(minute=minute).isoformat(), held_diary(said), layer)


def test_a_day_is_a_date_or_a_distance() -> None:
    assert parsed_day("2020-03-03") == FIRST
    assert parsed_day(" +3 ") == TreatmentDay(None, 3)
    assert parsed_day("−5") == parsed_day("-5") == TreatmentDay(None, -5)
    for text in ("", "3.3.2020", "2020-02-30", "+", "99999", "tomorrow"):
        assert parsed_day(text) is None
    assert (FIRST.text, TreatmentDay(None, -1).text) == ("3 Mar 2020", "1 day before the recording")
    assert TreatmentDay(None, 2).date_by(date(2020, 3, 1)) == FIRST.on
    assert FIRST.offset_from(date(2020, 3, 1)) == 2
    assert FIRST.offset_from(None) is None
    assert TreatmentDay(None, 2).date_by(None) is None
    assert FIRST.later(13) == LAST


@given(st.one_of(st.dates().map(TreatmentDay), st.integers(-36_500, 36_500).map(lambda n: TreatmentDay(None, n))))
def test_a_stored_day_is_read_again(day: TreatmentDay) -> None:
    assert parsed_day(day.stored) == day


def test_a_stored_treatment_is_read_again_with_who_said_it() -> None:
    found = treatment_of(record(PREDNISOLONE))
    assert found is not None
    assert found.said == PREDNISOLONE.said
    assert (found.author, found.treatment_id, found.text) == ("ann", "t1", "Prednisolone 40 mg/day")
    bare = Treatment("t2", "Vigabatrin", TreatmentDay(None, 3))
    (again,) = treatments([record(bare, about="t2")])
    assert (again.dose, again.unit, again.stop, again.dose_text) == (None, "", None, "")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"drug": " "}, "Name the drug."),
        ({"drug": "x" * 81}, "longer than 80"),
        ({"note": "x" * 501}, "longer than 500"),
        ({"dose": 0.0}, "above 0"),
        ({"dose": float("nan")}, "above 0"),
        ({"unit": ""}, "A dose needs its unit"),
        ({"dose": None}, "A unit needs its dose"),
        ({"stop": TreatmentDay(date(2020, 3, 2))}, "The last day is before the first day."),
        ({"stop": TreatmentDay(None, 3)}, "both days as dates"),
        ({"start": TreatmentDay(None, 3), "stop": TreatmentDay(None, 2)}, "before the first day"),
    ],
)
def test_a_fault_is_one_sentence(changed: dict[str, object], sentence: str) -> None:
    from dataclasses import replace

    fault = treatment_fault(replace(PREDNISOLONE, **changed))  # type: ignore[arg-type]
    assert sentence in fault
    assert fault.count(". ") == 0
    assert treatment_fault(PREDNISOLONE) == ""


def test_what_was_said_last_holds_and_can_be_taken_back() -> None:
    from dataclasses import replace

    less = record(replace(PREDNISOLONE, dose=20.0), 5, layer="bob")
    (found,) = treatments([less, record(PREDNISOLONE)])
    assert (found.dose, found.author) == (20.0, "bob")
    assert treatments([less, record(None, 9)]) == ()


def test_a_damaged_record_counts_for_nothing() -> None:
    held = held_treatment(PREDNISOLONE)
    for name, value in (("dose", "much"), ("to", "later"), ("from", ""), ("unit", ""), ("to", "2020-01-01")):
        broken = study_record(TREATMENT_TERM, "t1", NOON.isoformat(), {**held, name: value}, "ann")
        assert treatment_of(broken) is None
    assert diary_days([study_record(DIARY_TERM, "some day", NOON.isoformat(), {"witnessed": "none"}, "ann")]) == ()
    many = study_record(DIARY_TERM, "+1", NOON.isoformat(), {"witnessed": "some", "count": "12345678901234567890"}, "a")
    assert diary_days([many]) == ()


def test_the_diary_says_none_some_a_number_or_not_known() -> None:
    days = [TreatmentDay(None, n) for n in range(4)]
    said = [
        counted_day(days[0], 5),
        counted_day(days[1], 0),
        DiaryDay(days[2], Witnessed.SOME),
        DiaryDay(days[3], Witnessed.UNKNOWN),
    ]
    found = diary_days([entry(one.day, one) for one in reversed(said)])
    assert [one.text for one in found] == ["5 spasms", "no spasms", "spasms, not counted", "not known"]
    assert [one.witnessed for one in found] == [one.witnessed for one in said]
    assert diary_days([entry(days[0], said[0]), entry(days[0], None, 3)]) == ()
    assert "goes only with a day" in diary_fault(DiaryDay(days[0], Witnessed.NONE, 3))
    assert "from 1 to" in diary_fault(DiaryDay(days[0], Witnessed.SOME, 0))


def test_an_act_is_called_by_what_it_says() -> None:
    before, after = record(None), record(PREDNISOLONE)
    assert treatment_act_text(None, after) == "add Prednisolone 40 mg/day from 3 Mar 2020 to 16 Mar 2020"
    assert treatment_act_text(after, after).startswith("change Prednisolone")
    assert treatment_act_text(after, None) == "remove Prednisolone 40 mg/day from 3 Mar 2020"
    assert treatment_act_text(before, None) == "remove a treatment"
    assert diary_act_text(entry(FIRST, counted_day(FIRST, 1))) == "set the spasm diary of 3 Mar 2020 to 1 spasm"
    assert diary_act_text(entry(FIRST, None)) == "clear the spasm diary of 3 Mar 2020"

"""The diary as weeks, and what is typed into its form."""

from datetime import date, time

import pytest

from eegview.app.diary.calendar import CalendarDay, DayState, calendar_weeks, day_title
from eegview.app.diary.typed import typed_event, typed_number
from eegview.model.errors import UsageError
from eegview.model.infant.diary_event import Certainty, DiaryEvent, WitnessedKind
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, counted_day
from eegview.model.treatment.witnessed_day import WitnessedDay, witnessed_days

TODAY = date(2025, 3, 5)  # a Wednesday


def day(on: date, said: Witnessed | int | None = None, *events: DiaryEvent) -> WitnessedDay:
    at = TreatmentDay(on)
    entry = None if said is None else DiaryDay(at, said) if isinstance(said, Witnessed) else counted_day(at, said)
    return WitnessedDay(at, entry, events)


def shown(*days: WitnessedDay) -> dict[date, CalendarDay]:
    return {one.on: one for week in calendar_weeks(days, TODAY) for one in week}


def test_weeks_begin_on_monday_and_end_with_that_of_today() -> None:
    weeks = calendar_weeks((), TODAY)
    assert len(weeks) == 8
    assert all(len(week) == 7 and week[0].on.weekday() == 0 for week in weeks)
    assert TODAY in [one.on for one in weeks[-1]]
    assert [one.on for one in weeks[-1] if one.state is DayState.TO_COME] == [date(2025, 3, n) for n in (6, 7, 8, 9)]
    assert next(one for one in weeks[-1] if one.is_today).on == TODAY
    assert calendar_weeks([day(date(2024, 12, 31), 3)], TODAY)[0][0].on == date(2024, 12, 30)


def test_weeks_reach_back_to_birth_and_to_the_day_that_is_asked_for() -> None:
    assert calendar_weeks((), TODAY, date(2024, 10, 2))[0][0].on == date(2024, 9, 30)
    assert len(calendar_weeks((), TODAY, date(1990, 1, 1))) == 520
    for since in (None, date(2024, 10, 2), date(1990, 1, 1)):
        weeks = calendar_weeks((), TODAY, since, date(2012, 2, 29))
        assert weeks[0][0].on <= date(2012, 2, 27)
        assert sum(one.on == date(2012, 2, 29) for week in weeks for one in week) == 1


def test_a_day_shows_a_number_a_word_or_nothing_and_is_never_zero() -> None:
    on = date(2025, 3, 3)
    cluster = DiaryEvent("e", on, time(7), count=3)
    unsure = DiaryEvent("u", on, certainty=Certainty.UNSURE)
    not_counted = DiaryEvent("n", on)
    for said, mark, state in (
        (day(on, 5), "5", DayState.SOME),
        (day(on, None, cluster), "3+", DayState.SOME),
        (day(on, None, cluster, not_counted), "4+", DayState.SOME),
        (day(on, Witnessed.SOME), "+", DayState.SOME),
        (day(on, Witnessed.NONE), "none", DayState.NONE),
        (day(on, Witnessed.NONE, unsure), "?", DayState.UNKNOWN),
        (day(on, Witnessed.UNKNOWN), "?", DayState.UNKNOWN),
    ):
        assert (shown(said)[on].mark, shown(said)[on].state) == (mark, state)
    empty = shown()[on]
    assert (empty.mark, empty.state) == ("", DayState.UNKNOWN)
    assert "not known" in empty.told
    contradicted = shown(day(on, Witnessed.NONE, cluster))[on]
    assert contradicted.is_contradicted
    assert "it counts" in contradicted.told
    assert day_title(on) == "Mon 3 Mar 2025"


def test_days_and_events_come_together_by_date() -> None:
    first, second = date(2025, 3, 1), date(2025, 3, 2)
    found = witnessed_days([counted_day(TreatmentDay(second), 2)], [DiaryEvent("e", first), DiaryEvent("f", second)])
    assert [(one.day.on, len(one.events), one.entry is not None) for one in found] == [
        (first, 1, False),
        (second, 1, True),
    ]


def test_what_is_typed_becomes_an_event() -> None:
    typed = typed_event(TODAY, "740", "12", "3", True, " mother ", Certainty.SURE, "")
    assert typed == DiaryEvent(
        "", TODAY, time(7, 40), WitnessedKind.CLUSTER, 12, 180.0, True, "mother", Certainty.SURE, ""
    )
    single = typed_event(TODAY, "", "1", "", None, "", Certainty.NOT_SAID, "")
    assert (single.kind, single.at, single.count) == (WitnessedKind.SPASM, None, 1)
    assert typed_event(TODAY, "7:40 pm", "", "90 s", None, "", Certainty.NOT_SAID, "").duration_s == 90.0
    assert [typed_number(text) for text in ("7", "none", "?")] == [7, Witnessed.NONE, Witnessed.UNKNOWN]


@pytest.mark.parametrize(
    ("clock", "count", "lasted"), [("late", "", ""), ("", "many", ""), ("", "0", ""), ("", "", "x")]
)
def test_what_cannot_be_read_is_one_sentence_and_one_advice(clock: str, count: str, lasted: str) -> None:
    with pytest.raises(UsageError) as refused:
        typed_event(TODAY, clock, count, lasted, None, "", Certainty.NOT_SAID, "")
    assert refused.value.advice


def test_of_a_day_with_many_events_not_all_are_listed_where_it_is_pointed_at() -> None:
    events = [DiaryEvent(f"e{n}", TODAY, time(n // 60, n % 60), WitnessedKind.SPASM) for n in range(100)]
    told = shown(day(TODAY, None, *events))[TODAY].told.splitlines()
    assert len(told) == 14
    assert told[-1] == "and 88 more events"

"""An import into an infant's diary: what is new, known, changed since, or differs."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.diary.acts import day_statement, event_removal, event_statement, none_for
from eegview.app.diary.importing import DiaryImport, plan_import
from eegview.app.diary.summary import diary_summary, summary_json
from eegview.app.study.records import Statement, statement_changes
from eegview.exchange.diary.reading import DiaryFile
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.infant.diary_event import Certainty, DiaryEvent, WitnessedKind, diary_events_of
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.course import StudyDays, course_of
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, counted_day, diary_days

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
MARCH_2, MARCH_3 = date(2025, 3, 2), date(2025, 3, 3)
CLUSTER = DiaryEvent("", MARCH_2, time(7, 40), count=12, duration_s=180.0)
NONE = DiaryDay(TreatmentDay(MARCH_3), Witnessed.NONE)


def said(
    records: tuple[Annotation, ...], statements: list[Statement] | tuple[Statement, ...]
) -> tuple[Annotation, ...]:
    """Return the log after statements were made."""
    held = {one.annotation_id: one for one in records}
    for change in statement_changes(records, statements, "ada", NOW):
        if change.after is not None:
            held[change.after.annotation_id] = change.after
    return tuple(held.values())


def file(*lines: DiaryEvent | DiaryDay) -> DiaryFile:
    numbered = list(enumerate(lines, 2))
    return DiaryFile(
        tuple((n, one) for n, one in numbered if isinstance(one, DiaryEvent)),
        tuple((n, one) for n, one in numbered if isinstance(one, DiaryDay)),
    )


def counts(plan: DiaryImport) -> tuple[int, int, int, int]:
    return plan.n_events, plan.n_days, plan.n_known, plan.n_changed_since


def test_a_second_import_finds_what_the_first_brought() -> None:
    once = plan_import(file(CLUSTER, NONE), ())
    assert counts(once) == (1, 1, 0, 0)
    log = said((), once.statements)
    again = plan_import(file(CLUSTER, NONE), log)
    assert counts(again) == (0, 0, 2, 0)
    assert again.statements == ()
    assert "2 entries the diary has already" in again.text


def test_what_somebody_corrected_or_removed_since_holds() -> None:
    log = said((), plan_import(file(CLUSTER), ()).statements)
    (event,) = diary_events_of(log)
    corrected = said(log, [event_statement(DiaryEvent(event.event_id, MARCH_2, time(7, 40), count=15))])
    assert counts(plan_import(file(CLUSTER), corrected)) == (0, 0, 0, 1)
    removed = said(log, [event_removal(event.event_id)])
    assert diary_events_of(removed) == ()
    assert counts(plan_import(file(CLUSTER), removed)) == (0, 0, 0, 1)


def test_an_event_entered_by_hand_is_not_imported_again() -> None:
    log = said((), [event_statement(CLUSTER)])
    assert counts(plan_import(file(CLUSTER), log)) == (0, 0, 1, 0)


def test_alike_events_without_a_time_are_several_and_with_one_the_same() -> None:
    spasm = DiaryEvent("", MARCH_2, None, WitnessedKind.SPASM, 1)
    assert counts(plan_import(file(spasm, spasm, spasm), ())) == (3, 0, 0, 0)
    twice = plan_import(file(CLUSTER, CLUSTER), ())
    assert counts(twice) == (1, 0, 0, 0)
    assert [one.line for one in twice.unread] == [3]
    log = said((), plan_import(file(spasm), ()).statements)
    assert counts(plan_import(file(spasm, spasm), log)) == (1, 0, 1, 0)


def test_a_day_that_is_said_otherwise_stays_unless_it_is_to_be_replaced() -> None:
    log = said((), [day_statement(MARCH_3, 4)])
    kept = plan_import(file(NONE), log)
    assert (kept.differing, kept.statements) == ((MARCH_3,), ())
    replaced = said(log, plan_import(file(NONE), log, is_replacing=True).statements)
    assert [one.witnessed for one in diary_days(replaced)] == [Witnessed.NONE]


def test_days_before_birth_are_not_read() -> None:
    plan = plan_import(file(CLUSTER, NONE), (), born_on=MARCH_3)
    assert counts(plan) == (0, 1, 0, 0)
    assert plan.unread[0].reason == "its day lies before birth"


@given(
    st.lists(st.tuples(st.integers(1, 28), st.none() | st.integers(0, 23), st.none() | st.integers(1, 9)), max_size=9)
)
def test_importing_twice_is_importing_once(lines: list[tuple[int, int | None, int | None]]) -> None:
    events = [
        DiaryEvent("", date(2025, 3, day), time(hour) if hour is not None else None, count=count)
        for day, hour, count in lines
    ]
    once = said((), plan_import(file(*events), ()).statements)
    again = plan_import(file(*events), once)
    assert again.statements == ()
    assert diary_events_of(said(once, again.statements)) == diary_events_of(once)


def test_days_without_are_filled_only_where_nothing_is_said() -> None:
    log = said((), [day_statement(MARCH_3, 4), event_statement(CLUSTER)])
    course = course_of([StudyDays(None, log, is_dated=True)])
    days = tuple(course.days.values())
    filled = none_for(date(2025, 3, 1), date(2025, 3, 5), days)
    assert [one.about for one in filled] == ["2025-03-01", "2025-03-04", "2025-03-05"]
    with pytest.raises(UsageError, match="future"):
        none_for(MARCH_2, MARCH_3, (), today=MARCH_2)
    with pytest.raises(UsageError, match="before the first"):
        none_for(MARCH_3, MARCH_2, ())


def test_a_fault_in_an_event_is_one_sentence() -> None:
    for event in (
        DiaryEvent("", MARCH_2, None, WitnessedKind.SPASM, 3),
        DiaryEvent("", MARCH_2, None, WitnessedKind.CLUSTER, 0),
        DiaryEvent("", MARCH_2, None, duration_s=float("nan")),
        DiaryEvent("", MARCH_2, note="x" * 501),
    ):
        with pytest.raises(UsageError):
            event_statement(event)
    with pytest.raises(UsageError, match="future"):
        event_statement(CLUSTER, today=date(2025, 3, 1))


def test_the_summary_says_what_is_not_known() -> None:
    unsure = DiaryEvent("", date(2025, 3, 4), time(8), count=2, certainty=Certainty.UNSURE)
    log = said((), [event_statement(CLUSTER), day_statement(MARCH_3, Witnessed.NONE), event_statement(unsure)])
    summary = diary_summary(
        course_of([StudyDays(None, log, is_dated=True)]), AsOf.on(date(2025, 3, 6), date(2025, 3, 6))
    )
    held = summary_json(summary)
    assert [day["witnessed"] for day in held["days"]] == ["some", "none", "unknown"]
    assert held["since_last_spasm"]["n_days"] == 4
    assert held["since_last_spasm"]["unknown_days"] == ["2025-03-04", "2025-03-05"]
    assert held["days"][0]["text"] == "at least 12 spasms, in 1 cluster"
    assert counted_day(TreatmentDay(MARCH_2), 3).text == "3 spasms"
    recorded = diary_summary(
        course_of([StudyDays(None, log, is_dated=True)]),
        AsOf.on(date(2025, 3, 6), date(2025, 3, 6)),
        [MARCH_3.toordinal()],
    )
    assert recorded.free is not None
    assert recorded.free.last_day == MARCH_3.toordinal()

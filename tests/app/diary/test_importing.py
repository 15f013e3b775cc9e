"""An import into an infant's diary: what is new, known, changed since, or differs."""

from dataclasses import replace
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
from eegview.model.infant.day_rule import NOBODY
from eegview.model.infant.diary_event import Certainty, DiaryEvent, WitnessedKind, diary_events_of, removed_events_of
from eegview.model.infant.infant import Infant
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


def plan_of(
    read: DiaryFile, log: tuple[Annotation, ...], is_replacing: bool = False, infant: Infant = NOBODY
) -> DiaryImport:
    return plan_import(read, log, infant, NOW.date(), is_replacing)


def counts(plan: DiaryImport) -> tuple[int, int, int, int]:
    return plan.n_events, plan.n_days, plan.n_known, plan.n_removed_since


def n_spasms(log: tuple[Annotation, ...]) -> int:
    return sum(event.count or 1 for event in diary_events_of(log))


def test_a_second_import_finds_what_the_first_brought() -> None:
    once = plan_of(file(CLUSTER, NONE), ())
    assert counts(once) == (1, 1, 0, 0)
    log = said((), once.statements)
    again = plan_of(file(CLUSTER, NONE), log)
    assert counts(again) == (0, 0, 2, 0)
    assert again.statements == ()
    assert "2 entries the diary has already" in again.text


def test_what_somebody_corrected_or_removed_since_holds() -> None:
    log = said((), plan_of(file(CLUSTER), ()).statements)
    (event,) = diary_events_of(log)
    corrected = said(log, [event_statement(DiaryEvent(event.event_id, MARCH_2, time(7, 40), count=15))])
    again = plan_of(file(CLUSTER), corrected)
    assert (counts(again), again.statements) == ((0, 0, 0, 0), ())
    assert [(one.line, one.on, one.fields) for one in again.differing_events] == [(2, MARCH_2, ("spasms", "duration"))]
    assert again.differing_lines == ("Line 2, 2 Mar 2025: not as in the diary: spasms, duration.",)
    moved = said(log, [event_statement(replace(event, at=time(7, 50)))])
    assert [one.fields for one in plan_of(file(CLUSTER), moved).differing_events] == [("time",)]
    removed = said(log, [event_removal(event)])
    assert diary_events_of(removed) == ()
    assert counts(plan_of(file(CLUSTER), removed)) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    "later",
    [
        replace(CLUSTER, kind=WitnessedKind.SPASM, count=1, duration_s=None),
        replace(CLUSTER, utc_offset_min=60),
        replace(CLUSTER, count=15),
        replace(CLUSTER, kind=WitnessedKind.SPASM, count=1, duration_s=None, utc_offset_min=60),
    ],
)
def test_a_removed_event_does_not_come_back_where_a_later_export_says_it_otherwise(later: DiaryEvent) -> None:
    log = said((), plan_of(file(CLUSTER), ()).statements)
    (event,) = diary_events_of(log)
    removed = said(log, [event_removal(event)])
    for is_replacing in (False, True):
        plan = plan_of(file(later), removed, is_replacing)
        assert (counts(plan), plan.statements) == ((0, 0, 0, 1), ())
    assert counts(plan_of(file(later, replace(CLUSTER, at=time(7, 41))), removed)) == (1, 0, 0, 1)


def test_of_two_events_at_one_time_only_the_removed_one_stays_away() -> None:
    spasm = DiaryEvent("", MARCH_2, time(7, 40), WitnessedKind.SPASM, 1)
    log = said((), plan_of(file(CLUSTER, spasm), ()).statements)
    gone = next(one for one in diary_events_of(log) if one.kind is WitnessedKind.SPASM)
    removed = said(log, [event_removal(gone)])
    assert counts(plan_of(file(CLUSTER, spasm), removed)) == (0, 0, 1, 1)
    night = replace(spasm, on=date(2024, 10, 27), at=time(2, 40), utc_offset_min=120)
    log = said((), plan_of(file(night), ()).statements)
    removed = said(log, [event_removal(diary_events_of(log)[0])])
    assert counts(plan_of(file(night, replace(night, utc_offset_min=60)), removed)) == (1, 0, 0, 1)


def test_what_is_kept_of_a_removed_event_is_only_when_and_what_it_was() -> None:
    log = said((), plan_of(file(replace(CLUSTER, note="arms", seen_by="mother")), ()).statements)
    (event,) = diary_events_of(log)
    (gone,) = removed_events_of(said(log, [event_removal(event)]))
    assert gone == DiaryEvent(event.event_id, MARCH_2, time(7, 40), author="ada")
    by_hand = said((), [event_statement(CLUSTER)])
    by_hand = said(by_hand, [event_removal(diary_events_of(by_hand)[0])])
    assert counts(plan_of(file(CLUSTER), by_hand)) == (1, 0, 0, 0)  # no import brought it


def test_an_event_entered_by_hand_is_not_imported_again() -> None:
    log = said((), [event_statement(CLUSTER)])
    assert counts(plan_of(file(CLUSTER), log)) == (0, 0, 1, 0)
    assert counts(plan_of(file(replace(CLUSTER, utc_offset_min=60)), log)) == (0, 0, 1, 0)
    assert counts(plan_of(file(replace(CLUSTER, count=15)), log)) == (0, 0, 0, 0)
    full = said((), [event_statement(replace(CLUSTER, note="arms", certainty=Certainty.SURE, after_waking=True))])
    assert counts(plan_of(file(CLUSTER), full)) == (0, 0, 1, 0)  # what the file leaves empty says nothing


def test_a_corrected_export_is_told_and_never_counts_twice() -> None:
    log = said((), plan_of(file(CLUSTER), ()).statements)
    later = file(replace(CLUSTER, count=15, certainty=Certainty.UNSURE))
    told = plan_of(later, log)
    assert [one.fields for one in told.differing_events] == [("spasms", "certainty")]
    assert "Of 1 event the diary says something else; that holds." in told.text
    assert n_spasms(said(log, told.statements)) == 12
    plan = plan_of(later, log, is_replacing=True)
    assert "1 entry of the diary is replaced." in plan.text
    (event,) = diary_events_of(said(log, plan.statements))
    assert (event.count, event.certainty, event.duration_s) == (15, Certainty.UNSURE, 180.0)
    one = said((), plan_of(file(DiaryEvent("", MARCH_2, time(7, 40), WitnessedKind.SPASM, 1)), ()).statements)
    (event,) = diary_events_of(said(one, plan_of(file(CLUSTER), one, is_replacing=True).statements))
    assert (event.kind, event.count) == (WitnessedKind.CLUSTER, 12)


def test_of_two_lines_with_one_time_and_other_words_none_is_chosen() -> None:
    plan = plan_of(file(CLUSTER, replace(CLUSTER, count=15)), ())
    assert (plan.statements, [one.line for one in plan.unread]) == ((), [2, 3])
    spasm = DiaryEvent("", MARCH_2, time(7, 40), WitnessedKind.SPASM, 1)
    assert counts(plan_of(file(CLUSTER, spasm), ())) == (2, 0, 0, 0)


def test_in_the_night_on_which_clocks_are_put_back_a_time_stands_for_two() -> None:
    first = DiaryEvent("", date(2024, 10, 27), time(2, 40), WitnessedKind.SPASM, 1, utc_offset_min=120)
    both = file(first, replace(first, utc_offset_min=60))
    log = said((), plan_of(both, ()).statements)
    assert len(diary_events_of(log)) == 2
    assert counts(plan_of(both, log)) == (0, 0, 2, 0)


def test_alike_events_without_a_time_are_several_and_with_one_the_same() -> None:
    spasm = DiaryEvent("", MARCH_2, None, WitnessedKind.SPASM, 1)
    assert counts(plan_of(file(spasm, spasm, spasm), ())) == (3, 0, 0, 0)
    twice = plan_of(file(CLUSTER, CLUSTER), ())
    assert counts(twice) == (1, 0, 0, 0)
    assert [one.line for one in twice.unread] == [3]
    log = said((), plan_of(file(spasm), ()).statements)
    assert counts(plan_of(file(spasm, spasm), log)) == (1, 0, 1, 0)


def test_a_day_that_is_said_otherwise_stays_unless_it_is_to_be_replaced() -> None:
    log = said((), [day_statement(MARCH_3, 4)])
    kept = plan_of(file(NONE), log)
    assert (kept.differing, kept.statements) == ((MARCH_3,), ())
    replaced = said(log, plan_of(file(NONE), log, is_replacing=True).statements)
    assert [one.witnessed for one in diary_days(replaced)] == [Witnessed.NONE]


def test_days_before_birth_are_not_read() -> None:
    plan = plan_of(file(CLUSTER, NONE), (), infant=Infant("", "K07", MARCH_3))
    assert counts(plan) == (0, 1, 0, 0)
    assert plan.unread[0].reason == "its day lies before birth"
    early = plan_of(file(replace(CLUSTER, on=date(202, 3, 1)), replace(CLUSTER, on=date(2025, 6, 2))), ())
    assert [one.reason for one in early.unread] == [
        "its day lies more than 50 years back",
        "its day lies in the future",
    ]


@given(
    st.lists(st.tuples(st.integers(1, 28), st.none() | st.integers(0, 23), st.none() | st.integers(1, 9)), max_size=9)
)
def test_importing_twice_is_importing_once(lines: list[tuple[int, int | None, int | None]]) -> None:
    events = [
        DiaryEvent("", date(2025, 3, day), time(hour) if hour is not None else None, count=count)
        for day, hour, count in lines
    ]
    once = said((), plan_of(file(*events), ()).statements)
    again = plan_of(file(*events), once)
    assert again.statements == ()
    assert diary_events_of(said(once, again.statements)) == diary_events_of(once)


LINES = st.lists(
    st.builds(
        lambda day, hour, kind, count, certainty: DiaryEvent(
            "", date(2025, 3, day), time(hour) if hour is not None else None, kind,
            1 if kind is WitnessedKind.SPASM else count, certainty=certainty,
        ),
        st.integers(1, 4), st.none() | st.integers(0, 2), st.sampled_from(WitnessedKind), st.none() | st.integers(1, 9),
        st.sampled_from(Certainty),
    ),
    max_size=9,
)  # fmt: skip


@given(LINES, LINES, st.booleans())
def test_each_line_of_a_file_is_told_once(first: list[DiaryEvent], later: list[DiaryEvent], is_replacing: bool) -> None:
    log = said((), plan_of(file(*first), ()).statements)
    plan = plan_of(file(*later), log, is_replacing)
    n_told = plan.n_events + plan.n_known + plan.n_replaced + plan.n_removed_since + len(plan.differing_events)
    assert n_told + len(plan.unread) == len(later)


@given(LINES, st.lists(st.integers(1, 9), min_size=9, max_size=9))
def test_other_numbers_at_the_same_times_make_no_event_more(events: list[DiaryEvent], numbers: list[int]) -> None:
    log = said((), plan_of(file(*events), ()).statements)
    held = diary_events_of(log)
    corrected = [
        replace(one, event_id="", author="", kind=WitnessedKind.CLUSTER, count=n) if one.at is not None else one
        for one, n in zip(held, numbers, strict=False)
    ]
    plan = plan_of(file(*corrected), log)
    assert (plan.n_events, n_spasms(said(log, plan.statements))) == (0, n_spasms(log))


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
    assert held["since_last_spasm"]["unknown_days"] == [{"first": "2025-03-04", "last": "2025-03-05"}]
    assert held["days"][0]["text"] == "at least 12 spasms, in 1 cluster"
    assert counted_day(TreatmentDay(MARCH_2), 3).text == "3 spasms"
    recorded = diary_summary(
        course_of([StudyDays(None, log, is_dated=True)]),
        AsOf.on(date(2025, 3, 6), date(2025, 3, 6)),
        [MARCH_3.toordinal()],
    )
    assert recorded.free is not None
    assert recorded.free.last_day == MARCH_3.toordinal()


def test_many_alike_events_of_one_day_are_each_looked_at_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    from eegview.app.diary import event_matching

    n_compared = n_ids = 0
    compare, digest = event_matching.differing_fields, event_matching.hashlib.sha256

    def compared(held: DiaryEvent, event: DiaryEvent) -> tuple[str, ...]:
        nonlocal n_compared
        n_compared += 1
        return compare(held, event)

    def made(words: bytes):
        nonlocal n_ids
        n_ids += 1
        return digest(words)

    monkeypatch.setattr(event_matching, "differing_fields", compared)
    monkeypatch.setattr(event_matching.hashlib, "sha256", made)
    n = 2000
    read = file(*(DiaryEvent("", MARCH_2, None, WitnessedKind.SPASM, 1) for _ in range(n)))
    first = plan_of(read, ())
    assert (first.n_events, n_ids) == (n, n)
    log = said((), first.statements)
    n_ids = 0
    again = plan_of(read, log)
    assert (counts(again), n_compared) == ((0, 0, n, 0), 0)

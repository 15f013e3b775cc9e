"""An event of the diary is stored and read as it was; what cannot be is refused."""

from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from eegview.model.infant.diary_event import (
    Certainty,
    DiaryEvent,
    WitnessedKind,
    diary_events_of,
    event_fault,
    held_event,
    held_removal,
    removed_events_of,
)
from eegview.model.study.records import DIARY_EVENT_TERM, study_record

AT = datetime(2026, 1, 1, 12, tzinfo=UTC).isoformat()
EVENTS = st.builds(
    DiaryEvent,
    st.just("e"),
    st.dates(),
    st.none() | st.times().map(lambda one: one.replace(microsecond=0)),
    st.sampled_from(WitnessedKind),
    st.none() | st.integers(-1, 12_000),
    st.none() | st.integers(0, 100_000).map(float),
    st.sampled_from([None, True, False]),
    st.text(max_size=20),
    st.sampled_from(Certainty),
    st.text(max_size=20),
    st.none() | st.integers(-1200, 1200),
)


def stored(event: DiaryEvent, **held: str) -> tuple[DiaryEvent, ...]:
    record = study_record(DIARY_EVENT_TERM, "e", AT, held_event(event) | held, "ann")
    return diary_events_of([record])


@given(EVENTS)
def test_what_is_stored_is_read_again_or_was_refused(event: DiaryEvent) -> None:
    found = stored(event)
    if event_fault(event):
        assert found == ()
        return
    (read,) = found
    count = 1 if event.kind is WitnessedKind.SPASM else event.count
    assert (read.on, read.at, read.kind, read.count, read.duration_s) == (
        event.on, event.at, event.kind, count, event.duration_s,
    )  # fmt: skip
    assert (read.after_waking, read.seen_by, read.certainty, read.note) == (
        event.after_waking, event.seen_by, event.certainty, event.note,
    )  # fmt: skip
    assert (read.utc_offset_min, read.author) == (event.utc_offset_min, "ann")


def test_a_record_that_makes_no_sense_is_no_event() -> None:
    event = DiaryEvent("e", date(2025, 3, 2), time(7, 40), count=12)
    assert len(stored(event)) == 1
    for held in ({"day": "2025-02-30"}, {"time": "25:00"}, {"time": "07:40+01:00"}, {"kind": "jerk"}, {"count": "many"},
                 {"duration_s": "nan"}, {"certainty": "very"}, {"utc_offset_min": "1e9"}):  # fmt: skip
        assert stored(event, **held) == ()


def test_a_removed_event_is_no_event_and_holds_no_words() -> None:
    event = DiaryEvent("e", date(2025, 3, 2), time(7, 40), count=12, seen_by="mother", note="arms", utc_offset_min=60)
    record = study_record(DIARY_EVENT_TERM, "e", AT, held_removal(event), "ann")
    assert diary_events_of([record]) == ()
    (gone,) = removed_events_of([record])
    assert gone == DiaryEvent("e", date(2025, 3, 2), time(7, 40), utc_offset_min=60, author="ann")
    bare = study_record(DIARY_EVENT_TERM, "e", AT, {"removed": "yes"}, "ann")  # as earlier versions stored it
    assert (diary_events_of([bare]), removed_events_of([bare])) == ((), ())


def test_it_is_told_in_one_line() -> None:
    event = DiaryEvent(
        "e", date(2025, 3, 2), time(7, 40), count=12, duration_s=180.0, after_waking=True, seen_by="mother"
    )
    assert event.text == "cluster of 12 spasms at 07:40, 3 min, after waking, seen by mother"
    assert (
        DiaryEvent("e", date(2025, 3, 2), kind=WitnessedKind.SPASM, certainty=Certainty.UNSURE).text == "spasm, unsure"
    )
    assert DiaryEvent("e", date(2025, 3, 2), duration_s=45.0).text == "cluster, spasms not counted, 45 s"

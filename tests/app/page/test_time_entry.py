"""What is typed into the go-to line, and where it leads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.clip_study import film_recording
from recordings.memory_source import make_channels, make_recording

from eegview.app.page.time_entry import BY_CLOCK, FROM_START, Place, find_places, meaning
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.film.clip import ClipClock, ClockSource
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text

RECORDING = make_recording(
    make_channels(["Cz"]), segments=((0.0, 60.0), (80.0, 120.0)), started_at=datetime(2024, 1, 2, 23, 59, 10)
)
NIGHT = make_recording(make_channels(["Cz"]), segments=((0.0, 36_000.0),), started_at=datetime(2024, 1, 2, 1, 0, 0))
TWO_DAYS = make_recording(
    make_channels(["Cz"]), segments=((0.0, 172_800.0),), started_at=datetime(2024, 1, 2, 20, 0, 0)
)
MARKS = (Annotation("a", "spasm", 10.0), Annotation("b", "spasm", 90.0))


def find_place(typed: str, recording: Recording, marks: Sequence[Annotation] = (), here_s: float = 0.0) -> Place:
    """Return the only place that is meant."""
    (place,) = find_places(typed, recording, marks, here_s)
    return place


@pytest.mark.parametrize(
    ("typed", "time_s", "text"),
    [
        ("34.5", 34.5, "= 23:59:44 · 00:00:34.50 from start · 34.5 s"),
        ("00:01:40", 100.0, "From start = 00:00:50 (day 2) · 00:01:40.00 from start · 100 s"),
        ("23:59:30", 20.0, "By the clock = 23:59:30 · 00:00:20.00 from start · 20 s"),
        ("@00:00:50", 100.0, "= 00:00:50 (day 2) · 00:01:40.00 from start · 100 s"),
        ("70", 70.0, "= 00:00:20 (day 2) · 00:01:10.00 from start · 70 s · in a gap: nothing was recorded"),
        ("#2", 90.0, "= 00:00:40 (day 2) · 00:01:30.00 from start · 90 s"),
    ],
)
def test_a_place_is_found_and_said_in_words(typed: str, time_s: float, text: str) -> None:
    place = find_place(typed, RECORDING, MARKS)
    assert (place.time_s, place.text) == (pytest.approx(time_s), text)


def test_a_number_gives_the_mark() -> None:
    assert find_place(" #1 ", RECORDING, MARKS).mark == MARKS[0]
    assert find_place("1", RECORDING, MARKS).mark is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", "is not a time"),
        ("nan", "is not a time"),
        ("121", "ends at 00:02:00 from start"),
        ("12:00:00", "ends at 00:02:00 from start. By the clock it runs from 23:59:10 to 00:01:10."),
        ("47:59:30", "ends at 00:02:00 from start"),
        ("+121", "ends at 00:02:00 from start. Give an earlier time."),
        ("+soon", "is not a time"),
        ("@12:00:00", "runs from 23:59:10 to 00:01:10"),
        ("-3", "before the start"),
        ("#3", "The list has 2 marks."),
        ("#0", "There is no mark 0."),
        ("#", "not the number of a mark"),
        ("#²", "not the number of a mark"),
    ],
)
def test_what_leads_nowhere_is_said(typed: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_place(typed, RECORDING, MARKS)
    assert said in f"{caught.value.sentence} {caught.value.advice}"


def test_a_recording_without_a_clock_has_no_clock_times() -> None:
    recording = make_recording(make_channels(["Cz"]), started_at=None)
    assert find_place("30", recording).text == "= 00:00:30.00 from start · 30 s"
    with pytest.raises(UsageError, match="no start time"):
        find_place("@12:00:00", recording)


@given(st.text(max_size=12))
def test_whatever_is_typed_leads_into_the_recording_or_is_refused_in_words(typed: str) -> None:
    try:
        places = find_places(typed, RECORDING, MARKS)
    except UsageError:
        return
    assert places
    assert all(0 <= place.time_s <= RECORDING.duration_s for place in places)


@given(st.integers(0, 120))
def test_what_is_shown_as_elapsed_time_can_be_typed(time_s: int) -> None:
    assert time_s in [place.time_s for place in find_places(elapsed_text(time_s, 0), RECORDING)]


@pytest.mark.parametrize(
    ("typed", "recording", "expected"),
    [
        ("03:15:00", NIGHT, [(BY_CLOCK, 8_100.0), (FROM_START, 11_700.0)]),
        ("10:30:00", NIGHT, [(BY_CLOCK, 34_200.0)]),
        ("00:30:00", NIGHT, [(FROM_START, 1_800.0)]),
        ("01:00:00", NIGHT, [(BY_CLOCK, 0.0), (FROM_START, 3_600.0)]),
        ("21:00:00", TWO_DAYS, [(BY_CLOCK, 3_600.0), (BY_CLOCK, 90_000.0), (FROM_START, 75_600.0)]),
        ("@21:00:00", TWO_DAYS, [("", 3_600.0), ("", 90_000.0)]),
        ("25:00:00", TWO_DAYS, [(FROM_START, 90_000.0)]),
        ("3600", NIGHT, [("", 3_600.0)]),
    ],
)
def test_a_bare_time_is_read_in_every_way_that_fits(
    typed: str, recording: Recording, expected: list[tuple[str, float]]
) -> None:
    places = find_places(typed, recording)
    assert [(place.is_read_in, place.time_s) for place in places] == expected
    assert all(place.text.startswith(place.is_read_in) for place in places)


@pytest.mark.parametrize(
    ("typed", "time_s"), [("+30", 40.0), ("-3.5", 6.5), ("−3", 7.0), ("+00:01:00", 70.0), ("+ 1", 11.0)]
)
def test_a_sign_counts_from_here(typed: str, time_s: float) -> None:
    assert find_place(typed, RECORDING, (), here_s=10.0).time_s == time_s


def test_the_second_in_which_the_recording_began_is_its_start() -> None:
    started_at = datetime(2024, 1, 2, 13, 21, 56, 400_000)
    recording = make_recording(make_channels(["Cz"]), started_at=started_at)
    assert find_place("@13:21:56", recording).time_s == 0.0


def test_a_clip_without_a_clock_is_told_no_time_of_day() -> None:
    known, unknown = film_recording(Span(0, 60), Span(660, 720)).clips
    study = film_recording(Span(0, 60), Span(660, 720))
    study = replace(study, clips=(known, replace(unknown, clock=ClipClock())))
    assert meaning(study, 10.0) == "= 07:15:10 · 00:00:10.00 from start · 10 s"
    assert meaning(study, 700.0) == "= 00:11:40.00 from start · 700 s"
    with pytest.raises(UsageError, match="Nothing was filmed at that time of day"):
        find_places("@07:26:10", study)


def test_a_time_of_day_is_looked_for_by_the_clock_of_each_clip() -> None:
    study = film_recording(Span(0, 60), Span(660, 720))
    typed = ClipClock(datetime(2026, 3, 2, 22, 0), ClockSource.TYPED)
    study = replace(study, clips=(study.clips[0], replace(study.clips[1], clock=typed)))
    assert find_place("@22:00:20", study) == Place(680.0, "= 22:00:20 · 00:11:20.00 from start · 680 s")

"""What is typed into the go-to line, and where it leads."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_source import make_channels, make_recording

from eegview.app.page.time_entry import find_place
from eegview.model.annotation import Annotation
from eegview.model.clock import elapsed_text
from eegview.model.errors import UsageError

RECORDING = make_recording(
    make_channels(["Cz"]), segments=((0.0, 60.0), (80.0, 120.0)), started_at=datetime(2024, 1, 2, 23, 59, 10)
)
MARKS = (Annotation("a", "spasm", 10.0), Annotation("b", "spasm", 90.0))


@pytest.mark.parametrize(
    ("typed", "time_s", "text"),
    [
        ("34.5", 34.5, "= 23:59:44 · 00:00:34.50 from start · 34.5 s"),
        ("00:01:40", 100.0, "= 00:00:50 (day 2) · 00:01:40.00 from start · 100 s"),
        ("@00:00:50", 100.0, "= 00:00:50 (day 2) · 00:01:40.00 from start · 100 s"),
        ("70", 70.0, "= 00:00:20 (day 2) · 00:01:10.00 from start · 70 s · in a gap, nothing was recorded there"),
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
        ("23:59:30", "For clock time write @23:59:30."),
        ("12:00:00", "ends at 00:02:00 from start. Give an earlier time."),
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
        place = find_place(typed, RECORDING, MARKS)
    except UsageError:
        return
    assert 0 <= place.time_s <= RECORDING.duration_s


@given(st.integers(0, 120))
def test_what_is_shown_as_elapsed_time_can_be_typed(time_s: int) -> None:
    assert find_place(elapsed_text(time_s, 0), RECORDING).time_s == time_s

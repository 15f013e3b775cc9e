from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.errors import UsageError
from eegview.model.time.clock import elapsed_text, parse_time_s, recorder_time, wall_clock_text

NIGHT = recorder_time(2024, 1, 2, 22, 0, 0, 250_000)


@pytest.mark.parametrize(
    ("typed", "time_s"),
    [
        ("90.5", 90.5),
        (" 7 ", 7.0),
        ("00:01:30.5", 90.5),
        ("01:30", 5400.0),  # hours and minutes, as on a clock
        ("100:00:00", 360_000.0),
        ("@22:00:01", 0.75),
        ("@22:00:00.250", 0.0),
        ("@06:00", 8 * 3600 - 0.25),  # the next morning
    ],
)
def test_times_as_people_type_them(typed: str, time_s: float) -> None:
    assert parse_time_s(typed, NIGHT) == pytest.approx(time_s)


@pytest.mark.parametrize(
    "typed", ["", "soon", "1:2:3", "00:00:00:00", "@", "@9", "12:3x", "1,5", "nan", "inf", "00:01:70", "00:70:01"]
)
def test_what_is_no_time_is_refused_with_advice(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_time_s(typed, NIGHT)
    assert refused.value.advice


def test_without_a_start_time_there_is_no_clock() -> None:
    with pytest.raises(UsageError, match="no start time"):
        parse_time_s("@12:00:00")


@given(st.integers(0, 9_999_999))
def test_what_is_shown_can_be_typed_again(centiseconds: int) -> None:
    time_s = centiseconds / 100
    assert parse_time_s(elapsed_text(time_s)) == pytest.approx(time_s, abs=1e-6)


@given(
    st.datetimes(recorder_time(1990, 1, 1), recorder_time(2040, 1, 1)),
    st.floats(0, 86_399, allow_nan=False).map(lambda time_s: round(time_s, 3)),
)
def test_a_clock_time_leads_to_its_moment_of_the_first_day(started_at: datetime, time_s: float) -> None:
    moment = started_at + timedelta(seconds=time_s)
    found_s = parse_time_s(moment.strftime("@%H:%M:%S.%f"), started_at)
    assert min(abs(found_s - time_s), 86_400 - abs(found_s - time_s)) < 1e-5


@pytest.mark.parametrize(
    ("time_s", "decimals", "text"),
    [
        (59.999, 2, "00:01:00.00"),  # rounding reaches the minute
        (3599.6, 0, "01:00:00"),
        (-1.5, 1, "−00:00:01.5"),
        (-0.001, 2, "00:00:00.00"),
        (360_000.0, 0, "100:00:00"),
    ],
)
def test_elapsed_text(time_s: float, decimals: int, text: str) -> None:
    assert elapsed_text(time_s, decimals) == text


def test_a_second_60_is_the_next_minute() -> None:
    assert recorder_time(2020, 12, 31, 23, 59, 60) == recorder_time(2021, 1, 1)
    with pytest.raises(ValueError, match="second"):
        recorder_time(2020, 12, 31, 23, 59, 61)


@pytest.mark.parametrize("start_s", [0, 1])
def test_an_instant_is_rounded_alike_by_the_clock_and_from_the_start(start_s: int) -> None:
    started_at = datetime(2020, 1, 1, 9, 0, start_s)
    for tenths in (0, 4, 5, 6, 10, 14, 15, 25, 599, 17_375, 17_376, 17_385):
        time_s = tenths / 10
        for decimals in (0, 1):
            since = elapsed_text(time_s, decimals)
            clock = wall_clock_text(started_at, time_s, decimals)
            assert parse_time_s(clock) - parse_time_s(since) == pytest.approx(9 * 3600 + start_s)
    assert elapsed_text(1737.6, 0) == "00:28:58"
    assert wall_clock_text(datetime(2020, 1, 1, 23, 59, 59), 0.6) == "00:00:00", "midnight"
    assert wall_clock_text(datetime(2020, 1, 1, 9, 0, 0, 400_000), 57.4) == "09:00:58"

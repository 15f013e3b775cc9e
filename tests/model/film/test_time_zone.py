"""The time zone of a clip whose file gives UTC alone."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.errors import UsageError
from eegview.model.film.clip import ClipClock, ClockSource
from eegview.model.film.time_zone import OFFSETS_MIN, in_zone, parsed_zone, utc_of, zone_text
from eegview.model.study.clip_start import held_start, in_zone_typed, start_of
from eegview.model.study.records import CLIP_START_TERM, study_record

SUMMER, WINTER = datetime(2026, 7, 1, 12, 0), datetime(2026, 1, 1, 12, 0)
OF_UTC = ClipClock(datetime(2026, 7, 1, 14, 0), ClockSource.CONTAINER_UTC, 120, 2.0, "UTC time in the file")


@given(st.sampled_from(OFFSETS_MIN), st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_a_zone_is_read_as_it_is_written(offset_min, at_utc):
    assert parsed_zone(zone_text(offset_min), at_utc) == offset_min
    assert in_zone(at_utc, offset_min) - at_utc == timedelta(minutes=offset_min)


@pytest.mark.parametrize(
    ("text", "at_utc", "offset_min"),
    [
        ("+1", SUMMER, 60),
        ("-0330", SUMMER, -210),
        ("UTC+05:45", SUMMER, 345),
        ("utc", SUMMER, 0),
        ("Europe/Berlin", SUMMER, 120),
        ("Europe/Berlin", WINTER, 60),
        ("America/New_York", SUMMER, -240),
    ],
)
def test_hours_and_names_are_understood_with_summer_time(text, at_utc, offset_min):
    assert parsed_zone(text, at_utc) == offset_min


@pytest.mark.parametrize("text", ["", "+15:00", "-13", "Berlin", "../etc/passwd", "+1:75", "12:00"])
def test_what_is_no_zone_is_refused(text):
    with pytest.raises(UsageError):
        parsed_zone(text, SUMMER)


def test_the_files_time_is_put_into_the_zone_and_kept_with_it():
    assert utc_of(OF_UTC) == SUMMER
    typed = in_zone_typed(OF_UTC, "America/New_York")
    assert (typed.started_at, typed.within_s, typed.utc_offset_min) == (datetime(2026, 7, 1, 8, 0), 2.0, -240)
    record = study_record(CLIP_START_TERM, "a", "2026-07-02T00:00:00+00:00", held_start(typed), "Ada")
    back = start_of(record)
    assert back is not None
    assert back.clock.text == "typed by Ada, time zone UTC−04:00"
    assert back.clock.utc_offset_min == -240


def test_a_time_that_says_its_zone_has_none_to_choose():
    local = ClipClock(datetime(2026, 7, 1, 14, 0), ClockSource.CONTAINER_LOCAL, 120, 1.0, "local time in the file")
    assert utc_of(local) is None
    with pytest.raises(UsageError):
        in_zone_typed(local, "+01:00")

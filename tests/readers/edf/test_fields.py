from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.readers.edf import fields
from eegview.readers.written_dates import WrittenDate


@pytest.mark.parametrize(
    ("field", "number"),
    [
        (b"-3200   ", -3200.0),
        (b"-3200,0 ", -3200.0),
        (b"3199.902", 3199.902),
        (b"1e-3    ", 0.001),
        (b" .5     ", 0.5),
        (b"1\x00\x00\x00\x00\x00\x00\x00", 1.0),
        (b"nan     ", None),
        (b"inf     ", None),
        (b"        ", None),
        (b"1e999   ", None),
        (b"0x10    ", None),
        (b"1_000   ", None),
        (b"--5     ", None),
        (b"\x965.5    ", -5.5),
        ("−5.5".encode(), -5.5),
        (b"- 5,5   ", -5.5),
        (b"3,276.8 ", 3276.8),
    ],
)
def test_numbers(field: bytes, number: float | None) -> None:
    assert fields.decode_number(field) == number


@pytest.mark.parametrize(
    ("field", "number"),
    [(b"60      ", 60), (b"-1      ", -1), (b"256.0   ", 256), (b"2.5     ", None), (b"abc     ", None)],
)
def test_whole_numbers(field: bytes, number: int | None) -> None:
    assert fields.decode_integer(field) == number


def test_text_in_three_encodings() -> None:
    assert fields.decode_text("µV".encode()) == "µV"
    assert fields.decode_text(b"\xb5V      ") == "µV"
    assert fields.decode_text(b"Fp1\x00\x00\n") == "Fp1"


def test_dates_of_both_centuries() -> None:
    assert fields.decode_date(b"17.01.85") == date(1985, 1, 17)
    assert fields.decode_date(b"17.01.84") == date(2084, 1, 17)
    assert fields.decode_date(b"31.02.00") is None
    assert fields.decode_date(b"17:06:90") is None
    assert fields.decode_odd_date(b"17:06:90") == WrittenDate(date(1990, 6, 17))
    assert fields.startdate_text(b"Startdate 02-MAR-2002 X X X") == "02-MAR-2002"
    assert fields.startdate_text(b"Startdate X X X X") == ""
    assert fields.startdate_text(b"Startdate 5 DEZ 2020 X X") == "5 DEZ 2020"
    assert fields.startdate_text(b"startdate: 05.12.2020") == "05.12.2020"


def test_times_of_day() -> None:
    assert fields.decode_time(b"09.19.36") == timedelta(hours=9, minutes=19, seconds=36)
    assert fields.decode_time(b"25.61.61") is None
    assert fields.decode_time(b"09:19:36") == timedelta(hours=9, minutes=19, seconds=36)


@given(st.binary(max_size=80))
def test_no_field_raises(field: bytes) -> None:
    for decode in (fields.decode_text, fields.decode_number, fields.decode_integer, fields.decode_date):
        decode(field)
    fields.decode_odd_date(field)
    fields.startdate_text(field)
    fields.decode_time(field)

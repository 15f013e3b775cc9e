"""Numbers as people and programs write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.readers.written_numbers import decimal_in, number_in, readings_of, whole_number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("-3,276.8", -3276.8),
        ("-3.276,8", -3276.8),
        ("3276,8", 3276.8),
        ("1.234.567", 1234567.0),
        ("1,234,567", 1234567.0),
        ("1,234,567.5", 1234567.5),
        ("32 767", 32767.0),
        ("32\u202f767,5", 32767.5),
        ("1'000.5", 1000.5),
        ("-32.768", -32.768),  # a point is the formats' own decimal sign
        (" .5", 0.5),
        ("5.", 5.0),
        (",5", 0.5),
        ("1E-05", 1e-5),
        ("1,5e3", 1500.0),
        ("−5", -5.0),
        ("– 5", -5.0),
        ("+-2", -2.0),
        ("+ 2", 2.0),
        ("１２", 12.0),
        ("0,500", 0.5),
    ],
)
def test_one_reading(text: str, number: float) -> None:
    assert number_in(text) == number
    assert len(readings_of(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["", " ", "+", "-", ",", ".", "--5", "1_000", "nan", "inf", "0x10", "9" * 401, "1e999", "1 2", "1,23,456", "1.2.3"],
)
def test_no_reading(text: str) -> None:
    assert readings_of(text) == ()
    assert number_in(text) is decimal_in(text) is whole_number_in(text) is None


def test_two_readings() -> None:
    assert [reading.value for reading in readings_of("3,276")] == [3.276, 3276.0]
    assert number_in("3,276") is None
    assert decimal_in("3,276") == 3.276
    assert whole_number_in("3,276") == 3276


@pytest.mark.parametrize(
    ("text", "number"),
    [("-32.768", -32768), ("-32,768", -32768), ("32767", 32767), ("256.0", 256), ("1.000", None), ("2.5", None)],
)
def test_whole_numbers(text: str, number: int | None) -> None:
    assert whole_number_in(text) == number


@given(st.floats(-1e9, 1e9), st.integers(0, 6), st.sampled_from([",.", ".,", " .", " ,", "'."]))
def test_numbers_of_all_countries_come_back(value: float, n_decimals: int, signs: str) -> None:
    plain = f"{value:,.{n_decimals}f}"
    written = plain.replace(",", "\x00").replace(".", signs[1]).replace("\x00", signs[0])
    assert float(plain.replace(",", "")) in [reading.value for reading in readings_of(written)] or (
        "." in written and written.count(".") == 1 and "," not in written  # 1.234: the point is a decimal sign
    )


@given(st.text(max_size=20))
def test_any_text_has_finite_readings(text: str) -> None:
    assert all(math.isfinite(reading.value) for reading in readings_of(text))

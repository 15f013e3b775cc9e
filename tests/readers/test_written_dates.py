"""Dates and times of day as they are written."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.readers.written_dates import date_in, time_in

MONTHS = {
    "English": "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC",
    "German": "JAN FEB MÄR APR MAI JUN JUL AUG SEP OKT NOV DEZ",
    "German, in full": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "French": "JANV FÉVR MARS AVR MAI JUIN JUIL AOÛT SEPT OCT NOV DÉC",
    "Spanish": "ENE FEB MAR ABR MAY JUN JUL AGO SEP OCT NOV DIC",
    "Italian": "GEN FEB MAR APR MAG GIU LUG AGO SET OTT NOV DIC",
    "Portuguese": "JAN FEV MAR ABR MAI JUN JUL AGO SET OUT NOV DEZ",
    "Dutch": "JAN FEB MRT APR MEI JUN JUL AUG SEP OKT NOV DEC",
    "Polish": "STY LUT MAR KWI MAJ CZE LIP SIE WRZ PAŹ LIS GRU",
    "Swedish": "JAN FEB MAR APR MAJ JUN JUL AUG SEP OKT NOV DEC",
    "Turkish": "OCA ŞUB MAR NİS MAY HAZ TEM AĞU EYL EKİ KAS ARA",
    "Russian": "ЯНВ ФЕВ МАР АПР МАЙ ИЮН ИЮЛ АВГ СЕН ОКТ НОЯ ДЕК",
}
EACH = [(name, number) for names in MONTHS.values() for number, name in enumerate(names.split(), 1)]


@pytest.mark.parametrize(("name", "month"), EACH)
def test_months_of_many_languages(name: str, month: int) -> None:
    for text in (f"05-{name}-2020", f"5. {name.lower()} 2020", f"05{name}2020", f"{name} 5, 2020", f"2020-{name}-05"):
        found = date_in(text)
        assert found is not None, text
        assert (found.day, found.is_ambiguous) == (date(2020, month, 5), False), text


@pytest.mark.parametrize(
    "text", ["5.3.2020", "05.03.2020", "05.03.20", "5. 3. 2020", "20200305", "2020/03/05", "2020-3-5", "05032020",
             "5 de marzo de 2020", "March 5th, 2020", "2020年3月5日", " 05.03.2020\x00"]
)  # fmt: skip
def test_one_reading(text: str) -> None:
    found = date_in(text)
    assert found is not None
    assert (found.day, found.is_ambiguous) == (date(2020, 3, 5), False)


@pytest.mark.parametrize("text", ["03/05/2020", "03-05-2020", "3 5 2020", "03:05:20", "030520"])
def test_day_or_month_first_is_ambiguous(text: str) -> None:
    found = date_in(text)
    assert found is not None
    assert (found.day, found.is_ambiguous) == (date(2020, 5, 3), True)


def test_the_order_of_a_format_is_taken_but_stays_ambiguous() -> None:
    found = date_in("03/05/2020", month_first=True)
    assert found is not None
    assert (found.day, found.is_ambiguous) == (date(2020, 3, 5), True)
    for text in ("13/05/2020", "05/13/2020", "05/05/2020"):
        found = date_in(text, month_first=True)
        assert found is not None
        assert not found.is_ambiguous


@pytest.mark.parametrize(
    "text", ["", "X", "00.00.00", "31.02.2020", "05-FOO-2020", "1 2", "2020", "12.2020", "99999999"]
)
def test_no_date(text: str) -> None:
    assert date_in(text) is None


@given(st.dates(date(1985, 1, 1), date(2084, 12, 31)))
def test_the_standard_forms_come_back(day: date) -> None:
    for text in (day.strftime("%d.%m.%y"), day.strftime("%d.%m.%Y"), day.isoformat(), day.strftime("%Y%m%d")):
        found = date_in(text)
        assert found is not None, text
        assert (found.day, found.is_ambiguous) == (day, False), text


@given(st.text(max_size=24))
def test_no_text_raises(text: str) -> None:
    date_in(text)
    time_in(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10.20.30", 37230),
        ("1:02:03", 3723),
        ("23.59.60", 86400),
        ("24:00:00", 86400),
        ("10:00", 36000),
        ("102030", 37230),
        ("1:02:03 PM", 46923),
        ("12:00 a.m.", 0),
        ("10h20m30s", 37230),
        ("10:20:30.25", 37230.25),
        ("10:20:30,25", 37230.25),
    ],
)
def test_times_of_day(text: str, seconds: float) -> None:
    assert time_in(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text", ["", "X", "9", "25.00.00", "10.60.00", "10.00.61", "24:00:01", "13:00 PM", "10.20.30.40.50"]
)
def test_no_time_of_day(text: str) -> None:
    assert time_in(text) is None


@pytest.mark.parametrize(
    "text", ["2020-03-05T00:00:00", "2020-03-05 10:20", "05.03.2020 10:00:00.5", "5-MAR-2020 10:00:00Z"]
)
def test_a_time_behind_a_date_is_passed_over(text: str) -> None:
    found = date_in(text)
    assert found is not None
    assert found.day == date(2020, 3, 5)

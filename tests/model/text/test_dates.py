"""Dates and times of day: as the reader's system writes them, in ISO, or with the month as a word."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.text import dates
from eegview.model.text.dates import (
    ISO,
    DateForm,
    date_form,
    day_text,
    file_stamp,
    instant_text,
    iso_day,
    iso_time,
    moment_text,
    time_of_day_text,
    use_date_form,
    worded_day,
    worded_moment,
)

AT = datetime(2026, 11, 3, 16, 5, 9, 250_000, UTC)
NIGHT = datetime(2026, 11, 3, 0, 5, tzinfo=UTC)
# short forms of CLDR for these countries, years written out
GERMAN, BRITISH = DateForm("dd.MM.yyyy", "HH:mm"), DateForm("dd/MM/yyyy", "HH:mm")
AMERICAN, JAPANESE = DateForm("M/d/yyyy", "h:mm AP"), DateForm("yyyy/MM/dd", "H:mm")


@pytest.fixture(autouse=True)
def iso_after() -> Iterator[None]:
    yield
    use_date_form(ISO)


@pytest.mark.parametrize(
    ("form", "whole", "night"),
    [
        (ISO, "2026-11-03 16:05", "00:05"),
        (GERMAN, "03.11.2026 16:05", "00:05"),
        (BRITISH, "03/11/2026 16:05", "00:05"),
        (AMERICAN, "11/3/2026 4:05 PM", "12:05 AM"),
        (JAPANESE, "2026/11/03 16:05", "0:05"),
    ],
)
def test_each_country_reads_its_own_form(form: DateForm, whole: str, night: str) -> None:
    assert moment_text(AT, form=form) == whole
    assert time_of_day_text(NIGHT, form=form) == night


def test_seconds_and_their_fractions_stand_behind_the_minutes() -> None:
    assert time_of_day_text(AT, decimals=3, form=GERMAN) == "16:05:09.250"
    assert time_of_day_text(AT, has_seconds=True, form=AMERICAN) == "4:05:09 PM"
    assert time_of_day_text(AT, has_seconds=True, form=DateForm(time="HH.mm")) == "16.05.09"


def test_a_half_of_the_day_may_stand_first_and_in_other_words() -> None:
    assert time_of_day_text(AT, form=DateForm(time="AP h:mm", am="午前", pm="午後")) == "午後 4:05"


def test_a_word_in_a_pattern_stays_a_word() -> None:
    assert day_text(AT, DateForm("d 'de' MMM 'de' yyyy")) == "3 de Nov de 2026"
    assert day_text(AT, DateForm("d. M. yy")) == "3. 11. 2026"  # a year has four digits, whatever the system says


def test_labels_follow_the_form_that_was_chosen_and_files_do_not() -> None:
    use_date_form(AMERICAN)
    assert date_form() is AMERICAN
    assert day_text(AT) == "11/3/2026"
    assert (iso_day(AT), iso_time(AT), iso_time(AT, False)) == ("2026-11-03", "16:05:09", "16:05")
    assert (worded_day(AT), worded_moment(AT)) == ("3 Nov 2026", "3 Nov 2026 16:05")
    assert file_stamp(AT) == "20261103-160509"


def test_what_is_no_instant_is_no_text() -> None:
    assert instant_text("yesterday") == ""
    assert instant_text(AT.isoformat()) == moment_text(AT.astimezone())


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_iso_is_read_again_as_the_same_day(day: date) -> None:
    assert date.fromisoformat(iso_day(day)) == day
    assert all(word in dates.MONTHS or word.isdecimal() for word in worded_day(day).split())

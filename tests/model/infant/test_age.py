"""Age and corrected age, by days."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eegview.model.infant.age import LAST_CORRECTED_DAYS, age_on, birth_of, gestation_days, is_preterm, weeks_text
from eegview.model.infant.infant import Infant

DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


def born(on: date | None, due: date | None = None) -> Infant:
    return Infant("infant-1", "K07", on, due)


@given(DAYS, st.integers(22, 140), st.integers(0, LAST_CORRECTED_DAYS))
def test_the_corrected_age_lags_by_as_many_days_as_birth_came_early(birth: date, early: int, later: int):
    infant = born(birth, birth + timedelta(days=early))
    age = age_on(infant, birth + timedelta(days=later))
    assert age.days == later
    assert age.corrected_days == later - early
    assert is_preterm(infant)
    assert gestation_days(infant) == 280 - early


@given(DAYS, st.integers(-35, 21), st.integers(0, 2000))
def test_who_was_born_at_term_has_no_corrected_age(birth: date, early: int, later: int):
    infant = born(birth, birth + timedelta(days=early))
    assert is_preterm(infant) is False
    assert age_on(infant, birth + timedelta(days=later)).corrected_days is None


@given(DAYS, st.integers(0, 4000))
def test_an_age_that_was_said_gives_the_same_age_later_and_says_about(on: date, days: int):
    infant = replace(born(None), age_days=days, age_on=on)
    assert birth_of(infant) == on - timedelta(days=days)
    later = age_on(infant, on + timedelta(days=10))
    assert (later.days, later.is_about) == (days + 10, True)


@given(st.integers(0, 5000))
def test_weeks_and_days_say_the_whole_age(days: int):
    numbers = [int(part) for part in weeks_text(days).split() if part.isdigit()]
    units = [7 if "week" in part else 1 for part in weeks_text(days).split() if part.startswith(("week", "day"))]
    assert sum(n * unit for n, unit in zip(numbers, units, strict=True)) == days


def test_before_the_due_date_the_postmenstrual_age_is_said():
    age = age_on(born(date(2020, 1, 6), date(2020, 3, 2)), date(2020, 1, 20))
    assert age.full_text == "2 weeks, postmenstrual age 34 weeks"


def test_after_three_years_the_age_is_not_corrected():
    infant = born(date(2020, 1, 6), date(2020, 3, 2))
    assert age_on(infant, date(2022, 12, 30)).corrected_days is not None
    assert age_on(infant, date(2023, 1, 10)).corrected_days is None


def test_with_the_due_date_alone_only_the_corrected_age_is_known():
    age = age_on(born(None, date(2020, 3, 2)), date(2020, 6, 1))
    assert (age.days, age.full_text) == (None, "corrected 13 weeks")


def test_nothing_is_known_of_nothing_and_before_birth_it_is_said_so():
    assert age_on(born(None), date(2020, 6, 1)).full_text == ""
    assert age_on(born(date(2020, 6, 4)), date(2020, 6, 1)).text == "3 days before birth"

"""On which days something can be said of an infant."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.infant.day_rule import MOST_YEARS_BACK, NOBODY, day_fault
from eegview.model.infant.infant import Infant

TODAY = date(2025, 6, 1)
BORN = date(2025, 1, 6)


@pytest.mark.parametrize(
    ("infant", "on", "fault"),
    [
        (NOBODY, TODAY, ""),
        (NOBODY, date(2025, 6, 2), "The day lies in the future."),
        (NOBODY, date(202, 3, 1), f"The day lies more than {MOST_YEARS_BACK} years back."),
        (Infant("", born_on=BORN), BORN, ""),
        (Infant("", born_on=BORN), date(2025, 1, 5), "The day lies before birth."),
        (Infant("", age_days=146, age_on=TODAY), date(2024, 12, 20), ""),  # an age is known to a month
        (Infant("", age_days=146, age_on=TODAY), date(2024, 12, 5), "The day lies before birth."),
        (Infant("", due_on=BORN), date(2024, 9, 1), ""),
        (Infant("", due_on=BORN), date(2024, 8, 1), "The day lies more than 20 weeks before the due date."),
    ],
)
def test_a_day_that_cannot_be_is_told_in_a_sentence(infant: Infant, on: date, fault: str):
    assert day_fault(on, infant, TODAY) == fault


def test_what_is_planned_may_lie_ahead_but_not_years():
    assert day_fault(date(2025, 9, 1), NOBODY, TODAY, is_planned=True) == ""
    assert day_fault(date(2205, 9, 1), NOBODY, TODAY, is_planned=True) == "The day lies more than a year ahead."


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.none() | st.dates(date(2020, 1, 1), TODAY))
def test_between_the_first_and_the_last_day_there_is_no_gap(on: date, born: date | None):
    infant = Infant("", born_on=born)
    if not day_fault(on, infant, TODAY) and on < TODAY:
        assert not day_fault(on + timedelta(days=1), infant, TODAY)

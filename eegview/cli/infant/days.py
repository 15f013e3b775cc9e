"""Days and ages as they are typed in commands on infants."""

from datetime import date

from eegview.model.errors import UsageError
from eegview.model.study.patient_age import parsed_age


def parsed_date(text: str) -> date:
    """Return a date.

    Raises
    ------
    UsageError : it is none
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"“{text}” is not a day.", "Use a date such as 2020-03-02.") from None


def parsed_age_days(text: str) -> int:
    """Return an age in days.

    Raises
    ------
    UsageError : it is none
    """
    age = parsed_age(text)
    if age is None:
        raise UsageError(f"“{text}” is not an age.", "Use 5.5 months, 24 weeks or 167 days.")
    return age.days

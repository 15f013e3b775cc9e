"""The age of an infant on a day: since birth, and corrected for birth before the due date.

Corrected age is counted from the due date. It is meant for children born preterm, and up to three years (American
Academy of Pediatrics, Committee on Fetus and Newborn: Engle 2004, Pediatrics 114:1362, PMID 15520122). Preterm is birth
before 37 completed weeks, of the 40 that end on the due date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from eegview.model.infant.infant import TERM_DAYS, Infant
from eegview.model.patient import DAYS_A_MONTH
from eegview.model.text.said import joined, tr_kept, tr_kept_n

SOURCE = "Engle 2004 (American Academy of Pediatrics), PMID 15520122"
PRETERM_DAYS = 37 * 7  # a birth before so many days from the first day of the last period is preterm
LAST_CORRECTED_DAYS = 3 * 365  # after birth


@dataclass(frozen=True, slots=True)
class AgeOn:
    """The age on one day.

    days : since birth, negative before it; None = not known
    is_about : the birth date is not known; `days` follows from an age that was said, in months perhaps
    corrected_days : since the due date, negative before it; None = no due date, or correction is not meant for it
    """

    days: int | None = None
    is_about: bool = False
    corrected_days: int | None = None

    @property
    def text(self) -> str:
        """Return the age since birth: `24 weeks + 3 days`, `about 24 weeks + 3 days`; "" where it is not known."""
        if self.days is None:
            return ""
        age = weeks_text(self.days)
        return tr_kept("about {age}", age=age) if self.is_about else age

    @property
    def corrected_text(self) -> str:
        """Return `corrected 16 weeks + 3 days`; before the due date the postmenstrual age; "" where there is none."""
        if self.corrected_days is None:
            return ""
        if self.corrected_days < 0:
            return tr_kept("postmenstrual age {age}", age=weeks_text(TERM_DAYS + self.corrected_days))
        return tr_kept("corrected {age}", age=weeks_text(self.corrected_days))

    @property
    def full_text(self) -> str:
        """Return both ages: `24 weeks + 3 days, corrected 16 weeks + 3 days`; "" where neither is known."""
        return joined((self.text, self.corrected_text), ", ")


def weeks_text(days: int) -> str:
    """Return an age in weeks and days: `24 weeks + 3 days`, `1 week`, `5 days`; before birth `3 days before birth`."""
    if days < 0:
        return tr_kept_n("{n} day before birth", "{n} days before birth", -days)
    weeks, rest = divmod(days, 7)
    if not weeks:
        return _days(rest)
    return joined((tr_kept_n("{n} week", "{n} weeks", weeks), _days(rest) if rest else ""), " + ")


def months_of(days: int) -> float:
    """Return an age in months of 30.44 days."""
    return days / DAYS_A_MONTH


def birth_of(infant: Infant) -> date | None:
    """Return the day of birth: as entered, else as the age that was said gives it; None where neither is there."""
    if infant.born_on is not None or infant.age_days is None or infant.age_on is None:
        return infant.born_on
    try:
        return infant.age_on - timedelta(days=infant.age_days)
    except OverflowError:
        return None


def is_preterm(infant: Infant) -> bool | None:
    """Whether the infant was born before 37 weeks; None where birth or due date are not known."""
    born = birth_of(infant)
    if born is None or infant.due_on is None:
        return None
    return TERM_DAYS - (infant.due_on - born).days < PRETERM_DAYS


def gestation_days(infant: Infant) -> int | None:
    """Return the days of pregnancy at birth, 280 = on the due date; None where birth or due date are not known."""
    born = birth_of(infant)
    return TERM_DAYS - (infant.due_on - born).days if born is not None and infant.due_on is not None else None


def age_on(infant: Infant, on: date) -> AgeOn:
    """Return the age of an infant on a day.

    The corrected age is given where the infant was born preterm, or the day of birth is not known, up to three years.
    """
    born = birth_of(infant)
    days = (on - born).days if born is not None else None
    corrected = (on - infant.due_on).days if infant.due_on is not None else None
    if is_preterm(infant) is False or (days if days is not None else corrected or 0) > LAST_CORRECTED_DAYS:
        corrected = None
    if days is not None and days < 0:
        corrected = None
    return AgeOn(days, infant.born_on is None and days is not None, corrected)


def _days(n: int) -> str:
    return tr_kept_n("{n} day", "{n} days", n)

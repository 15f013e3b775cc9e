"""The age at the start of a study, and what says it: the infant that it belongs to, a reader, or the file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eegview.model.infant.age import AgeOn
from eegview.model.patient import DAYS_A_MONTH
from eegview.model.study.patient_age import TypedAge, days_text

_FITS_DAYS, _FITS_ABOUT_DAYS = 14, 45  # ages that are further apart are told [own choice]


class AgeSource(StrEnum):
    """What says an age; the first of these that does holds, but an age of the infant that is “about” comes last."""

    INFANT = "infant"
    ENTERED = "entered"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class StudyAge:
    """An age in days, with its source.

    typed : where a reader typed it for the study
    is_about : it follows from an age that was said, not from a birth date
    """

    days: float
    source: AgeSource
    typed: TypedAge | None = None
    is_about: bool = False

    @property
    def months(self) -> float:
        """Return the age in months; as typed, where it was typed in months or years."""
        return self.typed.months if self.typed is not None else self.days / DAYS_A_MONTH


def study_age(typed: TypedAge | None, days_in_file: float | None, of_infant: AgeOn | None = None) -> StudyAge | None:
    """Return the age that holds, None where nothing says one."""
    infants = None
    if of_infant is not None and of_infant.days is not None:
        infants = StudyAge(float(of_infant.days), AgeSource.INFANT, is_about=of_infant.is_about)
    if infants is not None and not infants.is_about:
        return infants
    if typed is not None:
        return StudyAge(float(typed.days), AgeSource.ENTERED, typed)
    return StudyAge(days_in_file, AgeSource.FILE) if days_in_file is not None else infants


def infants_age_problem(typed: TypedAge | None, days_in_file: float | None, of_infant: AgeOn | None) -> str:
    """Return a sentence where the age by the infant is not what was typed, or the file says; "" where they fit."""
    if of_infant is None or of_infant.days is None:
        return ""
    fits = _FITS_ABOUT_DAYS if of_infant.is_about else _FITS_DAYS
    others = (("The age entered for the study is", typed.days if typed is not None else None),
              ("The file says", days_in_file))  # fmt: skip
    said = [
        f"{who} {days_text(days)}" for who, days in others if days is not None and abs(days - of_infant.days) > fits
    ]
    if not said:
        return ""
    is_used = not of_infant.is_about
    return (
        f"{'; '.join(said)}. The age of the infant on that day, {of_infant.text}, is {'' if is_used else 'not '}used."
    )

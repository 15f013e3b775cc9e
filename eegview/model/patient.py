"""What the header of a recording says of the patient, and the age that follows from it.

Nothing here is ever printed or logged: `repr` of the facts names nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from eegview.model.text.dates import worded_day

FEMALE, MALE = "female", "male"
DAYS_A_MONTH = 30.4375  # the mean month of four years
OLDEST_DAYS = 43_830  # 120 years
# Dates that programs write where they know none.
_NO_BIRTH_DATES = frozenset(
    {date(1, 1, 1), date(1899, 12, 30), date(1899, 12, 31), *(date(y, 1, 1) for y in (1900, 1904, 1970, 1980, 1985))}
)
_NO_RECORDING_DATES = frozenset({date(1970, 1, 1), date(1980, 1, 1), date(1985, 1, 1)})


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """The patient as one file's header has it; "" and None where it says nothing.

    code : the hospital's number; in files without structure all that was written of the patient
    name : as in the file
    sex : `FEMALE`, `MALE` or ""
    born : date of birth
    age_days : age at the start where the file gives it as a number
    is_simulated : the recording says that nobody was recorded
    problems : sentences on what in the header contradicts itself; they name nobody
    """

    code: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    sex: str = ""
    born: date | None = field(default=None, repr=False)
    age_days: float | None = None
    is_simulated: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgeInFile:
    """The age at the start of a recording by its header.

    days : None where it is not known
    problem : why dates of the header are not used, a sentence; "" where they are, or there are none
    """

    days: float | None = None
    problem: str = ""


def age_in_file(facts: PatientFacts, started_at: datetime | None) -> AgeInFile:
    """Return the age by the dates of a header; impossible ones and placeholders are told and not used."""
    if facts.born is None:
        return AgeInFile(facts.age_days)
    if started_at is None:
        return AgeInFile(facts.age_days)
    if facts.born in _NO_BIRTH_DATES:
        return AgeInFile(facts.age_days, f"The birth date in the file, {worded_day(facts.born)}, is a placeholder.")
    if started_at.date() in _NO_RECORDING_DATES:
        start = worded_day(started_at.date())
        return AgeInFile(facts.age_days, f"The recording date in the file, {start}, is a placeholder.")
    days = (started_at.date() - facts.born).days
    if days < 0:
        return AgeInFile(facts.age_days, "The birth date in the file is after the recording.")
    if days > OLDEST_DAYS:
        return AgeInFile(facts.age_days, "The birth date in the file would make the patient older than 120 years.")
    return AgeInFile(float(days))


def is_placeholder_day(day: date) -> bool:
    """Whether a recording date is one that programs write where the day is withheld or not known."""
    return date(day.year, day.month, day.day) in _NO_RECORDING_DATES


def sex_of(text: str) -> str:
    """Return the sex that a header's letter or word says; "" for none."""
    return {"f": FEMALE, "female": FEMALE, "m": MALE, "male": MALE}.get(text.strip().casefold(), "")


def joined_facts(of_files: Sequence[PatientFacts]) -> PatientFacts:
    """Return what the files of one study say together: the first that says something; where they differ, a problem."""
    if not of_files:
        return PatientFacts()
    problems = [problem for facts in of_files for problem in facts.problems]
    codes = {facts.code.casefold() for facts in of_files if facts.code}
    births = {facts.born for facts in of_files if facts.born}
    sexes = {facts.sex for facts in of_files if facts.sex}
    if len(codes) > 1 or len(births) > 1 or len(sexes) > 1:
        what = "IDs" if len(codes) > 1 else "birth dates" if len(births) > 1 else "sexes"
        problems.append(f"The files of this study have different patient {what}.")
    return PatientFacts(
        next((facts.code for facts in of_files if facts.code), ""),
        next((facts.name for facts in of_files if facts.name), ""),
        sexes.pop() if len(sexes) == 1 else "",
        births.pop() if len(births) == 1 else None,
        next((facts.age_days for facts in of_files if facts.age_days is not None), None),
        any(facts.is_simulated for facts in of_files),
        tuple(dict.fromkeys(problems)),
    )


def without_identity(facts: PatientFacts) -> PatientFacts:
    """Return the facts without number, name and date of birth."""
    return replace(facts, code="", name="", born=None)

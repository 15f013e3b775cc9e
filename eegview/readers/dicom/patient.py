"""The patient of a DICOM file (PS3.3 C.7.1.1)."""

import re

from eegview.model.patient import FEMALE, MALE, PatientFacts
from eegview.readers.dicom import tags
from eegview.readers.dicom.clock import day_of
from eegview.readers.dicom.elements import DataSet

_DAYS = {"D": 1.0, "W": 7.0, "M": 30.4375, "Y": 365.25}  # the mean month and year of four years
_SEX = {"F": FEMALE, "M": MALE}


def patient_in(data: DataSet) -> PatientFacts:
    """Return what the file says of the patient; a name as it stands in it, with blanks between its parts."""
    born_text = data.text(tags.PATIENT_BIRTH_DATE)
    born = day_of(born_text)
    problems = ("The birth date in the file cannot be read.",) if born_text and born is None else ()
    return PatientFacts(
        code=_line(data.text(tags.PATIENT_ID)),
        name=_name(data.text(tags.PATIENT_NAME)),
        sex=_SEX.get(data.text(tags.PATIENT_SEX).upper(), ""),
        born=born,
        age_days=_age_days(data.text(tags.PATIENT_AGE)),
        problems=problems,
    )


def _name(text: str) -> str:
    """Return a person's name: the first of its spellings (Latin, ideographic, phonetic) that is there."""
    spelt = next((group for group in text.split("=") if group.strip(" ^")), "")
    return _line(spelt.replace("^", " "))


def _age_days(text: str) -> float | None:
    match = re.fullmatch(r"(\d{1,3})([DWMY])", text.upper())
    return int(match[1]) * _DAYS[match[2]] if match else None


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())

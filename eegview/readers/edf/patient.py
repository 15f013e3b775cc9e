"""The patient field of an EDF or BDF header.

EDF+ writes it as "code sex birthdate name", X for what is not known, with blanks inside a part written as underscores
(edfplus.info, 2.1.3.3). Plain EDF writes whatever the recorder was told.
"""

import re

from eegview.model.patient import DAYS_A_MONTH, PatientFacts, sex_of
from eegview.model.text.decoding import TextEncoding
from eegview.readers.edf import fields
from eegview.readers.written_dates import WrittenDate, date_in

_UNKNOWN = "X"
_AGE = re.compile(r"age_(\d{1,4})_months", re.IGNORECASE)
_SIMULATED = re.compile(r"\bsimulated\b", re.IGNORECASE)


def decode_patient(
    patient_field: bytes, recording_field: bytes = b"", encoding: TextEncoding | None = None
) -> PatientFacts:
    """Return what the patient field says; a text without EDF+'s structure counts as the code."""
    text = " ".join(fields.decode_text(patient_field, encoding).split())
    recorded = fields.decode_text(recording_field)
    is_simulated = bool(_SIMULATED.search(text.replace("_", " ")) or _SIMULATED.search(recorded.replace("_", " ")))
    parts = text.split()
    if len(parts) < 3 or not _is_structured(parts):
        whole = "" if text.upper() in ("", _UNKNOWN, "X X X X", "X X X") else text
        return PatientFacts(code=whole, is_simulated=is_simulated)
    code, sex, born = parts[0], parts[1], parts[2]
    written = date_in(born)
    age = _AGE.search(" ".join(parts[3:]))
    nobody = [_UNKNOWN.casefold(), *(["simulated"] if is_simulated else [])]
    names = [part for part in parts[3:] if part.casefold() not in nobody and not _AGE.fullmatch(part)]
    return PatientFacts(
        code="" if code.upper() == _UNKNOWN else code.replace("_", " "),
        name=" ".join(names).replace("_", " "),
        sex=sex_of(sex),
        born=written.day if written and not written.is_ambiguous else None,
        age_days=int(age[1]) * DAYS_A_MONTH if age else None,
        is_simulated=is_simulated,
        problems=_problems(born, written),
    )


def _is_structured(parts: list[str]) -> bool:
    """Whether the second and third part are what EDF+ has there: M, F or X; a date or X."""
    is_date = parts[2].upper() == _UNKNOWN or fields.looks_like_day(parts[2])
    return parts[1].upper() in ("M", "F", _UNKNOWN) and is_date


def _problems(born: str, written: WrittenDate | None) -> tuple[str, ...]:
    if born.upper() == _UNKNOWN or (written and not written.is_ambiguous):
        return ()
    if written:
        return ("The birth date in the file can be read in two ways, day or month first; it is not used.",)
    return ("The birth date in the file does not exist in the calendar.",)

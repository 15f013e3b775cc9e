"""Read the infant's age in months from a file's header; the date of birth itself goes nowhere."""

from datetime import datetime
from pathlib import Path

from eegview.model.patient import DAYS_A_MONTH, age_in_file
from eegview.readers.edf.header import looks_like_edf
from eegview.readers.edf.patient import decode_patient

_PATIENT = slice(8, 88)


def age_months_of(path: str | Path, started_at: datetime | None) -> float | None:
    """Return the age at the recording's start by an EDF+ or BDF+ header, None where it does not say.

    What contradicts itself, or is a placeholder, says nothing; see `age_in_file`.
    """
    if started_at is None:
        return None
    try:
        with Path(path).open("rb") as file:
            head = file.read(256)
    except OSError:  # a folder is no EDF file, and what cannot be read is reported where it is opened
        return None
    if not looks_like_edf(head):
        return None
    days = age_in_file(decode_patient(head[_PATIENT]), started_at).days
    return None if days is None else days / DAYS_A_MONTH

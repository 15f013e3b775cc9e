"""Read the infant's age in months from a file's header; the date of birth itself goes nowhere."""

from datetime import datetime
from pathlib import Path

from eegview.exchange.identity import date_of
from eegview.model.study.patient_age import DAYS_A_MONTH

_OLDEST_MONTHS = 1440.0
_EDF_VERSIONS = (b"0       ", b"\xffBIOSEMI")
_PATIENT = slice(8, 88)


def age_months_of(path: str | Path, started_at: datetime | None) -> float | None:
    """Return the age at the recording's start by an EDF+ or BDF+ header, None where it does not say.

    The patient field of EDF+ is "code sex birthdate name" (edfplus.info, 2.1.3.3).
    """
    if started_at is None:
        return None
    try:
        with Path(path).open("rb") as file:
            head = file.read(256)
    except OSError:  # a folder is no EDF file, and what cannot be read is reported where it is opened
        return None
    fields = head[_PATIENT].decode("latin-1").split()
    born = date_of(fields[2]) if head[:8] in _EDF_VERSIONS and len(fields) >= 4 else None
    if born is None:
        return None
    months = (started_at.date() - born).days / DAYS_A_MONTH
    return months if 0 <= months <= _OLDEST_MONTHS else None

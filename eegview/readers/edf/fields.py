"""The fields of an EDF header, one small decoder for each kind of field.

A decoder answers None where the field says nothing usable; whoever asked decides whether that matters.
"""

import re
from datetime import date, time

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?")
_INTEGER = re.compile(r"[+-]?\d+([.,]0*)?")
_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d\d)")
_ODD_DATE = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d\d)")
_TIME = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{1,2})")
_STARTDATE = re.compile(r"\bStartdate\s+(\d{1,2}-[A-Z]{3}-\d{4})", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})", re.IGNORECASE)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def decode_text(field: bytes) -> str:
    """Return the text of a field: UTF-8 if it is that, else Latin-1; control characters become spaces."""
    try:
        text = field.decode("utf-8")
    except UnicodeDecodeError:
        text = field.decode("latin-1")
    return "".join(c if c.isprintable() else " " for c in text).strip()


def decode_number(field: bytes) -> float | None:
    """Return a finite number, a decimal comma read as a point; None for anything else."""
    text = decode_text(field)
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if abs(value) < 1e300 else None


def decode_integer(field: bytes) -> int | None:
    """Return a whole number, a fraction cut off; None for anything else."""
    text = decode_text(field)
    return int(re.split("[.,]", text)[0]) if _INTEGER.fullmatch(text) else None


def decode_date(field: bytes) -> date | None:
    """Return a date written `dd.mm.yy`, years 85-99 in the twentieth century, as the EDF specification has it."""
    return _date_of(_DATE.fullmatch(decode_text(field)))


def decode_odd_date(field: bytes) -> date | None:
    """Return a date written day, month, year with any separators."""
    return _date_of(_ODD_DATE.fullmatch(decode_text(field)))


def decode_startdate(recording_field: bytes) -> date | None:
    """Return the date of EDF+'s `Startdate dd-MMM-yyyy` in the recording field."""
    match = _STARTDATE.search(decode_text(recording_field))
    return decode_day(match.group(1)) if match else None


def looks_like_day(text: str) -> bool:
    """Whether a text is written as EDF+ writes a day, `dd-MMM-yyyy`; it may still be no day of the calendar."""
    return _DAY.fullmatch(text) is not None


def decode_day(text: str) -> date | None:
    """Return the day that EDF+ writes as `dd-MMM-yyyy`."""
    match = _DAY.fullmatch(text)
    if not match or match.group(2).upper() not in _MONTHS:
        return None
    return _valid_date(int(match.group(3)), _MONTHS.index(match.group(2).upper()) + 1, int(match.group(1)))


def decode_time(field: bytes) -> time | None:
    """Return a time of day written `hh.mm.ss` with any separators."""
    match = _TIME.fullmatch(decode_text(field))
    if not match:
        return None
    hours, minutes, seconds = map(int, match.groups())
    return time(hours, minutes, seconds) if hours < 24 and minutes < 60 and seconds < 60 else None


def _date_of(match: re.Match[str] | None) -> date | None:
    if not match:
        return None
    day, month, year = map(int, match.groups())
    return _valid_date(year + (1900 if year >= 85 else 2000), month, day)


def _valid_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

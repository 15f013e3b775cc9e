"""The fields of an EDF header, one small decoder for each kind of field.

A decoder answers None where the field says nothing usable; whoever asked decides whether that matters.
"""

import re
from datetime import date, timedelta

from eegview.model.text.decoding import TextEncoding
from eegview.readers.written_dates import WrittenDate, date_in, time_in
from eegview.readers.written_numbers import decimal_in, whole_number_in

_NUMBER = re.compile(rb"-?\d+(\.\d*)?")
_INTEGER = re.compile(rb"-?\d+")
_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d\d)")
_LAST_DAY = 31
_TIME = re.compile(r"\d\d\.\d\d\.\d\d")
_STARTDATE = re.compile(r"\bStartdate[\s:=]+(\S+)(?:\s+(\S+\s+\S+))?", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}-[A-Z]{3}-\d{4}", re.IGNORECASE | re.ASCII)
_LIKE_A_DAY = re.compile(r"\d{1,2}[-./][^\W_]{1,9}[-./]\d{4}|\d{4}[-./]?\d{1,2}[-./]?\d{1,2}")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def decode_text(field: bytes, encoding: TextEncoding | None = None) -> str:
    """Return the text of a field; control characters become spaces.

    encoding : of the file's texts; None = UTF-8 if it is that, else Latin-1
    """
    if encoding is not None and not field.isascii():
        text = encoding.text_of(field.rstrip(b" \x00"))
    else:
        try:
            text = field.decode("utf-8")
        except UnicodeDecodeError:
            text = field.decode("latin-1")
    return text.strip() if text.isprintable() else "".join(c if c.isprintable() else " " for c in text).strip()


def number_text(field: bytes) -> str:
    """Return the text of a field that holds a number; the dash of Western code pages may be its minus."""
    try:
        field.decode("utf-8")
    except UnicodeDecodeError:
        field = field.decode("cp1252", "replace").encode()
    return decode_text(field)


def decode_number(field: bytes) -> float | None:
    """Return a finite number, a decimal comma read as a point; None for anything else."""
    plain = field.rstrip(b" ")
    return float(plain) if _NUMBER.fullmatch(plain) else decimal_in(number_text(field))


def decode_integer(field: bytes) -> int | None:
    """Return a whole number; None for anything else, and for `1.000`, which may be a thousand."""
    plain = field.rstrip(b" ")
    return int(plain) if _INTEGER.fullmatch(plain) else whole_number_in(number_text(field))


def decode_date(field: bytes) -> date | None:
    """Return a date written `dd.mm.yy`, years 85-99 in the twentieth century, as the EDF specification has it."""
    match = _DATE.fullmatch(decode_text(field))
    found = date_in(match[0]) if match else None
    return found.day if match and found and found.day.day == int(match[1]) else None


def decode_odd_date(field: bytes) -> WrittenDate | None:
    """Return a date written in any other way; a day that its month does not have (`31.04.20`) is no year."""
    text = decode_text(field)
    match = _DATE.fullmatch(text)
    return None if match and int(match[1]) <= _LAST_DAY else date_in(text)


def startdate_text(recording_field: bytes) -> str:
    """Return what stands behind `Startdate` in EDF+'s recording field; "" for nothing or X."""
    match = _STARTDATE.search(decode_text(recording_field))
    if not match or match[1].upper() == "X":
        return ""
    text = f"{match[1]} {match[2]}" if match[2] and not date_in(match[1]) else match[1]
    return text if date_in(text) else match[1]


def looks_like_day(text: str) -> bool:
    """Whether a text is written as a day with its year in four digits; it may still be no day of the calendar."""
    return _LIKE_A_DAY.fullmatch(text) is not None


def is_standard_day(text: str) -> bool:
    """Whether a day is written as EDF+ has it, `dd-MMM-yyyy`."""
    return _DAY.fullmatch(text) is not None and text.split("-")[1].upper() in _MONTHS


def decode_time(field: bytes) -> timedelta | None:
    """Return a time of day written `hh.mm.ss` with any separators, since midnight."""
    return time_in(decode_text(field))


def is_standard_time(field: bytes) -> bool:
    """Whether a time of day is written as EDF has it; only the signs between the numbers may be others."""
    text = re.sub(r"\D", ".", decode_text(field))
    return _TIME.fullmatch(text) is not None and not text.endswith("60") and not text.startswith("24")

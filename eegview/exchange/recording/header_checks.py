"""What may stand in the fields of an EDF or BDF header. Forms: edfplus.info, 2.1.3."""

import re
from datetime import date

from eegview.exchange.identity import date_of, edf_date
from eegview.exchange.recording.header import ANNOTATIONS, WIDTHS, EdfHeaderTexts, FieldKey
from eegview.exchange.recording.texts import is_plain

_FIRST_YEAR, _LAST_YEAR = 1985, 2084  # of those that two digits can write
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([Ee][+-]?\d+)?")


def with_start_date(header: EdfHeaderTexts, original: EdfHeaderTexts) -> EdfHeaderTexts:
    """Return a header whose two start dates agree, where one of date and recording field was changed alone."""
    date_key, recording_key = FieldKey("date"), FieldKey("recording")
    words = header.text(recording_key).split()
    if words[:1] != ["Startdate"] or len(words) < 2:
        return header
    day, named = day_of(header.text(date_key)), date_of(words[1])
    has_new_date = header.text(date_key) != original.text(date_key)
    has_new_recording = header.text(recording_key) != original.text(recording_key)
    if has_new_date and not has_new_recording and day is not None:
        words[1] = edf_date(day)
        return header.changed({recording_key: " ".join(words)})
    was = original.text(recording_key).split()[1:2]
    is_renamed = has_new_recording and not has_new_date and was != words[1:2]
    if is_renamed and named is not None and _FIRST_YEAR <= named.year <= _LAST_YEAR:
        return header.changed({date_key: named.strftime("%d.%m.%y")})
    return header


def day_of(text: str) -> date | None:
    """Return the day that `dd.mm.yy` means, None where it means none; 85 to 99 are years of the last century."""
    found = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d\d)", text)
    if not found:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year + (1900 if year >= 85 else 2000), month, day)
    except ValueError:
        return None


def problem_in(header: EdfHeaderTexts, key: FieldKey, text: str) -> str:
    """Return why a text cannot stand in a field, a sentence without the text itself; "" where it can."""
    if problem := shape_problem(key, text):
        return problem
    if key.name == "patient":
        return _patient_problem(text) if header.is_plus else ""
    if key.name == "recording":
        return _recording_problem(text) if header.is_plus else ""
    if key.name == "date":
        return "" if day_of(text) else "This is not a date; dates are written dd.mm.yy, for example 05.03.20."
    if key.name == "time":
        return "" if re.fullmatch(r"([01]\d|2[0-3])\.[0-5]\d\.[0-5]\d", text) else "A time is written hh.mm.ss."
    if key.name == "label" and text.strip().lower() in ANNOTATIONS:
        return "This label is for annotations."
    if key.name in ("physical_min", "physical_max"):
        return "" if _NUMBER.fullmatch(text.strip()) else "A number with a decimal point is needed."
    if key.name in ("digital_min", "digital_max"):
        largest = 2 ** (8 * header.sample_bytes - 1)
        is_whole = re.fullmatch(r"[+-]?\d+", text.strip()) is not None
        if not is_whole or not -largest <= int(text) < largest:
            return f"A whole number from {-largest} to {largest - 1} is needed."
    return ""


def shape_problem(key: FieldKey, text: str) -> str:
    """Return why no header can hold a text in a field: its letters or its length; "" where one can."""
    width = WIDTHS[key.name]
    if not is_plain(text):
        return "Only plain letters, digits and signs (ASCII) can stand here."
    return f"It has {len(text)} characters; {width} is the most." if len(text) > width else ""


def problems_of(header: EdfHeaderTexts, original: EdfHeaderTexts) -> dict[FieldKey, str]:
    """Return what is wrong with the fields that were changed, and with limits that became equal."""
    found = {}
    for change in header.changes_from(original):
        if problem := problem_in(header, change.key, change.after):
            found[change.key] = problem
        elif change.key.name in _PARTNERS and change.key.signal is not None:
            low_key, high_key = (FieldKey(name, change.key.signal) for name in _PARTNERS[change.key.name])
            low, high = (_number(header.text(one)) for one in (low_key, high_key))
            if low is not None and high is not None and low == high:
                found[change.key] = "Minimum and maximum must differ."
            elif change.key.name.startswith("digital") and low is not None and high is not None and low > high:
                found[change.key] = "The minimum must be below the maximum."
    return found


_PARTNERS = {
    "physical_min": ("physical_min", "physical_max"),
    "physical_max": ("physical_min", "physical_max"),
    "digital_min": ("digital_min", "digital_max"),
    "digital_max": ("digital_min", "digital_max"),
}


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def _patient_problem(text: str) -> str:
    parts = text.split(" ")
    if len(parts) < 4 or "" in parts:
        return "EDF+ needs four parts with single blanks: code, sex, birthdate, name; X for unknown, _ inside a part."
    if parts[1] not in ("M", "F", "X"):
        return "The second part, the sex, is M, F or X."
    if parts[2] != "X" and date_of(parts[2]) is None:
        return "The third part, the birthdate, is dd-MMM-yyyy in English (05-MAR-2020), or X."
    return ""


def _recording_problem(text: str) -> str:
    parts = text.split(" ")
    if parts[0] != "Startdate" or len(parts) < 5 or "" in parts:
        return "EDF+ needs five parts with single blanks: Startdate, date, code, technician, equipment; X for unknown."
    if parts[1] != "X" and date_of(parts[1]) is None:
        return "The second part, the date, is dd-MMM-yyyy in English (05-MAR-2020), or X."
    return ""

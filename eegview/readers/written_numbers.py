"""Numbers as people and programs write them in headers: other decimal signs, thousands, signs and blanks."""

import math
import re
import unicodedata
from dataclasses import dataclass

LARGEST = 1e300  # more is damage
_MINUS = str.maketrans(dict.fromkeys("−–—‐‑‒﹣", "-"))
_SIGN = re.compile(r"(\+-|[+-])?\s*")
_PLAIN = re.compile(r"(\d+(\.\d*)?|\.\d+)([eE]\s*[+-]?\d{1,5})?")
_DECIMAL_COMMA = re.compile(r"(\d*),(\d*)([eE]\s*[+-]?\d{1,5})?")
_GROUPED = re.compile(r"(\d{1,3})((?P<mark>[.,\s'’])\d{3}(?:(?P=mark)\d{3})*)(?:(?P<point>[.,])(\d*))?")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a number.

    has_comma : its decimal sign is a comma
    has_thousands : its digits stand in groups of three
    """

    value: float
    has_comma: bool = False
    has_thousands: bool = False


def readings_of(text: str) -> tuple[Reading, ...]:
    """Return the ways to read a text as a finite number: none, one, or two for the like of `3,276`.

    Known are blanks around it, a sign of any shape, an exponent, no digit before or after the decimal sign, a comma
    as decimal sign, and points, commas, blanks and apostrophes between thousands. A number with a point as its only
    sign is what the formats ask for, so that is its one reading; `1.024` for a count is asked of `whole_number_in`.
    """
    text = unicodedata.normalize("NFKC", text).translate(_MINUS).strip(" \t\r\n\x00\xa0")
    sign = _SIGN.match(text)
    factor, digits = 1.0, text
    if sign:
        factor, digits = (-1.0 if "-" in sign[0] else 1.0), text[sign.end() :]
    if _PLAIN.fullmatch(digits):
        return _finite(factor, digits)
    found = []
    if (comma := _DECIMAL_COMMA.fullmatch(digits)) and (comma[1] or comma[2]):
        found += _finite(factor, digits.replace(",", "."), has_comma=True)
    grouped = _GROUPED.fullmatch(digits)
    if grouped and grouped["mark"] != grouped["point"] and not (grouped["mark"] == "," and digits.startswith("0")):
        whole = re.sub(r"\D", "", grouped[1] + grouped[2])
        found += _finite(factor, f"{whole}.{grouped[5] or 0}", has_comma=grouped["point"] == ",", has_thousands=True)
    return tuple(found)


def number_in(text: str) -> float | None:
    """Return the number that a text is; None where it is none, or may be two."""
    found = readings_of(text)
    return found[0].value if len(found) == 1 else None


def decimal_in(text: str) -> float | None:
    """Return the number that a text is, a comma taken as decimal sign where it may be either."""
    found = readings_of(text)
    return found[0].value if found else None


def whole_number_in(text: str) -> int | None:
    """Return the whole number that a text is; None where it is none, or where `1.000` may be one or a thousand."""
    values = {reading.value for reading in readings_of(text)}
    if re.fullmatch(r"\s*[+-]?\d{1,3}(\.\d{3})+\s*", text):
        values.add(float(text.replace(".", "")))
    whole = {int(value) for value in values if value == int(value)}
    return whole.pop() if len(whole) == 1 else None


def _finite(factor: float, digits: str, has_comma: bool = False, has_thousands: bool = False) -> tuple[Reading, ...]:
    value = factor * float(digits.replace(" ", ""))
    return (Reading(value, has_comma, has_thousands),) if math.isfinite(value) and abs(value) < LARGEST else ()

"""Dates as people and apps write them. A date that can be read in two ways is never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})\.?")
_DAY_FIRST_WORD = re.compile(r"(?:[^\W\d_]+,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([^\W\d_]{3,})\.?,?[\s-]+(\d{4})")
_MONTH_FIRST_WORD = re.compile(r"(?:[^\W\d_]+,?\s+)?([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
# English and German, by their first letters, without accents: “Mrz” is a German short form.
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "mrz": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
_LONGEST = 60  # letters of a date
_CENTURY = 2000  # of a year with two digits: no infant of today is older


class DateOrder(StrEnum):
    """In which order a date of numbers has day and month, where the year comes last."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(frozen=True, slots=True)
class DateReading:
    """How the dates of a file are read.

    order : None where none of them has to be read in an order
    is_said : a person said so; else it follows from the dates
    because : a date that can be read in no other way, "" where a person said so
    """

    order: DateOrder | None
    is_said: bool = False
    because: str = ""


class DatesDiffer(ValueError):
    """Some dates can be read only with the day first, others only with the month first.

    args : an example of each
    """


class DatesAmbiguous(ValueError):
    """The dates can be read in two ways, and nothing in the file says which.

    args : an example
    """


def reading_of(texts: Iterable[str]) -> DateReading:
    """Return in which order the dates of a file have day and month, from those that leave no choice.

    Raises
    ------
    DatesDiffer, DatesAmbiguous : it does not follow from them
    """
    day_first = month_first = ambiguous = ""
    for text in texts:
        numbers = _numbers(text)
        if numbers is None:
            continue
        first, separator, second, _year = numbers
        if separator == "." or (first > 12 and second <= 12):
            day_first = day_first or text
        elif second > 12 and first <= 12:
            month_first = month_first or text
        elif first != second:
            ambiguous = ambiguous or text
    if day_first and month_first:
        raise DatesDiffer(day_first, month_first)
    if day_first or month_first:
        order = DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST
        return DateReading(order, because=day_first or month_first)
    if ambiguous:
        raise DatesAmbiguous(ambiguous)
    return DateReading(None)


def parsed_date(text: str, order: DateOrder | None = None) -> date | None:
    """Return the date that a text says, None where it says none.

    order : for dates of numbers that end with the year; with full stops the day is first whatever it is
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if found := _ISO.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if (numbers := _numbers(text)) is not None:
        first, separator, second, year = numbers
        is_month_first = order is DateOrder.MONTH_FIRST and separator != "."
        return _date(year, first, second) if is_month_first else _date(year, second, first)
    if found := _DAY_FIRST_WORD.fullmatch(text):
        return _worded(int(found[3]), found[2], int(found[1]))
    if found := _MONTH_FIRST_WORD.fullmatch(text):
        return _worded(int(found[3]), found[1], int(found[2]))
    return None


def _numbers(text: str) -> tuple[int, str, int, int] | None:
    found = _NUMBERS.fullmatch(text.strip()[: _LONGEST + 1])
    if found is None:
        return None
    year = int(found[4]) + (_CENTURY if len(found[4]) == 2 else 0)
    return int(found[1]), found[2], int(found[3]), year


def _worded(year: int, month: str, day: int) -> date | None:
    plain = unicodedata.normalize("NFKD", month).encode("ascii", "ignore").decode().casefold()
    number = _MONTHS.get(plain[:3])
    return _date(year, number, day) if number is not None else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

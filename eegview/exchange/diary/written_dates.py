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
# English, German and French, by their first letters, without accents: “Mrz” is a German short form.
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "mrz": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12, "fev": 2, "avr": 4, "juin": 6, "juil": 7, "aou": 8,
}  # fmt: skip
_LONGEST = 60  # letters of a date
_CENTURY = 2000  # of a year with two digits: no infant of today is older


class DateOrder(StrEnum):
    """In which order a date of numbers has day, month and year; the year is first only where it has two digits."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


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
    """No order fits all dates.

    args : an example of each of two that do not fit together
    """


class DatesAmbiguous(ValueError):
    """The dates can be read in two ways, and nothing in the file says which.

    args : an example
    """


def reading_of(texts: Iterable[str]) -> DateReading:
    """Return in which order the dates of a file have day, month and year, from those that leave no choice.

    Raises
    ------
    DatesDiffer, DatesAmbiguous : it does not follow from them
    """
    dates = [(text, found) for text in texts if (found := _orders(text))]
    left = set(DateOrder)
    narrowing = ""
    for text, found in dates:
        if not left & set(found):
            raise DatesDiffer(narrowing, text)
        if not left <= set(found):
            left, narrowing = left & set(found), text
    unclear = next((text for text, found in dates if len({found[order] for order in left}) > 1), None)
    if unclear is not None:
        raise DatesAmbiguous(unclear)
    if not dates:
        return DateReading(None)
    return DateReading(next(order for order in DateOrder if order in left), because=narrowing if len(left) == 1 else "")


def parsed_date(text: str, order: DateOrder | None = None) -> date | None:
    """Return the date that a text says, None where it says none, or one of several and no order is given.

    order : for dates of numbers that do not begin with a year of four digits; with full stops the day is first
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if found := _ISO.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if orders := _orders(text):
        if order is None:
            return next(iter(orders.values())) if len(set(orders.values())) == 1 else None
        return orders.get(DateOrder.DAY_FIRST if "." in text else order)
    if found := _DAY_FIRST_WORD.fullmatch(text):
        return _worded(int(found[3]), found[2], int(found[1]))
    if found := _MONTH_FIRST_WORD.fullmatch(text):
        return _worded(int(found[3]), found[1], int(found[2]))
    return None


def _orders(text: str) -> dict[DateOrder, date]:
    """Return each date that a text of numbers can say, by order; nothing where it is no such text."""
    found = _NUMBERS.fullmatch(text.strip()[: _LONGEST + 1])
    if found is None:
        return {}
    first, second, last = int(found[1]), int(found[3]), int(found[4])
    year = last + (_CENTURY if len(found[4]) == 2 else 0)
    said = {DateOrder.DAY_FIRST: _date(year, second, first)}
    if found[2] != ".":
        said[DateOrder.MONTH_FIRST] = _date(year, first, second)
        if len(found[1]) == len(found[4]) == 2:
            said[DateOrder.YEAR_FIRST] = _date(_CENTURY + first, second, last)
    return {order: on for order, on in said.items() if on is not None}


def _worded(year: int, month: str, day: int) -> date | None:
    plain = unicodedata.normalize("NFKD", month).encode("ascii", "ignore").decode().casefold()
    number = _MONTHS.get(plain[:3]) or _MONTHS.get(plain[:4])
    return _date(year, number, day) if number is not None else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

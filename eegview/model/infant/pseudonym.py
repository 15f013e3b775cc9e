"""What an infant may be called here: a code, so that no name, date or number of a hospital comes into the library.

Sure is what has no other sense: no digit at all, a word, a date with its year in full or with its day, month and year,
a long number. Those are refused. What may be such a thing or a code as well, a short name with a year (“Em2020”)
or two numbers of which one could be a month (“3-25”), is a suspicion: it is said, and a person may use it nevertheless.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from eegview.model.text.language import tr

LONGEST = 24
MOST_LETTERS, MOST_DIGITS = 2, 5  # in a row
_CODE = re.compile(r"[^\W_]([^\W_]|[-_])*")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_LONG_NUMBER = re.compile(r"\d{6}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FULL_YEAR_BESIDE = re.compile(r"(?<!\d)(?:19|20)\d\d[-_]+\d{1,2}(?!\d)|(?<!\d)\d{1,2}[-_]+(?:19|20)\d\d(?!\d)")
_THREE = re.compile(r"(?<!\d)(\d{1,4})[-_]+(\d{1,2})[-_]+(\d{1,4})(?!\d)")
_TWO = re.compile(r"([^\W\d_]{0,2})[-_]*(\d+)[-_]+(\d+)")
_NAME_AND_YEAR = re.compile(r"[^\W\d_]{2}[-_]*(?:19|20)\d\d|(?:19|20)\d\d[-_]*[^\W\d_]{2}")
_MOST_MONTHS, _MOST_DAYS = 12, 31
_INFANTS_YEARS = range(20, 40)  # of two digits; who is read here was born in one of them


@dataclass(frozen=True, slots=True)
class PseudonymDoubt:
    """Why an infant should not be called so.

    sentence : the reason
    is_sure : it cannot be used; else a person may say that it is no name, date or number of a hospital
    """

    sentence: str
    is_sure: bool


def rule_text() -> str:
    """Return the rule as it is shown, in the reader's language."""
    return tr(
        "A pseudonym is a code of at most {longest} letters, digits, “-” and “_”, with at least one digit, at most two "
        "letters and five digits in a row, such as K07, AB-12 or K07-12; no name, no date, no number of a hospital.",
        longest=LONGEST,
    )


def pseudonym_fault(text: str) -> str:
    """Return in one sentence why an infant cannot be called so, "" where a person may say that it is a code."""
    doubt = pseudonym_doubt(text)
    return doubt.sentence if doubt is not None and doubt.is_sure else ""


def use_anyway_text() -> str:
    """Return what is offered where there is only a suspicion, in the reader's language."""
    return tr("Use it anyway if it is neither a name nor a date.")


def pseudonym_doubt(text: str) -> PseudonymDoubt | None:
    """Return why an infant should not be called so, None where nothing speaks against it.

    What is refused: a text without a digit, three letters in a row (a name, or that of a month), six digits in a row;
    “-” and “_” part neither letters nor digits there, as they part no name. Three numbers beside each other that can be
    read as a day, month and year; a year of four digits beside a number of one or two.

    What is a suspicion: two numbers of one or two digits and nothing else, of which one can be a month and the other a
    day or a year (“3-25”); with letters before them, only where the other can be the year of an infant, 20 to 39
    (“M03-25”, but not K07-12); two letters beside a year of four digits (“Em2020”). K07-12 could still be a month and a
    year to one who wants it so: no rule can know.
    """
    if not text:
        return PseudonymDoubt(tr("The infant needs a pseudonym."), True)
    if len(text) > LONGEST:
        return PseudonymDoubt(tr("The pseudonym is longer than {longest} characters.", longest=LONGEST), True)
    if not _CODE.fullmatch(text):
        return PseudonymDoubt(
            tr("A pseudonym holds only letters, digits, “-” and “_”, and begins with a letter or digit."), True
        )
    if not any(letter.isdigit() for letter in text):
        return PseudonymDoubt(tr("A pseudonym without a digit may be a name."), True)
    return _of_letters(text) or _of_dates(text)


def _of_letters(text: str) -> PseudonymDoubt | None:
    whole = text.replace("-", "").replace("_", "")
    if _LETTERS.search(whole):
        return PseudonymDoubt(tr("Three letters in a row may be a name, or that of a month."), True)
    if _LONG_NUMBER.search(whole):
        return PseudonymDoubt(tr("Six digits in a row may be a date or a number of a hospital."), True)
    return None


def _of_dates(text: str) -> PseudonymDoubt | None:
    plain = _plain_digits(text)
    if _FULL_YEAR_BESIDE.search(plain) or any(_is_date(found) for found in _overlapping(plain)):
        return PseudonymDoubt(tr("The pseudonym holds a date."), True)
    if (two := _TWO.fullmatch(plain)) and _is_month_and_more(two[2], two[3], has_letters=bool(two[1])):
        return PseudonymDoubt(tr("The pseudonym may be a month with its day or year."), False)
    if _NAME_AND_YEAR.fullmatch(plain):
        return PseudonymDoubt(tr("The pseudonym may be a short name with a year."), False)
    return None


def _plain_digits(text: str) -> str:
    """Return the text with every digit of any script as one of 0 to 9."""
    return "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in text)


def _overlapping(text: str) -> list[tuple[str, str, str]]:
    """Return each three numbers that stand beside each other."""
    found: list[tuple[str, str, str]] = []
    start = 0
    while match := _THREE.search(text, start):
        found.append((match[1], match[2], match[3]))
        start = match.start() + len(match[1])
    return found


def _is_date(three: tuple[str, str, str]) -> bool:
    """Whether three numbers can be read as a day, a month and a year in any order that people write."""
    first, second, third = three
    for year, month, day in ((first, second, third), (third, second, first), (third, first, second)):
        if len(year) in (2, 4) and len(month) < 3 and len(day) < 3:
            try:
                date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
            except ValueError:
                continue
            return True
    return False


def _is_month_and_more(first: str, second: str, has_letters: bool) -> bool:
    """Whether of two numbers one can be a month and the other its day, or a year of two digits."""
    if max(len(first), len(second)) > 2:
        return False
    for month, other in ((first, second), (second, first)):
        if 1 <= int(month) <= _MOST_MONTHS:
            is_year = len(other) == 2 and int(other) in _INFANTS_YEARS
            is_other = len(other) == 2 or 1 <= int(other) <= _MOST_DAYS
            if is_year or (is_other and not has_letters):
                return True
    return False

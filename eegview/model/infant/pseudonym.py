"""What an infant may be called here: a code, so that no name, date or number of a hospital comes into the library."""

from __future__ import annotations

import re

from eegview.model.text.language import tr

LONGEST = 24
MOST_LETTERS, MOST_DIGITS = 2, 5  # in a row
_CODE = re.compile(r"[^\W_]([^\W_]|[-_])*")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_LONG_NUMBER = re.compile(r"\d{6}")
_YEAR, _MONTH = r"(?:19|20)\d\d", r"(?:0?[1-9]|1[0-2])"
_DATE = re.compile(  # a month beside a day or a year is enough
    rf"{_YEAR}[-_]+\d|\d[-_]+{_YEAR}|(?<!\d){_MONTH}[-_]+\d\d?(?!\d)|(?<!\d)\d\d?[-_]+{_MONTH}(?!\d)"
)


def rule_text() -> str:
    """Return the rule as it is shown, in the reader's language."""
    return tr(
        "A pseudonym is a code of at most {longest} letters, digits, “-” and “_”, with at least one digit, at most two "
        "letters and five digits in a row, such as K07 or AB-12; no name, no date, no number of a hospital.",
        longest=LONGEST,
    )


def pseudonym_fault(text: str) -> str:
    """Return in one sentence why an infant cannot be called so, "" where it can.

    It cannot know every name: what has no digit, or three letters in a row, is taken for one, or for the name of a
    month. “-” and “_” part neither letters nor digits. Of two short numbers beside each other one of 1 to 12 may be a
    month.
    """
    if not text:
        return "The infant needs a pseudonym."
    if len(text) > LONGEST:
        return f"The pseudonym is longer than {LONGEST} characters."
    if not _CODE.fullmatch(text):
        return "A pseudonym holds only letters, digits, “-” and “_”, and begins with a letter or digit."
    if not any(letter.isdigit() for letter in text):
        return "A pseudonym without a digit may be a name."
    whole = text.replace("-", "").replace("_", "")
    if _LETTERS.search(whole):
        return "Three letters in a row may be a name, or that of a month."
    if _LONG_NUMBER.search(whole):
        return "Six digits in a row may be a date or a number of a hospital."
    if _DATE.search(text):
        return "The pseudonym looks like a date."
    return ""

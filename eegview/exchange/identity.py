"""Identity of patient and staff in a header, and its removal from any text.

This module must not know files; it works on the texts of header fields and annotations.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from eegview.exchange.name_pattern import NamePattern

REMOVED = "X"  # what EDF+ writes for unknown or withheld

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
# Technical words, which name nobody; removing them would blank channel names and findings.
_TECHNICAL = re.compile(
    r"eeg|ecg|ekg|emg|eog|ref|pol|resp|spo2|dc\d*|edf|bdf|annotations|status|startdate|x+|"
    r"[a-z]{1,3}[0-9z]{1,2}|male|female|unknown|patient|name|recording|routine|sleep|awake|baby|infant|"
    + "|".join(month.lower() for month in _MONTHS),
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_EDGE = r"(?<![^\W_])"  # neither letter nor digit before it
_MONTH_NAME = r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zé]*\.?"
_PATTERNS = {
    "e-mail address": r"[^\s@]+@[^\s@]+\.[a-z]{2,}",
    "date": (
        rf"\d{{1,2}}[-./ ]{{0,2}}{_MONTH_NAME}[-./, ]{{0,2}}(?:\d{{4}}|\d\d)(?!\d)"
        rf"|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d)"
        rf"|{_MONTH_NAME} \d{{1,2}},? \d{{4}}|\d{{1,2}}([-./])\d{{1,2}}\1(?:\d{{4}}|\d\d)(?!\d)"
    ),
    "clock time": r"\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]m)?(?!\d)",
    "long number": r"\d{6,}(?!\d)",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """The words and phrases that name patient or staff, longest first, and the date of birth.

    born : None where the header has none
    """

    words: tuple[str, ...]
    born: date | None = None


def identity_of(patient: str, recording: str, further: Iterable[str] = ()) -> Identity:
    """Return the identity in a header's patient and recording fields.

    EDF+ fields are "code sex birthdate name" and "Startdate date code technician equipment" (edfplus.info, 2.1.3.3);
    in plain EDF every word counts. The words of the device's name count only where they hold a serial number.

    further : names given by hand, of any form
    """
    parts = patient.split()
    born = date_of(parts[2]) if len(parts) >= 4 else None
    texts = list(parts)
    staff = recording.split()
    if staff and staff[0].casefold() == "startdate":
        texts += staff[2:4]
        texts += [word for part in staff[4:] for word in part.split("_") if sum(c.isdigit() for c in word) >= 4]
    else:
        texts += [word for word in staff if len(word) >= 4]
    found: set[str] = set()
    for text in texts:
        phrase = text.replace("_", " ").strip(" .,;")
        found |= {phrase, *_WORD.findall(phrase)}
    if born:
        found |= set(spellings(born))
    chosen = {word for word in found if len(word) >= 2 and not _TECHNICAL.fullmatch(word)}
    for text in further:
        chosen |= {text.strip(), *(word for word in _WORD.findall(text) if len(word) >= 2)}
    chosen |= {plain for word in chosen if (plain := _without_accents(word)) != word}
    return Identity(tuple(sorted((word for word in chosen if word), key=lambda word: (-len(word), word))), born)


def date_of(text: str) -> date | None:
    """Return the date in EDF+'s form `dd-MMM-yyyy`, None where the text is no such date."""
    match = re.fullmatch(r"(\d{1,2})-([A-Za-z]{3})-(\d{4})", text.strip())
    if not match or match[2].upper() not in _MONTHS:
        return None
    try:
        return date(int(match[3]), _MONTHS.index(match[2].upper()) + 1, int(match[1]))
    except ValueError:
        return None


def edf_date(day: date) -> str:
    """Return a date in EDF+'s form `dd-MMM-yyyy`, in English in every language of the computer."""
    return f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year:04d}"


def spellings(day: date) -> list[str]:
    """Return the ways in which people write a date."""
    d, m, y = day.day, day.month, day.year
    numbers = [f"{d:02d}{s}{m:02d}{s}{y}" for s in "./-"] + [f"{m:02d}{s}{d:02d}{s}{y}" for s in "/-"]
    short = [f"{d}{s}{m}{s}{y}" for s in "./-"] + [f"{d:02d}{s}{m:02d}{s}{y % 100:02d}" for s in "./-"]
    return [edf_date(day), f"{y}-{m:02d}-{d:02d}", f"{y}{m:02d}{d:02d}", *numbers, *short]


@dataclass(slots=True)
class Scrubber:
    """Removes identity from texts, and counts the removals by kind.

    keep_dates, keep_clock : leave dates other than that of birth, and times of day, in texts
    """

    identity: Identity
    keep_dates: bool = False
    keep_clock: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    _steps: list[tuple[str, re.Pattern[str] | NamePattern]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        patterns = dict(_PATTERNS)
        if self.keep_dates:
            del patterns["date"]
        if self.keep_clock:
            del patterns["clock time"]
        self._steps = (
            [("name or number of the header", NamePattern(self.identity.words))] if self.identity.words else []
        )
        self._steps += [
            (kind, re.compile(f"{_EDGE}(?:{pattern})", re.IGNORECASE)) for kind, pattern in patterns.items()
        ]

    def scrub(self, text: str) -> str:
        """Return a text with X in place of each name, number or date; never longer than it was."""
        for kind, pattern in self._steps:
            text, n = pattern.subn(REMOVED, text)
            if n:
                self.counts[kind] += n
        return text


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))

"""The infant's age at the start of the recording: typed by a reader, or from the file's header."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.patient import DAYS_A_MONTH, OLDEST_DAYS
from eegview.model.study.records import AGE_TERM, newest_about, said_at

AGE = "age"  # subject of the record
_DAYS_OF = {"days": 1.0, "weeks": 7.0, "months": DAYS_A_MONTH, "years": 12 * DAYS_A_MONTH}
_UNIT_OF = {
    **dict.fromkeys(("d", "day", "days"), "days"),
    **dict.fromkeys(("w", "wk", "week", "weeks"), "weeks"),
    **dict.fromkeys(("", "m", "mo", "month", "months"), "months"),
    **dict.fromkeys(("y", "yr", "year", "years"), "years"),
}
_TYPED = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>[a-z]*)\.?", re.IGNORECASE)
_DAYS, _WRITTEN = "days", "written"


@dataclass(frozen=True, slots=True)
class TypedAge:
    """An age that a reader typed.

    days : whole days at the start of the recording
    text : as it was typed, with its unit: `5.5 months`
    author, at_utc : who typed it, and when (ISO 8601)
    """

    days: int
    text: str
    author: str = ""
    at_utc: str = ""

    @property
    def months(self) -> float:
        """Return the age in months; as typed, where it was typed in months or years."""
        number = self.text.partition(" ")[0]
        again = parsed_age(self.text)
        if again is None or again.days != self.days or self.unit not in ("months", "years"):
            return self.days / DAYS_A_MONTH
        return float(number.replace(",", ".")) * (12 if self.unit == "years" else 1)

    @property
    def unit(self) -> str:
        """Return the unit it was typed in: `days`, `weeks`, `months` or `years`."""
        word = self.text.rpartition(" ")[2].rstrip("s") + "s"
        return word if word in _DAYS_OF else "days"


def parsed_age(text: str) -> TypedAge | None:
    """Return the age that a text says, None where it says none; a number alone is months.

    `5.5`, `167 d`, `24 weeks`, `5,5 months`, `1 y`.
    """
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        return None
    number, unit = float(match["number"].replace(",", ".")), _UNIT_OF.get(match["unit"].lower())
    if unit is None or not number * _DAYS_OF[unit] <= OLDEST_DAYS:
        return None
    return TypedAge(round(number * _DAYS_OF[unit]), f"{number:g} {unit.removesuffix('s') if number == 1 else unit}")


def held_age(age: TypedAge | None) -> dict[str, str]:
    """Return what the record of an age holds; None takes back what was typed."""
    return {_DAYS: str(age.days), _WRITTEN: age.text} if age is not None else {_DAYS: "", _WRITTEN: ""}


def typed_age(records: Iterable[Annotation]) -> TypedAge | None:
    """Return the age that was typed last, None where none was or it was taken back."""
    record = newest_about(records, AGE_TERM).get(AGE)
    return age_of(record) if record is not None else None


def age_of(record: Annotation) -> TypedAge | None:
    """Return the age that a record holds, None where it holds none."""
    days, text = record.attribute(_DAYS) or "", record.attribute(_WRITTEN) or ""
    if not days.isascii() or not days.isdecimal() or len(days) > 5 or int(days) > OLDEST_DAYS:
        return None
    return TypedAge(int(days), text or f"{days} days", record.layer, said_at(record))


def age_act_text(record: Annotation) -> str:
    """Return what a record says: `set the age to 5.5 months`."""
    age = age_of(record)
    return f"set the age to {age.text}" if age is not None else "remove the entered age"


def days_text(days: float) -> str:
    """Return an age as people say it: days below two months, months below three years, then years."""
    if days < 2 * DAYS_A_MONTH:
        return "1 day" if round(days) == 1 else f"{round(days)} days"
    months = days / DAYS_A_MONTH
    return f"{months:.1f} months" if months < 36 else f"{months / 12:.1f} years"


def age_text(typed: TypedAge | None, days_in_file: float | None, author: str = "") -> str:
    """Return the age with its source: `5.5 months, entered by A`, `5.5 months, from the file`, "" if not known.

    author : the reader at the window, who is called “you”
    """
    if typed is not None:
        return f"{typed.text}, entered by {'you' if typed.author == author else typed.author}"
    return f"{days_text(days_in_file)}, from the file" if days_in_file is not None else ""


def contradiction_text(typed: TypedAge | None, days_in_file: float | None) -> str:
    """Return a sentence where the typed age is not the file's, "" where they agree within the unit it was typed in."""
    if typed is None or days_in_file is None:
        return ""
    if abs(typed.days - days_in_file) <= _DAYS_OF[typed.unit]:
        return ""
    return f"The file says {days_text(days_in_file)}; the entered age, {typed.text}, is used."

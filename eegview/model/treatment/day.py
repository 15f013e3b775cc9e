"""Days of treatment: a date, or so many days from the day of the recording where no date is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from eegview.model.text.dates import worded_day

MOST_DAYS = 36_500  # from the recording; more is a slip of the keyboard
_OFFSET = re.compile(r"[+\-−]?\d{1,5}")


@dataclass(frozen=True, slots=True)
class TreatmentDay:
    """A day, by its date or by its distance from the day on which the recording begins.

    on : the date, None where only the distance is known
    offset : days from the day of the recording (0 = that day, negative = before it); 0 where `on` is given
    """

    on: date | None = None
    offset: int = 0

    @property
    def stored(self) -> str:
        """Return the day as it is stored: `2020-03-02`, or `+3`, `0`, `-5`."""
        if self.on is not None:
            return self.on.isoformat()
        return f"{self.offset:+d}" if self.offset else "0"

    @property
    def text(self) -> str:
        """Return the day as people read it: `2 Mar 2020`, `3 days after the recording`."""
        if self.on is not None:
            return date_text(self.on)
        if not self.offset:
            return "the day of the recording"
        count = abs(self.offset)
        return f"{count} {'day' if count == 1 else 'days'} {'after' if self.offset > 0 else 'before'} the recording"

    def date_by(self, recorded_on: date | None) -> date | None:
        """Return the date of this day, None where it is not known."""
        if self.on is not None or recorded_on is None:
            return self.on
        try:
            return recorded_on + timedelta(days=self.offset)
        except OverflowError:
            return None

    def offset_from(self, recorded_on: date | None) -> int | None:
        """Return the days from the day of the recording, None where they are not known."""
        if self.on is None:
            return self.offset
        return (self.on - recorded_on).days if recorded_on is not None else None

    def later(self, n_days: int) -> TreatmentDay:
        """Return the day that comes so many days later."""
        if self.on is None:
            return TreatmentDay(None, self.offset + n_days)
        return TreatmentDay(self.on + timedelta(days=n_days))


def parsed_day(text: str) -> TreatmentDay | None:
    """Return the day that a text says, None where it says none: `2020-03-02`, `+3`, `0`, `-5`."""
    text = text.strip()
    if _OFFSET.fullmatch(text):
        offset = int(text.replace("−", "-"))
        return TreatmentDay(None, offset) if abs(offset) <= MOST_DAYS else None
    try:
        return TreatmentDay(date.fromisoformat(text))
    except ValueError:
        return None


def date_text(day: date) -> str:
    """Return a date as people read it: `2 Mar 2020`."""
    return worded_day(day)

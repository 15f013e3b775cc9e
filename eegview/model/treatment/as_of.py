"""As of which day something is said of a course: one rule for response, days since, timeline, window and tables.

What was entered for later days is left out, also where it is a slip of the keyboard. Days up to the last whole one
count as they were entered, and a day without an entry is not known. Of a day that is not over a spasm counts at once,
and a “none” does not yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AsOf:
    """The last day that is looked at.

    day : on the axis of a course; of a calendar its ordinal
    is_over : the whole day is known of; False = it is the day of who looks
    """

    day: int
    is_over: bool = True

    @classmethod
    def on(cls, day: date, today: date) -> AsOf:
        """Return a day as it is looked at today: only a day before today is over."""
        return cls(day.toordinal(), day < today)

    @classmethod
    def now(cls, now: datetime) -> AsOf:
        """Return the day of a clock, which is not over."""
        return cls(now.date().toordinal(), False)

    @property
    def on_date(self) -> date:
        """Return the day of a calendar's axis."""
        return date.fromordinal(self.day)

    @property
    def last_whole_day(self) -> int:
        """Return the last day that is over."""
        return self.day if self.is_over else self.day - 1

"""Names of several days in a sentence: those that follow each other as a range, and not more than can be read."""

from __future__ import annotations

from collections.abc import Iterable

from eegview.model.text.said import joined, tr_kept
from eegview.model.treatment.course import TreatmentCourse

_MOST_NAMED = 4


def day_ranges(days: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return the first and last day of each run of days that follow each other, ascending."""
    found: list[tuple[int, int]] = []
    for day in sorted(set(days)):
        if found and found[-1][1] == day - 1:
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return tuple(found)


def days_named(course: TreatmentCourse, days: Iterable[int]) -> str:
    """Return days as text: `day 9 (12 Mar 2020)`, `3 days (12 Mar 2020, 15 Mar 2020 to 16 Mar 2020)`."""
    ranges = day_ranges(days)
    n = sum(last - first + 1 for first, last in ranges)
    if n == 1:
        return course.day_text(ranges[0][0])
    named = [_range(course, first, last) for first, last in ranges[:_MOST_NAMED]]
    more = len(ranges) - len(named)
    return tr_kept("{n} days ({named})", n=n, named=joined((*named, "…" if more else ""), ", "))


def _range(course: TreatmentCourse, first: int, last: int) -> str:
    if first == last:
        return _short(course, first)
    return tr_kept("{first} to {last}", first=_short(course, first), last=_short(course, last))


def _short(course: TreatmentCourse, day: int) -> str:
    """Return a day by its date alone, so that several fit into a sentence."""
    return course.day_text(day).partition(" (")[2].rstrip(")") or course.day_text(day)

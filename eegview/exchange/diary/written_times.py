"""Times of day, durations and instants as people and apps write them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from eegview.exchange.diary.written_dates import DateOrder, parsed_date

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(uhr|h)?", re.IGNORECASE)
_HALF = re.compile(r"\s*([ap])\.?\s?m\.?$", re.IGNORECASE)
_NUMBER = r"\d+(?:[.,]\d+)?"
_UNITS = "hours?|hrs?|h|std|stunden?|minutes?|minuten?|mins?|m|sekunden?|seconds?|secs?|s"
_PARTS = re.compile(rf"({_NUMBER})\s*({_UNITS})\.?")
_LONGEST = 60  # letters of a time
_SHORT = re.compile(rf"(?:{_PARTS.pattern}[\s,]*)+")
_COLONS = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)")
_HOUR_S = 3600.0
_INSTANT = re.compile(r"(?P<day>.*\d)(?:\s*[T,]\s*|\s+)(?P<time>\d{1,2}[:.]\d{2}.*)", re.DOTALL)
_OFFSET = re.compile(r"\s*(Z|UTC|GMT|[+\-−]\d{2}:?\d{2})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Instant:
    """A day with its time of day, as those who saw it read the clock.

    utc_offset_min : local time minus UTC where the text says it
    is_utc : the text is in UTC, by its letters or by an offset of 0, so that the day at home is not known without a
        time zone
    """

    on: date
    at: time | None
    utc_offset_min: int | None = None
    is_utc: bool = False


def parsed_time(text: str) -> time | None:
    """Return the time of day that a text says, None where it says none: `7:40`, `07.40 Uhr`, `7:40 pm`, `0740`."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    half = _HALF.search(text)
    plain = text[: half.start()] if half else text
    if re.fullmatch(r"\d{4}", plain):
        plain = f"{plain[:2]}:{plain[2:]}"
    found = _CLOCK.fullmatch(plain)
    if found is None or (found[2] is None and half is None and not found[4]):
        return None
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[1].casefold() == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def parsed_duration_s(text: str, unit_s: float | None = None) -> float | None:
    """Return a duration in seconds, None where the text says none: `3 min`, `1 h 5 min`, `0:03:00`, `90 s`.

    unit_s : seconds of a number without a unit, as the column's title says; None = such a number says nothing
    """
    text = text.strip().casefold()
    if len(text) > _LONGEST:
        return None
    if found := _COLONS.fullmatch(text):  # two parts are minutes and seconds, below a title of hours hours and minutes
        said_s = float(int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3]))
        return said_s * 60.0 if found[1] is None and unit_s == _HOUR_S else said_s
    if _SHORT.fullmatch(text):
        sizes = {"h": 3600.0, "m": 60.0, "s": 1.0}
        parts = ((_float(part[1]), part[2]) for part in _PARTS.finditer(text))
        return sum(number * (3600.0 if unit.startswith("st") else sizes[unit[0]]) for number, unit in parts)
    if unit_s is not None and re.fullmatch(_NUMBER, text):
        found_s = _float(text) * unit_s
        return found_s if math.isfinite(found_s) else None
    return None


def unit_of_title(title: str) -> float | None:
    """Return the seconds of the unit that the title of a column names: `Duration (minutes)`, `duration_s`."""
    words = set(re.split(r"[^a-z]+", title.casefold()))
    for unit_s, names in (
        (_HOUR_S, {"h", "hr", "hrs", "hour", "hours", "std", "stunden"}),
        (60.0, {"min", "mins", "minute", "minutes", "minuten"}),
        (1.0, {"s", "sec", "secs", "second", "seconds", "sekunden", "secondes"}),
    ):
        if words & names:
            return unit_s
    return None


def parsed_instant(text: str, order: DateOrder | None = None) -> Instant | None:
    """Return the day and time that one text says; None where it says no day.

    An offset from UTC is kept and moves nothing: the text says the clock at home. `Z`, `UTC` and an offset of 0 say
    that it may be another clock.
    """
    day_text, clock_text = instant_parts(text)
    day = parsed_date(day_text, order)
    if day is None or not clock_text:
        return Instant(day, None) if day is not None else None
    rest, offset_min, is_utc = clock_text, None, False
    if offset := _OFFSET.search(rest):
        rest, said = rest[: offset.start()], offset[1].replace("−", "-")
        if said[0] in "+-":
            offset_min = parsed_offset_min(said)
        is_utc = not offset_min
    at = parsed_time(rest)
    return Instant(day, at, None if is_utc else offset_min, is_utc) if at is not None else None


def instant_parts(text: str) -> tuple[str, str]:
    """Return the part of a text that says the day, and the part that says the time; "" where it has no such part."""
    text = text.strip()
    if len(text) > _LONGEST:
        return "", ""
    found = _INSTANT.fullmatch(text)
    if found is None or any(parsed_date(text, order) for order in DateOrder):
        return text, ""
    return found["day"].strip(" ,T"), found["time"]


def parsed_offset_min(text: str, unit_s: float | None = None) -> int | None:
    """Return local time minus UTC in minutes, None where the text says none: `+01:00`, `-0330`, or a number.

    unit_s : seconds of a number, as the column's title says; None = a number says nothing, but 0
    """
    text = text.strip().replace("−", "-")
    clock = r"([+-])(\d{2}):([0-5]\d)" if unit_s is not None else r"([+-])(\d{2}):?([0-5]\d)"
    if found := re.fullmatch(clock, text):
        return (int(found[2]) * 60 + int(found[3])) * (-1 if found[1] == "-" else 1)
    if not re.fullmatch(r"[+-]?\d{1,4}", text, re.ASCII):
        return None
    if unit_s is None:
        return 0 if int(text) == 0 else None
    return round(int(text) * unit_s / 60.0)


def at_home(instant: Instant, zone: str) -> Instant | None:
    """Return an instant in UTC as the clock at home showed it; None where the zone is not known on this computer."""
    try:
        place = ZoneInfo(zone.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return _moved(instant, place)


def at_offset(instant: Instant, offset_min: int) -> Instant | None:
    """Return an instant in UTC by a clock that is so many minutes ahead; None beyond the days that can be."""
    return _moved(instant, timezone(timedelta(minutes=offset_min)))


def seconds_between(begin: Instant, end: Instant) -> float | None:
    """Return the seconds from one instant to another; an end that does not say its clock has that of the beginning.

    Returns None where only the end says how its clock stands to UTC, or one of them has no time.
    """
    if begin.at is None or end.at is None:
        return None
    lasted_s = (datetime.combine(end.on, end.at) - datetime.combine(begin.on, begin.at)).total_seconds()
    begin_min, end_min = (0 if one.is_utc else one.utc_offset_min for one in (begin, end))
    if end_min is None:
        return lasted_s
    return None if begin_min is None else lasted_s - (end_min - begin_min) * 60.0


def _moved(instant: Instant, place: tzinfo) -> Instant | None:
    try:
        there = datetime.combine(instant.on, instant.at or time(), UTC).astimezone(place)
    except OverflowError:
        return None
    offset = there.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else None
    return Instant(there.date(), there.time().replace(tzinfo=None, fold=0), minutes)


def _float(text: str) -> float:
    return float(text.replace(",", "."))

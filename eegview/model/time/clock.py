"""Times as people type and read them, and as a recorder's clock shows them."""

import re
from datetime import UTC, datetime, timedelta

from eegview.model.errors import UsageError
from eegview.model.text.dates import iso_time

_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?")


_MOST_S = 1e9  # 31 years; no recording is as long


def parse_time_s(text: str, started_at: datetime | None = None) -> float:
    """Return seconds from recording start for `90.5`, `HH:MM:SS[.fff]` from start, or `@HH:MM:SS` clock time.

    A clock time before the recording's start is taken as the next day's.

    Raises
    ------
    UsageError : the text is no time, or is a clock time while the recording has no start time
    """
    text = text.strip()
    if text.startswith("@"):
        if started_at is None:
            raise UsageError(
                "This recording has no start time, so a clock time cannot be found.", "Give seconds from start."
            )
        wanted = timedelta(seconds=_clock_s(text[1:]))
        start = timedelta(
            hours=started_at.hour,
            minutes=started_at.minute,
            seconds=started_at.second,
            microseconds=started_at.microsecond,
        )
        return (wanted - start).total_seconds() % 86400.0
    if ":" in text:
        return _clock_s(text)
    try:
        time_s = float(text)
    except ValueError:
        raise _no_time(text) from None
    if not abs(time_s) <= _MOST_S:  # nor NaN
        raise _no_time(text)
    return time_s


def _clock_s(text: str) -> float:
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        raise _no_time(text)
    hours, minutes, seconds = match.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds or 0)


def _no_time(text: str) -> UsageError:
    return UsageError(f"“{text}” is not a time.", "Give seconds, HH:MM:SS from start, or @HH:MM:SS by the clock.")


def recorder_time(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, microsecond: int = 0
) -> datetime:
    """Return a time of a recorder's wall clock: a datetime without time zone, since EEG formats state none.

    A second 60, which clocks that round show, is the next minute.

    Raises
    ------
    ValueError : there is no such date or time
    """
    try:
        shown = datetime(year, month, day, hour, minute, min(second, 59), microsecond, tzinfo=UTC).replace(tzinfo=None)
        if second > 60:
            raise ValueError("no such second")
        return shown + timedelta(seconds=1) if second == 60 else shown
    except OverflowError as error:  # numbers beyond what a computer's word holds
        raise ValueError("no such time") from error


def elapsed_text(time_s: float, decimals: int = 2) -> str:
    """Return `HH:MM:SS.ff` from recording start; negative times carry a minus sign."""
    ticks = round(abs(time_s) * 10**decimals)
    sign = "−" if time_s < 0 and ticks else ""
    whole_s, rest = divmod(ticks, 10**decimals)
    fraction = f".{rest:0{decimals}d}" if decimals else ""
    return f"{sign}{whole_s // 3600:02d}:{whole_s // 60 % 60:02d}:{whole_s % 60:02d}{fraction}"


def wall_clock_text(started_at: datetime, time_s: float, decimals: int = 0) -> str:
    """Return the wall clock `HH:MM:SS.ff` at a time from recording start, to the nearest of its digits.

    Rounded as `elapsed_text` is, so that one instant is not a second earlier by the clock than from the start.
    """
    if not started_at.microsecond:
        time_s = round(time_s * 10**decimals) / 10**decimals  # halves go the same way
    unit_us = 10 ** (6 - decimals)
    midnight = started_at.replace(hour=0, minute=0, second=0, microsecond=0)
    whole_us = (started_at - midnight) // timedelta(microseconds=1) + round(time_s * 1e6)
    moment = midnight + timedelta(microseconds=(whole_us + unit_us // 2) // unit_us * unit_us)
    return iso_time(moment, decimals=decimals)

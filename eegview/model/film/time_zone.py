"""The time zone of a clip whose file gives its time in UTC alone: this computer's, unless a reader names another."""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from eegview.model.errors import UsageError
from eegview.model.film.clip import ClipClock, ClockSource

OFFSETS_MIN = (
    *range(-12 * 60, -3 * 60, 60),
    *(-210, -180, -120, -60, 0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600),
    *(630, 660, 720, 765, 780, 840),
)
_OF_UTC = (ClockSource.CONTAINER_UTC, ClockSource.NAME_UTC)
_OFFSET = re.compile(r"(?:UTC)?([+\-−])(\d{1,2})(?::?([0-5]\d))?")


def zone_text(offset_min: int) -> str:
    """Return local time minus UTC as text: `UTC+01:00`."""
    sign = "−" if offset_min < 0 else "+"
    return f"UTC{sign}{abs(offset_min) // 60:02d}:{abs(offset_min) % 60:02d}"


def utc_of(clock: ClipClock) -> datetime | None:
    """Return the UTC time of a clip whose zone is only this computer's, without time zone; None of any other."""
    if clock.source not in _OF_UTC or clock.started_at is None or clock.utc_offset_min is None:
        return None
    return clock.started_at - timedelta(minutes=clock.utc_offset_min)


def parsed_zone(text: str, at_utc: datetime) -> int:
    """Return how many minutes local time was ahead of UTC at a time, in a zone given as `+01:00` or `Europe/Berlin`.

    at_utc : without time zone

    Raises
    ------
    UsageError : there is no such zone
    """
    text = text.strip()
    if text.upper() in ("UTC", "Z"):
        return 0
    if (match := _OFFSET.fullmatch(text)) is not None:
        offset_min = (int(match[2]) * 60 + int(match[3] or 0)) * (1 if match[1] == "+" else -1)
        if OFFSETS_MIN[0] <= offset_min <= OFFSETS_MIN[-1]:
            return offset_min
    else:
        try:
            offset = at_utc.replace(tzinfo=UTC).astimezone(ZoneInfo(text)).utcoffset()
        except (ZoneInfoNotFoundError, ValueError, OSError):
            offset = None
        if offset is not None:
            return round(offset.total_seconds() / 60)
    raise UsageError(f"“{text}” is not a time zone.", "Give hours from UTC, +01:00, or a name: Europe/Berlin.")


def in_zone(at_utc: datetime, offset_min: int) -> datetime:
    """Return the local time, without time zone, of a UTC time."""
    local = at_utc.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=offset_min)))
    return local.replace(tzinfo=None)

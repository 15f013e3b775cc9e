"""Dates and times in the names that cameras, phones and messengers give to their files."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

# 20240131_134502, 2024-01-31 13.45.02, 2024-01-31T13-45-02.250, 31-01-2024_13-45-02
_CLOCK = r"(?:[ T_.-]|at )*(?P<h>\d\d)[-_.:h]?(?P<mi>\d\d)[-_.:m]?(?P<s>\d\d(?:\.\d{1,6})?)(?!\d)"
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_.]?(?P<mo>\d\d)[-_.]?(?P<d>\d\d)" + _CLOCK)
_DAY_FIRST = re.compile(r"(?<!\d)(?P<d>\d\d)[-_.](?P<mo>\d\d)[-_.](?P<y>(?:19|20)\d\d)" + _CLOCK)
# PXL_20220831_003137144: Google's camera writes UTC, with thousandths of a second.
_PIXEL = re.compile(r"^PXL_(?P<day>\d{8})_(?P<clock>\d{6})(?P<ms>\d{3})(?!\d)", re.IGNORECASE)
_MESSENGER = re.compile(r"whatsapp|signal[-_]|telegram|viber|messenger|^VID-\d{8}-WA\d|threema", re.IGNORECASE)
_SCREEN = re.compile(r"screen[-_ ]?record", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedTime:
    """What a file's name says of when it was filmed.

    at : as it is written, None where there is no time that exists
    is_utc : it is UTC, not the camera's local time
    is_messengers : a messenger wrote it, when the clip was sent or stored: it was filmed then or before
    is_of_screen : it is a recording of a screen, which may show older film
    """

    at: datetime | None = None
    is_utc: bool = False
    is_messengers: bool = False
    is_of_screen: bool = False


def named_time(name: str) -> NamedTime:
    """Return what a file name, without its ending, says of when it was filmed."""
    if (match := _PIXEL.match(name)) is not None:
        return NamedTime(name_time(f"{match['day']}_{match['clock']}.{match['ms']}"), is_utc=True)
    is_messengers, is_of_screen = bool(_MESSENGER.search(name)), bool(_SCREEN.search(name))
    return NamedTime(name_time(name), False, is_messengers, is_of_screen)


def name_time(name: str) -> datetime | None:
    """Return the date and time written in a file name, None if there is none that exists."""
    match = _YEAR_FIRST.search(name) or _DAY_FIRST.search(name)
    if match is None:
        return None
    seconds = float(match["s"])
    try:
        return datetime.combine(
            date(int(match["y"]), int(match["mo"]), int(match["d"])),
            time(int(match["h"]), int(match["mi"]), int(seconds), round(seconds % 1 * 1e6)),
        )
    except ValueError:
        return None


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts `part2` before `part10`."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts if part)

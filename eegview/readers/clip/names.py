"""Dates and times in the names that cameras, phones and messengers give to their files."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import permutations

# 20240131_134502, 2024-01-31 13.45.02, 2024-01-31T13-45-02.250, 31-01-2024_13-45-02, 01-31-2024_13-45-02
_CLOCK = r"(?:[ T_.-]|at )*(?P<h>\d\d)[-_.:h]?(?P<mi>\d\d)[-_.:m]?(?P<s>\d\d(?:\.\d{1,6})?)(?!\d)"
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_.]?(?P<mo>\d\d)[-_.]?(?P<d>\d\d)" + _CLOCK)
# 31.01.2024: with dots the day stands first wherever dates are written so; with other signs it depends on the country
_YEAR_LAST = re.compile(r"(?<!\d)(?P<one>\d\d)(?P<sign>[-_.])(?P<two>\d\d)[-_.](?P<y>(?:19|20)\d\d)" + _CLOCK)
# PXL_20220831_003137144: Google's camera writes UTC, with thousandths of a second.
_PIXEL = re.compile(r"^PXL_(?P<day>\d{8})_(?P<clock>\d{6})(?P<ms>\d{3})(?!\d)", re.IGNORECASE)
# Telegram (video_2026-03-01_07-15-00), Facebook's Messenger (received_…, FB_VID_…), WeChat (mmexport…) too: the time
# of the message, or of its storing
_MESSENGER = re.compile(
    r"whatsapp|signal[-_]|telegram|viber|messenger|^VID-\d{8}-WA\d|threema|kakaotalk|snapchat|^line_movie"
    r"|^video_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d|^received_\d|^fb_vid|^mmexport\d",
    re.IGNORECASE,
)
_SCREEN = re.compile(r"screen[-_ ]?record", re.IGNORECASE)
# A number of which any order of day, month and year is looked at; parted ones, as 2025-3-2, 02.03.25, 3 2 2025
_PARTED = re.compile(r"(?<!\d)(?=(\d{1,4})[-_., /]+(\d{1,2})[-_., /]+(\d{1,4})(?!\d))")
_RUN = re.compile(r"(?<!\d)(?:(?:19|20)\d{12}|\d{8}|\d{6})(?!\d)")
_YEAR_AND_MONTH = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-_. ](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-_. ](?:19|20)\d\d)(?!\d)"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
# English, German, French, Spanish and Italian, and what they are shortened to
_MONTH_WORD = (
    r"(?:jan(?:uary?|vier)?|jän(?:ner)?|enero|ene|genn?(?:aio)?|feb(?:ruary?|rero|braio)?|févr?(?:ier)?|fevrier"
    r"|mar(?:ch|s|zo)?|märz?|maerz|mrz|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|ma[iy]o?|magg?(?:io)?|jun[ei]?|junio|juin"
    r"|giu(?:gno)?|jul[iy]?|julio|juil(?:let)?|lug(?:lio)?|aug(?:ust)?|ao[uû]t|agosto?|ago|sept?(?:ember|embre)?"
    r"|septiembre|settembre|sett?|o[ck]t(?:ober|obre|ubre)?|ott(?:obre)?|nov(?:ember|embre|iembre)?"
    r"|de[cz](?:ember)?|d[ée]cembre|déc|dic(?:iembre|embre)?)"
)
_PART = r"(?:st|nd|rd|th|er|\.)?[-_., ]*(?:de |of )?"
_MONTH_AND_NUMBER = re.compile(
    rf"(?<!\d)\d{{1,4}}{_PART}{_MONTH_WORD}(?![^\W\d_])|(?<![^\W\d_]){_MONTH_WORD}[-_., ]*\d{{1,4}}(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamedTime:
    """What a file's name says of when it was filmed.

    at : as it is written, None where there is no time that exists, or more than one way to read it
    readings : both times where day and month may stand either way: 03-01-2026 is 3 January or 1 March
    is_utc : it is UTC, not the camera's local time
    is_messengers : a messenger wrote it, when the clip was sent or stored: it was filmed then or before
    is_of_screen : it is a recording of a screen, which may show older film
    """

    at: datetime | None = None
    is_utc: bool = False
    is_messengers: bool = False
    is_of_screen: bool = False
    readings: tuple[datetime, ...] = ()


def named_time(name: str) -> NamedTime:
    """Return what a file name, without its ending, says of when it was filmed."""
    if (match := _PIXEL.match(name)) is not None:
        return NamedTime(name_time(f"{match['day']}_{match['clock']}.{match['ms']}"), is_utc=True)
    is_messengers, is_of_screen = bool(_MESSENGER.search(name)), bool(_SCREEN.search(name))
    found = _name_times(name)
    at = found[0] if len(found) == 1 else None
    return NamedTime(at, False, is_messengers, is_of_screen, found if at is None else ())


def name_time(name: str) -> datetime | None:
    """Return the date and time written in a file name, None where none exists, or it can be read two ways."""
    found = _name_times(name)
    return found[0] if len(found) == 1 else None


def _name_times(name: str) -> tuple[datetime, ...]:
    """Return the ways to read the date and time in a file name; where both exist, the day first, then the month."""
    if (match := _YEAR_FIRST.search(name)) is not None:
        ways = [(match["mo"], match["d"])]
    elif (match := _YEAR_LAST.search(name)) is not None:
        ways = [(match["two"], match["one"])]
        ways += [(match["one"], match["two"])] if match["sign"] != "." else []
    else:
        return ()
    found = dict.fromkeys(_time_of(match, int(month), int(day)) for month, day in ways)
    return tuple(at for at in found if at is not None)


def _time_of(match: re.Match[str], month: int, day: int) -> datetime | None:
    seconds = float(match["s"])
    try:
        return datetime.combine(
            date(int(match["y"]), month, day),
            time(int(match["h"]), int(match["mi"]), int(seconds), round(seconds % 1 * 1e6)),
        )
    except ValueError:
        return None


def tells_date(name: str) -> bool:
    """Whether a file name, without its ending, holds what may be a date: rather one too many than one too few.

    That is a day, month and year parted in any order, six, eight or fourteen digits that make one, a year and a month,
    or the name of a month beside a number.
    """
    if (
        _name_times(name)
        or named_time(name).at is not None
        or _MONTH_AND_NUMBER.search(name)
        or _YEAR_AND_MONTH.search(name)
    ):
        return True
    return any(_is_date(match.groups()) for match in _PARTED.finditer(name)) or any(
        _is_date(parts) for run in _RUN.findall(name) for parts in _ways_to_part(run)
    )


def _ways_to_part(run: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways in which digits in a row may be three numbers."""
    if len(run) == 6:
        return ((run[:2], run[2:4], run[4:]),)
    return (run[:4], run[4:6], run[6:8]), (run[:2], run[2:4], run[4:8])


def _is_date(parts: tuple[str, ...]) -> bool:
    """Whether three numbers are a year, a month and a day in any order."""
    for year, month, day in permutations(parts):
        if max(len(month), len(day)) > 2 or len(year) not in (2, 4):
            continue
        whole_year = int(year) if len(year) == 4 else 2000 + int(year)
        try:
            date(whole_year, int(month), int(day))
        except ValueError:
            continue
        if _FIRST_YEAR <= whole_year <= _LAST_YEAR:
            return True
    return False


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts `part2` before `part10`."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts if part)

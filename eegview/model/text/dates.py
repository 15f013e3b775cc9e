"""Dates and times of day for people: in the form of the reader's system, in ISO, or with the month as a word.

The one place that writes them. Labels of the window follow the form that the reader chose (`use_date_form`). What is
printed, exported or shared says its form without doubt wherever it is read: in ISO, or with the month as a word.
Formats of files have forms of their own, in `eegview/exchange` and `eegview/readers`.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LETTERS = re.compile(r"'[^']*'|d{1,4}|M{1,4}|y{1,4}|h{1,2}|H{1,2}|m{1,2}|s{1,2}|AP|Ap|aP|ap|A|a|[^\W\d_]")


@dataclass(frozen=True, slots=True)
class DateForm:
    """The form of dates and times of day, in the letters of Qt's `QLocale`.

    day : of a date, `dd.MM.yyyy`; a year always has four digits
    time : of a time of day, hours and minutes, `HH:mm` or `h:mm AP`
    am, pm : halves of the day, where the time has 12 hours
    """

    day: str = "yyyy-MM-dd"
    time: str = "HH:mm"
    am: str = "AM"
    pm: str = "PM"

    @property
    def has_12_hours(self) -> bool:
        """Whether the clock starts again at noon."""
        return "h" in re.sub("'[^']*'", "", self.time) and bool(re.search("ap?", self.time, re.IGNORECASE))


ISO = DateForm()
_form = ISO


def use_date_form(form: DateForm) -> None:
    """Have labels written in a form from now on."""
    global _form
    _form = form


def date_form() -> DateForm:
    """Return the form that labels are written in."""
    return _form


def day_text(day: date, form: DateForm | None = None) -> str:
    """Return a date as the reader wants it: `2026-11-30`, `30.11.2026`, `11/30/2026`."""
    return _written(day, (form or _form).day, form or _form)


def time_of_day_text(
    moment: datetime, has_seconds: bool = False, decimals: int = 0, form: DateForm | None = None
) -> str:
    """Return a time of day as the reader wants it: `16:05`, `4:05 PM`.

    decimals : of the seconds, cut off
    """
    used = form or _form
    pattern = used.time
    if has_seconds or decimals:
        fraction = f"'.{f'{moment.microsecond:06d}'[:decimals]}'" if decimals else ""
        pattern = re.sub(r"(\W?)(m{1,2})", lambda found: f"{found[0]}{found[1] or ':'}ss{fraction}", pattern, count=1)
    return _written(moment, pattern, used)


def moment_text(moment: datetime, has_seconds: bool = False, form: DateForm | None = None) -> str:
    """Return date and time of day as the reader wants them: `2026-11-30 16:05`."""
    return f"{day_text(moment, form)} {time_of_day_text(moment, has_seconds, form=form)}"


def instant_text(at_utc: str, has_seconds: bool = False, form: DateForm | None = None) -> str:
    """Return an instant of a log (ISO 8601) by the clock of this computer, "" where it cannot be read."""
    try:
        return moment_text(datetime.fromisoformat(at_utc).astimezone(), has_seconds, form)
    except (ValueError, OverflowError, OSError):
        return ""


def instant_day_text(at_utc: str, form: DateForm | None = None) -> str:
    """Return the day of an instant of a log (ISO 8601) by the clock of this computer, "" where it cannot be read."""
    try:
        return day_text(datetime.fromisoformat(at_utc).astimezone(), form)
    except (ValueError, OverflowError, OSError):
        return ""


def iso_day(day: date) -> str:
    """Return a date in ISO, `2026-11-30`, for files, pictures and the command line."""
    return day_text(day, ISO)


def iso_time(moment: datetime, has_seconds: bool = True, decimals: int = 0) -> str:
    """Return a time of day in ISO, `16:05:00`, for files, pictures and the command line."""
    return time_of_day_text(moment, has_seconds, decimals, ISO)


def worded_day(day: date) -> str:
    """Return a date whose month is a word, `2 Mar 2020`, for reports."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def worded_moment(moment: datetime) -> str:
    """Return date, with the month as a word, and time of day: `2 Mar 2020 16:05`, for reports."""
    return f"{worded_day(moment)} {iso_time(moment, has_seconds=False)}"


def file_stamp(moment: datetime) -> str:
    """Return a time for the name of a file: `20261130-160500`."""
    return f"{moment.year:04d}{moment.month:02d}{moment.day:02d}-{iso_time(moment).replace(':', '')}"


def _written(moment: date, pattern: str, form: DateForm) -> str:
    """Return a date or time in a pattern; letters that are not known stand as they are, as do texts in quotes."""
    hour, minute, second = (moment.hour, moment.minute, moment.second) if isinstance(moment, datetime) else (0, 0, 0)
    shown_hour = hour % 12 or 12 if form.has_12_hours else hour

    def value(found: re.Match[str]) -> str:
        letters = found[0]
        if letters.startswith("'"):
            return letters[1:-1]
        number = {"d": moment.day, "M": moment.month, "h": shown_hour, "H": hour, "m": minute, "s": second}
        if letters[0] in "yY":
            return f"{moment.year:04d}"
        if letters.casefold() in ("a", "ap"):
            return form.am if hour < 12 else form.pm
        if letters[0] == "M" and len(letters) > 2:
            return MONTHS[moment.month - 1]
        if letters[0] == "d" and len(letters) > 2:
            return ""
        return f"{number[letters[0]]:0{len(letters)}d}" if letters[0] in number else letters

    return _LETTERS.sub(value, pattern).strip()

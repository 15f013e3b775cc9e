"""Dates and times of day as recorders, programs and people write them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_CENTURY_FROM = 85  # two digits from here on are of the twentieth century, as EDF has it
# Beginnings of the names of the months, without accents; a longer one wins over a shorter one.
_MONTHS = (
    "jan gen ene sty led tam oca ian янв січ leden",
    "feb fev fév lut uno hel sub únor фев лют",
    "mar mrz mrt maa maerz bre brez мар бер",
    "apr avr abr kwi dub huh nis апр кві",
    "may mai maj mei mag mayo kve tou май мая тра",
    "jun juin giu cze kes haz iun cerven czerw июн чер",
    "jul juil juill lug lip hei tem iul cervenec июл лип",
    "aug aou ago sie srp elo agu авг сер",
    "sep set sept wrz zar syy eyl szep сен вер",
    "oct okt out ott paz rij lok eki окт жов",
    "nov lis kas marras noi ноя лис",
    "dec dez dic gru pro jou ara déc дек гру",
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_TIME_BEHIND = re.compile(r"(?<=\d)[t\s]\s*\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(z|[+-]\d{2}:?\d{2})?\s*$")
_TIME = re.compile(r"(\d{1,2})(?:\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2})(?:[.,](\d+))?)?)?\D{0,2}?\s*([AaPp]\.?[Mm]\.?)?")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day as it was read.

    is_ambiguous : another reading gives another day
    """

    day: date
    is_ambiguous: bool = False


def date_in(text: str, month_first: bool = False) -> WrittenDate | None:
    """Return the day that a text is, None where it is none.

    Known are day, month and year in any order with any signs between them, years of two and four digits, 8 digits in a
    row, and names of months in the languages of Europe, whole or cut. Where day and month may be either (`03/05/2020`)
    the day is taken to come first unless `month_first`, and the date says that it is ambiguous; so is `20-03-05`.
    Points between the numbers (`3.5.2020`) are written day first everywhere. A year of one digit was cut off:
    it is none.
    """
    text = _TIME_BEHIND.sub("", _plain(text))
    tokens = _TOKEN.findall(text)
    words = [token for token in tokens if not token.isdecimal() and token not in _FILLERS]
    numbers = [token for token in tokens if token.isdecimal()]
    if words:
        return _with_month_name(words, numbers)
    if len(numbers) == 1:
        return _in_a_row(numbers[0])
    if len(numbers) != 3 or any(len(number) > 4 for number in numbers):
        return None
    has_points = re.fullmatch(r"\d+\s*\.\s*\d+\s*\.\s*\d+\.?", text.strip()) is not None
    has_dashes = re.fullmatch(r"\d\d-\d\d-\d\d", text.strip()) is not None
    return _first_of(_numeric(numbers, month_first and not has_points, both=not has_points, year_may_lead=has_dashes))


def time_in(text: str) -> timedelta | None:
    """Return the time since midnight that a text is, None where it is none.

    Hours, minutes and seconds with any signs between them, seconds and minutes may lack; or six digits in a row. A
    second 60 and 24:00:00 are the next minute and the next day.
    """
    text = _plain(text).strip()
    if re.fullmatch(r"\d{6}", text):
        text = f"{text[:2]}:{text[2:4]}:{text[4:]}"
    match = _TIME.fullmatch(text)
    if not match or (match[2] is None and not match[5]):
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.group(1, 2, 3))
    if match[5]:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if match[5][0] in "Pp" else 0)
    is_midnight = hours == 24 and not minutes and not seconds
    if (hours > 23 and not is_midnight) or minutes > 59 or seconds > 60:
        return None
    return timedelta(hours=hours, minutes=minutes, seconds=seconds + float(f"0.{match[4] or 0}"))


def _plain(text: str) -> str:
    """Return a text in small letters, without accents and with usual digits."""
    text = unicodedata.normalize("NFKD", text.replace("\x00", " ").casefold())
    return "".join(sign for sign in text if not unicodedata.combining(sign))


def _month(word: str) -> int | None:
    """Return the month whose name a word begins like, or is cut from."""
    best = max((name for name in _BEGINNINGS if word.startswith(name)), key=len, default=None)
    return _BEGINNINGS[best] if best else None


_FILLERS = frozenset(
    map(_plain, ("de", "den", "del", "der", "of", "th", "st", "nd", "rd", "г", "年", "月", "日", "년", "월", "일"))
)
_BEGINNINGS = {_plain(name): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def _with_month_name(words: list[str], numbers: list[str]) -> WrittenDate | None:
    months = {month for word in words if (month := _month(word))}
    if len(months) != 1 or len(numbers) != 2:
        return None
    month = months.pop()
    first, second = numbers
    if len(first) == 4:
        first, second = second, first
    if len(first) > 2:
        return None
    days = [_day(_year(second), month, int(first))]
    if len(numbers[0]) == len(numbers[1]) == 2 and int(first) > 31:
        days = [_day(_year(first), month, int(second))]
    return _first_of(days)


def _in_a_row(digits: str) -> WrittenDate | None:
    if len(digits) == 8:
        found = _first_of([_day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))])
        return found or _first_of([_day(int(digits[4:]), int(digits[2:4]), int(digits[:2]))])
    if len(digits) == 6:
        return _first_of(_numeric([digits[:2], digits[2:4], digits[4:]], False, both=True, year_may_lead=True))
    return None


def _numeric(numbers: list[str], month_first: bool, both: bool, year_may_lead: bool = False) -> list[date | None]:
    """Return the readings of three numbers, the likeliest first."""
    a, b, c = map(int, numbers)
    if len(numbers[0]) > 2:
        return [_day(a, b, c), *([_day(a, c, b)] if _day(a, b, c) is None else [])]
    if len(numbers[1]) > 2:
        return []
    year = _year(numbers[2])
    readings = [_day(year, b, a), _day(year, a, b)] if both else [_day(year, b, a)]
    if month_first:
        readings.reverse()
    if year_may_lead or not any(readings):
        is_whole = len(numbers[2]) == 2 or (a > 31 and len(numbers[2]) == 1)
        readings.append(_day(_year(numbers[0]), b, c) if is_whole else None)
    return readings


def _first_of(readings: list[date | None]) -> WrittenDate | None:
    days = list(dict.fromkeys(day for day in readings if day))
    return WrittenDate(days[0], len(days) > 1) if days else None


def _year(digits: str) -> int:
    """Return the year that digits stand for, 0 (which is none) for a single one."""
    year = int(digits)
    if len(digits) < 2:
        return 0
    return year if len(digits) > 2 else year + (1900 if year >= _CENTURY_FROM else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None

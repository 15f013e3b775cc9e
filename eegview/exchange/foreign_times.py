"""Times as other programs write them (seconds, elapsed or clock times, dates), and marks with such times."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from eegview.exchange.imported import Clock, ImportedMarks, unknown_report
from eegview.exchange.matching import NOTE_TERM, Match, TermMatcher
from eegview.exchange.row_report import RowReport
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.time.clock import recorder_time
from eegview.model.vocabulary import Vocabulary

_SECONDS = re.compile(
    r"([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,4})?)"
    r"\s*(?:(s|secs?|seconds?|sek)|(ms|msecs?|milliseconds?)|(min|mins|minutes?))?\.?",
    re.IGNORECASE,
)
_FACTORS = (1.0, 0.001, 60.0)  # of the units above
# 1.234,5 and 1,234.5 and 1 234.5 and 1'234.5: what parts thousands is another sign than the decimal one
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:([.,' \u00a0\u202f’])\d{3})(?:\1\d{3})*([.,])\d+")
# 1:02.25, a minute and two seconds: a time of day with such a fraction has three parts
_MINUTES = re.compile(r"([+-]?)(\d{1,4}):([0-5]\d)[.,](\d{1,9})")
# 10h00, 10h00m10s, 2 min 10 s
_LETTERS = re.compile(
    r"(?:(\d{1,3})\s*h\s*)?(?:(\d{1,2})\s*(?:m|min)?\s*)?(?:(?<=[hmn\s])(\d{1,2}(?:[.,]\d{1,9})?)\s*(?:s|sec)?)?", re.I
)
_CLOCK = re.compile(
    r"(?:d(?:ay)? ?(\d{1,4})[ ,]+)?(\d{1,3}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?(?:m\.?)?", re.I
)
_DATED = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), "ymd"),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), "dmy"),
    (re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})"), "mdy"),
)
_EPOCH = recorder_time(1970, 1, 1)  # start of MNE's times where the recording has no date
_HALF_DAY_S = 43200.0
_DAY_S = 86400.0
LATEST_S = 100 * 366 * _DAY_S  # a century: a time beyond it is a slip, or meant to break something


@dataclass(frozen=True, slots=True)
class When:
    """One time of another program's file.

    seconds : from recording start (ELAPSED), or since midnight of the first day (DAILY); 0 for DATED
    moment : date and time, for DATED
    """

    clock: Clock
    seconds: float = 0.0
    moment: datetime | None = None


def parse_when(text: str, is_elapsed: bool = False) -> When | None:
    """Return the time in a cell, None where it holds none.

    `12.5`, `+12,5 s`, `1.234,5`, `200 ms`, `1:02.5` are elapsed; `2024-01-31T10:20:30.5`, `31.01.2024 10:20:30`,
    `1/31/2024 10:20:30 AM` are dated (with slashes the month comes first, unless it cannot be one); `10:20:30`,
    `10h20m30s`, `d2 10:20:30 PM` are times of day, or elapsed where the column says so. What is more than a century
    away is no time.
    """
    when = _when(text.strip().strip('"').strip(), is_elapsed)
    return when if when is not None and is_plausible(when.seconds) else None


def is_plausible(seconds: float) -> bool:
    """Whether a number of seconds is finite and within a century."""
    return math.isfinite(seconds) and abs(seconds) <= LATEST_S


def _when(text: str, is_elapsed: bool) -> When | None:
    if match := _SECONDS.fullmatch(_without_thousands(text)):
        factor = next((factor for unit, factor in zip(match.groups()[1:], _FACTORS, strict=True) if unit), 1.0)
        return When(Clock.ELAPSED, float(match[1].replace(",", ".")) * factor)
    if match := _MINUTES.fullmatch(text):
        sign, minutes, seconds, fraction = match.groups()
        return When(Clock.ELAPSED, float(f"{sign}1") * (int(minutes) * 60 + float(f"{seconds}.{fraction}")))
    if (match := _LETTERS.fullmatch(text)) and (match[1] or (match[2] and "m" in text.lower())):
        hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups())
        is_length = is_elapsed or match[1] is None  # “2 min 10 s” is a length, “10h00” a time of day
        return When(Clock.ELAPSED if is_length else Clock.DAILY, hours * 3600 + minutes * 60 + seconds)
    if (seconds := _clock_seconds(text)) is not None:
        return When(Clock.ELAPSED if is_elapsed else Clock.DAILY, seconds)
    for pattern, order in _DATED:
        if match := pattern.match(text):
            return _dated(match, order, text[match.end() :])
    return None


def _without_thousands(text: str) -> str:
    """Return a number without what parts its thousands, where that is beyond doubt."""
    match = _THOUSANDS.fullmatch(text)
    return text if match is None or match[1] == match[2] else text.replace(match[1], "")


def _dated(match: re.Match[str], order: str, rest: str) -> When | None:
    numbers = dict(zip(order, map(int, match.groups()), strict=True))
    if order == "mdy" and numbers["m"] > 12:
        numbers["m"], numbers["d"] = numbers["d"], numbers["m"]
    rest = re.sub(r"(?:Z|[+-]\d\d:?\d\d)$", "", rest.lstrip("T ,").strip())
    seconds = _clock_seconds(rest) if rest else 0.0
    if seconds is None:
        return None
    try:
        day = recorder_time(numbers["y"], numbers["m"], numbers["d"])
        return When(Clock.DATED, 0.0, day + timedelta(microseconds=round(seconds * 1e6)))
    except (ValueError, OverflowError):
        return None


def _clock_seconds(text: str) -> float | None:
    match = _CLOCK.fullmatch(text)
    if not match:
        return None
    day, hours, minutes, seconds, fraction, half = match.groups()
    if int(minutes) > 59 or int(seconds or 0) > 59:
        return None
    hour = int(hours)
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    days = max(int(day) - 1, 0) if day else 0
    return days * _DAY_S + hour * 3600 + int(minutes) * 60 + int(seconds or 0) + float(f"0.{fraction or 0}")


@dataclass(frozen=True, slots=True)
class ForeignMark:
    """One line of another program's list.

    until : end of the event, where the file gives that instead of a duration
    known : what the line means, where that was found already; else the text is matched
    row : where it stands in the file, from 1, 0 = the file has no rows
    """

    when: When
    duration_s: float
    text: str
    channels: tuple[str, ...] = ()
    until: When | None = None
    known: Match | None = None
    row: int = 0


def imported(
    found: Sequence[ForeignMark],
    vocabulary: Vocabulary,
    report: Iterable[str] = (),
    started_at: datetime | None = None,
) -> ImportedMarks:
    """Return lines of another program as marks, with their texts matched to terms, all on one clock.

    The clock that most lines use is the file's; lines on another are left out and reported. Times of day that go
    back by more than half a day have passed midnight.
    """
    rows, said = RowReport(), list(report)
    clock = max(Clock, key=lambda kind: sum(line.when.clock is kind for line in found))
    chosen = [line for line in found if line.when.clock is clock]
    for line in found:
        if line.when.clock is not clock:
            rows.add(line.row, "left out because the time is of another kind than that of most rows")
    first = min((line.when.moment for line in chosen if line.when.moment), default=None)
    origin = started_at if started_at and clock is Clock.DATED else first
    starts = _on_one_clock([line.when for line in chosen], clock, origin)
    matcher, marks = TermMatcher(vocabulary), []
    unknown: dict[str, str] = {}
    places: dict[str, int] = {}
    for line, onset_s in zip(chosen, starts, strict=True):
        match = line.known or (matcher.match(line.text) if line.text else Match(NOTE_TERM))
        mark_id = new_annotation_id()
        if not match.is_known:
            unknown[mark_id] = line.text
        if line.row:
            places[mark_id] = line.row
        duration_s = _duration_s(line, onset_s, clock, origin, rows)
        marks.append(
            Annotation(mark_id, match.term_id, onset_s, duration_s, line.channels, match.attributes, match.text)
        )
    said += [*rows.sentences(), *unknown_report(unknown)]
    if clock is Clock.DATED and origin is not None and origin.date() == _EPOCH.date():
        # MNE's sign for a recording without a date: the times count from its start
        later_s = (origin - _EPOCH).total_seconds()
        moved = tuple(replace(mark, onset_s=round(mark.onset_s + later_s, 6)) for mark in marks)
        return ImportedMarks(moved, tuple(said), unknown=unknown, rows=places)
    if clock is Clock.DAILY:
        said.append("Its times are times of day; they were placed by the recording's start.")
    start = origin if clock is Clock.DATED else started_at
    return ImportedMarks(tuple(marks), tuple(said), start, Clock(clock), unknown, places)


def _duration_s(line: ForeignMark, onset_s: float, clock: Clock, origin: datetime | None, rows: RowReport) -> float:
    """Return a line's duration: from its end where it gives one, 0 where that cannot be."""
    if line.until is None:
        return line.duration_s
    if line.until.clock is not line.when.clock:
        rows.add(line.row, "the end is of another kind of time than the start; the duration was set to 0")
        return line.duration_s
    (end_s,) = _on_one_clock([line.until], clock, origin)
    length_s = end_s - onset_s
    if clock is Clock.DAILY:
        length_s %= _DAY_S
        length_s -= _DAY_S if length_s > _HALF_DAY_S else 0.0
    if length_s < 0:
        rows.add(line.row, "the end is before the start; the duration was set to 0")
    return max(round(length_s, 9), 0.0)


def _on_one_clock(times: Sequence[When], clock: Clock, origin: datetime | None) -> list[float]:
    if clock is Clock.DATED:
        return [(when.moment - origin).total_seconds() if when.moment and origin else 0.0 for when in times]
    if clock is Clock.ELAPSED:
        return [when.seconds for when in times]
    seconds, days_s, before = [], 0.0, None
    for when in times:
        if before is not None and when.seconds < before - _HALF_DAY_S:
            days_s += _DAY_S
        before = when.seconds
        seconds.append(when.seconds + days_s)
    return seconds

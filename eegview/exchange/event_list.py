"""Import of event lists that EEG machines export as text: Natus, Nihon Kohden, Persyst and similar.

None of them is published as a format, so this reads what such lists have in common and reports its assumptions: lines
before the list (which may name the patient) are skipped and never stored; then one event a line, cells between
tabs, semicolons, commas or several blanks, with or without a line of column names.

Natus NeuroWorks: a time of day, maybe with a day number (`d2 10:20:30`), then the note. Nihon Kohden: a number, the
time of day, maybe the elapsed time, then the event. Persyst: `time, duration, …, comment` with names in a first line.
"""

import re
from collections.abc import Sequence

from eegview.exchange.foreign_times import ForeignMark, When, imported, parse_when
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.model.errors import UnreadableFile
from eegview.model.vocabulary import Vocabulary

_ELAPSED = (
    "elapsed",
    "elapsed time",
    "time from start",
    "onset",
    "onset (s)",
    "relative time",
    "time (s)",
    "start (s)",
)
_CLOCK = (
    *("start time", "clock time", "real time", "time of day", "starttime", "start", "begin", "time", "event time"),
    *("date time", "datetime", "date/time", "timestamp"),
)
_DURATION = ("duration", "duration (s)", "length", "dur")
_END = ("end time", "end", "stop", "stop time", "endtime", "offset")
_TEXT = (
    "annotation",
    "comment",
    "comments",
    "event",
    "description",
    "text",
    "note",
    "event name",
    "label",
    "title",
    "type",
)
_CHANNELS = ("channel", "channels", "electrodes", "linked channel")
_DATE = ("date",)
_TIME = (
    r"(?:d(?:ay)? ?\d+ +)?(?:\d{4}-\d\d-\d\d[T ]|\d{1,2}[./]\d{1,2}[./]\d{4} )?"
    r"\d{1,3}:\d\d:\d\d(?:[.,]\d+)?(?: ?[AP]M)?"
)
_ONE_TIME = re.compile(_TIME, re.IGNORECASE)
_HEADLESS = re.compile(
    rf"\s*(?:\d+[.):]?(?:\t| +|;|,\s*))?(?P<times>(?:{_TIME}[\s;,]+){{1,2}})(?P<text>\S.*)", re.IGNORECASE
)
_NO_LIST = (
    "holds no list of events",
    "Choose a list with a time and a text on each line, or a TSV with a column “onset”.",
)


def read_event_list(name: str, text: str, vocabulary: Vocabulary) -> ImportedMarks:
    """Return the events of a text list as marks.

    name : file name, for the error
    text : content of the file

    Raises
    ------
    UnreadableFile : no line has a time and a text
    """
    lines = [line.rstrip("\r") for line in text.split("\n")]
    start = next((n for n, line in enumerate(lines) if _columns(line)), None)
    if start is not None:
        found, skipped = _with_columns(_columns(lines[start]), lines[start + 1 :])
        n_before = start
    else:
        found, skipped, n_before = _headless(lines)
    if not found:
        raise UnreadableFile(f"“{name}” {_NO_LIST[0]}.", _NO_LIST[1])
    report = []
    if n_before:
        report.append(f"Lines before the list that were passed over: {n_before}.")
    if skipped:
        report.append(f"Lines without a time that were passed over: {skipped}.")
    return imported(found, vocabulary, report)


def _split(line: str) -> list[str]:
    for sign in ("\t", ";", ","):
        if sign in line:
            return [cell.strip().strip('"') for cell in line.split(sign)]
    return [cell.strip() for cell in re.split(r"  +", line.strip())]


def _columns(line: str) -> list[str]:
    """Return the column names in a line, none where the line holds no column names."""
    names = [cell.casefold().rstrip(":") for cell in _split(line)]
    has_time = any(name in _ELAPSED + _CLOCK for name in names)
    return names if has_time and any(name in _TEXT for name in names) else []


def _with_columns(columns: list[str], lines: Sequence[str]) -> tuple[list[ForeignMark], int]:
    def column_index(names: Sequence[str]) -> int | None:
        return next((columns.index(name) for name in names if name in columns), None)

    elapsed_index, clock_index = column_index(_ELAPSED), column_index(_CLOCK)
    text_index, date_index = column_index(_TEXT), column_index(_DATE)
    found, skipped = [], 0
    for line in lines:
        if not line.strip():
            continue
        cells = _split(line)
        if text_index is not None and text_index == len(columns) - 1 and len(cells) > len(columns):
            cells = [*cells[:text_index], ", ".join(cells[text_index:])]  # the text itself held the separator
        cells += [""] * (len(columns) - len(cells))

        def cell(at: int | None, cells: list[str] = cells) -> str:
            return cells[at] if at is not None else ""

        when = parse_when(cell(elapsed_index), is_elapsed=True) if elapsed_index is not None else None
        if when is None and clock_index is not None:
            day = f"{cell(date_index)} " if cell(date_index) else ""
            when = parse_when(day + cell(clock_index)) or parse_when(cell(clock_index))
        if when is None:
            skipped += 1
            continue
        channels = tuple(name.strip() for name in cell(column_index(_CHANNELS)).split("/") if name.strip())
        end = (
            parse_when(cell(column_index(_END)), is_elapsed=when.clock is Clock.ELAPSED)
            if cell(column_index(_END))
            else None
        )
        found.append(ForeignMark(when, _seconds(cell(column_index(_DURATION))), cell(text_index), channels, end))
    return found, skipped


def _headless(lines: Sequence[str]) -> tuple[list[ForeignMark], int, int]:
    matches = [(n, match) for n, line in enumerate(lines) if (match := _HEADLESS.fullmatch(line))]
    if not matches:
        return [], 0, 0
    first = matches[0][0]
    pairs = [_ONE_TIME.findall(match["times"]) for _, match in matches]
    elapsed_index = _elapsed_index([pair for pair in pairs if len(pair) == 2])
    found = []
    for (_, match), times in zip(matches, pairs, strict=True):
        at = elapsed_index if elapsed_index is not None and len(times) == 2 else 0
        when = parse_when(times[at], is_elapsed=elapsed_index is not None and len(times) == 2)
        if when is not None:
            found.append(ForeignMark(when, 0.0, match["text"].strip()))
    n_text = sum(bool(line.strip()) for line in lines[first:])
    return found, n_text - len(found), first


def _elapsed_index(pairs: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the elapsed time among two times on a line: the smaller on the first line that has two."""
    if not pairs:
        return None
    one, other = (parse_when(text) or When(Clock.ELAPSED) for text in pairs[0])
    if Clock.DATED in (one.clock, other.clock):
        return 1 if one.clock is Clock.DATED else 0
    return 0 if one.seconds < other.seconds else 1


def _seconds(text: str) -> float:
    when = parse_when(text, is_elapsed=True) if text else None
    return max(when.seconds, 0.0) if when and when.clock is Clock.ELAPSED else 0.0

"""The records of a table with separators, each with its lines; a quote that stands alone never joins days.

A cell in quotes may hold ends of lines. A quote that is opened by mistake, or never closed, makes one cell of all the
lines up to the next quote, and the number of the last of them would be read as that of the first. Such a record is
refused, with all of its lines.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eegview.exchange.diary.written_dates import DateOrder, parsed_date
from eegview.exchange.diary.written_times import instant_parts
from eegview.model.errors import UnreadableFile

_ORDERS = (None, *DateOrder)


@dataclass(frozen=True, slots=True)
class TableRecord:
    """One record.

    line, last_line : numbers of its first and its last line, from 1
    fault : why it is not to be read, "" where it is
    """

    line: int
    last_line: int
    cells: tuple[str, ...]
    fault: str = ""


def records_of(name: str, lines: Sequence[str], separator: str) -> Iterator[TableRecord]:
    """Yield the records of a table.

    Parameters
    ----------
    name : of the file, for what is told
    lines : with their ends

    Raises
    ------
    UnreadableFile : it is not CSV
    """
    reader = csv.reader(iter(lines), delimiter=separator)
    last = 0
    try:
        for cells in reader:
            line, last = last + 1, reader.line_num
            fault = _fault(lines[line - 1 : last], line, separator)
            yield TableRecord(line, last, tuple(cells), fault)
    except csv.Error as error:
        raise UnreadableFile(f"{name}, line {reader.line_num}: {error}.", "Export the diary as CSV again.") from None


def _fault(lines: Sequence[str], line: int, separator: str) -> str:
    text = "".join(lines)
    if '"' not in text:
        return ""
    try:
        list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        if len(lines) == 1:
            return "a quote in it is opened and not closed, or stands alone"
        return f"a quote that is opened in line {line} is not closed, or stands alone"
    if any(_holds_day(one, separator) for one in lines[1:]):
        return f"a quote that is opened in line {line} makes one cell of it and of lines with days of their own"
    return ""


def _holds_day(line: str, separator: str) -> bool:
    parts = (instant_parts(cell.strip().strip('"'))[0] for cell in line.split(separator))
    return any(parsed_date(part, order) is not None for part in parts for order in _ORDERS)

"""The table of a sheet of a spreadsheet file (XLSX): its cells as the texts that they mean, and what is not plain said.

Days and times are numbers in such a file, counted from 1900 or from 1904 as the file says (ECMA-376 part 1, 18.17.4).
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eegview.exchange.diary.columns import Field, fields_of
from eegview.exchange.diary.sheet_notes import SheetNotes
from eegview.exchange.diary.table_file import MOST_ROWS, TableFile, single_titles
from eegview.exchange.escaping import plain_cell
from eegview.model.errors import UnreadableFile, UsageError

ENDINGS = (".xlsx", ".xlsm")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MOST_UNPACKED_BYTES, _MOST_PARTS, _MOST_COLUMNS = 128 << 20, 4000, 200
_TITLE_ROWS = 15  # among which the titles are looked for
_DAY_S = 86_400.0
_SERIALS = range(20_000, 80_000)  # days that can be meant: 1954 to 2118
# What a format shows as it is: quoted words, letters after \, _ and *, and all in brackets but [h], [mm], [ss] …,
# which are a time that is counted on: colours, conditions, the language ([$-es-ES]) and the long date ([$-x-sysdate]).
_SHOWN_AS_IT_IS = re.compile(r'"[^"]*"|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_SHOWS_TIME = re.compile(r"[hs]|\[m+\]|AM/PM", re.IGNORECASE)
_SAVE_AGAIN = "Open it in a spreadsheet program and save it as .xlsx."


class UnclearSheets(Exception):
    """More than one sheet holds something; its argument is their names."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as it is read.

    value : as stored; None = empty
    shows_time : its format shows a time of day
    """

    value: Any
    shows_time: bool = False


def is_workbook(content: bytes) -> bool:
    """Whether a file's first bytes are those of a spreadsheet, be it one that cannot be read."""
    return content[:4] in (b"PK\x03\x04", _OLD_EXCEL)


def read_workbook(path: Path, sheet: str, said: Mapping[str, str]) -> TableFile:
    """Return the table of a sheet.

    Parameters
    ----------
    sheet : its name; "" = the only one that is shown and holds something
    said : title by the name of a field, as a person says

    Raises
    ------
    UnclearSheets : there are several
    UnreadableFile : it cannot be read, or is no such file
    UsageError : it has no such sheet, or is too large
    """
    _check_archive(path)
    import openpyxl

    try:
        with warnings.catch_warnings():  # of what a table does not need, such as lists to choose from
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=True)
            formulas = openpyxl.load_workbook(path, data_only=False)
    except Exception as error:
        raise UnreadableFile(f"{path.name} cannot be read as a spreadsheet.", _SAVE_AGAIN) from error
    try:
        chosen = _sheet(path.name, book, sheet)
        return _table(path.name, book, chosen, formulas[chosen.title], said)
    finally:
        book.close()
        formulas.close()


def _check_archive(path: Path) -> None:
    """Check that a file is a spreadsheet that unpacks to no more than it may, and holds no entities."""
    with path.open("rb") as file:
        if file.read(4) == _OLD_EXCEL:
            raise UnreadableFile(f"{path.name} is protected by a password, or an old .xls.", _SAVE_AGAIN)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED_BYTES:
                raise UsageError(f"{path.name} unpacks to too much.", "Copy the diary alone into a new file.")
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise UnreadableFile(f"{path.name} is not an Excel file.", _SAVE_AGAIN)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as held:
                        if b"<!DOCTYPE" in held.read(4096):
                            raise UnreadableFile(f"{path.name} holds what no spreadsheet needs.", _SAVE_AGAIN)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError):
        raise UnreadableFile(f"{path.name} is damaged.", _SAVE_AGAIN) from None


def _sheet(name: str, book: Any, wanted: str) -> Any:
    sheets = list(book.worksheets)
    if wanted:
        found = next((one for one in sheets if one.title.strip().casefold() == wanted.strip().casefold()), None)
        if found is None:
            there = ", ".join(f"“{one.title}”" for one in sheets[:20])
            raise UsageError(f"{name} has no sheet “{wanted[:40]}”.", f"Its sheets are {there}.")
        return found
    filled = [one for one in sheets if _holds_something(one)]
    shown = [one for one in filled if one.sheet_state == "visible"] or filled
    if len(shown) > 1:
        raise UnclearSheets(tuple(one.title for one in shown))
    if not shown:
        raise UnreadableFile(f"{name} holds no table.", "Put titles into its first line.")
    return shown[0]


def _holds_something(sheet: Any) -> bool:
    return any(value not in (None, "") for row in sheet.iter_rows(values_only=True) for value in row)


def _table(name: str, book: Any, sheet: Any, formulas: Any, said: Mapping[str, str]) -> TableFile:
    if sheet.max_row > MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
        raise UsageError(f"{name} has more than {MOST_ROWS:,} lines or {_MOST_COLUMNS} columns.", "Split it.")
    notes = SheetNotes(book, sheet)
    lines = [
        (number, [_Cell(cell.value, _shows_time(cell.number_format)) for cell in row])
        for number, row in enumerate(sheet.iter_rows(), 1)
    ]
    lines = [(number, cells) for number, cells in lines if any(cell.value not in (None, "") for cell in cells)]
    top = _title_line(lines, said)
    title_number, title_cells = lines[top]
    titles = single_titles([_text(cell, lambda number: f"{number:.10g}").strip() for cell in title_cells])
    notes.tell_of_titles(title_number, lines[:top])
    fields = _fields(titles, said)
    merged_days = notes.merged_days(titles, fields.get(Field.DAY, ""), title_number)
    rows: list[tuple[int, dict[str, str]]] = []
    refused: list[tuple[int, str]] = []
    day_titles = {fields.get(Field.DAY, ""), fields.get(Field.STOP, "")} - {""}
    time_titles = {fields.get(Field.TIME, ""), fields.get(Field.STOP, "")} - {""}
    by_number = dict(lines)
    place_of_day = titles.index(fields[Field.DAY]) if Field.DAY in fields else 0
    for number, cells in lines[top + 1 :]:
        source = [cell.value for cell in formulas[number]]
        if fault := _fault(cells, source):
            refused.append((number, fault))
            continue
        if any(cell.value not in (None, "") for title, cell in zip(titles, cells, strict=False) if not title):
            refused.append((number, "a cell of it stands below no title"))
            continue
        held: dict[str, str] = {}
        for title, cell in zip(titles, cells, strict=False):
            if not title:
                continue
            if cell.value is None and title == fields.get(Field.DAY) and number in merged_days:
                cell = by_number[merged_days[number]][place_of_day]
            kind = (title in day_titles, title in time_titles)
            held[title] = plain_cell(_text(cell, lambda value, of=kind: _number(value, of, book.epoch, notes)).strip())
        notes.follow(number, cells, titles, fields)
        rows.append((number, held))
    return TableFile(tuple(title for title in titles if title), tuple(rows), notes.texts, tuple(refused))


def _title_line(lines: Sequence[tuple[int, list[_Cell]]], said: Mapping[str, str]) -> int:
    """Return which of the first lines has the titles: the first with one that says the day, else the first of all."""
    for place, (_number_of_line, cells) in enumerate(lines[:_TITLE_ROWS]):
        texts = [str(cell.value).strip() for cell in cells if isinstance(cell.value, str)]
        if len(texts) > 1 and Field.DAY in _fields(texts, said):
            return place
    return 0


def _fields(titles: Sequence[str], said: Mapping[str, str]) -> dict[Field, str]:
    try:
        return fields_of(titles, said)
    except KeyError:  # told where the lines are read
        return {}


def _fault(cells: Sequence[_Cell], source: Sequence[Any]) -> str:
    """Return why a line cannot be read, "" where it can."""
    for cell, formula in zip(cells, source, strict=False):
        is_text = isinstance(formula, str) and formula.startswith("=")
        if cell.value is None and (is_text or type(formula).__name__.endswith("Formula")):
            return "a formula in it has no stored result; open the file in a spreadsheet program and save it"
        if isinstance(cell.value, str) and cell.value.startswith("#") and cell.value.rstrip("!?").isupper():
            return f"a cell of it says {cell.value[:8]}"
    return ""


def _text(cell: _Cell, number: Callable[[float], str]) -> str:
    """Return what a cell means as text."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        value = _whole_second(value)
        return value.isoformat(" ") if cell.shows_time or value.time() != dt.time() else value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return _whole_second(dt.datetime.combine(dt.date(2000, 1, 1), value)).time().isoformat()
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" if seconds >= 0 else str(value)
    return number(value) if isinstance(value, int | float) else str(value)


def _whole_second(value: dt.datetime) -> dt.datetime:
    """Round to a second: a time is a fraction of a day, which holds no minute exactly."""
    return (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)


def _number(value: float, is_day_or_time: tuple[bool, bool], epoch: dt.datetime, notes: SheetNotes) -> str:
    """Return a number as text; below a title of days or times one without a format may count days."""
    is_day, is_time = is_day_or_time
    if is_day and int(value) in _SERIALS:
        notes.n_day_numbers += 1
        on = _whole_second(epoch + dt.timedelta(days=value))
        return on.isoformat(" ") if value % 1.0 else on.date().isoformat()
    if is_time and 0.0 < value < 1.0:
        notes.n_time_numbers += 1
        return _whole_second(dt.datetime(2000, 1, 1) + dt.timedelta(seconds=value * _DAY_S)).time().isoformat()  # noqa: DTZ001
    return f"{value:.10g}"


def _shows_time(number_format: str) -> bool:
    """Whether a format shows a time of day; of its parts the first is that of days and times."""
    return bool(_SHOWS_TIME.search(_SHOWN_AS_IT_IS.sub("", number_format or "").partition(";")[0]))

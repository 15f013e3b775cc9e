"""The table of a file: its titles and rows, whatever separates them and however letters are stored."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from eegview.exchange.diary.table_records import records_of
from eegview.exchange.escaping import plain_cell
from eegview.model.errors import UnreadableFile, UsageError

MOST_BYTES, MOST_ROWS = 4 << 20, 50_000


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as texts.

    titles : each once; a title that stands again has a number
    rows : number of the line in the file, and its cells by title
    refused : numbers of lines that cannot be read, and why
    notes : how it was read, where that is not plain
    """

    titles: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    notes: tuple[str, ...] = ()
    refused: tuple[tuple[int, str], ...] = ()


def read_table(path: Path) -> TableFile:
    """Return the table of a file: CSV with commas, semicolons or tabs, or the JSON that this program writes.

    Raises
    ------
    UnreadableFile : it cannot be read, or is no table
    UsageError : it is too large
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.", "Check the name of the file.") from None
    if len(content) > MOST_BYTES:
        raise UsageError(f"{path.name} is larger than {MOST_BYTES >> 20} MiB.", "Split it into several files.")
    text, notes = _decoded(content)
    if "\0" in text:
        raise UnreadableFile(f"{path.name} is not a table of text.", "Export the diary as CSV.")
    table = _json_table(path.name, text) if text.lstrip()[:1] in ("{", "[") else _csv_table(path.name, text)
    if len(table.rows) > MOST_ROWS:
        raise UsageError(f"{path.name} has more than {MOST_ROWS:,} lines.", "Split it into several files.")
    return replace(table, notes=(*notes, *table.notes))


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace"), ("The file is read as UTF-16.",)
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), ("The file is not UTF-8; it is read as Windows-1252.",)


def _csv_table(name: str, text: str) -> TableFile:
    lines = list(io.StringIO(text, newline=""))
    first = next((line for line in lines if line.strip("\r\n")), "")
    separator = max(("\t", ";", ","), key=first.count)
    if first.casefold().startswith("sep="):  # a line by which spreadsheets say it
        separator = first[4:5].strip("\r\n") or separator
        lines[lines.index(first)] = "\n"  # the lines after it keep their numbers
    rows: list[tuple[int, dict[str, str]]] = []
    titles: list[str] = []
    refused: list[tuple[int, str]] = []
    for record in records_of(name, lines, separator):
        if not any(cell.strip() for cell in record.cells):
            continue
        if record.fault:
            refused += [(line, record.fault) for line in range(record.line, record.last_line + 1)]
            continue
        if not titles:
            titles = single_titles([cell.strip() for cell in record.cells])
            continue
        if any(cell.strip() for cell in record.cells[len(titles) :]):
            refused.append((record.line, "it has more cells than there are titles"))
            continue
        held = {title: plain_cell(cell.strip()) for title, cell in zip(titles, record.cells, strict=False) if title}
        rows.append((record.line, held))
    if len([title for title in titles if title]) < 1:
        raise UnreadableFile(f"{name} has no line with the titles of columns.", "Put titles into its first line.")
    return TableFile(tuple(title for title in titles if title), tuple(rows), refused=tuple(refused))


def single_titles(titles: list[str]) -> list[str]:
    """Return the titles, each of those that stand before with a number."""
    return [
        f"{title} ({titles[: n + 1].count(title)})" if title and title in titles[:n] else title
        for n, title in enumerate(titles)
    ]


def _json_table(name: str, text: str) -> TableFile:
    try:
        held: Any = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise UnreadableFile(f"{name} is not valid JSON.", "Export the diary again.") from None
    lines: Any = cast(dict[str, Any], held).get("diary") if isinstance(held, dict) else held
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in cast(list[Any], lines)):
        raise UnreadableFile(f"{name} holds no list “diary”.", "Export it with “eegview diary export”, or use CSV.")
    titles: dict[str, None] = {}
    rows: list[tuple[int, dict[str, str]]] = []
    for number, line in enumerate(cast(list[dict[str, Any]], lines), 1):
        cells = {str(title): _json_cell(value) for title, value in line.items()}
        titles.update(dict.fromkeys(cells))
        rows.append((number, cells))
    return TableFile(tuple(titles), tuple(rows))


def _json_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float) else str(value).strip()

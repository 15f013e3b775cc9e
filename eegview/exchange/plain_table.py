"""The text of every table that we write, with tabs or with commas: no cell of it is run by a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from eegview.exchange.escaping import safe_cell


def tab_text(rows: Iterable[Sequence[str]], is_quoted: bool = False) -> str:
    """Return rows of cells as a table with tabs, the first row first, each with its line feed.

    A tab or a line break in a cell would break the table: they become blanks.

    is_quoted : a cell with quotes is quoted, as spreadsheets write and read it
    """
    cell_of = _quoted if is_quoted else str
    return "".join("\t".join(cell_of(safe_cell(_one_line(cell))) for cell in row) + "\n" for row in rows)


def comma_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as a table with commas, quoted as in RFC 4180, each row with its line feed."""
    text = io.StringIO(newline="")
    lines = ([safe_cell(cell).replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows)
    csv.writer(text, lineterminator="\n").writerows(lines)  # which quotes a line feed, not a carriage return
    return text.getvalue()


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if '"' in cell else cell


def _one_line(cell: str) -> str:
    return " ".join(cell.split("\t")).replace("\r", " ").replace("\n", " ")

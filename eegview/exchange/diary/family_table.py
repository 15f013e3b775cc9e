"""The form for families as a table that is filled in on a computer: CSV or XLSX, three lines a day as on paper."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from eegview.exchange.plain_table import comma_text

LINES_A_DAY = 3
_WIDTHS = (12, 14, 12, 16, 24, 10, 10, 14, 18, 16, 12, 30)  # letters


def family_titles(words: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the titles of the columns in the words of the form; the import finds each of them."""
    columns = ("none_seen", "not_watched", "total", "time", "count", "lasted", "waking", "seen_by", "sure")
    return (
        words["date_title"],
        words["day_column"],
        *(str(words[name]).rstrip(":") for name in columns),
        words["note"],
    )


def family_csv(words: Mapping[str, Any], days: Sequence[date]) -> str:
    """Return the form as CSV."""
    blank = [""] * (len(_WIDTHS) - 2)
    lines = [(on.isoformat(), words["days"][on.weekday()], *blank) for on in days for _line in range(LINES_A_DAY)]
    return comma_text([family_titles(words), *lines])


def family_workbook(words: Mapping[str, Any], days: Sequence[date], made: datetime) -> bytes:
    """Return the form as XLSX: true dates, how to fill it in on a sheet of its own, nothing that is calculated."""
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = words["title"]
    sheet.append(family_titles(words))
    for cell, width in zip(sheet[1], _WIDTHS, strict=True):
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(cell.column)].width = width
    line = Border(top=Side(style="thin"))
    for on in days:
        for number in range(LINES_A_DAY):
            sheet.append((on, words["days"][on.weekday()]))
            row = sheet[sheet.max_row]
            row[0].number_format = "yyyy-mm-dd"
            sheet.cell(sheet.max_row, 6).number_format = "hh:mm"
            if number == 0:
                for column in range(1, len(_WIDTHS) + 1):
                    sheet.cell(sheet.max_row, column).border = line
    sheet.freeze_panes = "C2"
    how: Any = book.create_sheet(words["how_title"])
    how.column_dimensions["A"].width = 110
    for text in (*words["how"], words["table_how"], words["about"]):
        how.append((text,))
        how.cell(how.max_row, 1).alignment = Alignment(wrap_text=True)
    book.properties.creator = ""
    book.properties.created = book.properties.modified = made.replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

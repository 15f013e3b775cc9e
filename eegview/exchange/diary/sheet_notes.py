"""What is not plain in a sheet, a sentence each: hidden lines, merged cells, days stored as numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from eegview.exchange.diary.columns import Field

_MAC_EPOCH_YEAR = 1904
_MOST_NAMED = 6


class SheetNotes:
    """Gathers what is to be told of a sheet while it is read.

    n_day_numbers, n_time_numbers : cells so far that say a day or a time and have no format of one
    """

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book, self._sheet = book, sheet
        self.n_day_numbers = self.n_time_numbers = 0
        self._hidden: list[int] = []
        self._n_dates = self._n_low_dates = self._n_written_dates = self._n_clock_durations = 0
        self._above: list[int] = []
        self._title_number = 1
        self._n_merged_days = 0
        self._merged_elsewhere = 0

    def tell_of_titles(self, number: int, above: Sequence[tuple[int, Any]]) -> None:
        """Note in which line the titles stand, and which lines stand above them."""
        self._title_number, self._above = number, [line for line, _cells in above]

    def merged_days(self, titles: Sequence[str], day_title: str, title_number: int) -> dict[int, int]:
        """Return of each line whose day stands in a cell merged over several lines the first of them.

        An empty cell, merged or not, is no day.
        """
        found: dict[int, int] = {}
        column = titles.index(day_title) + 1 if day_title in titles else 0
        areas: tuple[Any, ...] = tuple(self._sheet.merged_cells.ranges)
        for area in areas:
            if area.max_row <= title_number:
                continue
            if self._sheet.cell(area.min_row, area.min_col).value in (None, ""):
                continue
            if area.min_col == column and area.max_row > area.min_row:
                found |= {number: int(area.min_row) for number in range(area.min_row + 1, area.max_row + 1)}
                self._n_merged_days += 1
            else:
                self._merged_elsewhere += 1
        return found

    def follow(self, number: int, cells: Sequence[Any], titles: Sequence[str], fields: Mapping[Field, str]) -> None:
        """Note what is to be told of a line that is read."""
        if self._sheet.row_dimensions[number].hidden:
            self._hidden.append(number)
        for title, cell in zip(titles, cells, strict=False):
            if title and title == fields.get(Field.DAY):
                is_date = isinstance(cell.value, dt.date)
                self._n_dates += is_date
                self._n_low_dates += is_date and cell.value.day <= 12
                self._n_written_dates += isinstance(cell.value, str) and cell.value[:1].isdigit()
            elif title and title == fields.get(Field.DURATION):
                self._n_clock_durations += isinstance(cell.value, dt.time | dt.timedelta)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the sentences."""
        return tuple(text for text in self._found() if text)

    def _found(self) -> list[str]:
        hidden_sheets = [one.title for one in self._book.worksheets if one.sheet_state != "visible"]
        found = [f"The sheet “{self._sheet.title}” is read."] if len(self._book.worksheets) > 1 else []
        if others := [one for one in hidden_sheets if one != self._sheet.title]:
            found.append(f"Hidden sheets were not read: {', '.join(f'“{one}”' for one in others[:_MOST_NAMED])}.")
        if self._above:
            found.append(f"Titles are read from line {self._title_number}; what stands above them is not read.")
        if self._book.epoch.year == _MAC_EPOCH_YEAR:
            found.append("The file counts its days from 1904.")
        if self._hidden:
            found.append(f"{_lines(self._hidden)} hidden in the sheet, and read like the others.")
        if self._hidden_columns:
            found.append(f"Hidden columns are read like the others: {self._hidden_columns}.")
        if self._n_merged_days:
            found.append(
                _many(self._n_merged_days, "day is", "days are") + " merged over several lines, and read for each."
            )
        if self._merged_elsewhere:
            found.append(
                f"{_many(self._merged_elsewhere, 'other merged cell was', 'other merged cells were')} read for the "
                "first line and column alone."
            )
        if self.n_day_numbers:
            found.append(
                f"{_many(self.n_day_numbers, 'day is', 'days are')} stored as a number without the form of a date."
            )
        if self.n_time_numbers:
            found.append(f"{_many(self.n_time_numbers, 'time is', 'times are')} stored as a part of a day.")
        if self._n_clock_durations:
            found.append(
                "Durations in cells of hours and minutes are read as those: 0:03 is 3 minutes, 3:20 is 3 h 20 min."
            )
        if self._n_low_dates and self._n_written_dates:
            found.append(
                f"{self._n_dates} days are dates and {self._n_written_dates} are texts: a spreadsheet may have turned "
                "day and month round in those that it took for dates. Compare them with the sheet of the family."
            )
        return found

    @property
    def _hidden_columns(self) -> str:
        names = [name for name, one in self._sheet.column_dimensions.items() if one.hidden]
        return ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")


def _many(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _lines(numbers: Sequence[int]) -> str:
    named = ", ".join(map(str, numbers[:_MOST_NAMED])) + (", …" if len(numbers) > _MOST_NAMED else "")
    return f"{'Line' if len(numbers) == 1 else 'Lines'} {named} {'is' if len(numbers) == 1 else 'are'}"

"""The table in a text: its separator, the line with the names of its columns, and the rows below it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eegview.exchange.foreign.cells import SEPARATORS, records, stated_separator
from eegview.exchange.foreign.columns import (
    BY_NAME,
    CLOCK,
    ELAPSED,
    SAMPLES,
    Column,
    ColumnChoice,
    ColumnsUnknown,
    column_of,
    roles_of,
)
from eegview.exchange.foreign_times import parse_when
from eegview.exchange.row_report import shown
from eegview.model.errors import UnreadableFile

_HEAD_ROWS = 200  # rows among which the line of column names is looked for
_MOST_COLUMNS, _LONGEST_NAME = 1000, 200  # of a table; what is beyond is no line of names


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below a line of column names.

    rows : each with its number in the file, from 1 as an editor counts; none is empty or a comment
    n_before : lines above the names that hold something else
    """

    titles: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    separator: str = "\t"
    n_before: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column_of(title).name for title in self.titles)


def split_table(text: str, choice: ColumnChoice = BY_NAME) -> Table | None:
    """Return the table in a text: the line of column names that names times best, and what is below it.

    None where no line names a column of times.

    choice : with a column of times by its name only lines that hold that name count
    """
    stated = stated_separator(text)
    best: tuple[int, int, str] | None = None
    for separator in (stated,) if stated else SEPARATORS:
        for n, cells in enumerate(records(text, separator, _HEAD_ROWS)):
            score = _score(cells, choice)
            if score and (best is None or score > best[0]):
                best = (score, n, separator)
    if best is None:
        return None
    _, at, separator = best
    rows = records(text, separator)
    n_before = len(_numbered(rows[:at])) - int(stated is not None)
    return Table(tuple(rows[at]), _numbered(rows[at + 1 :], at + 2), separator, n_before)


def columns_in_other_units(text: str) -> tuple[str, ...]:
    """Return the names of columns of onsets that count in samples or frames, none where there are none."""
    for separator in SEPARATORS:
        for cells in records(text, separator, _HEAD_ROWS):
            if len(cells) <= _MOST_COLUMNS and max(map(len, cells)) <= _LONGEST_NAME:
                columns = map(column_of, cells)
                found = tuple(
                    c.title.strip()
                    for c in columns
                    if c.name in SAMPLES or (c.factor is None and c.name in (*ELAPSED, *CLOCK, "latency"))
                )
                if found:
                    return found
    return ()


def check_units(name: str, columns: Sequence[str]) -> None:
    """Refuse columns of onsets that count in samples or frames.

    Raises
    ------
    UnreadableFile : there is one
    """
    if columns:
        raise UnreadableFile(
            f"The onsets of “{name}” are not in seconds: {shown(columns[0])}.", "Write them in seconds from the start."
        )


def _numbered(rows: Sequence[Sequence[str]], first: int = 1) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the rows that are neither empty nor a comment, each with its number."""
    return tuple(
        (n, tuple(row)) for n, row in enumerate(rows, first) if any(map(str.strip, row)) and not row[0].startswith("#")
    )


def _score(cells: Sequence[str], choice: ColumnChoice) -> int:
    """Return how well cells serve as names of columns, 0 = not at all."""
    if len(cells) > _MOST_COLUMNS or max(map(len, cells)) > _LONGEST_NAME:
        return 0
    onset = "" if choice.onset.isdecimal() else choice.onset  # a number names a column whatever the line of names
    if onset and not _names([column_of(cell) for cell in cells], onset):
        return 0
    if any(parse_when(cell) for cell in cells):
        return 0  # an event whose text is “Start” is no line of names
    roles = roles_of(cells, ColumnChoice(onset))
    if roles.onset is None:
        return 0
    named = [roles.date, roles.duration, roles.end, roles.channels]
    return 1 + 100 * bool(roles.texts) + 10 * sum(one is not None for one in named) + min(len(cells), 9)


def _names(columns: Sequence[Column], wanted: str) -> bool:
    plain = wanted.strip().casefold()
    return any(plain in (column.name, column.title.strip().casefold()) for column in columns)


def unknown_table(name: str, text: str, choice: ColumnChoice) -> Table | None:
    """Return the table in a text that has a column of times although no name says so; None where it has none.

    Without a line of names the columns are called by number.

    Raises
    ------
    ColumnsUnknown : the columns of times and texts were not chosen
    """
    stated = stated_separator(text)
    for separator in (stated,) if stated else SEPARATORS:
        rows = _numbered(records(text, separator))[int(stated is not None) :]
        n_columns = max((len(row) for _, row in rows[:_HEAD_ROWS]), default=0)
        if not 2 <= n_columns <= _MOST_COLUMNS:
            continue
        has_names = not any(map(parse_when, rows[0][1])) and len(rows[0][1]) > 1
        below = rows[int(has_names) :]
        if not _has_times(below):
            continue
        titles = rows[0][1] if has_names else tuple(str(n) for n in range(1, n_columns + 1))
        if not choice.onset or (not choice.text and choice.is_text_needed):
            raise ColumnsUnknown(name, titles, [row for _, row in below], has_names=has_names)
        return Table(titles, below, separator)
    return None


def _has_times(rows: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Whether most of the first rows have a time in one and the same column."""
    first = [row for _, row in rows[:_HEAD_ROWS]]
    counts = Counter(n for row in first for n, cell in enumerate(row) if parse_when(cell))
    return bool(counts) and 2 * max(counts.values()) > len(first)

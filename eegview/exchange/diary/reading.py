"""Read a diary from a table: what each line says, and each line that was not read, with the reason.

Read as they are: the tables and JSON that this program writes, the table of its form for families, and tables with a
line for each event or day, of any spreadsheet (CSV, TSV, XLSX) or app. Two layouts of apps are known from files or
descriptions that their users or makers published: that of “When Did I” (columns Icon, Action, UTC Time, Time Zone …
Note), whose times are in UTC, and tables with Date, Start Time, End Time and Duration (minutes), as trackers of
episodes write. Nothing is known of the others; their columns are found by their titles, or named by a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eegview.exchange.diary.columns import Field, fields_of
from eegview.exchange.diary.days_twice import said_twice
from eegview.exchange.diary.line_cells import LineNotRead
from eegview.exchange.diary.line_reading import LineReading, ReadLine
from eegview.exchange.diary.reading_choices import ReadingChoices
from eegview.exchange.diary.table_file import TableFile, read_table
from eegview.exchange.diary.workbook import UnclearSheets, is_workbook, read_workbook
from eegview.exchange.diary.written_dates import DateOrder, DateReading, DatesAmbiguous, DatesDiffer, reading_of
from eegview.exchange.diary.written_times import instant_parts
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.infant.diary_event import DiaryEvent
from eegview.model.treatment.diary import DiaryDay

_ORDERS_SAID = "dmy for day/month/year, mdy for month/day/year, ymd for year/month/day"
_ORDER_WORDS = {
    DateOrder.DAY_FIRST: "day, month, year",
    DateOrder.MONTH_FIRST: "month, day, year",
    DateOrder.YEAR_FIRST: "year, month, day",
}


class UnclearFile(UsageError):
    """A file does not say how it is to be read; a person must.

    titles : of its columns
    columns : title of the column by field, as far as it is known
    sheets : names of those that may be meant, where there are several
    """

    titles: tuple[str, ...] = ()
    columns: Mapping[Field, str] = {}
    sheets: tuple[str, ...] = ()


class UnclearDates(UnclearFile):
    """Its dates do not say in which order they have day, month and year."""


class UnclearSheet(UnclearFile):
    """It has several sheets."""


class UnclearColumns(UnclearFile):
    """No column says the day."""


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line that was not read, and why. Of its text only the kind is repeated: the rest may name people.

    kind : text of its kind, where that is why
    """

    line: int
    reason: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class DiaryFile:
    """What a file says.

    events, days : with the number of their line; events have no ids yet, and each day stands once
    titles, columns : of its columns; title of the column by field
    notes : how the file was read, a sentence each
    """

    events: tuple[tuple[int, DiaryEvent], ...] = ()
    days: tuple[tuple[int, DiaryDay], ...] = ()
    unread: tuple[UnreadLine, ...] = ()
    titles: tuple[str, ...] = ()
    columns: Mapping[Field, str] = field(default_factory=dict[Field, str])
    notes: tuple[str, ...] = ()

    @property
    def columns_text(self) -> str:
        """Return which column was taken for what: `Read as: day ← “Date”, spasms ← “Count”.`; "" before it is read."""
        pairs = ", ".join(f"{of.value} ← “{title}”" for of, title in self.columns.items())
        return f"Read as: {pairs}." if pairs else ""

    @property
    def unknown_kinds(self) -> tuple[str, ...]:
        """Return the texts of kinds that are neither a spasm nor a cluster, the most frequent first."""
        counts = Counter(one.kind for one in self.unread if one.kind)
        return tuple(kind for kind, _n in counts.most_common())


def read_diary(path: Path, choices: ReadingChoices | None = None) -> DiaryFile:
    """Return what a file says of days and events.

    Raises
    ------
    UnreadableFile : it is no table
    UnclearColumns, UnclearDates : it has no column of days, or its dates can be read in two ways
    UsageError : a named column is not there
    """
    choices = choices or ReadingChoices()
    table = _table(path, choices)
    columns: Mapping[Field, str] = {}
    try:
        columns = _columns(path.name, table, choices)
        dated = [columns[of] for of in (Field.DAY, Field.STOP) if of in columns]
        dates = [instant_parts(row.get(title, ""))[0] for _line, row in table.rows for title in dated]
        order = _order(path.name, dates, choices)
    except UnclearFile as unclear:
        unclear.titles, unclear.columns = table.titles, columns
        raise
    lines = LineReading(columns, choices, order.order)
    events: list[tuple[int, DiaryEvent]] = []
    days: list[tuple[int, DiaryDay]] = []
    unread = [UnreadLine(number, reason) for number, reason in table.refused]
    found: list[tuple[int, ReadLine]] = []
    for number, row in table.rows:
        try:
            found += [(number, said) for said in lines.read(row)]
        except LineNotRead as reason:
            unread.append(UnreadLine(number, str(reason), reason.kind))
    found, n_remarks_left = _counted_once(found)
    lines.n_remarks_left += n_remarks_left
    twice = said_twice((number, line.said) for number, line in found if line.is_whole_day)
    unread += [UnreadLine(number, reason) for number, reason in twice.items()]
    for number, line in found:
        if number in twice:
            continue
        if isinstance(line.said, DiaryEvent):
            events.append((number, line.said))
        else:
            days.append((number, line.said))
    n_as_events = sum(line.is_whole_day and isinstance(line.said, DiaryEvent) for _number, line in found)
    notes = (*table.notes, *_notes(table, columns, order, lines, n_as_events))
    unread.sort(key=lambda one: one.line)
    return DiaryFile(tuple(events), tuple(days), tuple(unread), table.titles, columns, notes)


def _counted_once(found: list[tuple[int, ReadLine]]) -> tuple[list[tuple[int, ReadLine]], int]:
    """Return the lines with the number of a day as that where its events have lines too, and how many these are.

    As an event without a time it would be added to those events, and it counts them already.
    """
    with_events = {
        line.said.on for _number, line in found if isinstance(line.said, DiaryEvent) and not line.is_whole_day
    }
    kept: list[tuple[int, ReadLine]] = []
    n_left = 0
    for number, line in found:
        alone = line.number_alone
        if alone is not None and alone.day.on in with_events:
            line, n_left = ReadLine(alone, True), n_left + 1
        kept.append((number, line))
    return kept, n_left


def _table(path: Path, choices: ReadingChoices) -> TableFile:
    try:
        with path.open("rb") as file:
            is_book = is_workbook(file.read(4))
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.", "Check the name of the file.") from None
    if not is_book:
        return read_table(path)
    try:
        return read_workbook(path, choices.sheet, choices.columns)
    except UnclearSheets as unclear:
        names = unclear.args[0]
        there = ", ".join(f"“{name}”" for name in names[:20])
        raised = UnclearSheet(f"{path.name} has {len(names)} sheets.", f"Say which one holds the diary: {there}.")
        raised.sheets = names
        raise raised from None


def _columns(name: str, table: TableFile, choices: ReadingChoices) -> dict[Field, str]:
    try:
        columns = fields_of(table.titles, choices.columns)
    except KeyError as missing:
        there = ", ".join(f"“{title}”" for title in table.titles[:20])
        raise UsageError(
            f"{name} has no column “{missing.args[0]}”, or there is no such field.",
            f"Its columns are {there}; fields are {', '.join(Field)}.",
        ) from None
    if Field.DAY not in columns:
        there = ", ".join(f"“{title}”" for title in table.titles[:20])
        raise UnclearColumns(
            f"{name} has no column of days.", f"Name it, for example day=Date. Its columns are {there}."
        )
    return columns


def _order(name: str, dates: list[str], choices: ReadingChoices) -> DateReading:
    if choices.order is not None:
        return DateReading(choices.order, is_said=True)
    try:
        return reading_of(dates)
    except DatesDiffer as differ:
        raise UnclearDates(
            f"The dates of {name} are not all in one order, for example “{differ.args[0]}” and “{differ.args[1]}”.",
            f"Correct the file, or say the order, {_ORDERS_SAID}; dates that do not fit are then left out.",
        ) from None
    except DatesAmbiguous as ambiguous:
        raise UnclearDates(
            f"The dates of {name} can be read in two ways, for example “{ambiguous.args[0]}”.",
            f"Say the order: {_ORDERS_SAID}.",
        ) from None


def _notes(
    table: TableFile, columns: Mapping[Field, str], order: DateReading, lines: LineReading, n_as_events: int
) -> list[str]:
    found: list[str] = []
    if order.order is not None and order.because:
        said = _ORDER_WORDS[order.order]
        found.append(f"Dates are read as {said}: “{order.because}” leaves no other way.")
    if lines.n_moved:
        said = "1 time in UTC was" if lines.n_moved == 1 else f"{lines.n_moved} times in UTC were"
        found.append(f"{said} changed to the clock at home.")
    if lines.n_empty:
        said = "1 line says" if lines.n_empty == 1 else f"{lines.n_empty} lines say"
        found.append(f"{said} a day and nothing of it: where nothing else is said the day stays not known.")
    if n_as_events:
        said = _lines_say(n_as_events)
        found.append(f"{said} more of a whole day than a number; that is kept as an event without a time.")
    if lines.n_notes_left:
        said = _lines_say(lines.n_notes_left)
        found.append(
            f"{said} more of a day without a spasm, or not known, than that; the day is kept, and what is said beside "
            "it is not."
        )
    if lines.n_remarks_left:
        said = _lines_say(lines.n_remarks_left)
        found.append(f"{said} more of a day than its spasms and clusters; the numbers are kept, the rest is not.")
    unused = [title for title in table.titles if title not in columns.values()]
    if unused:
        named = ", ".join(f"“{title}”" for title in unused[:12]) + (", …" if len(unused) > 12 else "")
        found.append(f"Columns that were not read: {named}.")
    if Field.KIND not in columns and Field.COUNT not in columns:
        found.append("No column says what was seen: a line with a time is read as a cluster, its spasms not counted.")
    return found


def _lines_say(n: int) -> str:
    return "1 line says" if n == 1 else f"{n} lines say"


def reasons_text(unread: tuple[UnreadLine, ...]) -> list[str]:
    """Return one line of text for each reason: `3 lines (2, 9, 14): its day cannot be read`."""
    lines: dict[str, list[int]] = {}
    for one in unread:
        lines.setdefault(one.reason, []).append(one.line)
    found: list[str] = []
    for reason, numbers in sorted(lines.items(), key=lambda one: -len(one[1])):
        named = ", ".join(map(str, numbers[:6])) + (", …" if len(numbers) > 6 else "")
        found.append(f"{len(numbers)} {'line' if len(numbers) == 1 else 'lines'} ({named}): {reason}")
    return found

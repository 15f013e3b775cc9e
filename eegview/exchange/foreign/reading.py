"""Any table with times and texts: what its columns are for, and its rows as marks."""

import re
from collections.abc import Sequence
from dataclasses import replace

from eegview.exchange.escaping import MISSING, plain_cell, unescaped
from eegview.exchange.foreign.answers import are_codes, row_answers
from eegview.exchange.foreign.columns import (
    BY_NAME,
    STAGE,
    Column,
    ColumnChoice,
    ColumnsUnknown,
    Roles,
    roles_of,
)
from eegview.exchange.foreign.table import Table, check_units
from eegview.exchange.foreign_times import ForeignMark, When, parse_when
from eegview.exchange.imported import Clock
from eegview.exchange.matching import NOTE_TERM, Match, TermMatcher
from eegview.exchange.mne_annotations import channels_of
from eegview.exchange.row_report import RowReport, one_line, shown
from eegview.model.vocabulary import Vocabulary

_EMPTY = ("", MISSING, "na", "nan", "none", "null")
_ALL_CHANNELS = ("all", "term")
_PREFIX = "attribute."
_SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
# What spreadsheets write below their rows.
_TOTALS = re.compile(
    r"(?:grand |sub)?total(?:s|e|en)?:?|sum(?:me|a)?:?|gesamt:?|somme:?|totaal:?|totale:?|mean:?|average:?|mittelwert:?"
    r"|moyenne:?|media:?|median:?|count:?|anzahl:?|合计|总计|小计",
    re.IGNORECASE,
)


def read_table(
    name: str, table: Table, vocabulary: Vocabulary, report: RowReport, choice: ColumnChoice = BY_NAME
) -> tuple[list[ForeignMark], list[str]]:
    """Return the rows of a table, and sentences about its columns.

    Raises
    ------
    ColumnsUnknown : no column says what the rows are, and one is needed
    UnreadableFile : the onsets are in no unit of time
    """
    roles = roles_of(table.titles, choice)
    if roles.onset is not None and roles.columns[roles.onset].factor is None:
        check_units(name, [roles.columns[roles.onset].title])
    if not roles.texts and choice.is_text_needed:
        onset = table.titles[roles.onset] if roles.onset is not None else ""
        raise ColumnsUnknown(name, table.titles, [row for _, row in table.rows], onset)
    roles = replace(roles, texts=tuple(sorted(roles.texts, key=lambda n: _is_numeric(table, n))))
    rows, said = _dates_in_one_order(table, roles)
    table = replace(table, rows=rows)
    reader = _RowReader(roles, vocabulary, report, table)
    found = [mark for number, row in table.rows if (mark := reader.mark(number, row))]
    asked = {attribute.name for term in vocabulary.terms for attribute in term.attributes}
    onset_name = roles.columns[roles.onset].name if roles.onset is not None else ""
    unused = [
        column.title.strip()
        for n, column in enumerate(roles.columns)
        if n not in roles.used and column_key(column) not in asked and column.name and column.name != onset_name
    ]
    return found, [*said, f"Columns ignored: {', '.join(map(one_line, unused))}."] if unused else said


def _dates_in_one_order(table: Table, roles: Roles) -> tuple[tuple[tuple[int, tuple[str, ...]], ...], list[str]]:
    """Return the rows with dates like 13/03/2020 written 13.03.2020 where one shows that the day comes first."""
    columns = [n for n in (roles.date, roles.clock) if n is not None]
    dates = [match for _, row in table.rows for n in columns if n < len(row) and (match := _SLASHED.match(row[n]))]
    if not dates:
        return table.rows, []
    is_day_first = any(int(match[1]) > 12 for match in dates)
    if not is_day_first:
        is_open = all(int(match[2]) <= 12 for match in dates) and any(match[1] != match[2] for match in dates)
        sentence = f"Dates like {dates[0][0].strip()} can be read in two ways; the month was taken first."
        return table.rows, [sentence] if is_open else []
    if any(int(match[2]) > 12 for match in dates):
        return table.rows, ["Some of its dates begin with the day and some with the month; check them."]
    rows = (
        (number, tuple(_SLASHED.sub(r"\1.\2.\3", cell, 1) if n in columns else cell for n, cell in enumerate(row)))
        for number, row in table.rows
    )
    return tuple(rows), []


def _is_numeric(table: Table, column: int) -> bool:
    """Whether all that a column holds are numbers: codes, which say less than any other column's words."""
    cells = [text for _, row in table.rows if len(row) > column and (text := _filled(row[column]))]
    return bool(cells) and all(map(_is_number, cells))


def column_key(column: Column) -> str:
    """Return the name of the question that a column answers, if it is one."""
    return column.title.strip().strip('"').casefold().removeprefix(_PREFIX).replace(" ", "_")


class _RowReader:
    """Reads the rows of one table as marks."""

    def __init__(self, roles: Roles, vocabulary: Vocabulary, report: RowReport, table: Table) -> None:
        self._roles, self._vocabulary, self._report, self._separator = roles, vocabulary, report, table.separator
        self._matcher = TermMatcher(vocabulary)
        asked = {attribute.name for term in vocabulary.terms for attribute in term.attributes}
        self._questions = [
            (n, column_key(column))
            for n, column in enumerate(roles.columns)
            if column_key(column) in asked and n not in roles.used - set(roles.texts)
        ]
        self._codes = frozenset(
            name
            for n, name in self._questions
            if are_codes(name, (row[n] for _, row in table.rows if len(row) > n), vocabulary.terms)
        )

    def mark(self, number: int, row: Sequence[str]) -> ForeignMark | None:
        """Return a row as a mark, None where it has no time that can be read."""
        cells = self._whole(number, row)
        if cells is None:
            return None
        if self._is_names_again(row):
            self._report.add(number, "the names of the columns once more; left out")
            return None
        n_text, words = self._words(cells)
        if _TOTALS.fullmatch(cells[0].strip()) or (words and _TOTALS.fullmatch(words)):
            self._report.add(number, f"a row of totals ({shown(words or cells[0])}); left out")
            return None
        when = self._when(cells)
        if when is None:
            at = self._roles.onset
            self._report.add(number, f"the onset {shown(cells[at] if at is not None else '')} cannot be read; left out")
            return None
        match = self._matcher.match(words) if words else Match(NOTE_TERM)
        if not words and self._roles.texts:
            self._report.add(number, "the text is empty; kept as a note without words")
        self._warn_of_swallowed_rows(number, words)
        remarks = [text for n in self._roles.comments if n != n_text and (text := _filled(cells[n]))]
        for remark in remarks:
            match = self._matcher.with_remark(match, remark)
        term = self._vocabulary.term(match.term_id) if match.is_known else None
        if not self._roles.texts:
            term = self._vocabulary.term(NOTE_TERM)
        questions = [(name, cells[n]) for n, name in self._questions if n != n_text]
        answers = row_answers(questions, match, term, self._matcher, number, self._report, self._codes)
        left = answers.left if self._roles.texts else ()
        text = " · ".join(part for part in (match.text, *remarks, *left) if part)
        known = replace(match, attributes=answers.known, text=text)
        until = self._until(cells, when, number)
        return ForeignMark(when, self._duration(cells, number), words, self._channels(cells), until, known, number)

    def _is_names_again(self, row: Sequence[str]) -> bool:
        """Whether a row is the line of column names, as where files were joined."""
        return [cell.strip().casefold() for cell in row] == [c.title.strip().casefold() for c in self._roles.columns]

    def _whole(self, number: int, row: Sequence[str]) -> list[str] | None:
        """Return a cell for each column; what stands beyond them belongs to a text at the end, or is reported."""
        n_columns = len(self._roles.columns)
        cells = [cell.strip() for cell in row]
        beyond = [cell for cell in cells[n_columns:] if cell]
        if beyond and self._roles.texts[:1] == (n_columns - 1,) and not _is_number(cells[n_columns - 1]):
            raw = self._separator.join(row[n_columns - 1 :]).strip()
            return [*cells[: n_columns - 1], raw.removeprefix('"').removesuffix('"')]
        if beyond:
            self._report.add(number, f"it has {len(cells)} cells where there are {n_columns} columns; left out")
            return None
        return [*cells, *[""] * (n_columns - len(cells))][:n_columns]

    def _when(self, cells: Sequence[str]) -> When | None:
        roles = self._roles
        when = None
        if roles.elapsed is not None:
            when = _scaled(cells[roles.elapsed], roles.columns[roles.elapsed], is_elapsed=True)
        if when is None and roles.clock is not None:
            text = cells[roles.clock]
            day = f"{cells[roles.date]} " if roles.date is not None and _filled(cells[roles.date]) else ""
            when = (parse_when(day + text) if day else None) or _scaled(text, roles.columns[roles.clock], False)
        return when

    def _until(self, cells: Sequence[str], when: When, number: int) -> When | None:
        roles = self._roles
        if roles.end is None or not (text := _filled(cells[roles.end])) or self._has_duration(cells):
            return None
        is_elapsed = when.clock is Clock.ELAPSED
        until = _scaled(text, roles.columns[roles.end], is_elapsed)
        if when.clock is Clock.DATED and until is not None and until.clock is Clock.DAILY and roles.date is not None:
            until = parse_when(f"{cells[roles.date]} {text}") or until
        if until is None:
            self._report.add(number, f"the end {shown(text)} cannot be read; the duration was set to 0")
        return until

    def _has_duration(self, cells: Sequence[str]) -> bool:
        return self._roles.duration is not None and bool(_filled(cells[self._roles.duration]))

    def _duration(self, cells: Sequence[str], number: int) -> float:
        at = self._roles.duration
        if at is None or not (text := _filled(cells[at])):
            return 0.0
        when = _scaled(text, self._roles.columns[at], is_elapsed=True)
        if when is None or when.clock is not Clock.ELAPSED or when.seconds < 0:
            self._report.add(number, f"the duration {shown(text)} cannot be read; set to 0")
            return 0.0
        return when.seconds

    def _words(self, cells: Sequence[str]) -> tuple[int | None, str]:
        """Return the number of the column that says what the row is, and its text; the first that is not empty."""
        for n in self._roles.texts:
            if text := _filled(cells[n]):
                is_stage = self._roles.columns[n].name in STAGE
                return n, f"Sleep stage {text}" if is_stage and "stage" not in text.casefold() else text
        return None, ""

    def _channels(self, cells: Sequence[str]) -> tuple[str, ...]:
        at = self._roles.channels
        text = _filled(cells[at]) if at is not None else ""
        if at is None or not text or text.casefold() in _ALL_CHANNELS:
            return ()
        if self._roles.columns[at].name == "ch names":
            return channels_of(text)
        return tuple(unescaped(name.strip()) for name in re.split(r"[,;/|]", text) if name.strip())

    def _warn_of_swallowed_rows(self, number: int, words: str) -> None:
        later = words.splitlines()[1:]
        if any(len(parts := line.split(self._separator)) > 1 and parse_when(parts[0]) for line in later):
            self._report.add(number, "its text runs on over lines that look like rows; a quote may be missing")


def _filled(cell: str) -> str:
    text = plain_cell(cell.strip())
    return "" if text.casefold() in _EMPTY else text


def _is_number(cell: str) -> bool:
    when = parse_when(cell)
    return when is not None and when.clock is Clock.ELAPSED


def _scaled(text: str, column: Column, is_elapsed: bool) -> When | None:
    """Return the time in a cell of a column, whose numbers may be milliseconds or minutes."""
    when = parse_when(text, is_elapsed)
    factor = column.factor or 1.0
    if when is None or when.clock is not Clock.ELAPSED or factor == 1.0 or ":" in text:
        return when
    return When(Clock.ELAPSED, when.seconds * factor)

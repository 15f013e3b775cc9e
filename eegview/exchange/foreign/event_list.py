"""Import of event lists that EEG machines and other programs export as text: Natus, Nihon Kohden, Persyst, BORIS, TUH.

Few of them are published as a format, so this reads what such lists have in common and reports its assumptions: lines
before the list (which may name the patient) are skipped and never stored; then one event a line, cells between
tabs, semicolons, commas or several blanks, with or without a line of column names.

Natus NeuroWorks: a time of day, maybe with a day number (`d2 10:20:30`), then the note. Nihon Kohden: a number, the
time of day, maybe the elapsed time, then the event. Persyst: `time, duration, …, comment` with names in a first line.
"""

import re
from collections.abc import Sequence

from eegview.exchange.foreign import boris, tuh
from eegview.exchange.foreign.columns import BY_NAME, ColumnChoice
from eegview.exchange.foreign.reading import read_table
from eegview.exchange.foreign.table import Table, check_units, columns_in_other_units, split_table, unknown_table
from eegview.exchange.foreign_times import ForeignMark, When, imported, parse_when
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.exchange.row_report import RowReport
from eegview.model.errors import UnreadableFile
from eegview.model.vocabulary import Vocabulary

_TIME = (
    r"(?:d(?:ay)? ?\d+ +)?(?:\d{4}-\d\d-\d\d[T ]|\d{1,2}[./]\d{1,2}[./]\d{4} )?"
    r"\d{1,3}:\d\d:\d\d(?:[.,]\d+)?(?: ?[AP]M)?"
)
_ONE_TIME = re.compile(_TIME, re.IGNORECASE)
_HEADLESS = re.compile(
    rf"\s*(?:\d+[.):]?(?:\t| +|;|,\s*))?(?P<times>(?:{_TIME}[\s;,]+){{1,2}})(?P<text>\S.*)", re.IGNORECASE
)
_BLANKS = re.compile(r"(?<=\S) {2,}(?=\S)")
_NO_LIST = (
    "contains no list of events",
    "Choose a list with a time and a text on each line, or a table with the columns onset, duration and trial_type.",
)


def read_event_list(
    name: str, text: str, vocabulary: Vocabulary, choice: ColumnChoice = BY_NAME, table: Table | None = None
) -> ImportedMarks:
    """Return the events of a text list or a table of another program as marks.

    name : file name, for the error
    text : content of the file
    table : the table in it, where it was looked for already

    Raises
    ------
    ColumnsUnknown : it is a table with times, and which column says what the rows are has to be asked
    UnreadableFile : no line has a time and a text
    """
    table = table or split_table(text, choice) or split_table(_BLANKS.sub("\t", text), choice)
    report = RowReport()
    n_before, has_lengths = 0, False
    if table is None:
        found = _headless(text.splitlines(), report)
        table = None if found else tuh.lines_table(text, name.lower().endswith(".lab"))
        has_lengths = table is not None and "duration" in table.names
        if not found and table is None:
            check_units(name, columns_in_other_units(text))
            table = unknown_table(name, text, choice)
        n_before = _n_before(text, found)
    else:
        found, n_before = [], table.n_before
    said = [f"Lines before the list that were ignored: {n_before}."] if n_before else []
    if has_lengths:
        said.append("The second number of a line was taken as a duration: as ends, most would lie before the start.")
    if table is not None:
        table, about = _prepared(table, report)
        found, columns = read_table(name, table, vocabulary, report, choice)
        said += [*about, *columns]
    said += report.sentences()
    if not found and (table is None or table.rows):
        why = f" {said[-1]}" if said else ""
        raise UnreadableFile(f"“{name}” {_NO_LIST[0]}.{why}", _NO_LIST[1])
    return imported(found, vocabulary, said)


def _prepared(table: Table, report: RowReport) -> tuple[Table, list[str]]:
    """Return a table as it is read, and sentences about it: of some programs several rows are one event."""
    if boris.is_tabular(table):
        return boris.paired(table, report), boris.observations_text(table)
    if tuh.is_list(table):
        return tuh.merged(table)
    return table, []


def _n_before(text: str, found: Sequence[ForeignMark]) -> int:
    return sum(bool(line.strip()) for line in text.splitlines()[: found[0].row - 1]) if found else 0


def _headless(lines: Sequence[str], report: RowReport) -> list[ForeignMark]:
    matches = [(n, match) for n, line in enumerate(lines, 1) if (match := _HEADLESS.fullmatch(line))]
    if not matches:
        return []
    pairs = [_ONE_TIME.findall(match["times"]) for _, match in matches]
    elapsed_index = _elapsed_index([pair for pair in pairs if len(pair) == 2])
    found = []
    for (row, match), times in zip(matches, pairs, strict=True):
        at = elapsed_index if elapsed_index is not None and len(times) == 2 else 0
        when = parse_when(times[at], is_elapsed=elapsed_index is not None and len(times) == 2)
        if when is not None:
            found.append(ForeignMark(when, 0.0, match["text"].strip(), row=row))
    rows = {mark.row for mark in found}
    for n, line in enumerate(lines[matches[0][0] :], matches[0][0] + 1):
        if line.strip() and n not in rows:
            report.add(n, "no time that can be read; left out")
    return found


def _elapsed_index(pairs: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the elapsed time among two times on a line: the smaller on the first line that has two."""
    if not pairs:
        return None
    one, other = (parse_when(text) or When(Clock.ELAPSED) for text in pairs[0])
    if Clock.DATED in (one.clock, other.clock):
        return 1 if one.clock is Clock.DATED else 0
    return 0 if one.seconds < other.seconds else 1

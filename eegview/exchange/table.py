"""Marks as the rows of a table, in TSV and CSV alike."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from eegview.exchange.channel_names import FileNames
from eegview.exchange.escaping import MISSING, escaped, escaped_list, plain_cell, unescaped, unescaped_list
from eegview.exchange.foreign_times import ForeignMark, imported, parse_when
from eegview.exchange.hed import hed_column
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.exchange.matching import Match, TermMatcher
from eegview.exchange.mne_annotations import ELAPSED_COLUMN, channels_of
from eegview.exchange.szcore import is_szcore, marks_from_szcore
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.channel import Channel
from eegview.model.errors import UnreadableFile
from eegview.model.vocabulary import Vocabulary

FIRST = ("onset", "duration", "trial_type", "channels")
LAST = ("text", "layer", "annotation_id", "HED")
NAMES = "channel_names"  # the channels as the page names them, where the file has other names for them
OWN_SIGN = "annotation_id"  # a table with this column is our own: complete and escaped

_TEXT_COLUMNS = ("trial_type", "eventtype", "description", "annotation", "label", "event", "type", "value")
_PREFIX = "attribute."
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def table_of(
    marks: Iterable[Annotation], vocabulary: Vocabulary, channels: Sequence[Channel] = ()
) -> tuple[list[str], list[list[str]]]:
    """Return column names and rows of cells of marks, by onset; every attribute in use has a column.

    channels : of the recording; marks then name them as its file does, and one more column names them as the page does
    """
    marks = sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))
    names = sorted({name for mark in marks for name, _ in mark.attributes})
    file_names = FileNames(channels)
    renamed = [replace(mark, channels=file_names.of(mark)) for mark in marks]
    columns = [*FIRST, *map(_column_of, names), *LAST]
    tags = hed_column(marks, vocabulary)
    rows = [_cells_of(mark, names, hed) for mark, hed in zip(renamed, tags, strict=True)]
    if any(other.channels != mark.channels for mark, other in zip(marks, renamed, strict=True)):
        columns.append(NAMES)
        rows = [[*row, escaped_list(mark.channels)] for row, mark in zip(rows, marks, strict=True)]
    return columns, rows


def _cells_of(mark: Annotation, names: Sequence[str], hed: str) -> list[str]:
    answers = dict(mark.attributes)
    return [
        repr(float(mark.onset_s)),
        repr(float(mark.duration_s)),
        escaped(mark.term_id),
        escaped_list(mark.channels),
        *(escaped(answers[name]) if name in answers else MISSING for name in names),
        escaped(mark.text) if mark.text else MISSING,
        escaped(mark.layer) if mark.layer else MISSING,
        escaped(mark.annotation_id),
        hed or MISSING,
    ]


def _column_of(name: str) -> str:
    if _PLAIN_NAME.fullmatch(name) and name not in (*FIRST, *LAST, NAMES):
        return name
    return _PREFIX + escaped(name)


def _attribute_of(column: str) -> str:
    return unescaped(column.removeprefix(_PREFIX)) if column.startswith(_PREFIX) else column


def marks_from_table(columns: Sequence[str], rows: Iterable[Sequence[str]], vocabulary: Vocabulary) -> ImportedMarks:
    """Return the marks of a table: eegview's own without loss, SzCORE's, or another's by onset, duration and text.

    Raises
    ------
    UnreadableFile : the table has no column of onsets
    """
    if OWN_SIGN in columns and "onset" in columns and "trial_type" in columns:
        return _own_marks(columns, rows)
    if is_szcore(columns):
        return marks_from_szcore(columns, rows, vocabulary)
    return _foreign_marks(columns, rows, vocabulary)


def _own_marks(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> ImportedMarks:
    attribute_columns = [column for column in columns if column not in (*FIRST, *LAST, NAMES)]
    marks, report = [], _RowReport()
    for number, row in enumerate(rows, 2):
        cells = dict(zip(columns, row, strict=False))
        times = _times(cells.get("onset", ""), cells.get("duration", MISSING))
        if times is None or len(row) != len(columns):
            report.skip(number)
            continue
        answers = {
            _attribute_of(column): unescaped(cells[column]) for column in attribute_columns if cells[column] != MISSING
        }
        marks.append(
            Annotation(
                annotation_id=_text(cells[OWN_SIGN]) or new_annotation_id(),
                term_id=_text(cells["trial_type"]),
                onset_s=times[0],
                duration_s=times[1],
                channels=unescaped_list(cells.get(NAMES, cells.get("channels", MISSING))),
                attributes=tuple(sorted(answers.items())),
                text=_text(cells.get("text", MISSING)),
                layer=_text(cells.get("layer", MISSING)),
            )
        )
    return ImportedMarks(tuple(marks), report=report.sentences())


def _foreign_marks(columns: Sequence[str], rows: Iterable[Sequence[str]], vocabulary: Vocabulary) -> ImportedMarks:
    lower = [column.strip().strip('"').casefold() for column in columns]
    text_column = next((name for name in _TEXT_COLUMNS if name in lower), None)
    if "onset" not in lower:
        raise UnreadableFile(
            "This table has no column “onset”.", "Name the columns onset, duration and trial_type in its first line."
        )
    matcher, found, report = TermMatcher(vocabulary), [], _RowReport()
    used_columns = {ELAPSED_COLUMN, "onset", "duration", text_column, "channels", "ch_names"}
    for number, row in enumerate(rows, 2):
        cells = dict(zip(lower, _cells(row, lower, text_column), strict=False))
        when, duration_s = (
            parse_when(cells.get(ELAPSED_COLUMN) or cells.get("onset", ""), is_elapsed=True),
            _duration(cells.get("duration", MISSING)),
        )
        if when is None or duration_s is None:
            report.skip(number)
            continue
        text = cells.get(text_column, "") if text_column else ""
        match = matcher.match(text) if text not in ("", MISSING) else Match("note")
        answers = dict(match.attributes) | _known_answers(cells, match.term_id, vocabulary)
        match = replace(match, attributes=tuple(sorted(answers.items())))
        channels = unescaped_list(cells.get("channels", MISSING)) or channels_of(cells.get("ch_names", ""))
        found.append(ForeignMark(when, duration_s, text, channels, known=match))
    known_names = {attribute.name for term in vocabulary.terms for attribute in term.attributes}
    left_out = [column for column, low in zip(columns, lower, strict=True) if low not in used_columns | known_names]
    marks = imported(found, vocabulary, report.sentences())
    if left_out:
        marks = replace(marks, report=(*marks.report, f"Columns not taken over: {', '.join(left_out)}."))
    return marks


def _cells(row: Sequence[str], columns: Sequence[str], text_column: str | None) -> list[str]:
    """Return the cells of a foreign row; a last text with unquoted commas is joined again."""
    cells = [plain_cell(cell.strip().strip('"')) for cell in row]
    if len(cells) > len(columns) and columns[-1] == text_column:
        last = len(columns) - 1
        return [*cells[:last], ",".join(row[last:]).strip().strip('"')]
    return cells


def _duration(cell: str) -> float | None:
    """Return the duration (s) in a cell, 0 where it is empty, None where it holds no duration."""
    if cell in ("", MISSING):
        return 0.0
    when = parse_when(cell, is_elapsed=True)
    return when.seconds if when and when.clock is Clock.ELAPSED and when.seconds >= 0 else None


def _known_answers(cells: dict[str, str], term_id: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the answers in a foreign row to the questions of its term, where they are among the choices."""
    term = vocabulary.term(term_id)
    if term is None:
        return {}
    found = {attribute: cells.get(attribute.name, MISSING) for attribute in term.attributes}
    return {
        attribute.name: value
        for attribute, value in found.items()
        if value not in ("", MISSING) and (not attribute.choices or value in dict(attribute.choices))
    }


def _text(cell: str) -> str:
    return "" if cell == MISSING else unescaped(cell)


def _times(onset: str, duration: str) -> tuple[float, float] | None:
    """Return onset and duration (s) of two cells, None where they are no times; a decimal comma counts as a point."""
    try:
        onset_s = float(onset.replace(",", "."))
        duration_s = 0.0 if duration in ("", MISSING) else float(duration.replace(",", "."))
    except ValueError:
        return None
    return (onset_s, duration_s) if math.isfinite(onset_s) and math.isfinite(duration_s) and duration_s >= 0 else None


class _RowReport:
    """The numbers of lines without a usable time, reported in one sentence."""

    def __init__(self) -> None:
        self._lines: list[int] = []

    def skip(self, line: int) -> None:
        self._lines.append(line)

    def sentences(self) -> tuple[str, ...]:
        if not self._lines:
            return ()
        shown = ", ".join(map(str, self._lines[:5])) + (" …" if len(self._lines) > 5 else "")
        return (f"Left out because they cannot be read: lines {shown}.",)

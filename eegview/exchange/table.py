"""Marks as the rows of a table, in TSV and CSV alike."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from eegview.exchange.channel_names import FileNames
from eegview.exchange.escaping import MISSING, escaped, escaped_list, unescaped, unescaped_list
from eegview.exchange.foreign_times import is_plausible
from eegview.exchange.hed import hed_column
from eegview.exchange.imported import ImportedMarks
from eegview.exchange.row_report import RowReport, shown
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.channel import Channel
from eegview.model.vocabulary import Vocabulary

FIRST = ("onset", "duration", "trial_type", "channels")
LAST = ("text", "layer", "annotation_id", "HED")
NAMES = "channel_names"  # the channels as the page names them, where the file has other names for them
OWN_SIGN = "annotation_id"  # a table with this column is our own: complete and escaped
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


def is_own(columns: Sequence[str]) -> bool:
    """Whether a table with these columns is eegview's own: complete and escaped."""
    return OWN_SIGN in columns and "onset" in columns and "trial_type" in columns


def own_marks(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> ImportedMarks:
    """Return the marks of a table of eegview's own without loss; what cannot be read is reported with its row.

    rows : those below the columns' names; the first of them is the file's second
    """
    attribute_columns = [column for column in columns if column not in (*FIRST, *LAST, NAMES)]
    marks: list[Annotation] = []
    places: dict[str, int] = {}
    report = RowReport()
    for number, row in enumerate(rows, 2):
        if len(row) != len(columns):
            report.add(number, f"it has {len(row)} cells where there are {len(columns)} columns; left out")
            continue
        cells = dict(zip(columns, row, strict=True))
        onset_s = _seconds(cells["onset"])
        if onset_s is None:
            report.add(number, f"the onset {shown(cells['onset'])} cannot be read; left out")
            continue
        length = cells.get("duration", MISSING)
        duration_s = 0.0 if length in ("", MISSING) else _seconds(length)
        if duration_s is None or duration_s < 0:
            report.add(number, f"the duration {shown(length)} cannot be read; set to 0")
            duration_s = 0.0
        answers = {
            _attribute_of(column): unescaped(cells[column]) for column in attribute_columns if cells[column] != MISSING
        }
        mark_id = _text(cells[OWN_SIGN]) or new_annotation_id()
        if mark_id in places:
            report.add(number, f"it has the identity of row {places[mark_id]}; kept as another mark")
        places.setdefault(mark_id, number)
        marks.append(
            Annotation(
                annotation_id=mark_id,
                term_id=_text(cells["trial_type"]),
                onset_s=onset_s,
                duration_s=duration_s,
                channels=unescaped_list(cells.get(NAMES, cells.get("channels", MISSING))),
                attributes=tuple(sorted(answers.items())),
                text=_text(cells.get("text", MISSING)),
                layer=_text(cells.get("layer", MISSING)),
            )
        )
    return ImportedMarks(tuple(marks), report.sentences(), rows=places)


def _text(cell: str) -> str:
    return "" if cell == MISSING else unescaped(cell)


def _seconds(cell: str) -> float | None:
    """Return the seconds in a cell, None where it holds none; a decimal comma counts as a point."""
    try:
        seconds = float(cell.replace(",", "."))
    except ValueError:
        return None
    return seconds if is_plausible(seconds) else None

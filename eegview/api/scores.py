"""The scored epochs of a study as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from eegview.api.frames import ANY, COUNT, FLAG, FLOAT, MAYBE_COUNT, TEXT, Columns, data_frame
from eegview.app.scoring.blindness import ReaderLine, all_lines
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.scales import scale_parameters
from eegview.model.annotation import Annotation
from eegview.model.span import Span, gaps_between

if TYPE_CHECKING:
    from pandas import DataFrame

SCORES: Columns = {
    "scale": TEXT,
    "start_s": FLOAT,
    "stop_s": FLOAT,
    "reader": TEXT,
    "score": MAYBE_COUNT,
    "possible": ANY,
    "severity": TEXT,
    "is_hidden": FLAG,
    "is_committed": FLAG,
    "committed_utc": TEXT,
    "n_pages_read": COUNT,
    "n_pages": COUNT,
    "parameters_id": TEXT,
}


def score_table(stored: Iterable[Annotation], reader: str, segments: tuple[Span, ...], duration_s: float) -> DataFrame:
    """Return one row a sheet, by time and reader.

    stored : all marks and records of the recording
    reader : who looks, "" = nobody in particular, who sees what is committed
    """
    book = EvidenceBook(scale_parameters())
    book.gaps = gaps_between(segments, Span(0.0, duration_s))
    book.replace_all(stored)
    return data_frame(SCORES, map(_row, all_lines(book, reader)))


def _row(line: ReaderLine) -> tuple[object, ...]:
    result = line.sheet.score if line.sheet is not None else None
    return (
        line.key.scale_id,
        line.key.start_s,
        line.key.start_s + line.length_s,
        line.reader,
        None if result is None else result.score,
        () if result is None else tuple(result.possible),
        "" if result is None else result.severity,
        line.is_hidden,
        bool(line.committed_utc),
        line.committed_utc,
        line.n_pages_read,
        line.n_pages,
        "" if line.sheet is None else line.sheet.parameters.parameters_id,
    )

"""The scored epochs and the sleep stages of a study as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from eegview.api.columns import SCORES, STAGES
from eegview.api.frames import data_frame
from eegview.app.library_tables.rows import score_row, stage_rows
from eegview.app.scoring.blindness import all_lines
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.scales import scale_parameters
from eegview.model.annotation import Annotation
from eegview.model.span import Span, gaps_between

if TYPE_CHECKING:
    from pandas import DataFrame


def score_table(stored: Iterable[Annotation], reader: str, segments: tuple[Span, ...], duration_s: float) -> DataFrame:
    """Return one row a sheet, by time and reader.

    stored : all marks and records of the recording
    reader : who looks, "" = nobody in particular, who sees what is committed
    """
    book = EvidenceBook(scale_parameters())
    book.gaps = gaps_between(segments, Span(0.0, duration_s))
    book.replace_all(stored)
    return data_frame(SCORES, map(score_row, all_lines(book, reader)))


def stage_table(marks: Iterable[Annotation]) -> DataFrame:
    """Return one row a stretch in one sleep stage, layer by layer and by time."""
    return data_frame(STAGES, stage_rows(marks))

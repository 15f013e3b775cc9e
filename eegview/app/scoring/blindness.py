"""Which sheets a reviewer may see: a second reader scores without knowing the first one's score.

Another reader's sheet is shown once it is committed and every sheet of the same scale that the reviewer has on an
overlapping epoch is committed too; one that was just opened and holds nothing yet counts. A reviewer who scores nothing
there sees what is committed. A sheet that is not committed is never shown to another. Who withdraws a commit after
others' scores were shown is not blind any more, and the sheet says so (`ScoreSheet.seen`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.scoring.evidence import FORM_TERM, MARK_TERMS, SheetKey
from eegview.model.scoring.records import key_of
from eegview.model.study.records import REPORT_ENTRY_TERM
from eegview.model.sync import is_clinical


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """How far a reader is with an epoch; says nothing of what they found.

    length_s : of the epoch
    committed_utc : ISO 8601, "" where the sheet is not committed
    sheet : what they found, None while it is hidden from the reviewer
    """

    reader: str
    key: SheetKey
    n_pages_read: int
    n_pages: int
    committed_utc: str
    is_own: bool
    sheet: ScoreSheet | None
    length_s: float = 300.0

    @property
    def is_hidden(self) -> bool:
        return self.sheet is None


def is_visible(book: EvidenceBook, sheet: ScoreSheet, reviewer: str, opened: Collection[SheetKey] = ()) -> bool:
    """Whether a reviewer may see a sheet.

    opened : epochs that the reviewer has opened to score; they need hold nothing yet
    """
    if sheet.reader == reviewer:
        return True
    if not sheet.is_committed:
        return False
    own = (book.sheet(key, reviewer) for key in {*book.keys(reviewer), *opened})
    return all(one.is_committed for one in own if _overlap(one, sheet))


def is_mark_hidden(book: EvidenceBook, mark: Annotation, reviewer: str, opened: Collection[SheetKey] = ()) -> bool:
    """Whether a mark is another reader's evidence, or judgement of hypsarrhythmia, that a reviewer may not see yet.

    It is so while it lies in an epoch that the reviewer scores, until both have committed.
    """
    if mark.term_id not in MARK_TERMS | {FORM_TERM} or mark.layer in (reviewer, FILE_LAYER):
        return False
    own = [sheet for sheet in _sheets(book, reviewer, opened) if _holds(sheet, mark)]
    if any(not sheet.is_committed for sheet in own):
        return True
    return bool(own) and any(not sheet.is_committed and _holds(sheet, mark) for sheet in _sheets(book, mark.layer))


def _sheets(book: EvidenceBook, reader: str, opened: Collection[SheetKey] = ()) -> Iterator[ScoreSheet]:
    return (book.sheet(key, reader) for key in {*book.keys(reader), *opened})


def _holds(sheet: ScoreSheet, mark: Annotation) -> bool:
    return sheet.span.contains(mark.onset_s) or sheet.span.overlaps(mark.span)


def is_record_hidden(book: EvidenceBook, record: Annotation, reviewer: str, opened: Collection[SheetKey] = ()) -> bool:
    """Whether a record is another reader's evidence that a reviewer may not see yet."""
    key = key_of(record)
    if key is None or record.layer in (reviewer, FILE_LAYER) or not book.has_sheet(key, record.layer):
        return False
    return not is_visible(book, book.sheet(key, record.layer), reviewer, opened)


def lines_on(
    book: EvidenceBook, key: SheetKey, reviewer: str, opened: Collection[SheetKey] = ()
) -> tuple[ReaderLine, ...]:
    """Return a line for each sheet on an epoch or overlapping it, the reviewer's own first."""
    here = book.sheet(key, reviewer)
    sheets = [here, *(sheet for sheet in _others(book, reviewer) if _overlap(sheet, here))]
    return tuple(_line(book, sheet, reviewer, opened) for sheet in sheets)


def all_lines(book: EvidenceBook, reviewer: str, opened: Collection[SheetKey] = ()) -> tuple[ReaderLine, ...]:
    """Return a line for each sheet of the study that something is kept of, by time and reader."""
    sheets = [book.sheet(key, reader) for reader in book.readers() for key in book.keys(reader)]
    sheets.sort(key=lambda sheet: (sheet.key, sheet.reader))
    return tuple(_line(book, sheet, reviewer, opened) for sheet in sheets)


def is_reading_blind(lines: Iterable[ReaderLine]) -> bool:
    """Whether a reviewer may not know yet what others found: a sheet is hidden, or an own one is not committed.

    lines : of the whole study, see `all_lines`
    """
    return any(line.is_hidden or (line.is_own and not line.committed_utc) for line in lines)


def hidden_from(reviewer: str, stored: Iterable[Annotation]) -> Callable[[Annotation], bool]:
    """Return whether a mark or record is what another reader found and a reviewer may not know yet.

    stored : all marks and records of a recording
    """
    book = EvidenceBook(scale_parameters())
    book.replace_all(stored)
    is_blind = is_reading_blind(all_lines(book, reviewer))

    def is_hidden(mark: Annotation) -> bool:
        if mark.term_id == REPORT_ENTRY_TERM:  # it may say what its reader found
            return is_blind and mark.layer != reviewer
        return (is_mark_hidden if is_clinical(mark) else is_record_hidden)(book, mark, reviewer)

    return is_hidden


def shown_readers(book: EvidenceBook, key: SheetKey, reviewer: str, opened: Collection[SheetKey]) -> tuple[str, ...]:
    """Return the other readers whose scores of an epoch are shown to a reviewer now."""
    lines = lines_on(book, key, reviewer, opened)
    return tuple(sorted({line.reader for line in lines if not line.is_own and not line.is_hidden}))


def _line(book: EvidenceBook, sheet: ScoreSheet, reviewer: str, opened: Collection[SheetKey]) -> ReaderLine:
    is_shown = is_visible(book, sheet, reviewer, opened)
    return ReaderLine(
        sheet.reader,
        sheet.key,
        len(sheet.read_pages),
        sheet.n_pages,
        sheet.committed_utc,
        sheet.reader == reviewer,
        sheet if is_shown else None,
        sheet.parameters.length_s,
    )


def _others(book: EvidenceBook, reviewer: str) -> Iterator[ScoreSheet]:
    for reader in book.readers():
        if reader != reviewer:
            yield from (book.sheet(key, reader) for key in book.keys(reader))


def _overlap(one: ScoreSheet, other: ScoreSheet) -> bool:
    return one.key.scale_id == other.key.scale_id and one.span.overlaps(other.span)

"""The scores of the final layer: each follows from the evidence that was decided on, and stands once all of it is."""

from __future__ import annotations

from collections.abc import Iterable

from eegview.app.comparing.agreed import joined
from eegview.app.comparing.decisions import Adjudication
from eegview.app.comparing.difference import Matter
from eegview.app.scoring.evidence_book import EVIDENCE_TERMS, EvidenceBook
from eegview.app.scoring.scales import scale_parameters
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.edit import Change
from eegview.model.scoring.evidence import MARK_TERMS, SheetKey
from eegview.model.scoring.records import committed, evidence_hash, withdrawn
from eegview.model.study.records import ADJUDICATION_TERM

_MATTERS = frozenset({Matter.BINS.value, Matter.ANSWER.value, Matter.PAGES.value, Matter.SCORE.value})


def with_final_scores(adjudication: Adjudication, changes: Iterable[Change], at_utc: str) -> tuple[Change, ...]:
    """Return the changes of a decision with what they make of the final layer's scores, to be done as one act.

    The score of a final epoch is committed once nothing of the epoch is open between the readers, all its pages were
    read and its evidence gives a score; it is withdrawn where evidence is changed or open again.

    at_utc : when it is decided, ISO 8601
    """
    changes = tuple(changes)
    if not any(map(_is_about_score, changes)):
        return changes
    after = adjudication.after(changes)
    held = {mark.annotation_id: mark for mark in (*after.marks, *after.records)}
    book = EvidenceBook(scale_parameters())
    book.replace_all(mark for mark in held.values() if mark.layer == FINAL_LAYER)
    more = [_score_change(book, key, after, at_utc) for key in book.keys(FINAL_LAYER)]
    return joined((*changes, *filter(None, more)))


def _score_change(book: EvidenceBook, key: SheetKey, after: Adjudication, at_utc: str) -> Change | None:
    """Return what becomes of the score of one final epoch, None where it stays as it is."""
    record = book.sheet_record(key, FINAL_LAYER)
    if record is None:
        return None
    plain = withdrawn(record.record, ()) if record.committed_utc else record.record
    sheet = book.sheet(key, FINAL_LAYER)
    is_due = not after.is_sheet_open(f"{key.scale_id}@{key.start_text}", sheet.span, MARK_TERMS)
    result = sheet.score
    has_score = is_due and len(sheet.read_pages) == sheet.n_pages and result.score is not None
    if not has_score or result.score is None:
        return Change(record.record, plain) if plain != record.record else None
    evidence = evidence_hash(sheet.records)
    if record.committed_utc and (record.score, record.evidence_hash) == (result.score, evidence):
        return None
    scored: Annotation = committed(plain, at_utc, result.score, result.literal_percent, evidence)
    return Change(record.record, scored)


def _is_about_score(change: Change) -> bool:
    """Whether a change may change a score: of evidence, or a decision about it that changes nothing else."""
    mark = change.mark
    if mark.term_id == ADJUDICATION_TERM:
        return mark.attribute("matter") in _MATTERS or mark.attribute("term") in MARK_TERMS
    return mark.term_id in EVIDENCE_TERMS

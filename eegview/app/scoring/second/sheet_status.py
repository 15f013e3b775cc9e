"""How far the scores of one layer are, for sign-off and completeness; nothing that blindness hides is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from eegview.app.review.completeness import MISSING, SEEN, CompletenessLine
from eegview.app.review.review import Review
from eegview.app.scoring.blindness import is_visible
from eegview.app.scoring.evidence_book import EVIDENCE_TERMS, EvidenceBook
from eegview.app.scoring.proposals.proposal_states import PROPOSAL_NOTES, proposals_of
from eegview.app.scoring.scales import Scale, load_scales
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.scoring.evidence import MARK_TERMS
from eegview.model.scoring.parameters import ScaleParameters

TimeText = Callable[[float], str]
_TIP = (
    "The committed score of the counted layer is the one that is shown. A score is severity on its scale, not a "
    "diagnosis; thresholds are to be confirmed with the publication."
)


def open_score_texts(review: Review, layer: str, time_text: TimeText) -> tuple[str, ...]:
    """Return a text for each sheet of a layer that is begun and not committed, or changed since its commit."""
    return tuple(
        f"Score not committed: {_place(sheet, time_text)}, {_progress(sheet)}"
        if not sheet.is_committed
        else f"Score changed after its commit: {_place(sheet, time_text)}"
        for sheet in _sheets(review, layer)
        if not sheet.is_committed or sheet.is_changed
    )


def score_lines(review: Review, time_text: TimeText) -> tuple[CompletenessLine, ...]:
    """Return a line for each sheet of the counted layer, none where nothing was scored."""
    layer = review.layers.counted
    book = _book(review)
    lines: list[CompletenessLine] = []
    for sheet in _sheets(review, layer, book):
        place = _place(sheet, time_text)
        if layer != review.author and not is_visible(book, sheet, review.author):
            lines.append(CompletenessLine("Scored", "", f"{place}: hidden until you have committed yours", _TIP))
        elif not sheet.is_committed:
            lines.append(CompletenessLine("Scored", MISSING, f"{place}: {_progress(sheet)}, not committed", _TIP))
        else:
            notes = [
                *(["evidence changed since"] if sheet.is_changed else []),
                *([] if sheet.is_blind else ["not blind"]),
                *([PROPOSAL_NOTES[state]] if (state := proposals_of(sheet)) in PROPOSAL_NOTES else []),
            ]
            text = "; ".join((f"{place}: score {sheet.committed_score}, committed", *notes))
            lines.append(CompletenessLine("Scored", MISSING if sheet.is_changed else SEEN, text, _TIP))
    return tuple(lines)


def _sheets(review: Review, layer: str, book: EvidenceBook | None = None) -> tuple[ScoreSheet, ...]:
    book = book or _book(review)
    return tuple(sheet for key in book.keys(layer) if (sheet := book.sheet(key, layer)).has_record)


def _book(review: Review) -> EvidenceBook:
    book = EvidenceBook(_usable_scale())
    marks = (mark for mark in review.marks if mark.term_id in MARK_TERMS)
    records = (record for record in review.records if record.term_id in EVIDENCE_TERMS)
    book.replace_all((*marks, *records))
    return book


@lru_cache(maxsize=1)
def _scales() -> tuple[Scale, ...]:
    """Return the scales as they were when they were first needed: nothing is read again for each line."""
    return load_scales()


def scale_label(scale_id: str) -> str:
    """Return what a scale is called, its id where it is not known here."""
    return next((scale.label for scale in _scales() if scale.scale_id == scale_id), scale_id)


def _usable_scale() -> ScaleParameters:
    return next(scale.parameters for scale in _scales() if scale.parameters is not None)


def _place(sheet: ScoreSheet, time_text: TimeText) -> str:
    return f"{scale_label(sheet.key.scale_id)} at {time_text(sheet.key.start_s)}"


def _progress(sheet: ScoreSheet) -> str:
    return f"{len(sheet.read_pages)} of {sheet.n_pages} pages read"

"""What of a study may be compared by who looks: the one place where agreement asks for blindness.

Evidence for scores is hidden as everywhere (`app.scoring.blindness`). A study that asks to be read blind is asked here
too: what its readers may not see yet of each other is in no number and in no list of places.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from eegview.app.blind_reading.blindness import NOT_BLIND, blindness_of
from eegview.app.blind_reading.texts import not_blind_since
from eegview.app.blind_reading.visibility import seen_marks
from eegview.app.scoring.blindness import all_lines, is_mark_hidden
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.span import Span
from eegview.model.study.blind_reading import early_looks
from eegview.model.sync import is_clinical


@dataclass(frozen=True, slots=True)
class Visible:
    """What a viewer may see of a study.

    n_hidden : marks and scores of others that are left out
    is_blind : the study is read blind, and the viewer may see nothing of others, nor that they found nothing
    not_blind : readers who saw others' work of a study that is read blind before they had signed
    """

    marks: tuple[Annotation, ...]
    sheets: tuple[ScoreSheet, ...]
    n_hidden: int = 0
    is_blind: bool = False
    not_blind: tuple[str, ...] = ()


def visible_to(
    viewer: str, stored: Iterable[Annotation], gaps: Sequence[Span] = (), signed: Collection[str] = ()
) -> Visible:
    """Return the clinical marks and committed scores that a viewer may see; a score is one once it is committed.

    viewer : who looks; "" for nobody who reads these studies
    stored : all that is kept of the recording, records included
    gaps : sections in which nothing was recorded
    signed : layers that are signed, in the library or in a bundle's own log
    """
    stored = tuple(stored)
    found = blindness_of(stored, viewer)
    not_blind = _not_blind(stored, signed) if found.settings else ()
    if found.is_blind and viewer not in signed:
        stored = seen_marks(stored, found)
    else:
        found = NOT_BLIND
    book = EvidenceBook(scale_parameters())
    book.gaps = gaps
    book.replace_all(stored)
    clinical = [mark for mark in stored if is_clinical(mark)]
    marks = tuple(mark for mark in clinical if not is_mark_hidden(book, mark, viewer))
    lines = all_lines(book, viewer)
    sheets = tuple(line.sheet for line in lines if line.sheet is not None and line.sheet.is_committed)
    n_hidden = len(clinical) - len(marks) + sum(bool(line.committed_utc) and line.is_hidden for line in lines)
    return Visible(marks, sheets, n_hidden, found.is_blind, not_blind)


def _not_blind(stored: Sequence[Annotation], signed: Collection[str]) -> tuple[str, ...]:
    """Return who looked early, or had not signed when blind reading was lifted; by name.

    Of a layer that is signed in a bundle's own log alone, when that was is not known here: it is not held against it.
    """
    readers = {mark.layer for mark in stored if is_clinical(mark)} - {FILE_LAYER, FINAL_LAYER, ""}
    found = {reader: blindness_of(stored, reader) for reader in readers}
    known = {reader: one for reader, one in found.items() if reader not in signed or one.first_signed_utc}
    since = {reader for reader, one in known.items() if not_blind_since(one)}
    return tuple(sorted(since | (readers & early_looks(stored).keys())))

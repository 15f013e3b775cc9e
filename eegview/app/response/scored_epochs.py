"""The scores and free forms of a study that a viewer may see; blindness is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from eegview.app.scoring.blindness import all_lines, is_mark_hidden
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.free_form import PRESENCE, STATE
from eegview.app.scoring.scales import load_scales, scale_parameters
from eegview.app.scoring.sheet import ScoreSheet
from eegview.clinical.hypnogram import Hypnogram
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.scoring.evidence import FORM_TERM, SheetKey
from eegview.model.span import Span
from eegview.model.sync import is_clinical

_BY_STAGE = {"W": "awake", "N1": "nrem", "N2": "nrem", "N3": "nrem", "Q": "nrem", "R": "rem"}


@dataclass(frozen=True, slots=True, eq=False)
class ScoredEpoch:
    """One committed sheet that may be shown.

    scale : its name for people
    """

    sheet: ScoreSheet
    scale: str

    @property
    def reader(self) -> str:
        return self.sheet.reader

    @property
    def score(self) -> int:
        assert self.sheet.committed_score is not None
        return self.sheet.committed_score

    @property
    def spike_share(self) -> float:
        """Return the share of bins with a spike, %."""
        return 100 * sum(self.sheet.spike_bins) / (self.sheet.n_pages * self.sheet.n_bins)


@dataclass(frozen=True, slots=True)
class StatedForm:
    """What one reader answered about hypsarrhythmia.

    state : "awake", "nrem", "rem" … as answered, else by the stages; "" where neither says it
    presence : "present", "absent" or "uncertain"
    pattern : of the modified forms, as answered
    """

    reader: str
    state: str
    presence: str
    pattern: str
    mark: Annotation


def scored_epochs(
    stored: Iterable[Annotation], viewer: str, gaps: Sequence[Span], opened: Collection[SheetKey] = ()
) -> tuple[tuple[ScoredEpoch, ...], int]:
    """Return the committed sheets that a viewer may see, by reader and time, and how many others there are.

    gaps : of the recording
    opened : epochs that the viewer has opened to score, see `blindness`
    """
    book = EvidenceBook(scale_parameters())
    book.gaps = tuple(gaps)
    book.replace_all(stored)
    labels = {scale.scale_id: scale.label for scale in load_scales()}
    shown: list[ScoredEpoch] = []
    n_hidden = 0
    for line in all_lines(book, viewer, opened):
        sheet = line.sheet
        if sheet is None or not sheet.is_committed or sheet.committed_score is None:
            n_hidden += 1
            continue
        shown.append(ScoredEpoch(sheet, labels.get(sheet.key.scale_id, sheet.key.scale_id)))
    shown.sort(key=lambda one: (one.reader, one.sheet.key))
    return tuple(shown), n_hidden


def visible_marks(
    stored: Iterable[Annotation], viewer: str, opened: Collection[SheetKey] = ()
) -> tuple[Annotation, ...]:
    """Return the clinical marks that a viewer may see."""
    stored = tuple(stored)
    book = EvidenceBook(scale_parameters())
    book.replace_all(stored)
    return tuple(mark for mark in stored if is_clinical(mark) and not is_mark_hidden(book, mark, viewer, opened))


def stated_forms(
    stored: Iterable[Annotation], viewer: str, hypnogram: Hypnogram, opened: Collection[SheetKey] = ()
) -> tuple[StatedForm, ...]:
    """Return the free forms of hypsarrhythmia that a viewer may see, by time and reader."""
    stored = tuple(stored)
    book = EvidenceBook(scale_parameters())
    book.replace_all(stored)
    found: list[StatedForm] = []
    for mark in stored:
        presence = mark.attribute(PRESENCE)
        if mark.term_id != FORM_TERM or mark.layer == FILE_LAYER or not presence:
            continue
        if is_mark_hidden(book, mark, viewer, opened):
            continue
        state = mark.attribute(STATE) or _state_by(hypnogram, mark)
        found.append(StatedForm(mark.layer, state, presence, mark.attribute("pattern") or "", mark))
    return tuple(sorted(found, key=lambda one: (one.mark.onset_s, one.reader)))


def _state_by(hypnogram: Hypnogram, mark: Annotation) -> str:
    shares = hypnogram.shares(mark.span) if mark.duration_s else ()
    return _BY_STAGE.get(shares[0][0], "") if shares and shares[0][1] >= 0.8 else ""

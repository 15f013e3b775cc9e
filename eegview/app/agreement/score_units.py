"""Scores of BASED: the score of an epoch, its bins with a spike, and its foci."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eegview.app.agreement.study import ReadStudy
from eegview.app.agreement.units import MeasuredItem, MeasuredItems, RatedItem, RatedItems
from eegview.app.scoring.second.comparison import saw_spike
from eegview.app.scoring.sheet import ScoreSheet
from eegview.clinical.agreement_numbers.cohen_kappa import QUADRATIC
from eegview.model.scoring.evidence import SheetKey
from eegview.model.span import Span

YES, NO = "yes", "no"
SCORES = ("0", "1", "2", "3", "4", "5")
_FRONTAL, _CENTRAL = ("Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8"), ("T7", "C3", "Cz", "C4", "T8")
ELECTRODES = (*_FRONTAL, *_CENTRAL, "P7", "P3", "Pz", "P4", "P8", "O1", "O2")  # of the 10–20 system
Sheets = Mapping[str, ScoreSheet]


def scores_of(studies: Sequence[ReadStudy]) -> tuple[RatedItems, MeasuredItems]:
    """Return the committed scores of the epochs that two readers or more scored, as classes and as numbers."""
    rated: list[RatedItem] = []
    measured: list[MeasuredItem] = []
    for study, span, sheets in _epochs(studies):
        values = {reader: sheet.committed_score for reader, sheet in sheets.items()}
        known = {reader: value for reader, value in values.items() if value is not None}
        rated.append(RatedItem(study, span, {reader: str(value) for reader, value in known.items()}))
        measured.append(MeasuredItem(study, span, {reader: float(value) for reader, value in known.items()}))
    return RatedItems("epochs", SCORES, tuple(rated), QUADRATIC), MeasuredItems("scores", tuple(measured))


def bins_of(studies: Sequence[ReadStudy]) -> RatedItems:
    """Return the bins of these epochs by who saw a spike in them; a bin on a page that was not read is unread."""
    items: list[RatedItem] = []
    for study, _span, sheets in _epochs(studies):
        first = next(iter(sheets.values()))
        for number in range(first.n_pages * first.n_bins):
            seen = {reader: saw_spike(sheet, number) for reader, sheet in sheets.items()}
            labels = {reader: YES if spike else NO for reader, spike in seen.items() if spike is not None}
            if len(labels) >= 2:
                items.append(RatedItem(study, first.bin_span(number), labels))
    return RatedItems("bins of 1 s", (NO, YES), tuple(items))


def foci_of(studies: Sequence[ReadStudy]) -> tuple[RatedItems, MeasuredItems]:
    """Return the electrodes of these epochs by who named them as a spike focus, and the numbers of foci."""
    rated: list[RatedItem] = []
    measured: list[MeasuredItem] = []
    for study, span, sheets in _epochs(studies):
        named = {electrode for sheet in sheets.values() for electrode in sheet.foci}
        for electrode in dict.fromkeys((*ELECTRODES, *sorted(named))):
            labels = {reader: YES if electrode in sheet.foci else NO for reader, sheet in sheets.items()}
            rated.append(RatedItem(study, span, labels, what=electrode))
        measured.append(MeasuredItem(study, span, {reader: float(len(sheet.foci)) for reader, sheet in sheets.items()}))
    return RatedItems("electrodes", (NO, YES), tuple(rated)), MeasuredItems("numbers of foci", tuple(measured))


def _epochs(studies: Sequence[ReadStudy]) -> Iterator[tuple[int, Span, Sheets]]:
    """Yield the epochs that two readers or more have committed a score of, with their sheets."""
    for number, study in enumerate(studies):
        by_key: dict[SheetKey, dict[str, ScoreSheet]] = {}
        for sheet in study.sheets:
            by_key.setdefault(sheet.key, {})[sheet.reader] = sheet
        for key in sorted(by_key):
            sheets = by_key[key]
            if len(sheets) >= 2:
                yield number, next(iter(sheets.values())).span, dict(sorted(sheets.items()))

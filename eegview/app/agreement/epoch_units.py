"""Epochs of the length that is chosen in each study: what a reader said of hypsarrhythmia or sleep at their middle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from eegview.app.agreement.bins import UNREAD, inside, joined_items, middles_of
from eegview.app.agreement.study import ReadStudy
from eegview.app.agreement.units import RatedItem, RatedItems
from eegview.app.scoring.free_form import PRESENCE
from eegview.clinical.hypnogram import hypnogram_of
from eegview.clinical.stages import SLEEP_TERM, STAGES
from eegview.model.annotation import Annotation
from eegview.model.scoring.evidence import FORM_TERM
from eegview.model.span import Span
from eegview.model.study.staging import LENGTHS_S

PRESENCES = ("present", "absent", "uncertain")
Answers = Iterable[tuple[Span, str]]  # where each holds; of two over each other the later one


def hypsarrhythmia_of(studies: Sequence[ReadStudy]) -> RatedItems:
    """Return the epochs of all studies by what readers said of hypsarrhythmia; without an answer it is unread."""
    return _epochs(studies, FORM_TERM, PRESENCES, _presences)


def sleep_stages_of(studies: Sequence[ReadStudy]) -> RatedItems:
    """Return the epochs of all studies by the stage that readers gave them; "not scorable" counts as unread.

    The scale is that of all stages, so that the numbers of two readers do not depend on the stages that others used.
    """
    return _epochs(studies, SLEEP_TERM, STAGES, _stages)


def epoch_noun(studies: Sequence[ReadStudy]) -> str:
    """Return what epochs are called: `epochs of 30 s`, `epochs of 20 or 30 s` where studies differ."""
    return f"epochs of {' or '.join(f'{length_s:g}' for length_s in _lengths_s(studies))} s"


def _lengths_s(studies: Sequence[ReadStudy]) -> list[float]:
    return sorted({study.epoch_s for study in studies}) or [LENGTHS_S[0]]


def _epochs(
    studies: Sequence[ReadStudy],
    term_id: str,
    classes: Sequence[str],
    answers_of: Callable[[Sequence[Annotation]], Answers],
) -> RatedItems:
    items: list[RatedItem] = []
    for number, study in enumerate(studies):
        marks = {layer: held for layer in study.layers if (held := study.marks_of(layer, term_id))}
        if len(marks) < 2:
            continue
        middles = middles_of(study.duration_s, study.epoch_s)
        codes = np.full((len(marks), len(middles)), UNREAD, np.int8)
        for row, held in enumerate(marks.values()):
            for span, answer in answers_of(held):
                first, stop = np.searchsorted(middles, [span.start_s, span.stop_s])
                codes[row, first:stop] = classes.index(answer) if answer in classes else UNREAD
        codes[:, ~inside(study.recorded, middles)] = UNREAD
        items += joined_items(number, tuple(marks), codes, classes, study.epoch_s, study.duration_s)
    return RatedItems(epoch_noun(studies), tuple(classes), tuple(items), item_s=_lengths_s(studies)[0])


def _stages(marks: Sequence[Annotation]) -> Answers:
    return ((bout.span, bout.stage) for bout in hypnogram_of(marks).bouts)


def _presences(marks: Sequence[Annotation]) -> Answers:
    """Return the answers about hypsarrhythmia; of two marks over each other the one that begins later holds."""
    told = sorted((mark for mark in marks if mark.attribute(PRESENCE)), key=lambda mark: mark.onset_s)
    return ((mark.span, mark.attribute(PRESENCE) or "") for mark in told)

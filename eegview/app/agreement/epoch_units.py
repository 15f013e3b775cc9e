"""Epochs of 30 s: what a reader said of hypsarrhythmia or sleep at the middle of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from eegview.app.agreement.study import ReadStudy
from eegview.app.agreement.units import RatedItem, RatedItems
from eegview.app.scoring.free_form import PRESENCE
from eegview.clinical.epoch_grid import EpochGrid
from eegview.clinical.hypnogram import hypnogram_of
from eegview.clinical.stages import SLEEP_TERM, STAGES
from eegview.model.annotation import Annotation
from eegview.model.scoring.evidence import FORM_TERM
from eegview.model.span import Span

EPOCH_S = 30.0
NOUN = f"epochs of {EPOCH_S:g} s"
PRESENCES = ("present", "absent", "uncertain")
LabelAt = Callable[[float], str]


def hypsarrhythmia_of(studies: Sequence[ReadStudy]) -> RatedItems:
    """Return the epochs of all studies by what readers said of hypsarrhythmia; without an answer it is unread."""
    return _epochs(studies, FORM_TERM, PRESENCES, _presence_at)


def sleep_stages_of(studies: Sequence[ReadStudy]) -> RatedItems:
    """Return the epochs of all studies by the stage that readers gave them; "not scorable" counts as unread."""
    found = _epochs(studies, SLEEP_TERM, STAGES, _stage_at)
    used = {label for item in found.items for label in item.labels.values()}
    return RatedItems(found.noun, tuple(s for s in STAGES if s in used), found.items, found.weights, found.item_s)


def _epochs(
    studies: Sequence[ReadStudy],
    term_id: str,
    classes: Sequence[str],
    label_at: Callable[[Sequence[Annotation]], LabelAt],
) -> RatedItems:
    items: list[RatedItem] = []
    for number, study in enumerate(studies):
        by_layer = {layer: label_at(marks) for layer in study.layers if (marks := study.marks_of(layer, term_id))}
        if len(by_layer) >= 2:
            items += _joined(number, _of_study(study, by_layer, classes))
    return RatedItems(NOUN, tuple(classes), tuple(items), item_s=EPOCH_S)


def _of_study(
    study: ReadStudy, by_layer: dict[str, LabelAt], classes: Sequence[str]
) -> Iterable[tuple[Span, dict[str, str]]]:
    grid = EpochGrid(study.duration_s, EPOCH_S)
    for number in range(grid.n_epochs):
        span = grid.span(number)
        middle_s = (span.start_s + span.stop_s) / 2
        if not any(part.contains(middle_s) for part in study.recorded):
            continue
        labels = {layer: said for layer, label in by_layer.items() if (said := label(middle_s)) in classes}
        if len(labels) >= 2:
            yield span, labels


def _joined(study: int, epochs: Iterable[tuple[Span, dict[str, str]]]) -> Iterable[RatedItem]:
    """Return runs of epochs that follow each other and were read alike, each as one item that counts for all."""
    run: RatedItem | None = None
    for span, labels in epochs:
        if run is not None and run.labels == labels and run.span.stop_s == span.start_s:
            run = RatedItem(study, Span(run.span.start_s, span.stop_s), labels, run.count + 1)
            continue
        if run is not None:
            yield run
        run = RatedItem(study, span, labels)
    if run is not None:
        yield run


def _stage_at(marks: Sequence[Annotation]) -> LabelAt:
    return hypnogram_of(marks).stage_at


def _presence_at(marks: Sequence[Annotation]) -> LabelAt:
    """Return what is answered at a time; of two marks over each other the one that begins later holds."""
    told = sorted((mark for mark in marks if mark.attribute(PRESENCE)), key=lambda mark: mark.onset_s)

    def at(time_s: float) -> str:
        holding = next((mark for mark in reversed(told) if mark.span.contains(time_s)), None)
        return (holding.attribute(PRESENCE) or "") if holding is not None else ""

    return at

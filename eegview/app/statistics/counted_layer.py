"""Which layer's marks are counted where no window says it: the final layer's, else the reader's own."""

from collections import Counter
from collections.abc import Iterable

from eegview.app.marks.layers import countable_layers
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.stages import SLEEP_TERM, STAGES, stage_of
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.sync import is_clinical


def counted_layer(marks: Iterable[Annotation], reviewer: str) -> str:
    """Return the layer that counts: the final one if it holds any mark, else the reader's own if it does, else another.

    Of the others the first by name; where nobody marked anything, the reader's own.
    """
    held = {mark.layer for mark in marks if is_clinical(mark) and mark.layer != FILE_LAYER}
    if FINAL_LAYER in held:
        return FINAL_LAYER
    return next((layer for layer in countable_layers(sorted(held), reviewer) if layer in held), reviewer)


def spasm_marks_by_layer(marks: Iterable[Annotation]) -> dict[str, int]:
    """Return how many marks of spasms each layer holds, by name; those in the file are no layer of a reader."""
    found = Counter(mark.layer for mark in marks if mark.term_id == SPASM_TERM and mark.layer != FILE_LAYER)
    return dict(sorted(found.items()))


def staging_layer(marks: Iterable[Annotation], layer: str) -> str:
    """Return the layer whose sleep stages hold: the counted one's, else the final one's, else the fullest one's.

    "" where nobody staged. Layers are never mixed.
    """
    staged = (m for m in marks if m.term_id == SLEEP_TERM and stage_of(m) in STAGES and m.duration_s > 0)
    epochs = Counter(mark.layer for mark in staged if mark.layer != FILE_LAYER)
    for wanted in (layer, FINAL_LAYER):
        if epochs[wanted]:
            return wanted
    return min(epochs, key=lambda one: (-epochs[one], one)) if epochs.total() else ""

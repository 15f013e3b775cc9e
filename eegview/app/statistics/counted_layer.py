"""Which layer's marks are counted where no window says it: the final layer's, else the reader's own."""

from collections import Counter
from collections.abc import Iterable

from eegview.app.marks.layers import countable_layers
from eegview.clinical.clusters import SPASM_TERM
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

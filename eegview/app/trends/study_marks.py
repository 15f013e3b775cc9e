"""What the panels without columns show: stages, spasms, clusters, marks, movement and reading of one study."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from eegview.app.marks.layers import countable_layers, layer_text
from eegview.clinical.clusters import SPASM_TERM, counted_once, form_clusters
from eegview.clinical.hypnogram import Hypnogram, hypnogram_of
from eegview.clinical.stages import SLEEP_TERM
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.span import Span
from eegview.model.sync import is_clinical
from eegview.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class StudyMarks:
    """What one layer says of a study, beside its trends.

    layer : whose stages and spasms these are, as it is shown; "" where nobody marked any
    spasms_s : onsets, ascending
    clusters : spans
    marks : (onset s, duration s, colour) of all other marks of that layer
    movement : (times s, values), None where no video was measured
    reviewed : what was on the page
    video : where there is video
    """

    layer: str = ""
    hypnogram: Hypnogram = field(default_factory=Hypnogram)
    spasms_s: tuple[float, ...] = ()
    clusters: tuple[Span, ...] = ()
    marks: tuple[tuple[float, float, str], ...] = ()
    movement: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None = None
    reviewed: tuple[Span, ...] = ()
    video: tuple[Span, ...] = ()


def study_marks(annotations: Iterable[Annotation], author: str, vocabulary: Vocabulary | None = None) -> StudyMarks:
    """Return what one layer says: the author's own where it holds stages or spasms, else the final one, else another.

    Layers are never mixed.
    """
    by_layer: dict[str, list[Annotation]] = {}
    for mark in annotations:
        if mark.layer != FILE_LAYER and is_clinical(mark):
            by_layer.setdefault(mark.layer, []).append(mark)
    order = [layer for layer in countable_layers(sorted(by_layer), author) if layer in by_layer]
    telling = (layer for layer in order if any(m.term_id in (SPASM_TERM, SLEEP_TERM) for m in by_layer[layer]))
    layer = next(telling, next(iter(order), None))
    if layer is None:
        return StudyMarks()
    marks = by_layer[layer]
    spasms = counted_once(mark for mark in marks if mark.term_id == SPASM_TERM)
    others = [mark for mark in marks if mark.term_id not in (SPASM_TERM, SLEEP_TERM)]
    return StudyMarks(
        layer_text(layer, ""),
        hypnogram_of(marks),
        tuple(sorted(spasm.onset_s for spasm in spasms)),
        tuple(cluster.span for cluster in form_clusters(spasms)),
        tuple((mark.onset_s, mark.duration_s, _colour(mark, vocabulary)) for mark in others),
    )


def _colour(mark: Annotation, vocabulary: Vocabulary | None) -> str:
    term = vocabulary.term(mark.term_id) if vocabulary is not None else None
    return term.colour if term is not None else "#6b7280"

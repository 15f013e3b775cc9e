"""A detector's run as one of the compared layers: its suggestions as marks that nobody made and nobody can change."""

from collections.abc import Iterable

from eegview.model.annotation import Annotation
from eegview.model.suggestion.detection import Detection, DetectorRun

_PREFIX = "run:"  # no reviewer's name: see `is_run_layer`


def run_layer(run: DetectorRun) -> str:
    """Return the name of the layer that stands for a run."""
    return f"{_PREFIX}{run.run_id}"


def is_run_layer(layer: str) -> bool:
    """Whether a compared layer is a detector's run and nobody's reading."""
    return layer.startswith(_PREFIX)


def run_text(run: DetectorRun) -> str:
    """Return how a run is called beside the readers: `Epileptic spasms 2.1`."""
    return f"{run.title} {run.version}"


def run_marks(run: DetectorRun, detections: Iterable[Detection], threshold: float) -> tuple[Annotation, ...]:
    """Return the suggestions of a run as marks of its layer, by onset.

    threshold : least score (0-1); suggestions of terms that are always listed come whatever their score
    """
    layer, always = run_layer(run), frozenset(run.always_listed)
    marks = [
        Annotation(
            f"{layer}:{one.number}",
            one.term_id,
            one.onset_s,
            one.duration_s,
            one.channels,
            one.attributes,
            layer=layer,
        )
        for one in detections
        if one.score >= threshold or one.term_id in always
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id)))

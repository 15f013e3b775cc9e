"""Detectors' runs as readers: offered once suggestions may be seen, fetched when one is compared."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from eegview.app.comparing.detector_layer import is_run_layer, run_layer, run_marks, run_text
from eegview.app.detectors.run_texts import started_text
from eegview.app.lanes import Failed
from eegview.app.suggestions.shown_run import DEFAULT_THRESHOLD
from eegview.model.annotation import Annotation
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.ui.comparing.choice import OfferedLayer
from eegview.ui.window.study.open_study import OpenStudy


class RunLayers(QObject):
    """The runs on one study, as layers that can be compared.

    fetched : the suggestions of a run have come, or hold from another threshold on
    """

    fetched = Signal()

    def __init__(self, study: OpenStudy, failed: Failed) -> None:
        super().__init__(study.scope)
        self._study, self._failed = study, failed
        self._found: dict[str, tuple[DetectorRun, tuple[Detection, ...]]] = {}  # by layer
        self._held: dict[tuple[str, float], tuple[Annotation, ...]] = {}  # by layer and threshold
        study.suggestions.changed.connect(study.scope.while_open(lambda _nothing: self._follow()))
        self._threshold = study.suggestions.threshold

    @property
    def _runs(self) -> tuple[DetectorRun, ...]:
        """The runs that may be seen: a first look at the recording comes before suggestions."""
        suggestions = self._study.suggestions
        return suggestions.runs if suggestions.is_revealed else ()

    @property
    def offered(self) -> tuple[OfferedLayer, ...]:
        """Return a layer for each run, the newest first."""
        found = []
        for run in reversed(self._runs):
            layer = run_layer(run)
            held = self.marks_of([layer]) if layer in self._found else None
            label = " ".join(filter(None, (run_text(run), started_text(run))))
            found.append(OfferedLayer(layer, label, len(held) if held is not None else None, is_run=True))
        return tuple(found)

    def has(self, layers: Iterable[str]) -> bool:
        """Whether what these layers suggested is here; readers' layers always are."""
        return all(not is_run_layer(layer) or layer in self._found for layer in layers)

    def marks_of(self, layers: Iterable[str]) -> tuple[Annotation, ...]:
        """Return what these layers suggested, from their threshold on; nothing of readers' layers."""
        return tuple(mark for layer in layers if layer in self._found for mark in self._marks_of(layer))

    def _marks_of(self, layer: str) -> tuple[Annotation, ...]:
        run, detections = self._found[layer]
        key = layer, self._threshold_of(run)
        if key not in self._held:
            self._held[key] = run_marks(run, detections, key[1])
        return self._held[key]

    def _threshold_of(self, run: DetectorRun) -> float:
        shown = self._study.suggestions.shown
        return shown.threshold if shown is not None and shown.run.run_id == run.run_id else DEFAULT_THRESHOLD

    def _follow(self) -> None:
        """Have it compared anew where the threshold is another one."""
        threshold = self._study.suggestions.threshold
        if threshold != self._threshold:
            self._threshold = threshold
            if self._found:
                self.fetched.emit()

    def fetch(self, layers: Iterable[str]) -> None:
        """Fetch what these layers suggested."""
        by_layer = {run_layer(run): run for run in self._study.suggestions.runs}
        for layer in layers:
            run = by_layer.get(layer)
            if run is not None and layer not in self._found:
                self._fetch(layer, run)

    def _fetch(self, layer: str, run: DetectorRun) -> None:
        def done(detections: tuple[Detection, ...]) -> None:
            self._found[layer] = run, detections
            self.fetched.emit()

        self._study.review.ask_library(
            lambda library: library.detections(run.run_id), self._study.scope.while_open(done), self._failed
        )

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
from eegview.ui.window.open_study import OpenStudy


class RunLayers(QObject):
    """The runs on one study, as layers that can be compared.

    fetched : the suggestions of a run have come
    """

    fetched = Signal()

    def __init__(self, study: OpenStudy, failed: Failed) -> None:
        super().__init__(study.scope)
        self._study, self._failed = study, failed
        self._held: dict[str, tuple[Annotation, ...]] = {}  # by layer

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
            held = self._held.get(layer)
            label = " ".join(filter(None, (run_text(run), started_text(run))))
            found.append(OfferedLayer(layer, label, len(held) if held is not None else None, is_run=True))
        return tuple(found)

    def has(self, layers: Iterable[str]) -> bool:
        """Whether what these layers suggested is here; readers' layers always are."""
        return all(not is_run_layer(layer) or layer in self._held for layer in layers)

    def marks_of(self, layers: Iterable[str]) -> tuple[Annotation, ...]:
        """Return what these layers suggested; nothing of readers' layers."""
        return tuple(mark for layer in layers for mark in self._held.get(layer, ()))

    def fetch(self, layers: Iterable[str]) -> None:
        """Fetch what these layers suggested, from their threshold on."""
        by_layer = {run_layer(run): run for run in self._study.suggestions.runs}
        for layer in layers:
            run = by_layer.get(layer)
            if run is not None and layer not in self._held:
                self._fetch(layer, run)

    def _fetch(self, layer: str, run: DetectorRun) -> None:
        shown = self._study.suggestions.shown
        is_shown = shown is not None and shown.run.run_id == run.run_id
        threshold = shown.threshold if shown is not None and is_shown else DEFAULT_THRESHOLD

        def done(detections: tuple[Detection, ...]) -> None:
            self._held[layer] = run_marks(run, detections, threshold)
            self.fetched.emit()

        self._study.review.ask_library(
            lambda library: library.detections(run.run_id), self._study.scope.while_open(done), self._failed
        )

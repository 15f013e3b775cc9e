"""Scores of the open study's suggestions, explained by the detectors that are installed."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from eegview.app.suggestions.score_meaning import ScoreMeanings, recorded_in
from eegview.model.suggestion.detection import DetectorRun
from eegview.ui.detectors.controller import DetectorsController
from eegview.ui.window.study.open_study import OpenStudy


class ScoreMeaningsController(QObject):
    """Looks for detectors once there are suggestions to explain, and follows what is found."""

    def __init__(self, study: OpenStudy, detectors: DetectorsController) -> None:
        super().__init__(study.scope)
        self._study, self._detectors = study, detectors
        detectors.looked.connect(self._use)
        study.suggestions.runs_changed.connect(self._runs_changed)
        if detectors.plugins:
            self._use()

    def _runs_changed(self, runs: Sequence[DetectorRun]) -> None:
        if runs and not self._detectors.plugins:
            self._detectors.look()

    def _use(self) -> None:
        plugins = [plugin for plugin in self._detectors.plugins if plugin.is_used]
        manifests = {plugin.detector_id: plugin.manifest for plugin in plugins if plugin.manifest is not None}
        self._study.suggestions.use_meanings(ScoreMeanings(manifests, recorded_in(self._study.recording)))

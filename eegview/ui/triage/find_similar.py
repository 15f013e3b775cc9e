"""Find more like this: from a selected mark to a run whose suggestions open beside it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QMenu

from eegview.app.detectors.detecting import Detected
from eegview.app.suggestions.find_similar import SIMILAR_ID, similar_values
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.ui.detectors.controller import DetectorsController
from eegview.ui.window.context import Context
from eegview.ui.window.mark_in_sight import selected_in_sight
from eegview.ui.window.open_study import OpenStudy, clock_text


class FindSimilarController(QObject):
    """Runs the detector of similar events on one study, and opens what it found.

    open_triage : shows what was found one by one
    """

    def __init__(
        self, context: Context, study: OpenStudy, detectors: DetectorsController, open_triage: Callable[[], None]
    ) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._detectors, self._open_triage = context, study, detectors, open_triage
        self._wanted: dict[str, str] = {}  # what each run is to resemble, by its examples
        context.actions.connect({"triage.find_alike": self.find}, study.scope)

    def find(self) -> None:
        """Look through the whole recording for what resembles the selected mark."""
        mark = selected_in_sight(self._context, self._study, "find more like it")
        if mark is None:
            return
        if self._detectors.plugins:
            self._find(mark)
        else:
            self._detectors.look(self._study.scope.while_open(lambda: self._find(mark)))

    def _find(self, mark: Annotation) -> None:
        studies, recording = self._context.studies, self._study.recording
        try:
            values: dict[str, float | str] = dict(similar_values([mark]))
        except UsageError as error:
            studies.fail(error)
            return
        if mark.term_id in self._terms():
            values["term"] = mark.term_id
        term = studies.vocabulary.term(mark.term_id)
        label = term.label.lower() if term is not None else mark.term_id
        where = clock_text(recording, round(mark.onset_s))
        self._wanted[str(values["examples"])] = f"the {label} at {where}"
        self._detectors.run(SIMILAR_ID, values, recording.span)

    def _terms(self) -> tuple[str, ...]:
        """Return what the detector can propose."""
        plugin = self._detectors.plugin(SIMILAR_ID)
        manifest = plugin.manifest if plugin is not None else None
        return manifest.terms if manifest is not None else ()

    def add_to_menu(self, menu: QMenu, _at_px: QPointF, mark: Annotation | None) -> None:
        """Offer it in the menu of a mark, but for the recorder's own."""
        if mark is None or mark.layer == FILE_LAYER:
            return

        def find() -> None:
            self._study.review.selection.select(mark)
            self.find()

        action = menu.addAction("Find more like this")
        action.setObjectName("menu.find_alike")
        action.triggered.connect(lambda _checked=False: find())

    def run_ended(self, found: Detected) -> None:
        """Open a run started here; its suggestions are shown, as nobody asks for what is to stay hidden."""
        suggestions, run = self._study.suggestions, found.run
        wanted = self._wanted.pop(dict(run.parameters).get("examples", ""), None)
        if wanted is None or run.fingerprint != self._study.recording.fingerprint:
            return
        suggestions.show(run.run_id)
        suggestions.reveal()
        n_found = len(found.detections)
        if n_found:
            event = "event" if n_found == 1 else "events"
            text = f"{n_found} {event} like {wanted}. They count once you accept them."
            self._context.say(text, "Triage", self._study.scope.while_open(self._open_triage))
        else:
            self._context.say(f"Nothing else like {wanted} was found.")

"""Find more like this: from a selected mark to a run whose suggestions open beside it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QMenu

from eegview.app.detectors.detecting import Detected
from eegview.app.suggestions.find_similar import SIMILAR_ID, similar_values
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.ui.window.open_study import clock_text

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation


class AlikeDesk(QObject):
    """Asks the detector of similar events, and opens what it found."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk = station, station.desk
        self._asked_for: dict[str, str] = {}  # what each run is about, by its examples
        station.actions.connect({"triage.find_alike": self.find})
        station.marks.menu_built.connect(self._add_to_menu)
        station.detectors.runs.ended.connect(self._ended)
        self._desk.study_closed.connect(self._asked_for.clear)

    def find(self) -> None:
        """Look through the whole recording for what resembles the selected mark."""
        study = self._desk.study
        mark = study.review.selection.mark if study is not None else None
        if mark is None:
            return
        if self._station.detectors.plugins:
            self._find(mark)
        else:
            self._station.detectors.look(lambda: self._find(mark))

    def _find(self, mark: Annotation) -> None:
        study = self._desk.study
        if study is None:
            return
        try:
            values: dict[str, float | str] = dict(similar_values([mark]))
        except UsageError as error:
            self._desk.fail(error)
            return
        if mark.term_id in self._terms():
            values["term"] = mark.term_id
        term = self._desk.vocabulary.term(mark.term_id)
        label = term.label.lower() if term is not None else mark.term_id
        where = clock_text(study.recording, round(mark.onset_s))
        self._asked_for[str(values["examples"])] = f"the {label} at {where}"
        whole = study.recording.span
        self._station.detectors.run(SIMILAR_ID, values, Span(whole.start_s, whole.stop_s))

    def _terms(self) -> tuple[str, ...]:
        """Return what the detector can propose."""
        plugin = self._station.detectors.plugin(SIMILAR_ID)
        manifest = plugin.manifest if plugin is not None else None
        return manifest.terms if manifest is not None else ()

    def _add_to_menu(self, menu: QMenu, _at_px: QPointF, mark: Annotation | None) -> None:
        study = self._desk.study
        if mark is None or study is None or mark.layer == FILE_LAYER:
            return

        def find() -> None:
            study.review.selection.select(mark)
            self.find()

        action = menu.addAction("Find more like this")
        action.setObjectName("menu.find_alike")
        action.triggered.connect(lambda _checked=False: find())

    def _ended(self, found: Detected) -> None:
        """Open the run one asked for; its suggestions are shown, as nobody asks for what is to stay hidden."""
        study, run = self._desk.study, found.run
        asked = self._asked_for.pop(dict(run.parameters).get("examples", ""), None)
        if study is None or asked is None or run.fingerprint != study.recording.fingerprint:
            return
        study.suggestions.show(run.run_id)
        study.suggestions.reveal()
        n_found = len(found.detections)
        if n_found:
            event = "event" if n_found == 1 else "events"
            text = f"{n_found} {event} like {asked}. They count once you accept them."
            self._station.marks.toast.say(text, "Triage", self._station.triage.open)
        else:
            self._station.marks.toast.say(f"Nothing else like {asked} was found.")

"""Running a detector on the open study: the dialog with its settings, what is remembered of them, the order."""

import json
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject

from eegview.app.detectors.detecting import DetectionOrder, joined_movement
from eegview.app.detectors.given_marks import reads_marks_text
from eegview.app.detectors.inspection import fit_of, refusals_of
from eegview.detect.discovery import FoundPlugin
from eegview.detect.manifest_parameters import Value, parsed_value, value_text
from eegview.detect.validity import reads_eeg
from eegview.model.errors import UsageError
from eegview.model.film.video import SyncMap
from eegview.model.infant.study_age import AgeSource
from eegview.model.marked_times import MARKED_TIMES
from eegview.model.movement import MovementTrace
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.text.listing import listed
from eegview.ui.detectors.controller import DetectorsController
from eegview.ui.detectors.parameter_form import ParameterField
from eegview.ui.detectors.run_dialog import DetectorRunDialog
from eegview.ui.detectors.score_meanings import ScoreMeaningsController
from eegview.ui.display.age_controller import AgeController
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_RUN = "detector.run.dialog"
USUAL_SET = ("spasms", "hypsarrhythmia", "spikes", "sleep", "artifact")  # ticked until somebody ticks others
FILM_SET = ("movement_bursts", "movement_series")  # the same of a study that is film alone


class DetectorRunController(QObject):
    """The runs asked for on one study.

    movement_traces : returns what was watched of the videos, with where it lies in time; empty where nothing was
    age : the infant's age as it is known in this study
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        detectors: DetectorsController,
        movement_traces: Callable[[], Sequence[tuple[MovementTrace, SyncMap]]],
        age: AgeController,
    ) -> None:
        super().__init__(study.scope)
        self._window, self._settings, self._studies = context.window, context.settings, context.studies
        self._study, self._detectors, self._movement_traces = study, detectors, movement_traces
        self._age = age
        age.changed.connect(self._age_changed)
        context.actions.connect({"detector.run": self.open_dialog}, study.scope)
        detectors.run_dialog_asked.connect(self.open_dialog)
        detectors.run_asked.connect(self.run)
        detectors.looked.connect(self._plugins_changed)
        self.score_meanings = ScoreMeaningsController(study, detectors)
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        close_dialogs(self._window, (_RUN,))

    # the dialog

    def open_dialog(self, detector_id: str = "") -> None:
        """Show the dialog that runs a detector, "" = the one used last."""
        self._detectors.look(lambda: self._show_dialog(detector_id))

    def _show_dialog(self, detector_id: str) -> None:
        if not self._study.scope.is_open:
            return
        wanted = detector_id or self._settings.text("detectors/last", "spasms")
        dialog = show_dialog(self._window, _RUN, lambda: self._build(wanted))
        if isinstance(dialog, DetectorRunDialog) and detector_id:
            dialog.choose(detector_id)

    def _build(self, wanted: str) -> DetectorRunDialog:
        plugins = self._detectors.plugins
        remembered = {plugin.detector_id: self._remembered(plugin) for plugin in plugins}
        is_film = self._study.recording.is_film
        ticked = self._settings.text(self._set_key, " ".join(FILM_SET if is_film else USUAL_SET)).split()
        vocabulary = self._studies.vocabulary
        reads = {p.detector_id: reads_marks_text(p.manifest, vocabulary) for p in plugins if p.manifest is not None}
        of_eeg = {p.detector_id for p in plugins if is_film and p.manifest is not None and reads_eeg(p.manifest)}
        lacking = dict.fromkeys(of_eeg, tr("needs EEG"))
        if wanted in of_eeg:
            wanted = next((p.detector_id for p in plugins if p.detector_id in FILM_SET), wanted)
        dialog = DetectorRunDialog(
            self._window, plugins, spans_of(self._study), remembered, wanted, ticked, reads, lacking
        )
        self._show_age(dialog)
        dialog.run_asked.connect(self._run_and_remember)
        dialog.set_asked.connect(self._run_set)
        dialog.consent_asked.connect(self._detectors.open_consent)
        dialog.page_asked.connect(self._detectors.open_about)
        dialog.chosen.connect(self._check_fit)
        dialog.marks_asked.connect(self.use_marks)
        dialog.changed.connect(self._check_chosen)
        dialog.age_settled.connect(self._age.type)
        if dialog.plugin is not None:
            self._check_fit(dialog.plugin.detector_id)
        return dialog

    def _dialog(self) -> DetectorRunDialog | None:
        dialog = open_dialog(self._window, _RUN)
        return dialog if isinstance(dialog, DetectorRunDialog) else None

    def _plugins_changed(self) -> None:
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_plugins(self._detectors.plugins)

    def _age_months(self) -> float | None:
        """Return the age by the infant, or that was typed for this study, None = as the file says; see `study_age`."""
        dialog, age = self._dialog(), self._age.age
        by_infant = age if age is not None and age.source is AgeSource.INFANT else None
        if by_infant is not None and not by_infant.is_about:
            return by_infant.months
        typed = self._age.typed
        if dialog is not None and dialog.age.edit.isModified() and dialog.age.is_right:
            typed = dialog.age.age  # not kept yet
        if typed is not None:
            return typed.months
        return by_infant.months if by_infant is not None else None

    def _show_age(self, dialog: DetectorRunDialog) -> None:
        age = self._age
        dialog.show_age(age.typed, age.days_in_file, age.author, age.patient.infants_age)

    def _age_changed(self) -> None:
        dialog = self._dialog()
        if dialog is not None:
            self._show_age(dialog)
            self._check_chosen()

    def _check_chosen(self) -> None:
        dialog = self._dialog()
        if dialog is not None and dialog.plugin is not None:
            self._check_fit(dialog.plugin.detector_id)

    def use_marks(self, detector_id: str, field: ParameterField) -> None:
        """Write into a field where the reader's own marks begin, of the kind the detector looks for."""
        review, plugin = self._study.review, self._detectors.plugin(detector_id)
        terms = plugin.manifest.terms if plugin is not None and plugin.manifest is not None else ()
        selected = review.selection.mark
        term_id = selected.term_id if selected is not None and selected.term_id in terms else next(iter(terms), "")
        mine = [m for m in review.marks if m.term_id == term_id and m.layer == review.author]
        if mine:
            field.show_value(", ".join(f"{mark.onset_s:.2f}" for mark in sorted(mine, key=lambda m: m.onset_s)))
        else:
            term = self._studies.vocabulary.term(term_id)
            field.show_problem(f"You have no marks “{term.label if term is not None else term_id}” here yet.")

    def _remembered(self, plugin: FoundPlugin) -> dict[str, Value]:
        """Return the settings last used with a detector, without those that make no sense any more.

        Where marks are is not remembered: those were of another recording, or of another reader at this computer.
        """
        try:
            held = json.loads(self._settings.text(_settings_key(plugin.detector_id), "{}"))
        except ValueError:
            return {}  # the file was changed by hand
        values = {}
        for parameter in plugin.manifest.parameters if plugin.manifest and isinstance(held, dict) else ():
            try:
                if parameter.name in held and parameter.name not in MARKED_TIMES:
                    values[parameter.name] = parsed_value(parameter, str(held[parameter.name]))
            except UsageError:
                continue  # a newer version takes other values: its default stands
        return values

    def _check_fit(self, detector_id: str) -> None:
        """Show in the dialog whether the detector can work here, once that is known."""
        study, plugin = self._study, self._detectors.plugin(detector_id)
        if plugin is None or plugin.manifest is None:
            return
        manifest, recording, path = plugin.manifest, study.recording, study.paths[0]
        traces, age_months = self._movement_traces(), self._age_months()
        is_placed = any(sync.is_known for _trace, sync in traces)

        def done(fit: tuple[str, tuple[str, ...]]) -> None:
            dialog = self._dialog()
            if dialog is not None and dialog.plugin is not None and dialog.plugin.detector_id == detector_id:
                dialog.show_validity(*fit)

        self._detectors.in_background(
            lambda: fit_of(manifest, recording, path, is_placed, age_months, is_placed or not traces), done
        )

    # running

    def _run_and_remember(self, detector_id: str, values: Mapping[str, Value], span: Span) -> None:
        texts = {name: value_text(value) for name, value in values.items() if name not in MARKED_TIMES}
        self._settings.put(_settings_key(detector_id), json.dumps(texts))
        self._settings.put("detectors/last", detector_id)
        self.run(detector_id, values, span)

    @property
    def _set_key(self) -> str:
        """Where it is remembered which detectors are ticked: for film it is another set than for EEG."""
        return "detectors/set_of_film" if self._study.recording.is_film else "detectors/set"

    def _run_set(self, detector_ids: Sequence[str], span: Span) -> None:
        """Run several detectors one after another, each as it was set last; what cannot run here is told once."""
        self._settings.put(self._set_key, " ".join(detector_ids))
        found = (self._detectors.plugin(detector_id) for detector_id in detector_ids)
        plugins = [plugin for plugin in found if plugin is not None]
        traces, age_months = self._movement_traces(), self._age_months()
        recording, path = self._study.recording, self._study.paths[0]
        is_placed = any(sync.is_known for _trace, sync in traces)

        def run(refused: dict[str, str]) -> None:
            if not self._study.scope.is_open:
                return
            if refused:
                sentence = tr("Not run, for they cannot work on this study: {titles}.", titles=listed(list(refused), 6))
                self._studies.fail(UsageError(sentence, " ".join(dict.fromkeys(refused.values()))))
            for plugin in plugins:
                if plugin.title not in refused:
                    self.run(plugin.detector_id, self._remembered(plugin), span)

        self._detectors.in_background(
            lambda: refusals_of(plugins, recording, path, is_placed, age_months, is_placed or not traces), run
        )

    def run(self, detector_id: str, values: Mapping[str, Value], span: Span | None = None) -> None:
        """Run a detector on the recording; settings that are not given are its defaults."""
        if self._detectors.plugin(detector_id) is None:
            self._detectors.look(lambda: self._run_found(detector_id, values, span))
        else:
            self._run_found(detector_id, values, span)

    def _run_found(self, detector_id: str, values: Mapping[str, Value], span: Span | None) -> None:
        study, plugin = self._study, self._detectors.plugin(detector_id)
        if plugin is None:
            self._studies.fail(
                UsageError(f"There is no detector “{detector_id}”.", "See Detectors → About the detectors.")
            )
        elif plugin.needs_consent:
            self._detectors.open_consent(detector_id)
        else:
            movement = joined_movement(self._movement_traces())
            author = study.review.author
            wanted = plugin.manifest.input.marks if plugin.manifest is not None else ()
            marks = tuple(mark for mark in study.review.marks if mark.term_id in wanted and mark.layer == author)
            order = DetectionOrder(
                study.paths, dict(values), span, self._age_months(), movement, author, study.encoding, marks
            )
            self._detectors.start(plugin, study.recording, order)


def spans_of(study: OpenStudy) -> dict[str, Span]:
    """Return what can be searched, by its label."""
    whole, view = study.recording.span, study.view
    spans = {"Whole recording": whole}
    if view.start_s > whole.start_s:
        spans["From this page onwards"] = Span(view.start_s, whole.stop_s)
    part = view.span.intersection(whole)
    if part is not None and part != whole:
        spans["This page only"] = part
    if view.selection is not None and view.selection.duration_s >= 1.0:
        spans["Selection"] = view.selection
    return spans


def _settings_key(detector_id: str) -> str:
    return f"detectors/settings/{detector_id}"

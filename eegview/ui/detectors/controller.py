"""Detectors in the window: found, looked at, agreed to, set, run; results are told to whoever shows them."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from eegview.app.detectors.detecting import Detected, DetectionOrder, joined_movement
from eegview.app.detectors.inspection import agree_to, fit_of, inspected, page_of
from eegview.app.detectors.queue import DetectorRuns
from eegview.app.lanes import Lane
from eegview.app.library.editing import study_library
from eegview.detect.discovery import FoundPlugin, PluginState, find_plugins
from eegview.detect.manifest_parameters import Value, parsed_value, value_text
from eegview.model.errors import EegViewError, UsageError
from eegview.model.span import Span
from eegview.ui.detectors.about_dialog import DetectorAboutDialog
from eegview.ui.detectors.consent_dialog import ConsentDialog
from eegview.ui.detectors.parameter_form import ParameterField
from eegview.ui.detectors.run_dialog import DetectorRunDialog
from eegview.ui.detectors.texts import consent_facts, name_text
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

_RUN, _ABOUT, _CONSENT = "detector.run.dialog", "detector.about.dialog", "detector.consent.dialog"


class DetectorsDesk(QObject):
    """Owns the dialogs of detectors and the queue of their runs."""

    asked = Signal()  # a run was asked for: show the panel
    looked = Signal()  # `plugins` are as they are on the disk

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk = station, station.desk
        self._lane: Lane | None = None  # reads folders of detectors
        self.plugins: tuple[FoundPlugin, ...] = ()
        self.runs = DetectorRuns(station.bridge.post, self._open_run_store)
        self.runs.failed.connect(self._desk.fail)
        self.runs.ended.connect(self._ended)
        station.actions.connect({"detector.run": self.open_run, "detector.about": self.open_about})
        self._desk.study_closed.connect(lambda: close_dialogs(station.window, (_RUN,)))
        self._desk.shutting_down.connect(self._shut_down)

    def _open_run_store(self):  # type: ignore[no-untyped-def]
        library = study_library(self._desk.library_url)
        return library, library.close

    def _shut_down(self) -> None:
        self.runs.close()
        if self._lane is not None:
            self._lane.close()

    def in_background(self, work: Callable, done: Callable, failed: Callable[[EegViewError], None] | None = None):  # type: ignore[no-untyped-def]
        """Work on the lane that reads about detectors; `done` with what came of it."""
        self._lane = self._lane or Lane("detectors", self._desk.bridge.post)
        self._lane.submit(work, done, failed or self._desk.fail)

    # finding

    def look(self, then: Callable[[], None] = lambda: None) -> None:
        """Look again for detectors, in the background; then show them where they are listed."""

        def found(plugins: tuple[FoundPlugin, ...]) -> None:
            self.plugins = plugins
            for name in (_RUN, _ABOUT):
                dialog = open_dialog(self._station.window, name)
                if isinstance(dialog, (DetectorRunDialog, DetectorAboutDialog)):
                    dialog.show_plugins(plugins)
            then()
            self.looked.emit()

        self.in_background(find_plugins, found)

    def plugin(self, detector_id: str) -> FoundPlugin | None:
        """Return a detector as it was found last."""
        some = (p for p in self.plugins if p.detector_id == detector_id and p.state is not PluginState.HIDDEN)
        return next(some, None)

    # running

    def open_run(self, detector_id: str = "") -> None:
        """Show the dialog that runs a detector."""
        if self._desk.study is not None:
            self.look(lambda: self._show_run(detector_id))

    def _show_run(self, detector_id: str) -> None:
        study = self._desk.study
        if study is None:
            return
        wanted = detector_id or self._desk.settings.text("detectors/last", "spasms")
        dialog = show_dialog(self._station.window, _RUN, lambda: self._build_run(study, wanted))
        if isinstance(dialog, DetectorRunDialog) and detector_id:
            dialog.choose(detector_id)

    def _build_run(self, study: OpenStudy, wanted: str) -> DetectorRunDialog:
        remembered = {p.detector_id: self._remembered(p) for p in self.plugins}
        age_months = self._age_months(study)
        dialog = DetectorRunDialog(self._station.window, self.plugins, spans_of(study), remembered, wanted, age_months)
        dialog.run_asked.connect(self._run_asked)
        dialog.consent_asked.connect(self.open_consent)
        dialog.page_asked.connect(self.open_about)
        dialog.chosen.connect(self._check_fit)
        dialog.marks_asked.connect(lambda i, field: self._use_marks(study, i, field))
        dialog.age_written.connect(lambda months: self._keep_age(study, months))
        if dialog.plugin is not None:
            self._check_fit(dialog.plugin.detector_id)
        return dialog

    def _age_months(self, study: OpenStudy) -> float | None:
        """Return the age that was written for this recording, None = none was."""
        months = self._desk.settings.number(_age_key(study), -1.0)
        return months if months >= 0 else None

    def _keep_age(self, study: OpenStudy, months: float | None) -> None:
        self._desk.settings.put(_age_key(study), -1.0 if months is None else months)
        dialog = open_dialog(self._station.window, _RUN)
        if isinstance(dialog, DetectorRunDialog) and dialog.plugin is not None:
            self._check_fit(dialog.plugin.detector_id)

    def _use_marks(self, study: OpenStudy, detector_id: str, field: ParameterField) -> None:
        """Write into a field where the reader's own marks begin, of the kind the detector looks for."""
        plugin = self.plugin(detector_id)
        terms = plugin.manifest.terms if plugin is not None and plugin.manifest is not None else ()
        selected = study.review.selection.mark
        term_id = selected.term_id if selected is not None and selected.term_id in terms else next(iter(terms), "")
        term = self._desk.vocabulary.term(term_id)
        layer = study.review.author
        mine = [m for m in study.review.marks if m.term_id == term_id and m.layer == layer]
        if mine:
            field.show_value(", ".join(f"{mark.onset_s:.2f}" for mark in sorted(mine, key=lambda m: m.onset_s)))
        else:
            field.tell(f"You have no marks “{term.label if term is not None else term_id}” here yet.")

    def _remembered(self, plugin: FoundPlugin) -> dict[str, Value]:
        """Return the settings last used with a detector; those that make no sense any more are left out."""
        try:
            held = json.loads(self._desk.settings.text(_settings_key(plugin.detector_id), "{}"))
        except ValueError:
            return {}  # the file was changed by hand
        values = {}
        for parameter in plugin.manifest.parameters if plugin.manifest and isinstance(held, dict) else ():
            try:
                if parameter.name in held:
                    values[parameter.name] = parsed_value(parameter, str(held[parameter.name]))
            except UsageError:
                continue  # a newer version takes other values: its default stands
        return values

    def _check_fit(self, detector_id: str) -> None:
        """Say in the dialog whether the detector can work here, once that is known."""
        study, plugin = self._desk.study, self.plugin(detector_id)
        if study is None or plugin is None or plugin.manifest is None:
            return
        manifest, recording, path = plugin.manifest, study.recording, study.paths[0]
        has_movement, age_months = self._has_movement(), self._age_months(study)

        def done(fit: tuple[str, tuple[str, ...]]) -> None:
            dialog = open_dialog(self._station.window, _RUN)
            shown = dialog.plugin if isinstance(dialog, DetectorRunDialog) else None
            if isinstance(dialog, DetectorRunDialog) and shown and shown.detector_id == detector_id:
                dialog.show_validity(*fit)

        self.in_background(lambda: fit_of(manifest, recording, path, has_movement, age_months), done)

    def _run_asked(self, detector_id: str, values: Mapping[str, Value], span: Span) -> None:
        texts = {name: value_text(value) for name, value in values.items()}
        self._desk.settings.put(_settings_key(detector_id), json.dumps(texts))
        self._desk.settings.put("detectors/last", detector_id)
        self.run(detector_id, values, span)

    def run(self, detector_id: str, values: Mapping[str, Value], span: Span | None = None) -> None:
        """Have a detector run on the open recording; settings that are not given are its defaults."""
        study = self._desk.study
        if study is None:
            return
        plugin = self.plugin(detector_id)
        if plugin is None:
            self.look(lambda: self._run_found(study, detector_id, values, span))
        else:
            self._run_found(study, detector_id, values, span)

    def _run_found(self, study: OpenStudy, detector_id: str, values: Mapping[str, Value], span: Span | None) -> None:
        plugin = self.plugin(detector_id)
        if plugin is None:
            self._desk.fail(UsageError(f"There is no detector “{detector_id}”.", "See About the detectors."))
        elif plugin.needs_consent:
            self.open_consent(detector_id)
        else:
            movement = self._movement()
            age_months, author = self._age_months(study), study.review.author
            order = DetectionOrder(study.paths, dict(values), span, age_months, movement, author)
            self.runs.start(plugin, study.recording, order)
            self.asked.emit()

    def _has_movement(self) -> bool:
        return bool(self._station.movement.traces)

    def _movement(self):  # type: ignore[no-untyped-def]
        return joined_movement(self._station.movement.traces)

    def _ended(self, found: Detected) -> None:
        for sentence in found.notes:
            self._station.marks.toast.say(sentence)

    # looking at what would run

    def open_consent(self, detector_id: str) -> None:
        """Show what would run; agreeing is for exactly that."""
        plugin = self.plugin(detector_id)
        if plugin is not None:
            self.in_background(lambda: inspected(plugin), lambda looked: self._show_consent(*looked))

    def _show_consent(self, plugin: FoundPlugin, files: tuple[tuple[str, str], ...]) -> None:
        def build() -> ConsentDialog:
            is_changed = plugin.state is PluginState.CHANGED
            is_agreed = plugin.state is PluginState.READY
            dialog = ConsentDialog(
                self._station.window, name_text(plugin), is_changed, consent_facts(plugin), files, is_agreed=is_agreed
            )
            dialog.agree.setVisible(plugin.needs_consent)
            dialog.agreed.connect(lambda: self.in_background(lambda: agree_to(plugin), lambda _none: self.look()))
            dialog.folder_asked.connect(lambda: self.open_folder(plugin.folder))
            return dialog

        close_dialogs(self._station.window, (_CONSENT,))
        show_dialog(self._station.window, _CONSENT, build)

    @staticmethod
    def open_folder(folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    # about

    def open_about(self, detector_id: str = "") -> None:
        """Show the list of detectors with their pages."""
        self.look(lambda: self._show_about(detector_id))

    def _show_about(self, detector_id: str) -> None:
        def build() -> DetectorAboutDialog:
            can_run = self._desk.study is not None
            dialog = DetectorAboutDialog(self._station.window, (), "", can_run)
            dialog.page_asked.connect(self._read_page)
            dialog.consent_asked.connect(self.open_consent)
            dialog.folder_asked.connect(lambda i: self.open_folder(p.folder) if (p := self.plugin(i)) else None)
            dialog.run_asked.connect(self.open_run)
            return dialog

        dialog = show_dialog(self._station.window, _ABOUT, build)
        if isinstance(dialog, DetectorAboutDialog):
            dialog.show_plugins(self.plugins, detector_id)

    def _read_page(self, detector_id: str) -> None:
        plugin = self.plugin(detector_id)
        if plugin is None:
            return

        def done(markdown: str) -> None:
            dialog = open_dialog(self._station.window, _ABOUT)
            if isinstance(dialog, DetectorAboutDialog):
                dialog.show_page(detector_id, markdown)

        self.in_background(lambda: page_of(plugin), done)


def spans_of(study: OpenStudy) -> dict[str, Span]:
    """Return what can be searched, by its words."""
    whole, view = study.recording.span, study.session.view
    spans = {"Whole recording": whole}
    if view.start_s > whole.start_s:
        spans["From this page on"] = Span(view.start_s, whole.stop_s)
    part = view.span.intersection(whole)
    if part is not None and part != whole:
        spans["Only this page"] = part
    if view.selection is not None and view.selection.duration_s >= 1.0:
        spans["Selection"] = view.selection
    return spans


def _age_key(study: OpenStudy) -> str:
    return f"detectors/age/{study.recording.fingerprint[:16]}"


def _settings_key(detector_id: str) -> str:
    return f"detectors/settings/{detector_id}"

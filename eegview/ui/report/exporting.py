"""The report as a file: PDF, HTML, JSON or FHIR, written as it stands once its figures are drawn."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from eegview.app.report.entries import named_fields
from eegview.app.report.forms import ReportForm, form_of, report_content
from eegview.app.report.study import ReportStudy
from eegview.exchange.writing import write_whole
from eegview.model.errors import EegViewError
from eegview.model.report.document import ReportDocument
from eegview.model.text.language import tr
from eegview.ui.report.building import ReportBuilding, ReportChoices
from eegview.ui.report.figures import ReportFigures
from eegview.ui.report.texts import FACES
from eegview.ui.report.view import ReportView
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_lane import StudyLane

FILTERS = tr(
    "PDF to print and sign (*.pdf);;HTML page (*.html);;JSON with everything (*.json);;"
    "FHIR DiagnosticReport (*.fhir.json)"
)
SUFFIXES = tuple(ReportForm)
MESSAGE_MS = 15_000
_WAITING = tr("The report is written once its figures are drawn.")


class ReportExporting(QObject):
    """Asks where to, warns of what identifies, then writes on a lane."""

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ReportView,
        building: ReportBuilding,
        figures: ReportFigures,
        choices: Callable[[], ReportChoices | None],
    ) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._view = context, study, view
        self._building, self._figures, self._choices = building, figures, choices
        self._waiting: Callable[[], None] | None = None  # for the figures
        self._post, self._while_open = context.studies.bridge.post, study.scope.while_open
        figures.changed.connect(self._figures_changed)
        building.built.connect(self._built)
        building.failed.connect(self._drop)
        self._lane = StudyLane(study, self._post, "report file")

    # where to

    def ask(self) -> None:
        """Ask where to and in which form, then write it."""
        path = self.ask_for_path(tr("Export report"), "report", FILTERS, SUFFIXES)
        if path is not None:
            self.when_drawn(lambda: self.write(path))

    def ask_for_path(self, title: str, what: str, filters: str, suffixes: tuple[str, ...]) -> Path | None:
        """Return the file that was chosen, None for none."""
        context, recording = self._context, self._study.paths[0]
        name = Path(context.studies.privacy.file_name(recording, what)).stem
        suggested = context.settings.save_folder(recording) / f"{name}_{what}.pdf"
        path, _kind = ask_where_to_save(context.window, title, suggested, filters, suffixes)
        if path is not None:
            context.settings.saved_in(path.parent, recording)
        return path

    # once the figures are there

    def when_drawn(self, act: Callable[[], None]) -> None:
        """Do something once the report of now is built and its figures are drawn; cancelling them drops it."""
        self._waiting = act
        self._context.window.statusBar().showMessage(_WAITING, MESSAGE_MS)
        self._building.build()

    def _built(self, _pages: object) -> None:
        if self._figures.is_drawing or self._waiting is None:
            return
        waiting, self._waiting = self._waiting, None
        self._context.window.statusBar().clearMessage()
        waiting()

    def _drop(self, why: str) -> None:
        if self._waiting is not None:
            self._waiting = None
            self._context.say(tr("The report was not written. {why}", why=why))

    def _figures_changed(self) -> None:
        if self._figures.was_cancelled:
            self._drop(self._figures.problem)

    # writing

    def warnings(self, study: ReportStudy | None) -> tuple[str, ...]:
        """Return what identifies the patient in the report, a sentence each."""
        choices = self._choices()
        found = [FACES] if choices is not None and choices.with_frames else []
        if study is not None and (fields := named_fields(study)):
            labels = {f.field_id: f.label for section in self._building.sections for f in section.fields}
            named = ", ".join(labels.get(one, one) for one in fields)
            found.append(tr("The patient's name stands in what you wrote: {named}.", named=named))
        return tuple(found)

    def is_agreed(self) -> bool:
        """Whether the reader exports all the same, where something identifies the patient."""
        warnings = self.warnings(self._building.study)
        if not warnings:
            return True
        box = QMessageBox(self._context.window)
        box.setObjectName("report.identifies")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("This report identifies the infant"))
        box.setText("\n\n".join(warnings))
        go_on = box.addButton(tr("Export anyway"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is go_on

    def write(self, path: Path) -> None:
        """Write the report as it was built last."""
        document, form = self._building.document, form_of(path)
        if document is None or not self.is_agreed():
            return
        self.run(lambda: write_whole(path, report_content(document, form)), lambda _none: self.tell_written(path))

    def tell_written(self, path: Path) -> None:
        text = self._context.studies.privacy.text(tr("Report saved as {path}.", path=path))
        self._context.window.statusBar().showMessage(text, MESSAGE_MS)

    def run(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        """Do some work on the lane of files; what fails is said."""
        done_here, fail = self._while_open(done), self._while_open(self._context.studies.fail)

        def on_lane() -> None:
            try:
                result = work()
            except EegViewError as error:
                failed = error
                self._post(lambda: fail(failed))
            else:
                self._post(lambda: done_here(result))

        self._lane.ask(on_lane)

    @property
    def document(self) -> ReportDocument | None:
        """Return the report as it was built last."""
        return self._building.document

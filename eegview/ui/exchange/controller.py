"""Marks out to files and in again, and their history: the dialogs and what they set going."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.exchange.exporting import COPY, Format, export_copy, export_marks
from eegview.app.exchange.import_plan import (
    BY_NAME,
    ColumnChoice,
    ColumnsUnknown,
    ImportPlan,
    planned_marks,
    read_plan,
    shift_between,
)
from eegview.app.exchange.importing import FittedMarks, fit_marks
from eegview.model.annotation import FILE_LAYER, Annotation, marks_text
from eegview.model.edit import Edit
from eegview.model.errors import EegViewError
from eegview.model.provenance import Provenance
from eegview.model.text.language import tr
from eegview.model.time.wall_clock import even_start
from eegview.model.verification import Verification
from eegview.ui.exchange.bundle_controller import BundleController
from eegview.ui.exchange.column_dialog import ColumnDialog
from eegview.ui.exchange.export_dialog import ExportDialog
from eegview.ui.exchange.header_controller import HeaderController
from eegview.ui.exchange.history_dialog import HiddenText, HistoryDialog
from eegview.ui.exchange.import_dialog import ImportDialog
from eegview.ui.exchange.recording_controller import RecordingExportController
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_provenance import ask_provenance

_FILTER = tr(
    "Marks (*.tsv *.csv *.txt *.json *.edf *.bdf *.xml *.lay *.fif *.lst *.log *.csv_bi *.tse *.lab);;All files (*)"
)
_DIALOGS = ("export", "import", "columns", "history")


class ExchangeController(QObject):
    """Opens the dialogs about the marks of one study; files are read and written on the work lane."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study = context, study
        self._window, self._settings, self._studies = context.window, context.settings, context.studies
        self._hidden_text: HiddenText = _nothing_hidden
        self._show_evidence: Callable[[Annotation], bool] = _no_evidence
        self.recordings, self.header = RecordingExportController(context, study), HeaderController(context, study)
        self.bundles = BundleController(context, study)
        study.scope.ended.connect(self._close_dialogs)
        context.actions.connect(
            {
                "study.export": self.show_export,
                "study.import": self.ask_for_marks_file,
                "edit.history": self.show_history,
            },
            study.scope,
        )

    def _close_dialogs(self) -> None:
        close_dialogs(self._window, _DIALOGS)

    # out

    def show_export(self) -> None:
        """Open the dialog that writes marks."""
        show_dialog(self._window, "export", self._export_dialog)

    def _export_dialog(self) -> ExportDialog:
        review = self._study.review
        counts = dict.fromkeys(review.layers.names, 0)
        for mark in review.marks:
            counts[mark.layer] += 1
        recording = Path(self._study.paths[0]).resolve()
        folder = self._settings.save_folder(self._study.paths[0])
        stem = Path(self._studies.privacy.file_name(str(recording), recording.with_stem("recording").name)).stem
        dialog = ExportDialog(self._window, counts, folder, stem, recording.suffix)
        dialog.write_asked.connect(lambda path, layers, form: self._export(Path(path), layers, form))
        return dialog

    def _export(self, path: Path, layers: frozenset[str], form: Format) -> None:
        study, vocabulary = self._study, self._studies.vocabulary
        marks = tuple(mark for mark in study.review.marks if mark.layer in layers)
        recording = study.recording
        self._settings.saved_in(path.parent, study.paths[0])

        def write(provenance: Provenance) -> tuple[str, ...]:
            if form.how == COPY:
                return export_copy(path, marks, vocabulary, study.paths, provenance=provenance)
            started_at, duration_s = even_start(recording), recording.duration_s
            return export_marks(
                *(path, marks, vocabulary, started_at, study.paths, form.how, duration_s, recording, provenance)
            )

        def show(sentences: tuple[str, ...]) -> None:
            sentences = tuple(map(self._studies.privacy.text, sentences))
            dialog = open_dialog(self._window, "export")
            if isinstance(dialog, ExportDialog):
                dialog.show_outcome(sentences)

        def failed(error: EegViewError) -> None:
            show((f"⚠ {error.sentence}", error.advice))

        while_open = study.scope.while_open

        def known(provenance: Provenance) -> None:
            self._studies.work.submit(lambda: write(provenance), while_open(show), while_open(failed))

        ask_provenance(study, vocabulary, known)

    # in

    def ask_for_marks_file(self) -> None:
        """Ask for a file of marks and show what it would become."""
        folder = self._settings.text("recent/import") or str(Path(self._study.paths[0]).resolve().parent)
        path, _ = QFileDialog.getOpenFileName(asking_window(self._window), tr("Import marks"), folder, _FILTER)
        if path:
            self._settings.put("recent/import", str(Path(path).parent))
            self.show_import(Path(path))

    def show_import(self, path: Path, choice: ColumnChoice = BY_NAME, encoding: str = "") -> None:
        """Read a file of marks and show what it would become; ask for the columns of a table where they are unknown."""
        vocabulary, recording = self._studies.vocabulary, self._study.recording
        while_open = self._study.scope.while_open

        def failed(error: EegViewError) -> None:
            if isinstance(error, ColumnsUnknown):
                self._ask_for_columns(path, error, encoding)
            else:
                self._studies.fail(error)

        self._studies.work.submit(
            lambda: read_plan(path, vocabulary, choice, encoding, recording),
            while_open(lambda plan: self._show_plan(plan, path, choice)),
            while_open(failed),
        )

    def _ask_for_columns(self, path: Path, question: ColumnsUnknown, encoding: str) -> None:
        close_dialogs(self._window, ("columns",))
        dialog = ColumnDialog(self._window, self._studies.privacy.file_name(str(path), "The table"), question)
        dialog.chosen.connect(lambda choice: self.show_import(path, choice, encoding))
        show_dialog(self._window, "columns", lambda: dialog)

    def _show_plan(self, plan: ImportPlan, path: Path, choice: ColumnChoice) -> None:
        close_dialogs(self._window, ("import",))
        recording = self._study.recording
        n_outside = sum(not 0 <= mark.onset_s <= recording.duration_s for mark in plan.marks)
        dialog = ImportDialog(
            self._window,
            replace(plan, file_name=self._studies.privacy.file_name(plan.file_name, "The file")),
            self._studies.vocabulary,
            self._study.review.author,
            shift_between(plan, even_start(recording), recording.duration_s),
            n_outside,
        )
        dialog.import_asked.connect(lambda choices, layer, shift_s: self._import(plan, choices, layer, shift_s))
        dialog.encoding_chosen.connect(lambda encoding: self.show_import(path, choice, encoding))
        show_dialog(self._window, "import", lambda: dialog)

    def _import(self, plan: ImportPlan, choices: dict[int, str], layer: str | None, shift_s: float) -> None:
        vocabulary, review, say = self._studies.vocabulary, self._study.review, self._context.say
        present = tuple(mark for mark in review.marks if mark.layer != FILE_LAYER)
        author, rule, undo = review.author, review.layers.same_event, self._context.actions["edit.undo"].trigger
        channels = self._study.recording.channels

        def fitted(found: FittedMarks) -> None:
            def say_what_stood() -> None:
                if found.n_same_event:
                    text = tr(
                        "Imported {marks_text}; {n_same_event} of events already marked",
                        marks_text=marks_text(len(found.marks)),
                        n_same_event=found.n_same_event,
                    )
                    say(f"{text} ({rule.text}).", tr("Undo (Ctrl+Z)"), undo)

            if found.marks:
                reason = f"from a {Path(plan.file_name).suffix.lower()} file"  # for the log, which stays English
                review.acts.import_all(found.marks, say_what_stood, reason)
            else:
                say(tr("Nothing new: {marks_text} are here already.", marks_text=marks_text(found.n_already_here)))

        self._studies.work.submit(
            lambda: fit_marks(
                planned_marks(plan, choices, vocabulary, shift_s), present, author, layer, channels, rule
            ),
            fitted,
            self._studies.fail,
        )

    # history

    def show_history(self) -> None:
        """Open the log of this recording's marks, and have it checked."""
        show_dialog(self._window, "history", self._history_dialog)
        fingerprint = self._study.recording.fingerprint
        self._study.review.ask_library(
            lambda library: (library.edits(fingerprint), library.verification(fingerprint)),
            self._study.scope.while_open(self._show_edits),
        )

    def _history_dialog(self) -> HistoryDialog:
        time_text = self._study.session.time_text
        dialog = HistoryDialog(self._window, self._studies.vocabulary, time_text, self._hidden_text)
        dialog.edit_chosen.connect(self._go_to_edit)
        return dialog

    def _show_edits(self, answer: tuple[tuple[Edit, ...], Verification]) -> None:
        edits, found = answer
        dialog = open_dialog(self._window, "history")
        if isinstance(dialog, HistoryDialog):
            dialog.show_history(edits, found)

    def _go_to_edit(self, edit: Edit) -> None:
        mark = edit.changes[0].after or edit.changes[0].before
        if mark is not None and not self._show_evidence(mark):
            self._study.go_to(mark.onset_s)

    def use_evidence(self, hidden_text: HiddenText, show: Callable[[Annotation], bool]) -> None:
        """Have the history hide what blindness hides, and open evidence for a score where it belongs.

        hidden_text : what is said in place of an edit, "" for one that may be read
        show : opens a record or mark in the workbench; returns whether it is one of a score
        """
        self._hidden_text, self._show_evidence = hidden_text, show


def _nothing_hidden(_edit: Edit) -> str:
    return ""


def _no_evidence(_mark: Annotation) -> bool:
    return False

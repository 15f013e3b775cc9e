"""Marks out to files and in again, who is reading, and the history: the dialogs and what they set going."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QToolButton

from eegview.app.exchange.exporting import COPY, Format, export_copy, export_marks
from eegview.app.exchange.import_plan import ImportPlan, planned_marks, read_plan, shift_between
from eegview.app.exchange.importing import FittedMarks, fit_marks
from eegview.app.library.opening import Reviewer, open_marks
from eegview.model.annotation import FILE_LAYER, marks_text
from eegview.model.edit import Edit
from eegview.model.errors import EegViewError
from eegview.ui.exchange.export_dialog import ExportDialog
from eegview.ui.exchange.history_dialog import HistoryDialog
from eegview.ui.exchange.import_dialog import ImportDialog
from eegview.ui.exchange.reviewer_dialog import ReviewerDialog
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

_FILTER = "Marks (*.tsv *.csv *.txt *.json *.edf *.bdf *.xml *.lay *.fif *.lst *.log);;All files (*)"
_DIALOGS = ("export", "import", "history")


class ExchangeDesk(QObject):
    """Opens the dialogs; files are read and written on the work lane, the library on its own."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk, self._window = station, station.desk, station.window
        self.reviewer_button = QToolButton()
        self.reviewer_button.setObjectName("status.reviewer")
        self.reviewer_button.setProperty("role", "filter")
        self.reviewer_button.setToolTip("Who is reading; click to change")
        self.reviewer_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reviewer_button.clicked.connect(self.ask_reviewer)
        self._window.statusBar().addPermanentWidget(self.reviewer_button)
        station.actions.connect(
            {
                "study.export": self.show_export,
                "study.import": self.ask_for_marks_file,
                "study.reviewer": self.ask_reviewer,
                "edit.history": self.show_history,
            }
        )
        self._desk.study_opened.connect(lambda _study: self._show_reviewer())
        self._desk.study_closed.connect(lambda: close_dialogs(self._window, _DIALOGS))
        self._show_reviewer()

    # out

    def show_export(self) -> None:
        study = self._desk.study
        if study is not None:
            show_dialog(self._window, "export", lambda: self._export_dialog(study))

    def _export_dialog(self, study: OpenStudy) -> ExportDialog:
        counts = dict.fromkeys(study.review.layers.names, 0)
        for mark in study.review.marks:
            counts[mark.layer] += 1
        recording = Path(study.paths[0]).resolve()
        folder = Path(self._station.settings.text("recent/export") or recording.parent)
        dialog = ExportDialog(self._window, counts, folder, recording.stem, recording.suffix)
        dialog.write_asked.connect(lambda path, layers, form: self._export(study, Path(path), layers, form))
        return dialog

    def _export(self, study: OpenStudy, path: Path, layers: frozenset[str], form: Format) -> None:
        marks = tuple(mark for mark in study.review.marks if mark.layer in layers)
        recording, vocabulary = study.recording, self._desk.vocabulary
        self._station.settings.put("recent/export", str(path.parent))

        def write() -> tuple[str, ...]:
            if form.how == COPY:
                return export_copy(path, marks, vocabulary, study.paths)
            return export_marks(
                path, marks, vocabulary, recording.started_at, study.paths, form.how, recording.duration_s
            )

        def told(sentences: tuple[str, ...]) -> None:
            dialog = open_dialog(self._window, "export")
            if isinstance(dialog, ExportDialog):
                dialog.show_outcome(sentences)

        def failed(error: EegViewError) -> None:
            told((f"⚠ {error.sentence}", error.advice))

        self._desk.work.submit(write, told, failed)

    # in

    def ask_for_marks_file(self) -> None:
        study = self._desk.study
        if study is None:
            return
        folder = self._station.settings.text("recent/import") or str(Path(study.paths[0]).resolve().parent)
        path, _ = QFileDialog.getOpenFileName(self._window, "Import marks", folder, _FILTER)
        if path:
            self._station.settings.put("recent/import", str(Path(path).parent))
            self.show_import(Path(path))

    def show_import(self, path: Path) -> None:
        """Read a file of marks and show what it would become."""
        study, vocabulary = self._desk.study, self._desk.vocabulary
        if study is not None:
            self._desk.work.submit(
                lambda: read_plan(path, vocabulary), lambda plan: self._show_plan(study, plan), self._desk.fail
            )

    def _show_plan(self, study: OpenStudy, plan: ImportPlan) -> None:
        if self._desk.study is not study:
            return
        close_dialogs(self._window, ("import",))
        recording = study.recording
        n_outside = sum(not 0 <= mark.onset_s <= recording.duration_s for mark in plan.marks)
        dialog = ImportDialog(
            self._window,
            plan,
            self._desk.vocabulary,
            study.review.author,
            shift_between(plan, recording.started_at),
            n_outside,
        )
        dialog.import_asked.connect(lambda choices, layer, shift_s: self._import(study, plan, choices, layer, shift_s))
        show_dialog(self._window, "import", lambda: dialog)

    def _import(
        self, study: OpenStudy, plan: ImportPlan, choices: dict[int, str], layer: str | None, shift_s: float
    ) -> None:
        vocabulary, review = self._desk.vocabulary, study.review
        present = tuple(mark for mark in review.marks if mark.layer != FILE_LAYER)
        author = review.author

        def fitted(found: FittedMarks) -> None:
            if found.marks:
                review.acts.import_all(found.marks, reason=f"from a {Path(plan.file_name).suffix.lower()} file")
            else:
                self._station.marks.toast.say(f"Nothing new: {marks_text(found.n_already_here)} are here already.")

        self._desk.work.submit(
            lambda: fit_marks(planned_marks(plan, choices, vocabulary, shift_s), present, author, layer),
            fitted,
            self._desk.fail,
        )

    # who

    def ask_reviewer(self) -> None:
        show_dialog(self._window, "reviewer", self._reviewer_dialog)

    def _reviewer_dialog(self) -> ReviewerDialog:
        study = self._desk.study
        names = tuple(layer for layer in study.review.layers.names if layer != FILE_LAYER) if study else ()
        dialog = ReviewerDialog(self._window, self._desk.reviewer, names)
        dialog.reviewer_chosen.connect(self.use_reviewer)
        return dialog

    def use_reviewer(self, reviewer: Reviewer) -> None:
        """Go on as this reviewer, in the open study as well, and remember it."""
        desk = self._desk
        if reviewer == desk.reviewer:
            return
        if desk.study is not None:
            desk.study_closing.emit()  # what stands typed is still the first reviewer's
        desk.reviewer = reviewer
        self._station.settings.set_reviewer(reviewer)
        study = desk.study
        if study is not None:
            fingerprint = study.recording.fingerprint
            study.review.reopen(
                reviewer.name, lambda: open_marks(desk.library_url, fingerprint, reviewer, desk.vocabulary)
            )
            study.review.role = reviewer.role
        self._show_reviewer()

    def _show_reviewer(self) -> None:
        reviewer = self._desk.reviewer
        self.reviewer_button.setText(f"{reviewer.name}, {reviewer.role}".replace("&", "&&"))

    # history

    def show_history(self) -> None:
        study = self._desk.study
        if study is not None:
            show_dialog(self._window, "history", self._history_dialog)
            study.review.history(self._show_edits)

    def _history_dialog(self) -> HistoryDialog:
        dialog = HistoryDialog(self._window, self._desk.vocabulary)
        dialog.edit_chosen.connect(self._go_to_edit)
        return dialog

    def _show_edits(self, edits: tuple[Edit, ...], problems: list[str]) -> None:
        dialog = open_dialog(self._window, "history")
        if isinstance(dialog, HistoryDialog):
            dialog.show_history(edits, problems)

    def _go_to_edit(self, edit: Edit) -> None:
        mark = edit.changes[0].after or edit.changes[0].before
        if mark is not None:
            self._station.page_commands.go_to(mark.onset_s)


def connect_exchange(station: "Workstation") -> ExchangeDesk:
    """Connect import, export, reviewer and history."""
    return ExchangeDesk(station)

"""Files of a diary in the window: a table read, the diary and the form for families written, all on a lane."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.diary.exporting import write_diary
from eegview.app.diary.family_form import write_form
from eegview.app.diary.file_reading import SeenFile, seen_file
from eegview.app.diary.summary import DiarySummary
from eegview.app.lanes import Failed, T
from eegview.app.provenance import provenance_of
from eegview.exchange.diary.reading_choices import ReadingChoices
from eegview.model.errors import EegViewError
from eegview.model.infant.infant import Infant
from eegview.model.text.language import tr
from eegview.ui.diary.dialog import DiaryDialog
from eegview.ui.diary.form_dialog import FamilyFormDialog
from eegview.ui.diary.import_dialog import DiaryImportDialog
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context

IMPORT, FORM = "diary.import_dialog", "diary.form_dialog"
_READ = tr("Diaries (*.csv *.tsv *.txt *.json *.xlsx *.xlsm)")
_FORMS = tr("To print (*.pdf);;To fill in on a computer (*.xlsx);;To fill in on a computer (*.csv)")
_WRITE = "CSV (*.csv);;TSV (*.tsv);;JSON (*.json)"


class ReadingLane(Protocol):
    """Does work on a thread, in order."""

    def __call__(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None: ...


class DiaryFiles(QObject):
    """Asks for files and hands them to the lane.

    said : statements of an import, for the infant's log
    """

    said = Signal(list)

    def __init__(self, context: Context, lane: ReadingLane, today: Callable[[], date]) -> None:
        super().__init__(context.window)
        self._context, self._lane, self._today = context, lane, today

    @property
    def _asker(self) -> QWidget | None:
        """The diary, which has the keyboard again once a dialog of these is closed."""
        return self._context.window.findChild(DiaryDialog)

    def close(self) -> None:
        """Close what is open."""
        close_dialogs(self._context.window, (IMPORT, FORM))

    # reading

    def import_into(self, infant: Infant) -> None:
        """Ask for a file and show what it would add to the diary of an infant."""
        text, _kind = QFileDialog.getOpenFileName(
            asking_window(self._context.window), tr("Import into the diary"), "", _READ
        )
        if text:
            self.look_at(infant, Path(text))

    def look_at(self, infant: Infant, path: Path) -> None:
        """Show what a file would add to the diary of an infant."""
        close_dialogs(self._context.window, (IMPORT,))
        choices = ReadingChoices(today=self._today())
        self._read(infant, path, choices, False, lambda seen: self._show(infant, seen), self._context.studies.fail)

    def _read(
        self,
        infant: Infant,
        path: Path,
        choices: ReadingChoices,
        is_replacing: bool,
        done: Callable[[SeenFile], None],
        failed: Failed,
    ) -> None:
        url, viewer = self._context.studies.library_url, self._context.studies.reviewer.name
        self._lane(lambda: seen_file(url, infant.infant_id, viewer, path, choices, is_replacing), done, failed)

    def _show(self, infant: Infant, seen: SeenFile) -> None:
        dialog = DiaryImportDialog(self._context.window, seen)

        def read_again(choices: ReadingChoices, is_replacing: bool) -> None:
            self._read(infant, seen.path, choices, is_replacing, self._show_again, self._tell)

        dialog.asked.connect(read_again)
        dialog.accepted_plan.connect(self.said)
        show_dialog(self._context.window, IMPORT, lambda: dialog, self._asker)

    def _show_again(self, seen: SeenFile) -> None:
        dialog = open_dialog(self._context.window, IMPORT)
        if isinstance(dialog, DiaryImportDialog):
            dialog.show_seen(seen)

    def _tell(self, error: EegViewError) -> None:
        dialog = open_dialog(self._context.window, IMPORT)
        if isinstance(dialog, DiaryImportDialog):
            dialog.show_problem(f"{error.sentence} {error.advice}")

    # writing

    def export(self, infant: Infant, summary: DiarySummary) -> None:
        """Ask where the diary is to be written, and write it."""
        path, _kind = ask_where_to_save(
            self._context.window, tr("Export the diary"), Path("diary.csv"), _WRITE, (".csv", ".tsv", ".json")
        )
        if path is None:
            return
        url, viewer = self._context.studies.library_url, self._context.studies.reviewer.name

        def work() -> None:
            with closing(sealed_library(url, viewer)) as library:
                provenance = provenance_of(infant.infant_id, library)
            write_diary(path, summary, provenance)

        has_notes = any(one.note or one.seen_by for one in summary.events)
        named = tr("Notes and who saw it are in the file and may name people.") if has_notes else ""
        self._lane(work, lambda _none: self._wrote(path, named), self._context.studies.fail)

    def ask_for_form(self, pseudonym: str) -> None:
        """Ask for the weeks of the form for families, and write it."""
        monday = self._today() + timedelta(days=-self._today().weekday() % 7)
        close_dialogs(self._context.window, (FORM,))
        dialog = FamilyFormDialog(self._context.window, monday, pseudonym)
        dialog.asked.connect(self._write_form)
        show_dialog(self._context.window, FORM, lambda: dialog, self._asker)

    def name_infant(self, pseudonym: str, is_hidden: bool) -> None:
        """Fill in a pseudonym in an open form for families, or take it out; what was typed instead stays."""
        dialog = open_dialog(self._context.window, FORM)
        if isinstance(dialog, FamilyFormDialog) and dialog.pseudonym.text() == (pseudonym if is_hidden else ""):
            dialog.pseudonym.setText("" if is_hidden else pseudonym)

    def _write_form(self, first: date | None, n_weeks: int, language: str, pseudonym: str) -> None:
        path, _kind = ask_where_to_save(
            self._context.window, tr("Form for families"), Path("spasm-diary.pdf"), _FORMS, (".pdf", ".xlsx", ".csv")
        )
        if path is not None:
            self._lane(
                lambda: write_form(path, first, n_weeks, language, pseudonym),
                lambda _none: self._wrote(path),
                self._context.studies.fail,
            )

    def _wrote(self, path: Path, more: str = "") -> None:
        self._context.say(" ".join(filter(None, (tr("Wrote {name}.", name=path.name), more))))

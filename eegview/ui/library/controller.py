"""The window of the library: reads it on a lane, opens its studies, exports it, and switches what names it keeps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.infant.exported_tables import infant_tables
from eegview.app.infant.study_reading import CountRules
from eegview.app.lanes import Failed, Lane, T, Task
from eegview.app.library_tables.exporting import Exported, export_library
from eegview.app.library_tables.held_library import HeldLibrary, keep_names, read_held
from eegview.app.links.recordings import FoundRecording, RecordingState, find_recording
from eegview.app.resources import data_folder
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.text.dates import file_stamp
from eegview.model.text.language import tr
from eegview.model.treatment.as_of import AsOf
from eegview.ui.library.dialog import READING_TEXT, LibraryDialog
from eegview.ui.library.study_names import StudyNames
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import open_dialog, show_dialog
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context

_NAME = "library"
_FOLDER = "library/folder"  # in the settings: where an export was put last


class LibraryController(QObject):
    """Reads when the window is opened, on a lane of its own.

    now : the clock of this computer, by which a folder of tables is called
    """

    def __init__(self, context: Context, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(context.window)
        self._context, self._studies, self._window, self._now = context, context.studies, context.window, now
        self._lane: Lane | None = None
        self._task: Task | None = None
        self._held: HeldLibrary | None = None
        context.actions.connect({"library.open": self.open})
        self._studies.privacy.changed.connect(self._follow_privacy)
        self._studies.reviewer_changed.connect(self._drop)
        self._studies.shutting_down.connect(self._shut_down)

    @property
    def dialog(self) -> LibraryDialog | None:
        """Return the window while it is open."""
        found = open_dialog(self._window, _NAME)
        return found if isinstance(found, LibraryDialog) else None

    def open(self) -> None:
        """Open the window and read the library."""
        show_dialog(self._window, _NAME, self._build)
        if self._task is None:
            self.read()

    def _build(self) -> LibraryDialog:
        dialog = LibraryDialog(self._window)
        dialog.reading_asked.connect(self.read)
        dialog.cancel_asked.connect(self.cancel)
        dialog.opening_asked.connect(self.open_study)
        dialog.tables_asked.connect(self.ask_for_folder)
        dialog.json_asked.connect(self.ask_for_file)
        dialog.names_switched.connect(self._ask_to_switch)
        dialog.leaves_identity_out.setChecked(self._studies.privacy.is_hidden)
        return dialog

    # reading

    def read(self) -> None:
        """Read the library anew."""
        url, viewer = self._studies.library_url, self._studies.reviewer.name

        def done(held: HeldLibrary) -> None:
            if held.viewer == self._studies.reviewer.name:
                self._held = held
                self._show()
            else:
                self.read()

        self._submit(lambda: read_held(url, viewer, data_folder()), done, self._tell)

    def _drop(self) -> None:
        """Keep nothing of what was read: it may be another's to see."""
        self.cancel()
        self._held = None
        if self.dialog is not None:
            self.dialog.show_nothing(READING_TEXT)
            self.read()

    def _tell(self, error: EegViewError) -> None:
        if self.dialog is not None:
            self.dialog.show_nothing(f"{error.sentence}\n\n{error.advice}")

    def _follow_privacy(self) -> None:
        if self.dialog is not None:
            self.dialog.leaves_identity_out.setChecked(self._studies.privacy.is_hidden)
        self._show()

    def _show(self) -> None:
        dialog, held = self.dialog, self._held
        if dialog is not None and held is not None and self._task is None:
            dialog.show_library(held, StudyNames(held.files, self._studies.privacy.is_hidden))

    def open_study(self, fingerprint: str) -> None:
        """Open a study of the list, once it is seen that its file is still the one."""
        files = self._held.files.get(fingerprint) if self._held is not None else None

        def found(recording: FoundRecording) -> None:
            if recording.state is RecordingState.UNCHANGED:
                self._studies.open(recording.paths)
            else:
                self._context.say(
                    tr("The file of this study has moved or has other content now. Read the library again.")
                )

        self._studies.opening_lane.submit(
            lambda: find_recording(data_folder(), fingerprint, [files] if files else []), found, self._studies.fail
        )

    # writing

    def ask_for_folder(self) -> None:
        """Ask where to, and write the tables into a new folder there."""
        place = QFileDialog.getExistingDirectory(
            asking_window(self._window), tr("Folder for the tables"), self._context.settings.text(_FOLDER)
        )
        if place:
            self._context.settings.put(_FOLDER, place)
            self.export(Path(place) / f"library-tables-{file_stamp(self._now())}")

    def ask_for_file(self) -> None:
        """Ask where to, and write the tables as one JSON file."""
        folder = Path(self._context.settings.text(_FOLDER) or Path.home())
        path, _kind = ask_where_to_save(
            self._window, tr("Export library"), folder / "library.json", tr("JSON (*.json)"), (".json",)
        )
        if path is not None:
            self._context.settings.put(_FOLDER, str(path.parent))
            self.export(path)

    def export(self, out: Path) -> None:
        """Write the tables of the library as the reviewer may see them; see `export_library`."""
        url, viewer = self._studies.library_url, self._studies.reviewer.name
        dialog, is_hidden = self.dialog, self._studies.privacy.is_hidden
        with_identity = not (dialog.leaves_identity_out.isChecked() if dialog is not None else is_hidden)
        task = self._task = Task(self._show_share, self._studies.bridge.post)
        settings, as_of = self._context.settings, AsOf.now(datetime.now().astimezone())
        counting = CountRules(settings.cluster_rule, settings.same_event)

        def work() -> Exported:
            with closing(sealed_library(url, viewer)) as library:
                infants = infant_tables(library, viewer, as_of, counting, with_identity)
                return export_library(library, viewer, out, "", with_identity, task.progress, infants)

        def end() -> bool:
            is_newest = self._task is task
            self._task = None if is_newest else self._task
            if is_newest and self.dialog is not None:
                self.dialog.show_working(is_working=False)
            return is_newest

        def done(exported: Exported) -> None:
            end()
            n = exported.n_rows
            wrote = tr(
                "Wrote {name}: {n:,} recordings, {n_2:,} marks.", name=out.name, n=n["recordings"], n_2=n["marks"]
            )
            self._context.say(" ".join((wrote, *exported.notes)))  # one text: a second would take its place

        def failed(error: EegViewError) -> None:
            if end() and not isinstance(error, Cancelled):
                self._studies.fail(error)

        self._show_share(0.0)
        self._submit(work, done, failed)

    def cancel(self) -> None:
        """Stop the export that goes on; nothing of it is left."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        if self.dialog is not None:
            self.dialog.show_working(is_working=False)

    def _show_share(self, share: float) -> None:
        if self._task is not None and self.dialog is not None:
            self.dialog.show_working(is_working=True, share=share)

    # what the library keeps

    def _ask_to_switch(self, is_kept: bool) -> None:
        """Switch names on; off only after a question, since names are removed for all who use the library."""
        dialog = self.dialog
        if dialog is None or is_kept:
            self.switch_names(is_kept)
            return
        dialog.keeps_names.setChecked(True)  # until it is answered
        box = QMessageBox(dialog)
        box.setObjectName("library.remove_names")
        box.setWindowTitle(tr("Remove names?"))
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("Remove the names of all recordings from this library?"))
        box.setInformativeText(tr("It holds for all who use the library. Backups made before still hold the names."))
        remove = box.addButton(tr("Remove names"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowModality(Qt.WindowModality.WindowModal)
        box.buttonClicked.connect(lambda button: self.switch_names(is_kept=False) if button is remove else None)
        box.open()

    def switch_names(self, is_kept: bool) -> None:
        """Have the library keep names of recordings from now on, or remove all that it keeps."""
        url = self._studies.library_url

        def done(is_clean: bool) -> None:
            if not is_clean and not is_kept:
                self._context.say(
                    tr("Names are removed; the database may hold traces until it is cleaned up (vacuum).")
                )
            self.read()

        def failed(error: EegViewError) -> None:
            self._studies.fail(error)
            self._show()

        self._submit(lambda: keep_names(url, is_kept), done, failed)

    def _submit(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        self._lane = self._lane or Lane("library", self._studies.bridge.post)
        self._lane.submit(work, done, failed)

    def _shut_down(self) -> None:
        self.cancel()
        lane, self._lane = self._lane, None
        if lane is not None:
            lane.close()

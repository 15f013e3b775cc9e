"""What the Study menu offers about the open recording: notices, channels, pictures of the page."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from eegview.app.page.picture_file import PICTURE_SUFFIXES
from eegview.model.issue import Issue
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.display.age_controller import AgeController
from eegview.ui.study.changed_recording import ChangedRecording
from eegview.ui.study.channels_dialog import ChannelsDialog
from eegview.ui.study.notices_dialog import NoticesDialog
from eegview.ui.study.page_printing import PagePrinting, snapshot_of
from eegview.ui.study.patient_controller import PatientBar, PatientController
from eegview.ui.study.text_encoding_controller import TextEncodingController
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

PDF_FILTER = tr("PDF page (*.pdf)")
PICTURE_FILTERS = f"PNG image (*.png);;SVG drawing (*.svg);;{PDF_FILTER}"
MESSAGE_MS = 15_000
SMALLEST_PX = (1400, 800)  # of a picture: its words need the room however small the window is


class StudyMenuController(QObject):
    """Dialogs and files about one open study."""

    def __init__(self, context: Context, study: OpenStudy, age: AgeController, bar: PatientBar) -> None:
        super().__init__(study.scope)
        self._age = age
        age.changed.connect(self._age_changed)
        self._window, self._studies, self._settings = context.window, context.studies, context.settings
        self._context, self._study = context, study
        self.patient = PatientController(context, study, bar, age)
        self.printing = PagePrinting(context, study)
        self.text_encoding = TextEncodingController(context, study)
        self._changed_recording = ChangedRecording(context, study)
        context.actions.connect(
            {
                "study.notices": self.show_notices,
                "study.channels": self.show_channels,
                "study.snapshot": self.ask_for_picture,
                "page.print": self.print_page,
            },
            study.scope,
        )
        self._window.strip.notices_asked.connect(self.show_notices)
        self._studies.issues_changed.connect(self._issues_changed)
        self._studies.privacy.changed.connect(self._issues_changed)
        study.scope.ended.connect(self._close_dialogs)

    def _close_dialogs(self) -> None:
        close_dialogs(self._window, ("notices", "channels"))

    # dialogs

    def show_notices(self) -> None:
        """Show what is imperfect in the recording."""
        show_dialog(self._window, "notices", lambda: NoticesDialog(self._window, self._shown_issues()))

    def _issues_changed(self) -> None:
        dialog = open_dialog(self._window, "notices")
        if isinstance(dialog, NoticesDialog):
            dialog.show_issues(self._shown_issues())

    def _shown_issues(self) -> tuple[Issue, ...]:
        text = self._studies.privacy.text
        return tuple(replace(issue, message=text(issue.message)) for issue in self._study.issues)

    def show_channels(self) -> None:
        """Show what the recording holds, and the infant's age."""
        show_dialog(self._window, "channels", self._channels)
        self._age_changed()

    def _channels(self) -> ChannelsDialog:
        dialog = ChannelsDialog(self._window, self._study.recording)
        dialog.age.settled.connect(self._age.type)
        return dialog

    def _age_changed(self) -> None:
        dialog, age = open_dialog(self._window, "channels"), self._age
        if isinstance(dialog, ChannelsDialog):
            dialog.age.show_age(age.typed, age.days_in_file, age.author, age.patient.infants_age)

    # a picture

    def print_page(self) -> None:
        """Ask for a printer, then print the page; where there is none, offer to save it as PDF."""
        self.printing.ask(self.ask_for_pdf)

    def ask_for_pdf(self) -> None:
        """Ask where to, then write the page as PDF."""
        self._ask_for_place(".pdf", PDF_FILTER)

    def ask_for_picture(self) -> None:
        """Ask where to, then write the page as a picture."""
        self._ask_for_place(".png", PICTURE_FILTERS)

    def _ask_for_place(self, ending: str, filters: str) -> None:
        if self._window.page.shown_page is None:
            return
        at = elapsed_text(self._study.view.start_s, 0).replace(":", "")
        folder = self._settings.save_folder(self._study.paths[0])
        name = self._studies.privacy.file_name(self._study.paths[0], "page")
        suggested = folder / f"{Path(name).stem}_{at}{ending}"
        path, _kind = ask_where_to_save(self._window, tr("Save page as image"), suggested, filters, PICTURE_SUFFIXES)
        if path is not None:
            self._settings.saved_in(path.parent, self._study.paths[0])
            self.save_picture(path)

    def save_picture(self, path: Path) -> None:
        """Write the page as shown now, on the work lane; the status line says where it went."""
        page = self._window.page.shown_page
        if page is None:
            return
        size_px = max(self._window.page.width(), SMALLEST_PX[0]), max(self._window.page.height(), SMALLEST_PX[1])
        snapshot, bar = snapshot_of(self._context, self._study, page, size_px), self._window.statusBar()
        self._studies.work.submit(
            lambda: snapshot.write(path),
            lambda written: bar.showMessage(
                self._studies.privacy.text(tr("Page saved as {written}.", written=written)), MESSAGE_MS
            ),
            self._studies.fail,
        )

"""What the Study menu offers about the open recording: notices, channels, pictures of the page."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.page.picture import PICTURE_SUFFIXES
from eegview.app.page.snapshot import save_snapshot
from eegview.model.clock import elapsed_text
from eegview.ui.study.changed_recording import ChangedRecording
from eegview.ui.study.channels_dialog import ChannelsDialog
from eegview.ui.study.notices_dialog import NoticesDialog
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy

PICTURE_FILTERS = "PNG picture (*.png);;SVG drawing (*.svg);;PDF page (*.pdf)"
MESSAGE_MS = 15_000
SMALLEST_PX = (1400, 800)  # of a picture: its words need the room however small the window is


class StudyMenuController(QObject):
    """Dialogs and files about one open study."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._window, self._studies, self._settings = context.window, context.studies, context.settings
        self._study = study
        self._changed_recording = ChangedRecording(context, study)
        context.actions.connect(
            {
                "study.notices": self.show_notices,
                "study.channels": self.show_channels,
                "study.snapshot": self.ask_for_picture,
            },
            study.scope,
        )
        self._window.strip.notices_asked.connect(self.show_notices)
        self._studies.issues_changed.connect(self._issues_changed)
        study.scope.ended.connect(self._close_dialogs)

    def _close_dialogs(self) -> None:
        close_dialogs(self._window, ("notices", "channels"))

    # dialogs

    def show_notices(self) -> None:
        """Show what is imperfect in the recording."""
        show_dialog(self._window, "notices", lambda: NoticesDialog(self._window, self._study.issues))

    def _issues_changed(self) -> None:
        dialog = open_dialog(self._window, "notices")
        if isinstance(dialog, NoticesDialog):
            dialog.show_issues(self._study.issues)

    def show_channels(self) -> None:
        """Show what the recording holds."""
        show_dialog(self._window, "channels", lambda: ChannelsDialog(self._window, self._study.recording))

    # a picture

    def ask_for_picture(self) -> None:
        """Ask where to, then write the page as a picture."""
        if self._window.page.shown_page is None:
            return
        at = elapsed_text(self._study.view.start_s, 0).replace(":", "")
        folder = Path(self._settings.text("snapshot/folder", str(Path.home())))
        suggested = str(folder / f"{Path(self._study.paths[0]).stem}_{at}.png")
        text, kind = QFileDialog.getSaveFileName(self._window, "Save page as picture", suggested, PICTURE_FILTERS)
        if text:
            path = Path(text)
            if path.suffix.lower() not in PICTURE_SUFFIXES:
                path = path.with_name(f"{path.name}.{kind[-4:-1]}")
            self._settings.put("snapshot/folder", str(path.parent))
            self.save_picture(path)

    def save_picture(self, path: Path) -> None:
        """Write the page as shown now, on the work lane; the status line says where it went."""
        study, page = self._study, self._window.page.shown_page
        if page is None:
            return
        size_px = max(self._window.page.width(), SMALLEST_PX[0]), max(self._window.page.height(), SMALLEST_PX[1])
        rows = tuple(shown.placement.row for shown in page.rows)
        bar = self._window.statusBar()
        self._studies.work.submit(
            partial(save_snapshot, page.result, rows, study.view, size_px, study.recording.started_at, path),
            lambda written: bar.showMessage(f"The page is in {written}.", MESSAGE_MS),
            self._studies.fail,
        )

"""Links of a report that come from outside the open study: pasted, clicked in a PDF, or given at the start."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.links.reading import ReadLink, read_link
from eegview.app.links.recordings import (
    FoundRecording,
    RecordingState,
    find_recording,
    forget_recordings,
    note_recording,
)
from eegview.app.resources import data_folder
from eegview.model.errors import UsageError
from eegview.model.text.language import tr
from eegview.ui.study.link_dialog import LinkDialog
from eegview.ui.study.recent_list import RecentStudies
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

NAME = "link"
_OTHER = tr("The opened recording is not the one of the link; the link is not followed.")


class LinkOpening(QObject):
    """Opens the recording a link names, then has the link shown; nothing of a link is ever run."""

    def __init__(self, context: Context, recent: RecentStudies) -> None:
        super().__init__(context.window)
        self._window, self._studies, self._say = context.window, context.studies, context.say
        self._recent = recent
        self._show: Callable[[ReadLink], None] = lambda _read: None
        self._wanted: ReadLink | None = None  # followed once its recording is open
        self._studies.opening_ended.connect(self._opening_ended)
        recent.cleared.connect(self._forget)

    # asking

    def ask(self) -> None:
        """Ask for a link."""
        self._dialog()

    def _dialog(self, text: str = "") -> LinkDialog:
        dialog = show_dialog(self._window, NAME, self._build)
        assert isinstance(dialog, LinkDialog)
        if text:
            dialog.link.setPlainText(text)
        return dialog

    def _build(self) -> LinkDialog:
        dialog = LinkDialog(self._window)
        dialog.asked.connect(self.follow)
        dialog.choose_asked.connect(self._choose)
        return dialog

    # following

    def follow(self, text: str) -> None:
        """Open what a link leads to; where that cannot be, the dialog says why and lets a file be chosen."""
        self.follow_in(text, ())

    def follow_in(self, text: str, paths: Sequence[str]) -> None:
        """Follow a link in given files of its recording; without any they are looked for."""
        try:
            read = read_link(text)
        except UsageError as error:
            self._dialog(text).show_problem(f"{error.sentence} {error.advice}")
            return
        study, fingerprint = self._studies.study, read.link.fingerprint
        if study is not None and study.recording.fingerprint == fingerprint and not paths:
            self._follow_here(read)
            return
        self._wanted = read
        if paths:
            self._open(paths)
            return
        recent = [one.paths for one in self._recent.studies]

        def found(recording: FoundRecording) -> None:
            if self._wanted is not read:
                return  # another link was asked for meanwhile
            if recording.state is RecordingState.UNCHANGED:
                self._open(recording.paths)
            else:
                self._dialog(text).offer_file(f"{recording.sentence} Choose its file.")

        self._studies.opening_lane.submit(
            lambda: find_recording(data_folder(), fingerprint, recent), found, self._studies.fail
        )

    def _open(self, paths: Sequence[str]) -> None:
        if not self._studies.may_leave(lambda: self._open(paths)):
            return
        self._studies.open(list(paths))

    def _choose(self) -> None:
        """Ask for the files of the recording a link names, and open them."""
        paths, _ = QFileDialog.getOpenFileNames(
            asking_window(self._window), tr("Recording of the link"), "", tr("All files (*)")
        )
        if paths:
            self._open(paths)

    # studies

    def show_in(self, study: OpenStudy, show: Callable[[ReadLink], None]) -> None:
        """Show links of the study that was opened by `show`; note where it lies, for later links."""
        self._show = show
        fingerprint, paths = study.recording.fingerprint, study.paths
        self._studies.work.submit(
            lambda: note_recording(data_folder(), fingerprint, paths), lambda _none: None, self._studies.fail
        )
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        if wanted.link.fingerprint == fingerprint:
            self._follow_here(wanted)
        else:
            self._say(_OTHER)

    def _follow_here(self, read: ReadLink) -> None:
        dialog = open_dialog(self._window, NAME)
        if dialog is not None:
            dialog.close()
        self._show(read)

    def _opening_ended(self) -> None:
        if self._studies.study is None:
            self._wanted = None

    def _forget(self) -> None:
        """Forget where recordings lie, with the list of recent studies."""
        self._studies.work.submit(lambda: forget_recordings(data_folder()), lambda _none: None, self._studies.fail)

"""What opens a study: dialogs, dropped files, recent ones, the demonstration; and the bar that shows how far it is."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.demonstration import Demonstration, default_folder, make_demonstration
from eegview.app.demonstration_match import is_demonstration, match_demonstration
from eegview.app.lanes import Task
from eegview.app.study.opening_plan import OpeningPlan, plan_opening
from eegview.app.study.preview import PreviewReader
from eegview.app.study.recent import RecentStudy
from eegview.app.video.beside_recording import FilmedBeside, filmed_beside
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.text.language import tr
from eegview.ui.study.clip_question import ask_about_clips
from eegview.ui.study.empty_state import EmptyState
from eegview.ui.study.folder_choice import FolderChoice
from eegview.ui.study.link_opening import LinkOpening
from eegview.ui.study.open_dialog import ask_to_open
from eegview.ui.study.patient_controller import PatientBar
from eegview.ui.study.recent_list import RecentStudies
from eegview.ui.study.recent_menu import RecentMenu
from eegview.ui.video.controller import VideoController
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import close_dialogs, show_dialog
from eegview.ui.widgets.task_progress import WorkProgress
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

DEMO_HOURS, DEMO_SEED = 0.5, 1
_FOLDER = "recent/folder"  # in the settings: where the last recording was chosen


class OpeningController(QObject):
    """Opens studies; long work shows its progress and can be stopped.

    now : the clock of this computer, by which the recent list says when a study was opened
    """

    def __init__(self, context: Context, video: VideoController, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(context.window)
        self._window, self._studies, self._settings = context.window, context.studies, context.settings
        self._video, self._now = video, now
        self.progress = WorkProgress()
        self._window.statusBar().addPermanentWidget(self.progress)
        self._demonstration: Task | None = None
        self._reader = PreviewReader(self._studies.library_url, self._studies.bridge.post)
        actions, privacy = context.actions, self._studies.privacy
        self.patient_bar = PatientBar(context)  # says whose study is open
        self.recent_studies = RecentStudies(self._settings, self._find_existing, self)
        self.recent_studies.hide_names(privacy.is_hidden)
        privacy.changed.connect(lambda: self.recent_studies.hide_names(privacy.is_hidden))
        self.recent = RecentMenu(self.recent_studies, self._window)
        actions.menus["Study"].insertMenu(actions["study.demo"], self.recent)
        opens = actions["study.open"], actions["study.open_folder"], actions["study.demo"]
        self.empty = EmptyState(self._window.page, self.recent_studies, *opens)
        self.recent.chosen.connect(self.open_recent)
        self.empty.table.opened.connect(self.open_recent)
        self.empty.locate_asked.connect(self.locate)
        self.links = LinkOpening(context, self.recent_studies)
        actions.connect(
            {
                "study.open": self.ask_for_files,
                "study.open_folder": self.ask_for_folder,
                "study.open_link": self.links.ask,
                "study.demo": self.open_demonstration,
                "study.close": self._studies.leave,
                "study.quit": self._window.close,
            }
        )
        studies = self._studies
        studies.opening.connect(self._opening)
        studies.progressed.connect(self.progress.set_share)
        studies.opening_ended.connect(self._opening_ended)
        studies.study_opened.connect(self._opened)
        studies.study_closed.connect(self._show_empty)
        studies.shutting_down.connect(self._shutting_down)
        self._show_empty()

    # what is asked

    def ask_for_files(self) -> None:
        """Ask for the files of one study and open them."""
        self._ask(is_for_folder=False)

    def ask_for_folder(self) -> None:
        """Ask for a folder that is a recording or holds a study, and open it."""
        self._ask(is_for_folder=True)

    def _ask(self, is_for_folder: bool) -> None:
        ask_to_open(self._window, self._reader, self._settings.text(_FOLDER), is_for_folder, self._chosen)

    def _chosen(self, paths: list[str]) -> None:
        self._settings.put(_FOLDER, str(Path(paths[0]).parent))
        self.open_paths(paths)

    def open_paths(self, paths: Sequence[str]) -> None:
        """Open files and folders that were chosen or dropped: recordings with their videos, or videos alone."""
        self._studies.opening_lane.submit(lambda: plan_opening(paths), self._carry_out, self._studies.fail)

    def _carry_out(self, plan: OpeningPlan) -> None:
        if plan.needs_choice:
            close_dialogs(self._window, ("folder_choice",))  # about another folder
            show_dialog(self._window, "folder_choice", lambda: self._choice(plan))
        elif plan.is_film_folder:
            self._studies.open(plan.videos)
        else:
            self._open(plan.recordings, plan.videos)

    def _choice(self, plan: OpeningPlan) -> FolderChoice:
        dialog = FolderChoice(self._window, plan, self._reader)
        dialog.chosen.connect(self._open)
        return dialog

    def _open(self, recordings: Sequence[str], videos: Sequence[str]) -> None:
        if recordings:
            self._studies.open(recordings)
            self._video.named = list(videos)  # after: what was being opened before forgets its own
        elif self._studies.study is not None and not self._studies.study.recording.is_film:
            self._ask_about(self._studies.study, tuple(videos))
        else:
            self._studies.open(videos)

    def _ask_about(self, study: OpenStudy, clips: tuple[str, ...]) -> None:
        """Ask whether clips are film of the open EEG: by their clocks they may be of another day."""
        privacy, recording = self._studies.privacy, study.recording
        names = [privacy.file_name(path, tr("The clip")) for path in clips]

        def open_alone() -> None:
            self._studies.open(clips)

        def ask(beside: FilmedBeside) -> None:
            ask_about_clips(
                self._window, study.scope, names, beside, open_alone, lambda: self._video.kept.add(list(clips))
            )

        read = study.scope.while_open(ask)
        self._studies.opening_lane.submit(lambda: filmed_beside(recording, clips), read, self._studies.fail)

    # recent studies

    def open_recent(self, study: RecentStudy) -> None:
        """Open a study of the recent list, all of its files."""
        self._studies.open(study.paths)

    def locate(self, path: str) -> None:
        """Ask where a recent study is now, and open it there."""
        title = tr("Locate study") if self.recent_studies.hides_names else tr("Locate {name}", name=Path(path).name)
        new_path, _ = QFileDialog.getOpenFileName(
            asking_window(self._window), title, str(Path(path).parent), tr("All files (*)")
        )
        if new_path:
            self.recent_studies.relocate(path, new_path)
            self.open_paths([new_path])

    def _opened(self, study: OpenStudy) -> None:
        self._show_page()
        recording, now = study.recording, self._now()
        started = recording.started_at
        self.recent_studies.add(
            RecentStudy(
                tuple(str(Path(path).absolute()) for path in study.paths),
                started.replace(tzinfo=None).isoformat() if started is not None else "",
                recording.duration_s,
                now.replace(microsecond=0).isoformat(),
            )
        )

        if is_demonstration(study.paths[0]):  # before its marks are fetched: its time is known from the start
            path, fingerprint, library = study.paths[0], recording.fingerprint, self._studies.library_url
            self._studies.store.submit(
                lambda: match_demonstration(path, fingerprint, library), lambda _done: None, self._not_matched
            )

    def _not_matched(self, _error: EegViewError) -> None:
        """Leave it at that: what is wrong with the library is told when its marks are fetched."""

    def _find_existing(self, paths: tuple[str, ...], report: Callable[[frozenset[str]], None]) -> None:
        """Report which of the files still exist."""
        self._studies.work.submit(
            lambda: frozenset(path for path in paths if Path(path).exists()), report, self._studies.fail
        )

    # how far it is

    def _opening(self, names: list[str]) -> None:
        self.cancel_demonstration()
        self._show_page()
        self.progress.begin(
            tr("Opening {file_name}", file_name=self._studies.privacy.file_name(names[0])), self._studies.cancel_opening
        )

    def _opening_ended(self) -> None:
        self.progress.end()
        if self._studies.study is None:
            self._show_empty()

    def _show_empty(self) -> None:
        """Offer what can be opened; the strip would say nothing of an empty page."""
        self._window.strip.hide()
        self.empty.show_empty()

    def _show_page(self) -> None:
        self._window.strip.show()
        self.empty.hide()

    def _shutting_down(self) -> None:
        self._reader.cancel()
        self.cancel_demonstration()

    # the demonstration

    def open_demonstration(self) -> None:
        """Make the simulated study if it is not there yet, then open it with its video."""
        if self._demonstration is not None:
            return
        task = self._demonstration = Task(self.progress.set_share, self._studies.bridge.post)
        self.progress.begin(tr("Simulating an infant study"), self.cancel_demonstration)

        def made(demonstration: Demonstration) -> None:
            if self._demonstration is task:
                self._end_demonstration()
                self._studies.open([str(demonstration.recording)])

        def failed(error: EegViewError) -> None:
            if self._demonstration is task:
                self._end_demonstration()
            if not isinstance(error, Cancelled):
                self._studies.fail(error)

        def make() -> Demonstration:
            folder = default_folder(DEMO_HOURS, DEMO_SEED)
            return make_demonstration(folder, DEMO_HOURS, DEMO_SEED, progress=task.progress)

        self._studies.work.submit(make, made, failed)

    def cancel_demonstration(self) -> None:
        """Stop making the demonstration, if it is being made."""
        if self._demonstration is not None:
            self._demonstration.cancel()
            self._end_demonstration()

    def _end_demonstration(self) -> None:
        self._demonstration = None
        self.progress.end()

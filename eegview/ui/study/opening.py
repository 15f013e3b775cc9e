"""What opens a study: a dialog, the recent files, the demonstration; and the bar that shows how far it is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.demonstration import Demonstration, default_folder, make_demonstration
from eegview.app.lanes import Task
from eegview.model.errors import Cancelled, EegViewError
from eegview.ui.study.patient_controller import PatientBar
from eegview.ui.study.recent_menu import RecentMenu
from eegview.ui.widgets.task_progress import WorkProgress
from eegview.ui.window.context import Context

DEMO_HOURS, DEMO_SEED = 0.5, 1


class OpeningController(QObject):
    """Opens studies from the Study menu; long work shows its progress and can be stopped."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._window, self._studies, self._settings = context.window, context.studies, context.settings
        self.progress = WorkProgress()
        self._window.statusBar().addPermanentWidget(self.progress)
        self._demonstration: Task | None = None
        self.patient_bar = PatientBar(context)  # says whose study is open
        self.recent = RecentMenu(
            lambda: self._settings.recent_files, self._find_existing, self._window, self._studies.privacy
        )
        context.actions.menus["Study"].insertMenu(context.actions["study.demo"], self.recent)
        self.recent.chosen.connect(lambda path: self._studies.open([path]))
        context.actions.connect(
            {
                "study.open": self.ask_for_files,
                "study.demo": self.open_demonstration,
                "study.close": self._studies.leave,
                "study.quit": self._window.close,
            }
        )
        studies = self._studies
        studies.opening.connect(self._opening)
        studies.progressed.connect(self.progress.set_share)
        studies.opening_ended.connect(self.progress.end)
        studies.shutting_down.connect(self.cancel_demonstration)

    def ask_for_files(self) -> None:
        """Ask for the files of one study and open them."""
        folder = self._settings.text("recent/folder")
        paths, _ = QFileDialog.getOpenFileNames(self._window, "Open a recording", folder, "All files (*)")
        if paths:
            self._settings.put("recent/folder", str(paths[0]).rsplit("/", 1)[0])
            self._studies.open(paths)

    def _opening(self, names: list[str]) -> None:
        self.cancel_demonstration()
        self.progress.begin(f"Opening {self._studies.privacy.file_name(names[0])}", self._studies.cancel_opening)

    def _find_existing(self, paths: tuple[str, ...], report: Callable[[frozenset[str]], None]) -> None:
        """Report which of the files still exist."""
        self._studies.work.submit(
            lambda: frozenset(path for path in paths if Path(path).exists()), report, self._studies.fail
        )

    # the demonstration

    def open_demonstration(self) -> None:
        """Make the simulated study if it is not there yet, then open it with its video."""
        if self._demonstration is not None:
            return
        task = self._demonstration = Task(self.progress.set_share, self._studies.bridge.post)
        self.progress.begin("Simulating an infant study", self.cancel_demonstration)

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

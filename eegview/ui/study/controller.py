"""What the Study menu offers about a recording: notices, channels, pictures, recent files, the demonstration."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.demonstration import Demonstration, default_folder, make_demonstration
from eegview.app.lanes import Task
from eegview.app.page.picture import PICTURE_SUFFIXES
from eegview.app.page.snapshot import save_snapshot
from eegview.model.clock import elapsed_text
from eegview.model.errors import Cancelled, EegViewError
from eegview.ui.study.channels_dialog import ChannelsDialog
from eegview.ui.study.notices_dialog import NoticesDialog
from eegview.ui.study.recent_menu import RecentMenu
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.widgets.task_progress import WorkProgress

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

DEMO_HOURS, DEMO_SEED = 0.5, 1
PICTURE_FILTERS = "PNG picture (*.png);;SVG drawing (*.svg);;PDF page (*.pdf)"
TOLD_MS = 15_000
SMALLEST_PX = (1400, 800)  # of a picture: its words need the room however small the window is


class StudyDesk(QObject):
    """Dialogs and long work around a study."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._window, self._desk = station, station.window, station.desk
        self.progress = WorkProgress()
        self._window.statusBar().addPermanentWidget(self.progress)
        self._demo: Task | None = None
        self.recent = RecentMenu(lambda: station.settings.recent_files, self._ask_which_exist)
        study_menu = station.actions.menus["Study"]
        study_menu.insertMenu(station.actions["study.demo"], self.recent)
        self._connect()

    def _connect(self) -> None:
        desk, actions = self._desk, self._station.actions
        actions.connect(
            {
                "study.notices": self.show_notices,
                "study.channels": self.show_channels,
                "study.snapshot": self.ask_for_picture,
                "study.demo": self.open_demonstration,
            }
        )
        self._window.strip.notices_asked.connect(self.show_notices)
        self.recent.chosen.connect(lambda path: self._station.open([path]))
        desk.opening.connect(self._opening)
        desk.progressed.connect(self.progress.set_share)
        desk.opening_ended.connect(self.progress.end)
        desk.study_closed.connect(lambda: close_dialogs(self._window, ("notices", "channels")))
        desk.issues_changed.connect(self._issues_changed)
        desk.shutting_down.connect(self.cancel_demonstration)

    # opening

    def _opening(self, names: list[str]) -> None:
        self.cancel_demonstration()
        self.progress.begin(f"Opening {names[0]}", self._desk.cancel_opening)

    def _ask_which_exist(self, paths: tuple[str, ...], tell: Callable[[frozenset[str]], None]) -> None:
        self._desk.work.submit(lambda: frozenset(p for p in paths if Path(p).exists()), tell, self._station.fail)

    # dialogs

    def show_notices(self) -> None:
        study = self._desk.study
        if study is not None:
            show_dialog(self._window, "notices", lambda: NoticesDialog(self._window, study.issues))

    def _issues_changed(self) -> None:
        dialog, study = open_dialog(self._window, "notices"), self._desk.study
        if isinstance(dialog, NoticesDialog) and study is not None:
            dialog.show_issues(study.issues)

    def show_channels(self) -> None:
        study = self._desk.study
        if study is not None:
            show_dialog(self._window, "channels", lambda: ChannelsDialog(self._window, study.recording))

    # a picture

    def ask_for_picture(self) -> None:
        study = self._desk.study
        if study is None or self._window.page.shown_page is None:
            return
        at = elapsed_text(study.session.view.start_s, 0).replace(":", "")
        folder = Path(self._station.settings.text("snapshot/folder", str(Path.home())))
        suggested = str(folder / f"{Path(study.paths[0]).stem}_{at}.png")
        text, kind = QFileDialog.getSaveFileName(self._window, "Save page as picture", suggested, PICTURE_FILTERS)
        if text:
            path = Path(text)
            if path.suffix.lower() not in PICTURE_SUFFIXES:
                path = path.with_name(f"{path.name}.{kind[-4:-1]}")
            self._station.settings.put("snapshot/folder", str(path.parent))
            self.save_picture(path)

    def save_picture(self, path: Path) -> None:
        """Write the page as shown now, on the work lane; the status line says where it went."""
        study, page = self._desk.study, self._window.page.shown_page
        if study is None or page is None:
            return
        size_px = max(self._window.page.width(), SMALLEST_PX[0]), max(self._window.page.height(), SMALLEST_PX[1])
        rows = tuple(shown.placement.row for shown in page.rows)
        self._desk.work.submit(
            partial(save_snapshot, page.result, rows, study.session.view, size_px, study.recording.started_at, path),
            lambda written: self._tell(f"The page is in {written}."),
            self._station.fail,
        )

    def _tell(self, text: str) -> None:
        self._window.statusBar().showMessage(text, TOLD_MS)

    # the demonstration

    def open_demonstration(self) -> None:
        """Make the simulated study if it is not there yet, then open it with its video."""
        if self._demo is not None:
            return
        task = self._demo = Task(self.progress.set_share, self._station.bridge.post)
        self.progress.begin("Simulating an infant study", self.cancel_demonstration)

        def made(demonstration: Demonstration) -> None:
            if self._demo is task:
                self._end_demonstration()
                self._station.open([str(demonstration.recording)])

        def failed(error: EegViewError) -> None:
            if self._demo is task:
                self._end_demonstration()
            if not isinstance(error, Cancelled):
                self._station.fail(error)

        self._desk.work.submit(
            lambda: make_demonstration(
                default_folder(DEMO_HOURS, DEMO_SEED), DEMO_HOURS, DEMO_SEED, progress=task.progress
            ),
            made,
            failed,
        )

    def cancel_demonstration(self) -> None:
        if self._demo is not None:
            self._demo.cancel()
            self._end_demonstration()

    def _end_demonstration(self) -> None:
        self._demo = None
        self.progress.end()


def connect_study(station: "Workstation") -> StudyDesk:
    return StudyDesk(station)

"""The detectors of the window: found, inspected, agreed to; their runs go on one after the other."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from eegview.app.detectors.detecting import Detected, DetectionOrder, RunStore
from eegview.app.detectors.inspection import agree_to, inspected, page_of
from eegview.app.detectors.queue import DetectorRuns
from eegview.app.detectors.withdrawal import withdraw
from eegview.app.key_table import SuggestedKey
from eegview.app.lanes import Lane
from eegview.app.library.editing import study_library
from eegview.detect.consent import Agreed
from eegview.detect.discovery import FoundPlugin, PluginState, find_plugins
from eegview.detect.manifest_parameters import Value
from eegview.model.errors import EegViewError
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.detectors.about_dialog import DetectorAboutDialog
from eegview.ui.detectors.consent_dialog import ConsentDialog
from eegview.ui.detectors.texts import consent_details, name_text
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context

_ABOUT, _CONSENT = "detector.about.dialog", "detector.consent.dialog"

T = TypeVar("T")


class DetectorsController(QObject):
    """The detectors there are and the queue of their runs, which go on when their study is closed."""

    asked = Signal()  # a run was asked for: show the panel
    looked = Signal()  # `plugins` are as they are on the disk
    run_dialog_asked = Signal(str)  # id, "" = the detector used last
    run_asked = Signal(str, object, object)  # id, {name: value}, Span | None
    run_changed = Signal(object)  # RunUnderWay | None; for parts that live as long as a study
    run_ended = Signal(object)  # Detected
    run_failed = Signal(object)  # EegViewError: it did not begin

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context, self._studies, self._window = context, context.studies, context.window
        self._lane: Lane | None = None  # reads folders of detectors
        self.plugins: tuple[FoundPlugin, ...] = ()
        self.runs = DetectorRuns(self._studies.bridge.post, self._open_run_store)
        self.runs.failed.connect(self._studies.fail)
        self.runs.ended.connect(self._run_ended)
        self.runs.changed.connect(self.run_changed.emit)
        self.runs.ended.connect(self.run_ended.emit)
        self.runs.failed.connect(self.run_failed.emit)
        context.actions.connect({"detector.about": self.open_about})
        self._studies.shutting_down.connect(self._shut_down)

    def _open_run_store(self) -> tuple[RunStore, Callable[[], None]]:
        library = study_library(self._studies.library_url)
        return library, library.close

    def _shut_down(self) -> None:
        self.runs.close()
        if self._lane is not None:
            self._lane.close()

    def in_background(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[EegViewError], None] | None = None
    ) -> None:
        """Work on the lane that reads about detectors; `done` with what came of it."""
        self._lane = self._lane or Lane("detectors", self._studies.bridge.post)
        self._lane.submit(work, done, failed or self._studies.fail)

    # finding

    def look(self, then: Callable[[], None] = lambda: None) -> None:
        """Look again for detectors, in the background; show them where they are listed, then call `then`."""

        def found(plugins: tuple[FoundPlugin, ...]) -> None:
            self.plugins = plugins
            about = open_dialog(self._window, _ABOUT)
            if isinstance(about, DetectorAboutDialog):
                about.show_plugins(plugins)
            self.looked.emit()
            then()

        self.in_background(find_plugins, found)

    def plugin(self, detector_id: str) -> FoundPlugin | None:
        """Return a detector as it was found last."""
        some = (p for p in self.plugins if p.detector_id == detector_id and p.is_used)
        return next(some, None)

    def suggested_keys(self, report: Callable[[tuple[SuggestedKey, ...]], None]) -> None:
        """Look for detectors, then report which keys those that were agreed to suggest."""

        def found() -> None:
            ready = [(p.title, p.manifest) for p in self.plugins if p.state is PluginState.READY]
            known = [(title, manifest.suggested_keys) for title, manifest in ready if manifest is not None]
            report(tuple(SuggestedKey(i, key, title) for title, keys in known for i, key in keys))

        self.look(found)

    # running

    def open_run(self, detector_id: str = "") -> None:
        """Request the dialog that runs a detector on the open study; without a study nothing happens."""
        self.run_dialog_asked.emit(detector_id)

    def run(self, detector_id: str, values: Mapping[str, Value], span: Span | None = None) -> None:
        """Request a run on the open study; settings that are not given are the detector's defaults."""
        self.run_asked.emit(detector_id, values, span)

    def start(self, plugin: FoundPlugin, recording: Recording, order: DetectionOrder) -> None:
        """Run a detector that was agreed to once those asked for before have ended."""
        self.runs.start(plugin, recording, order)
        self.asked.emit()

    def _run_ended(self, found: Detected) -> None:
        for sentence in found.notes:
            self._context.say(sentence)

    # what would run

    def open_consent(self, detector_id: str) -> None:
        """Show what would run; agreeing is for exactly that."""
        plugin = self.plugin(detector_id)
        if plugin is not None:
            self.in_background(lambda: inspected(plugin), lambda inspected: self._show_consent(*inspected))

    def _show_consent(self, plugin: FoundPlugin, files: tuple[tuple[str, str], ...]) -> None:
        def build() -> ConsentDialog:
            is_changed = plugin.state is PluginState.CHANGED
            is_agreed = plugin.state is PluginState.READY
            details = consent_details(plugin)
            dialog = ConsentDialog(self._window, name_text(plugin), is_changed, details, files, is_agreed=is_agreed)
            dialog.agree.setVisible(plugin.needs_consent)
            dialog.agreed.connect(lambda: self.in_background(lambda: agree_to(plugin), lambda _none: self.look()))
            dialog.folder_asked.connect(lambda: self.open_folder(plugin.folder))
            return dialog

        close_dialogs(self._window, (_CONSENT,))
        show_dialog(self._window, _CONSENT, build)

    def withdraw(self, detector_id: str) -> None:
        """Withdraw what was agreed to of a detector, of every version; it asks again before it runs."""
        plugin = self.plugin(detector_id)
        name = name_text(plugin) if plugin is not None else detector_id

        def done(withdrawn: Sequence[Agreed]) -> None:
            if withdrawn:
                self._context.say(tr("“{name}” is not approved any more. It asks again before it runs.", name=name))
            self.look()

        self.in_background(lambda: withdraw(detector_id), done)

    @staticmethod
    def open_folder(folder: Path) -> None:
        """Open a detector's folder in the desktop's own file browser."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    # about

    def open_about(self, detector_id: str = "") -> None:
        """Show the list of detectors with their pages."""
        self.look(lambda: self._show_about(detector_id))

    def _show_about(self, detector_id: str) -> None:
        def build() -> DetectorAboutDialog:
            dialog = DetectorAboutDialog(self._window, (), "", can_run=self._studies.study is not None)
            dialog.page_asked.connect(self._read_page)
            dialog.consent_asked.connect(self.open_consent)
            dialog.withdrawal_asked.connect(self.withdraw)
            dialog.folder_asked.connect(lambda i: self.open_folder(p.folder) if (p := self.plugin(i)) else None)
            dialog.run_asked.connect(self.open_run)
            return dialog

        dialog = show_dialog(self._window, _ABOUT, build)
        if isinstance(dialog, DetectorAboutDialog):
            dialog.show_plugins(self.plugins, detector_id)

    def _read_page(self, detector_id: str) -> None:
        plugin = self.plugin(detector_id)
        if plugin is None:
            return

        def done(markdown: str) -> None:
            dialog = open_dialog(self._window, _ABOUT)
            if isinstance(dialog, DetectorAboutDialog):
                dialog.show_page(detector_id, markdown)

        self.in_background(lambda: page_of(plugin), done)

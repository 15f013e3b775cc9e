"""The study that a report is compared with: a file, or one that was opened here lately."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from eegview.app.study.recent import RecentStudy
from eegview.model.text.language import tr
from eegview.ui.report.header import ReportHeader
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class PreviousStudy(QObject):
    """Offers studies, and remembers the one chosen for this recording.

    changed : another one was chosen, or none
    """

    changed = Signal()

    def __init__(self, context: Context, study: OpenStudy, header: ReportHeader) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._header = context, study, header
        self._key = f"report/{study.recording.fingerprint[:16]}/previous"
        self.paths: tuple[str, ...] = tuple(filter(None, context.settings.text(self._key).split("\n")))
        self._menu = header.previous_menu
        self._menu.aboutToShow.connect(self._fill)

    def show(self) -> None:
        """Show which study is chosen."""
        privacy = self._context.studies.privacy
        name = Path(self.paths[0]).name if self.paths and not privacy.is_hidden else "chosen" if self.paths else ""
        self._header.show_previous(name[:24] + "…" if len(name) > 25 else name)
        self._header.previous.setToolTip(name or tr("Choose an earlier study of this infant to compare with"))

    def choose(self, paths: tuple[str, ...]) -> None:
        """Compare with a study by its files; none: with nothing."""
        if paths != self.paths:
            self.paths = paths
            self._context.settings.put(self._key, "\n".join(paths))
            self.show()
            self.changed.emit()

    def ask_for_file(self) -> None:
        """Ask for the file of an earlier study."""
        folder = str(Path(self._study.paths[0]).absolute().parent)
        path, _kind = QFileDialog.getOpenFileName(
            asking_window(self._context.window),
            tr("Previous study of this infant"),
            folder,
            tr("Recordings (*);;All files (*)"),
        )
        if path:
            self.choose((path,))

    def _fill(self) -> None:
        menu, actions = self._menu, self._context.actions
        menu.clear()
        own = set(self._study.paths)
        recent = [one for one in self._context.settings.recent_studies if not own & set(one.paths)]
        is_hidden = self._context.studies.privacy.is_hidden
        heading = menu.addAction(
            tr("Recent studies; choose one of the same infant") if recent else tr("No recent studies")
        )
        heading.setEnabled(False)
        for number, one in enumerate(recent, 1):
            name = f"Study {number}" if is_hidden else one.name
            line = menu.addAction("   ".join(filter(None, (name, one.recorded_text))).replace("&", "&&"))
            line.setCheckable(True)
            line.setChecked(one.paths == self.paths)
            line.triggered.connect(self._chooser(one))
        menu.addSeparator()
        menu.addAction(actions["report.previous"])
        menu.addAction(actions["report.no_previous"])

    def _chooser(self, study: RecentStudy) -> Callable[[], None]:
        return lambda: self.choose(study.paths)

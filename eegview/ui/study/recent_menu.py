"""Recently opened studies as a menu; those that are gone are greyed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from eegview.app.study.preview import length_text
from eegview.app.study.recent import RecentStudy
from eegview.model.text.language import tr
from eegview.ui.study.recent_list import RecentStudies

_FOLDER_LETTERS = 36


class RecentMenu(QMenu):
    """Fills itself when opened. Whether files are still there is asked elsewhere: a lost network disk may take long."""

    chosen = Signal(object)  # RecentStudy

    def __init__(self, recent: RecentStudies, parent: QWidget) -> None:
        super().__init__("Open recent", parent)
        self.setObjectName("study.recent")
        self.setToolTipsVisible(True)
        self._recent = recent
        self._actions: dict[str, QAction] = {}
        self.aboutToShow.connect(self.fill)
        recent.found.connect(self._grey_missing)

    def fill(self) -> None:
        self.clear()
        self._actions = {}
        studies = self._recent.studies
        for number, study in enumerate(studies, 1):
            action = QAction(self._line(study, number), self)
            action.setToolTip("" if self._recent.hides_names else study.path)
            action.setData(study.path)
            action.triggered.connect(self._choose(study))
            self.addAction(action)
            self._actions[study.path] = action
        if not studies:
            self.addAction(tr("No recent studies")).setEnabled(False)
            return
        self.addSeparator()
        clear = self.addAction(tr("Clear list"))
        clear.setObjectName("study.recent.clear")
        clear.triggered.connect(self._recent.clear)
        self._recent.look_for_files()

    def _line(self, study: RecentStudy, number: int) -> str:
        """Return name, folder, date and duration: ten files of a hospital are all called alike."""
        metrics = self.fontMetrics()
        folder_px = metrics.averageCharWidth() * _FOLDER_LETTERS
        folder = metrics.elidedText(study.folder, Qt.TextElideMode.ElideMiddle, folder_px)
        length = length_text(study.duration_s) if study.duration_s else ""
        where = "" if self._recent.hides_names else folder
        text = "   ".join(filter(None, (self._recent.name_of(study, number), where, study.recorded_text, length)))
        return text.replace("&", "&&")

    def _choose(self, study: RecentStudy) -> Callable[[], None]:
        return lambda: self.chosen.emit(study)

    def _grey_missing(self, existing: frozenset[str]) -> None:
        for path, action in self._actions.items():
            if path not in existing and action.isEnabled():
                action.setEnabled(False)
                action.setText(tr("{text}   (not found)", text=action.text()))

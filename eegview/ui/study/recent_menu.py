"""Recently opened recordings as a menu; those that are gone are greyed."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from eegview.ui.window.patient_privacy import HIDDEN_PLACE, PatientPrivacy

FindExisting = Callable[[tuple[str, ...], Callable[[frozenset[str]], None]], None]


class RecentMenu(QMenu):
    """Fills itself when opened. Whether files are still there is asked elsewhere: a lost network disk may take long."""

    chosen = Signal(str)

    def __init__(
        self,
        recent_files: Callable[[], list[str]],
        find_existing: FindExisting,
        parent: QWidget,
        privacy: PatientPrivacy,
    ) -> None:
        super().__init__("Open recent", parent)
        self.setObjectName("study.recent")
        self.setToolTipsVisible(True)
        self._recent_files, self._find_existing, self._privacy = recent_files, find_existing, privacy
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        self.clear()
        paths = tuple(self._recent_files())
        for number, path in enumerate(paths, 1):
            action = QAction(self._privacy.file_name(path, f"Recording {number}").replace("&", "&&"), self)
            action.setToolTip(HIDDEN_PLACE if self._privacy.is_hidden else path)
            action.setData(path)
            action.triggered.connect(lambda _checked=False, p=path: self.chosen.emit(p))
            self.addAction(action)
        if paths:
            self._find_existing(paths, self._grey_missing)
        else:
            self.addAction("No recent recordings").setEnabled(False)

    def _grey_missing(self, existing: frozenset[str]) -> None:
        for action in self.actions():
            path = action.data()
            if path and path not in existing and action.isEnabled():
                action.setEnabled(False)
                action.setText(f"{action.text()}   (not found)")

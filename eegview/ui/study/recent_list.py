"""The studies opened last: what is remembered of them, and the table to choose one from."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from eegview.app.study.preview import length_text
from eegview.app.study.recent import RecentStudy, relocated, with_opened, without
from eegview.model.text.language import tr
from eegview.ui.window.settings import Settings

FindExisting = Callable[[tuple[str, ...], Callable[[frozenset[str]], None]], None]
COLUMNS = (tr("Study"), tr("Folder"), tr("Recorded"), tr("Duration"), tr("Opened"))
NAME, FOLDER, RECORDED, DURATION, OPENED = range(5)
_PAD_PX = 8
_LEAST_FOLDER_LETTERS = 12


class RecentStudies(QObject):
    """The list in the settings. Whether files are still there is asked elsewhere, and reported by `found`."""

    changed = Signal()
    cleared = Signal()
    found = Signal(object)  # frozenset of the paths that are there

    def __init__(self, settings: Settings, find_existing: FindExisting, parent: QObject) -> None:
        super().__init__(parent)
        self._settings, self._find_existing = settings, find_existing
        self.hides_names = False

    @property
    def studies(self) -> tuple[RecentStudy, ...]:
        return self._settings.recent_studies

    def name_of(self, study: RecentStudy, number: int) -> str:
        """Return what a study is called in lists: a file's name may name the patient, and can be hidden."""
        return f"Study {number}" if self.hides_names else study.name

    def hide_names(self, is_hidden: bool) -> None:
        """Show numbers in place of the names of files and folders, or the names again."""
        self.hides_names = is_hidden
        self.changed.emit()

    def add(self, opened: RecentStudy) -> None:
        self._keep(with_opened(self.studies, opened))

    def remove(self, path: str) -> None:
        self._keep(without(self.studies, path))

    def relocate(self, path: str, new_path: str) -> None:
        self._keep(relocated(self.studies, path, new_path))

    def clear(self) -> None:
        self._keep(())
        self.cleared.emit()

    def _keep(self, studies: Sequence[RecentStudy]) -> None:
        self._settings.set_recent_studies(studies)
        self.changed.emit()

    def look_for_files(self) -> None:
        """Have `found` say which of the files are there."""
        paths = tuple(study.path for study in self.studies)
        if paths:
            self._find_existing(paths, self.found.emit)


class RecentTable(QTableWidget):
    """The list as a table: Enter or a double click opens, Delete removes from the list."""

    opened = Signal(object)  # RecentStudy
    removed = Signal(str)  # path
    choice_changed = Signal()

    def __init__(self, recent: RecentStudies, parent: QWidget | None = None) -> None:
        super().__init__(0, len(COLUMNS), parent)
        self.setObjectName("empty.recent")
        self.setAccessibleName(tr("Recent studies"))
        self._recent = recent
        self._studies: tuple[RecentStudy, ...] = ()
        self._missing: frozenset[str] = frozenset()
        self.setHorizontalHeaderLabels(COLUMNS)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)  # Tab goes on to the buttons
        self.setWordWrap(False)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(FOLDER, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        self.itemActivated.connect(self._activated)
        self.itemSelectionChanged.connect(self.choice_changed)
        recent.changed.connect(self.fill)
        recent.found.connect(self._show_missing)
        self.fill()

    @property
    def chosen(self) -> RecentStudy | None:
        """The study selected, None while none is."""
        row = self.currentRow()
        return self._studies[row] if 0 <= row < len(self._studies) else None

    @property
    def is_chosen_missing(self) -> bool:
        """Whether the file of the selected study is not where it was."""
        return self.chosen is not None and self.chosen.path in self._missing

    def fill(self) -> None:
        """Show the list as it is now; the selected study stays selected."""
        chosen = self.chosen
        self._studies = self._recent.studies
        self.setRowCount(len(self._studies))
        for row, study in enumerate(self._studies):
            self._fill_row(row, study)
        self._fit_columns()
        rows = [row for row, study in enumerate(self._studies) if chosen is not None and study.path == chosen.path]
        if self._studies:
            self.setCurrentCell(rows[0] if rows else 0, NAME)
        self.choice_changed.emit()

    def _fill_row(self, row: int, study: RecentStudy) -> None:
        is_missing = study.path in self._missing
        name = self._recent.name_of(study, row + 1)
        texts = (
            tr("{name} (not found)", name=name) if is_missing else name,
            "" if self._recent.hides_names else study.folder,
            study.recorded_text,
            length_text(study.duration_s) if study.duration_s else "",
            study.opened_text,
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip("" if self._recent.hides_names else "\n".join((study.path, study.opened_text)).strip())
            if is_missing:
                item.setForeground(self.palette().placeholderText())
            self.setItem(row, column, item)

    def _fit_columns(self) -> None:
        """Show names whole unless they are long; where room is short leave out when it was opened, then the folder."""
        metrics = self.fontMetrics()
        most_px = max(self.width() // 3, metrics.averageCharWidth() * 24)
        name_px = min(self.sizeHintForColumn(NAME) + _PAD_PX, most_px)
        self.setColumnWidth(NAME, name_px)
        time_px = metrics.horizontalAdvance("0000-00-00 00:00") + 2 * _PAD_PX
        length_px = metrics.horizontalAdvance(tr("00 h 00 min")) + 2 * _PAD_PX
        left_px = self.viewport().width() - name_px - time_px - length_px
        folder_px = metrics.averageCharWidth() * _LEAST_FOLDER_LETTERS
        self.setColumnHidden(OPENED, left_px < time_px + folder_px)
        self.setColumnHidden(FOLDER, left_px < folder_px)
        is_rest = self.isColumnHidden(FOLDER)  # then the name has all the room that is left
        mode = QHeaderView.ResizeMode.Stretch if is_rest else QHeaderView.ResizeMode.Interactive
        self.horizontalHeader().setSectionResizeMode(NAME, mode)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _show_missing(self, existing: frozenset[str]) -> None:
        missing = frozenset(study.path for study in self._studies) - existing
        if missing != self._missing:
            self._missing = missing
            self.fill()

    def _activated(self, item: QTableWidgetItem) -> None:
        study = self._studies[item.row()]
        if study.path not in self._missing:
            self.opened.emit(study)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.chosen is not None:
            self.removed.emit(self.chosen.path)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self._activated(self.currentItem())
        else:
            super().keyPressEvent(event)

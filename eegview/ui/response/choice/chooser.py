"""In place of the second page while none is chosen: the recent studies, those of the same infant first."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.study.preview import length_text
from eegview.app.study.recent import RecentStudy
from eegview.model.text.language import tr
from eegview.ui.response.choice.same_patient import NOT_FOUND, OTHER, SAME, SAME_INFANT, UNKNOWN

_COLUMNS = (tr("Recorded"), tr("Duration"), tr("Patient"), tr("Study"))
_PATIENT, _NAME = 2, 3
_TEXTS = {
    SAME_INFANT: tr("same infant"),
    SAME: tr("same ID"),
    OTHER: tr("another ID"),
    UNKNOWN: tr("ID not known"),
    NOT_FOUND: tr("not found"),
}
_ORDER = {SAME_INFANT: -1, SAME: 0, UNKNOWN: 1, OTHER: 2, NOT_FOUND: 3}


class RecentStudiesTable(QTableWidget):
    """The list; Enter or a double click chooses."""

    chosen = Signal(object)  # RecentStudy

    def __init__(self) -> None:
        super().__init__(0, len(_COLUMNS))
        self.setObjectName("response.recent")
        self.setAccessibleName(tr("Recent studies to compare with"))
        self.setHorizontalHeaderLabels(_COLUMNS)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self._studies: tuple[RecentStudy, ...] = ()
        self._states: Mapping[str, str] = {}
        self._is_touched = False  # the reader has chosen a line; until then it is the first one
        self.itemActivated.connect(self._activated)

    @property
    def current(self) -> RecentStudy | None:
        """The selected study, None where none is or its file is not found."""
        row = self.currentRow()
        study = self._studies[row] if 0 <= row < len(self._studies) else None
        return study if study is not None and self._states.get(study.path) != NOT_FOUND else None

    def fill(
        self, studies: Sequence[RecentStudy], states: Mapping[str, str], name_of: Callable[[RecentStudy], str]
    ) -> None:
        """Show these; with what is known of their patients, the same infant's first."""
        was = self.current if self._is_touched else None
        self._states = states
        order = sorted(range(len(studies)), key=lambda i: (_ORDER.get(states.get(studies[i].path, UNKNOWN), 1), i))
        self._studies = tuple(studies[i] for i in order)
        self.setRowCount(len(self._studies))
        for row, study in enumerate(self._studies):
            state = states.get(study.path)
            texts = (
                study.recorded_text or tr("no date"),
                length_text(study.duration_s) if study.duration_s else "",
                _TEXTS[state] if state else "…",
                name_of(study),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if state == NOT_FOUND:
                    item.setForeground(self.palette().placeholderText())
                self.setItem(row, column, item)
        rows = [row for row, study in enumerate(self._studies) if was is not None and study.path == was.path]
        if self._studies:
            self.setCurrentCell(rows[0] if rows else 0, 0)

    def _activated(self, _item: QTableWidgetItem) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_touched = True
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._is_touched = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)


class StudyChooser(QWidget):
    """Offers the recent studies and a file dialog; a file that is dropped on it is chosen."""

    chosen = Signal(list)  # paths of one study
    file_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("response.chooser")
        self.setAccessibleName(tr("Choose the other study"))
        self.setAcceptDrops(True)
        self.title = QLabel(tr("Choose the study to compare with"))
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.hint = QLabel(tr("Another recording of this infant, before or after. You can also drop its file here."))
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "quiet")
        self.problem = QLabel()
        self.problem.setObjectName("response.problem")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.table = RecentStudiesTable()
        self.none = QLabel(tr("No other study was opened on this computer yet."))
        self.none.setProperty("role", "quiet")
        self.compare = self._button(
            "response.compare", tr("Compare"), tr("Show the selected study beside the open one")
        )
        self.compare.setProperty("role", "primary")
        self.file = self._button("response.file", tr("Choose file…"), tr("Choose the file of the other study"))
        self.back = self._button("response.back", tr("Back to the comparison"), tr("Keep the study that is shown"))
        self.compare.clicked.connect(self._compare)
        self.file.clicked.connect(lambda _checked=False: self.file_asked.emit())
        self.back.clicked.connect(lambda _checked=False: self.back_asked.emit())
        self.table.chosen.connect(lambda study: self.chosen.emit(list(study.paths)))
        self.table.itemSelectionChanged.connect(self._enable)
        buttons = QHBoxLayout()
        for button in (self.compare, self.file, self.back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        for widget in (self.title, self.hint, self.problem, self.none):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        layout.addStretch(0)

    @staticmethod
    def _button(name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button

    def show_studies(
        self, studies: Sequence[RecentStudy], states: Mapping[str, str], name_of: Callable[[RecentStudy], str]
    ) -> None:
        """List the recent studies without the open one."""
        self.table.fill(studies, states, name_of)
        self.table.setVisible(bool(studies))
        self.none.setVisible(not studies)
        self._enable()

    def show_problem(self, text: str) -> None:
        """Show why a study could not be opened; "" for nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _compare(self) -> None:
        if self.table.current is not None:
            self.chosen.emit(list(self.table.current.paths))

    def _enable(self) -> None:
        self.compare.setEnabled(self.table.current is not None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        accept_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.chosen.emit(paths)


def accept_files(event: QDragEnterEvent) -> None:
    """Accept what is dragged where it is files."""
    if event.mimeData().hasUrls():
        event.acceptProposedAction()


def dropped_paths(event: QDropEvent) -> list[str]:
    """Return the paths of the files that are dropped."""
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]

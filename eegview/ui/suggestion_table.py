"""The suggestions of a run as rows of a table: only what is looked at is worked out, so that 100,000 cost nothing."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from eegview.model.clock import elapsed_text
from eegview.model.detection import Detection
from eegview.model.judgement import Verdict

TIME, NAME, SCORE, VERDICT = range(4)
HEADINGS = ("Time", "What", "Score", "Verdict")
VERDICT_WORDS = {None: "", Verdict.ACCEPT: "accepted", Verdict.REJECT: "rejected", Verdict.UNSURE: "unsure"}
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class SuggestionsModel(QAbstractTableModel):
    """Rows by time or by score; verdicts are asked for as they are painted."""

    def __init__(self, name_of: Callable[[str], str], time_text: Callable[[float], str]) -> None:
        super().__init__()
        self._name_of, self._time_text = name_of, time_text
        self._verdict_of: Callable[[Detection], Verdict | None] = lambda _detection: None
        self._rows: list[Detection] = []
        self._row_by_number: dict[int, int] | None = None  # made when first asked for
        self._order = TIME, Qt.SortOrder.AscendingOrder

    def show(self, detections: Sequence[Detection], verdict_of: Callable[[Detection], Verdict | None]) -> None:
        """Lay all rows out anew."""
        self.beginResetModel()
        self._verdict_of = verdict_of
        self._rows = list(detections)
        self._sort()
        self.endResetModel()

    def set_time_text(self, time_text: Callable[[float], str]) -> None:
        self._time_text = time_text
        self.refresh()

    def refresh(self) -> None:
        """Paint anew what is looked at: verdicts or times changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, VERDICT))

    def _sort(self) -> None:
        column, order = self._order
        is_down = order == Qt.SortOrder.DescendingOrder
        if column == SCORE:
            keys = np.array([d.score for d in self._rows])
        elif column == TIME:
            keys = np.array([d.onset_s for d in self._rows])
        else:
            words = [self._name_of(d.term_id) if column == NAME else self._verdict_words(d) for d in self._rows]
            keys = np.unique(np.array(words, dtype=str), return_inverse=True)[1] if words else np.zeros(0)
        places = np.argsort(-keys if is_down else keys, kind="stable")
        self._rows = [self._rows[i] for i in places]
        self._row_by_number = None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._order = column, order
        self._sort()
        self.layoutChanged.emit()

    def detection_at(self, row: int) -> Detection:
        return self._rows[row]

    def row_of(self, number: int) -> int:
        """Return the row of a detection by its number in the run, -1 where it is not listed."""
        if self._row_by_number is None:
            self._row_by_number = {d.number: row for row, d in enumerate(self._rows)}
        return self._row_by_number.get(number, -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        detection, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            if column == TIME:
                return self._time_text(detection.onset_s)
            if column == NAME:
                return self._name_of(detection.term_id)
            return f"{detection.score:.2f}" if column == SCORE else self._verdict_words(detection)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(detection)
        return None

    def _verdict_words(self, detection: Detection) -> str:
        return VERDICT_WORDS[self._verdict_of(detection)]


def tip_of(detection: Detection) -> str:
    """Return why, line by line."""
    lines = [f"{elapsed_text(detection.onset_s)} from start, {detection.duration_s:.2f} s long"]
    lines += [f"{term.name}: {term.value:.3g} {term.unit}".strip() for term in detection.terms]
    if detection.channels:
        lines.append(f"Rows: {', '.join(detection.channels)}")
    return "\n".join(lines)


class SuggestionsTable(QTableView):
    """Tells which suggestion was chosen; a click leaves the focus on the page."""

    chosen = Signal(object)  # Detection

    def __init__(self, model: SuggestionsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("suggestions.table")
        self._model, self._is_following = model, False
        self.setModel(model)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.sortByColumn(TIME, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.clicked.connect(lambda index: self.chosen.emit(model.detection_at(index.row())))
        self.selectionModel().currentRowChanged.connect(self._row_changed)
        self.set_columns()

    def set_columns(self) -> None:
        """Give each column what its words need in this font."""
        metrics = self.fontMetrics()
        pad_px = metrics.averageCharWidth() * 3
        self.verticalHeader().setDefaultSectionSize(round(metrics.height() * 1.55))
        for column, widest in ((TIME, "00:00:00.0"), (SCORE, "Score ▾"), (VERDICT, "accepted ▾")):
            self.setColumnWidth(column, metrics.horizontalAdvance(widest) + pad_px)

    def show_selected(self, number: int | None) -> None:
        """Put the table on a suggestion, without telling that it was chosen."""
        row = self._model.row_of(number) if number is not None else -1
        self._is_following = True
        if row < 0:
            self.clearSelection()
        else:
            self.selectRow(row)
            self.scrollTo(self._model.index(row, 0))
        self._is_following = False

    def _row_changed(self, current: QModelIndex) -> None:
        if current.isValid() and not self._is_following and self.hasFocus():
            self.chosen.emit(self._model.detection_at(current.row()))

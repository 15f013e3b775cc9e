"""The table of the library's studies: sorted by any column, filtered by words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from eegview.app.library_tables.list_texts import duration_text, seen_here_text, start_text
from eegview.app.library_tables.study_list import NOT_SEEN, StudyLine
from eegview.model.text.language import tr
from eegview.ui.library.study_names import StudyNames
from eegview.ui.widgets.headed_table import HeadedTable

COLUMNS = (
    *(tr("Recording"), tr("Start"), tr("Duration"), tr("Format"), tr("Channels")),
    *(tr("Marks"), tr("Runs"), tr("Scores"), tr("Readers"), tr("Signed"), tr("Last opened")),
)
NAME, START, DURATION, FORMAT, CHANNELS, MARKS, RUNS, SCORES, READERS, SIGNED, SEEN = range(len(COLUMNS))
_NUMBERS = (DURATION, CHANNELS, MARKS, RUNS, SCORES)
_LONGEST = {  # a text that a column shows whole
    START: "2026-00-00 00:00", DURATION: "000:00:00", FORMAT: "BrainVision", CHANNELS: "000", MARKS: "00,000",
    RUNS: "hidden", SCORES: "000", READERS: "Reader, Reader", SIGNED: "Dr. Reader (final)", SEEN: "2026-00-00 00:00",
}  # fmt: skip
_PAD_PX, _LEAST_NAME_LETTERS = 12, 24
_NARROWED = (READERS, SIGNED)  # then these, down to their headings
_LEFT_OUT = (CHANNELS, FORMAT, DURATION, SCORES)  # where room is short, in this order; the details say them
_SORT = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Row:
    """What a study looks like, made once: sorting and searching ask for it many thousand times.

    order : what each column is sorted by
    searched : all texts and the fingerprint, in lower case
    """

    texts: tuple[str, ...]
    order: tuple[str | float, ...]
    searched: str


class StudyModel(HeadedTable):
    """The studies as rows."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, lambda: len(self.lines))
        self.lines: tuple[StudyLine, ...] = ()
        self._rows: list[_Row] = []
        self._names = StudyNames({}, is_hidden=False)

    def show(self, lines: tuple[StudyLine, ...], names: StudyNames) -> None:
        """Show these studies.

        names : what each is called
        """
        self.beginResetModel()
        self.lines, self._names = lines, names
        self._rows = [self._row(line) for line in lines]
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.texts[index.column()]
        if role == _SORT:
            return row.order[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            side = Qt.AlignmentFlag.AlignRight if section in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return super().headerData(section, orientation, role)

    def texts(self, row: int) -> tuple[str, ...]:
        """Return what stands in a row."""
        return self._rows[row].texts

    def has_words(self, row: int, words: Iterable[str]) -> bool:
        """Whether a row has all of these words in lower case."""
        return all(word in self._rows[row].searched for word in words)

    def _row(self, line: StudyLine) -> _Row:
        texts = self._texts(line)
        return _Row(texts, _order(line, texts), " ".join((*texts, line.fingerprint)).casefold())

    def _texts(self, line: StudyLine) -> tuple[str, ...]:
        known = line.known
        return (
            self._names.name_of(line),
            start_text(line),
            duration_text(line),
            known.format,
            str(len(known.channels)) if known.is_seen else "",
            f"{line.n_marks:,}",
            "hidden" if line.n_runs is None else f"{line.n_runs:,}",
            f"{line.n_scores:,}",
            ", ".join(line.readers),
            "; ".join(one.text for one in line.signed),
            seen_here_text(line) or "–",
        )

    def _tip(self, row: int, column: int) -> str:
        line = self.lines[row]
        if column == SEEN and not line.known.is_seen:
            return tr(
                "{capitalize}: what the recording is, is known once it is opened.", capitalize=NOT_SEEN.capitalize()
            )
        if column in (MARKS, RUNS, READERS) and line.is_hidden:
            return tr("You read or score this study blind: what you may not see yet is left out.")
        if column == NAME:
            return self._names.tip_of(line)
        return self.texts(row)[column]


def _order(line: StudyLine, texts: tuple[str, ...]) -> tuple[str | float, ...]:
    known = line.known
    numbers = {
        DURATION: known.duration_s if known.duration_s is not None else -1.0,
        CHANNELS: float(len(known.channels)),
        MARKS: float(line.n_marks),
        RUNS: float(line.n_runs if line.n_runs is not None else -1),
        SCORES: float(line.n_scores),
    }
    instants = {START: known.started_at, SEEN: known.last_seen_utc}
    return tuple(numbers.get(n, instants.get(n, text.casefold())) for n, text in enumerate(texts))


class _Filter(QSortFilterProxyModel):
    """The studies that have all words somewhere in their row."""

    def __init__(self, model: StudyModel) -> None:
        super().__init__()
        self._studies, self._words = model, list[str]()
        self.setSourceModel(model)
        self.setSortRole(_SORT)

    def use_words(self, text: str) -> None:
        self._words = text.casefold().split()
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        return self._studies.has_words(source_row, self._words)


class StudyTable(QTableView):
    """The table: Enter or a double-click opens a study."""

    opened = Signal(str)  # fingerprint
    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("library.studies")
        self.setAccessibleName(tr("Studies of the library"))
        self.studies = StudyModel()
        self._filter = _Filter(self.studies)
        self.setModel(self._filter)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.sortByColumn(SEEN, Qt.SortOrder.DescendingOrder)
        self.doubleClicked.connect(self._ask)
        self.selectionModel().currentRowChanged.connect(lambda *_indexes: self.chosen_changed.emit())

    def show_studies(self, lines: tuple[StudyLine, ...], names: StudyNames) -> None:
        """Show these studies; the chosen one stays chosen."""
        chosen = self.chosen
        self.studies.show(lines, names)
        rows = range(self._filter.rowCount())
        row = next((n for n in rows if chosen is not None and self._line(n).fingerprint == chosen.fingerprint), 0)
        self.setCurrentIndex(self._filter.index(row, NAME))
        self.chosen_changed.emit()

    def show_only(self, text: str) -> None:
        """Show only studies that have all words of a text in their row."""
        self._filter.use_words(text)
        if self.chosen is None:
            self.setCurrentIndex(self._filter.index(0, NAME))
        self.chosen_changed.emit()

    @property
    def n_shown(self) -> int:
        """Return how many studies are in the table now."""
        return self._filter.rowCount()

    @property
    def chosen(self) -> StudyLine | None:
        """Return the chosen study, None where none is."""
        index = self.currentIndex()
        return self._line(index.row()) if index.isValid() else None

    def shown_texts(self) -> list[tuple[str, ...]]:
        """Return the rows as they stand in the table."""
        return [self.studies.texts(self._source_row(row)) for row in range(self.n_shown)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Show texts whole and give the name the rest; where that is little, leave columns out."""
        metrics = self.fontMetrics()
        name_px = metrics.averageCharWidth() * _LEAST_NAME_LETTERS
        width_px = {
            column: max(metrics.horizontalAdvance(text) for text in (longest, COLUMNS[column])) + 2 * _PAD_PX
            for column, longest in _LONGEST.items()
        }
        shown = set(width_px)
        for column in _LEFT_OUT:
            if name_px + sum(width_px[one] for one in shown) > self.viewport().width():
                shown.remove(column)
        for column in _NARROWED:
            missing_px = name_px + sum(width_px[one] for one in shown) - self.viewport().width()
            least_px = metrics.horizontalAdvance(COLUMNS[column]) + 2 * _PAD_PX
            width_px[column] -= min(max(missing_px, 0), width_px[column] - least_px)
        for column, width in width_px.items():
            self.setColumnHidden(column, column not in shown)
            self.setColumnWidth(column, width)

    def _line(self, row: int) -> StudyLine:
        return self.studies.lines[self._source_row(row)]

    def _source_row(self, row: int) -> int:
        return self._filter.mapToSource(self._filter.index(row, NAME)).row()

    def _ask(self) -> None:
        if self.chosen is not None:
            self.opened.emit(self.chosen.fingerprint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        else:
            super().keyPressEvent(event)

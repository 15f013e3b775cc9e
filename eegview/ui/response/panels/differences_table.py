"""The table of differences: a value that is clicked opens where it came from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from eegview.model.text.language import tr
from eegview.ui.overview.painter import small_font
from eegview.ui.response.panels.difference_rows import DifferenceRow
from eegview.ui.widgets.kept_keys import keeps_key

COLUMNS = (tr("Marker"), tr("Before"), tr("After"), tr("Change"), tr("Repeat ±"))
LABEL, BEFORE, AFTER, CHANGE, ERROR = range(5)
_KEYS = frozenset(
    {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}
)
_ROW_PAD_PX = 4
_LONGEST_WORD = tr("Hypsarrhythmia,")  # of a marker's name


class DifferencesTable(QTableWidget):
    """Shows `DifferenceRow`s; where the column is narrow, change and repeat error take two lines.

    value_asked : a DifferenceRow and the side, 0 = before
    copy_asked : the lines are to be copied
    """

    value_asked = Signal(object, int)
    copy_asked = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self.setObjectName("response.differences")
        self.setAccessibleName(tr("Differences between the two studies, marker by marker"))
        self.setHorizontalHeaderLabels(COLUMNS)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        heading = QTableWidgetItem(COLUMNS[LABEL])
        heading.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeaderItem(LABEL, heading)
        error = QTableWidgetItem(COLUMNS[ERROR])
        error.setToolTip(
            tr("Repeat error: how large a change must be to exceed what repeating the measurement changes")
        )
        error.setData(Qt.ItemDataRole.AccessibleTextRole, "Repeat error")
        self.setHorizontalHeaderItem(ERROR, error)
        self._rows: tuple[DifferenceRow, ...] = ()
        self._cell_font = QFont(self.font())
        self.cellClicked.connect(self._ask)

    # what is shown

    def show_rows(self, rows: Sequence[DifferenceRow]) -> None:
        """Show these lines; the cell that has the keyboard keeps it."""
        if tuple(rows) == self._rows:
            return
        at = self.currentRow(), self.currentColumn()
        self._rows = tuple(rows)
        self._fill()
        if 0 <= at[0] < len(self._rows):
            self.setCurrentCell(*at)

    @property
    def rows(self) -> tuple[DifferenceRow, ...]:
        return self._rows

    def _fill(self) -> None:
        self.clearSpans()
        self.setRowCount(len(self._rows))
        is_narrow = self._fit_columns()
        for number, row in enumerate(self._rows):
            for column, text in enumerate(_texts(row, is_narrow)):
                self.setItem(number, column, self._item(row, column, text))
            if row.is_missing:
                self.setSpan(number, BEFORE, 1, len(COLUMNS) - 1)
        self.resizeRowsToContents()
        for number in range(self.rowCount()):
            self.setRowHeight(number, self.rowHeight(number) + _ROW_PAD_PX)

    def _item(self, row: DifferenceRow, column: int, text: str) -> QTableWidgetItem:
        item, font = QTableWidgetItem(text), QFont(self._cell_font)
        if column == LABEL:
            item.setToolTip(row.definition)
        elif row.is_missing:
            item.setForeground(self.palette().placeholderText())
            item.setToolTip(row.missing)
            item.setFont(font)
            return item
        else:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if column in (BEFORE, AFTER):
            side = column - BEFORE
            item.setToolTip(row.value_tip(side))
            font.setUnderline(row.values[side].link is not None)
        elif column == CHANGE:
            item.setToolTip(row.missing or tr("After minus before: {change_text}", change_text=row.change_text))
            font.setBold(row.exceeds is True)
            if row.missing:
                item.setForeground(self.palette().placeholderText())
        elif column == ERROR:
            item.setToolTip(f"{row.error}\n{row.error_method}")
            if row.exceeds is None:
                item.setForeground(self.palette().placeholderText())
        item.setFont(font)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken if column == LABEL else text)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, item.toolTip())
        return item

    def _fit_columns(self) -> bool:
        """Give each column what it needs, the marker the rest; return whether texts take two lines.

        Where that is not enough texts are smaller; where that is not enough either, the table scrolls sideways.
        """
        room_px = self.viewport().width()
        for is_narrow, is_small in ((False, False), (True, False), (True, True)):
            self._cell_font = small_font(self.font()) if is_small else QFont(self.font())
            self.horizontalHeader().setFont(self._cell_font)
            metrics = QFontMetrics(self._cell_font)
            pad_px = metrics.averageCharWidth() + 4
            least_px = metrics.horizontalAdvance(_LONGEST_WORD) + pad_px
            widths = [self._needed_px(column, is_narrow, metrics) + pad_px for column in range(1, len(COLUMNS))]
            if room_px - sum(widths) >= least_px:
                break
        for column, width_px in enumerate((max(room_px - sum(widths), least_px), *widths)):
            self.setColumnWidth(column, width_px)
        return is_narrow

    def _needed_px(self, column: int, is_narrow: bool, metrics: QFontMetrics) -> int:
        texts = [_texts(row, is_narrow)[column] for row in self._rows if not row.is_missing]
        bold = QFont(self._cell_font)
        bold.setBold(True)
        used = QFontMetrics(bold) if column == CHANGE else metrics
        lines = [line for text in texts for line in _short_word(text).split("\n")]
        heading_px = QFontMetrics(self.font()).horizontalAdvance(COLUMNS[column]) + 10
        return max([heading_px, *(used.horizontalAdvance(line) for line in lines)])

    # mouse and keys

    def _ask(self, number: int, column: int) -> None:
        if column in (BEFORE, AFTER) and self._rows[number].values[column - BEFORE].link is not None:
            self.value_asked.emit(self._rows[number], column - BEFORE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentRow() >= 0:
                self._ask(self.currentRow(), self.currentColumn())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if keeps_key(event, _KEYS):
            return True
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self._rows:
            self._fill()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self._rows:
            self._fill()


def _texts(row: DifferenceRow, is_narrow: bool) -> tuple[str, str, str, str, str]:
    if row.is_missing:
        return row.label, row.missing, "", "", ""
    change, error = row.change_text, row.error
    if row.missing:
        change = "no value before" if row.values[0].is_missing else "no value after"
    if is_narrow:
        change = f"{row.change}\n{row.percent}" if row.percent else change.replace("no value ", "none\n")
        change = change.replace(" % points", "\n% points")
        error = error.replace(" ", "\n", 1).replace(" % points", " %")
    return row.label, row.value_text(0), row.value_text(1), change, error


def _short_word(text: str) -> str:
    """Return the text with the words of a long value on lines of their own, as it is wrapped."""
    return text if len(text) <= 22 or "\n" in text else text.replace(" ", "\n")

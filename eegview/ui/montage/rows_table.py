"""The rows of a montage being written: label, derivation, and what is wrong with it on this recording."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from eegview.app.montage.design import DraftRow, missing_electrodes, parse_derivation
from eegview.model.errors import UsageError
from eegview.model.text.language import tr

LABEL, TEXT, CHECK = range(3)

Index = QModelIndex | QPersistentModelIndex


class _DerivationDelegate(QStyledItemDelegate):
    """Offers the recording's electrodes while a derivation is typed: of the name being written, the rest stays."""

    names: tuple[str, ...] = ()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setAccessibleName(tr("Row of the montage"))
        if index.column() == TEXT:
            completer = QCompleter(list(self.names), line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            line.setPlaceholderText(tr("Fp1-F7, or C3 - 0.5 F3 - 0.5 P3"))
            if not index.data():
                line.setCompleter(completer)
        return line


class MontageRowsTable(QTableWidget):
    """Holds the rows of the draft; emits when they were changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(0, 3)
        self.setObjectName("montage.rows")
        self.setAccessibleName(tr("Rows of the montage"))
        self.setHorizontalHeaderLabels([tr("Label"), tr("Derivation"), ""])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * 12)
        header.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(CHECK, QHeaderView.ResizeMode.ResizeToContents)
        self._delegate = _DerivationDelegate(self)
        self.setItemDelegate(self._delegate)
        self._names: frozenset[str] = frozenset()
        self._is_fixed = False
        self.itemChanged.connect(self._item_changed)

    def offer(self, names: tuple[str, ...]) -> None:
        """Store the recording's channels, for offers and checks; none = no recording is open."""
        self._names, self._delegate.names = frozenset(names), names

    @property
    def rows(self) -> tuple[DraftRow, ...]:
        return tuple(
            DraftRow(self._item(row, LABEL).text(), self._item(row, TEXT).text()) for row in range(self.rowCount())
        )

    @property
    def checks(self) -> tuple[str, ...]:
        return tuple(self._item(row, CHECK).text() for row in range(self.rowCount()))

    def show_rows(self, rows: tuple[DraftRow, ...], is_fixed: bool) -> None:
        """Show the rows; fixed ones are to read."""
        self._is_fixed = is_fixed
        self.blockSignals(True)
        self.setRowCount(0)
        for row in rows:
            self._insert(self.rowCount(), row)
        self.blockSignals(False)

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        assert item is not None
        return item

    def _insert(self, at: int, row: DraftRow) -> None:
        self.insertRow(at)
        for column, text in ((LABEL, row.label), (TEXT, row.text), (CHECK, "")):
            item = QTableWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, text)  # as it was before it is changed
            if self._is_fixed or column == CHECK:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.setItem(at, column, item)
        self._check(at)

    def _check(self, row: int) -> None:
        draft = self.rows[row]
        try:
            derivation = parse_derivation(draft.label, draft.text)
        except UsageError:
            text = tr("not understood") if draft.text.strip() else "empty"
        else:
            missing = missing_electrodes(derivation, self._names) if self._names else ()
            text = tr("{missing} not in this recording", missing=", ".join(missing)) if missing else ""
        self._item(row, CHECK).setText(text)

    def _item_changed(self, item: QTableWidgetItem) -> None:
        if item.column() == CHECK:
            return
        self.blockSignals(True)
        label = self._item(item.row(), LABEL)
        if item.column() == TEXT and label.text() in ("", item.data(Qt.ItemDataRole.UserRole)):
            label.setText(item.text().strip())  # a row called after its sum goes on being so
        item.setData(Qt.ItemDataRole.UserRole, item.text())
        self._check(item.row())
        self.blockSignals(False)
        self.viewport().update()
        self.changed.emit()

    # acts

    def add(self, text: str = "") -> None:
        """Add a row below the current one, and begin to write it where nothing stands in it yet."""
        self.blockSignals(True)
        at = self.currentRow() + 1 if self.currentRow() >= 0 else self.rowCount()
        self._insert(at, DraftRow(text, text))
        self.blockSignals(False)
        self.setCurrentCell(at, TEXT)
        if not text:
            self.editItem(self._item(at, TEXT))
        self.changed.emit()

    def remove_selected(self) -> None:
        for row in sorted({index.row() for index in self.selectedIndexes()}, reverse=True):
            self.removeRow(row)
        self.changed.emit()

    def move_current(self, steps: int) -> None:
        row, other = self.currentRow(), self.currentRow() + steps
        if row < 0 or not 0 <= other < self.rowCount():
            return
        rows = list(self.rows)
        rows[row], rows[other] = rows[other], rows[row]
        self.show_rows(tuple(rows), self._is_fixed)
        self.setCurrentCell(other, TEXT)
        self.changed.emit()

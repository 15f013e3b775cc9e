"""The rows of a montage as a list: shown or not, gain, offset, order by dragging or Alt+Up and Alt+Down."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDoubleSpinBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from eegview.model.text.language import tr

COLUMNS = (tr("Row"), tr("Gain"), tr("Offset"), "")
LABEL, GAIN, OFFSET, NOTICE = range(4)
GAIN_RANGE = (0.01, 100.0)
OFFSET_RANGE_MM = (-200.0, 200.0)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class RowEntry:
    """One row as the list shows it; `notice` says what is the matter with it."""

    label: str
    is_shown: bool = True
    gain: float = 1.0
    offset_mm: float = 0.0
    notice: str = ""


class _NumberDelegate(QStyledItemDelegate):
    """Edits gain and offset as numbers, nothing else."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        if index.column() not in (GAIN, OFFSET):
            return super().createEditor(parent, option, index)  # such cells are not editable: Qt asks for none
        spin = QDoubleSpinBox(parent)
        spin.setAccessibleName(tr("Gain") if index.column() == GAIN else tr("Offset"))
        if index.column() == GAIN:
            spin.setRange(*GAIN_RANGE)
            spin.setSingleStep(0.25)
            spin.setPrefix("× ")
        else:
            spin.setRange(*OFFSET_RANGE_MM)
            spin.setDecimals(1)
            spin.setSuffix(" mm")
        return spin

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QDoubleSpinBox):
            editor.setValue(index.data(Qt.ItemDataRole.UserRole))

    def setModelData(self, editor: QWidget, model, index: Index) -> None:  # type: ignore[no-untyped-def]
        if isinstance(editor, QDoubleSpinBox):
            editor.interpretText()
            model.setData(index, editor.value(), Qt.ItemDataRole.UserRole)


class RowsTable(QTreeWidget):
    """Tells what was changed; shows what it is told."""

    row_changed = Signal(object)  # RowEntry
    order_changed = Signal(object)  # labels, top to bottom

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rows.table")
        self.setAccessibleName(tr("Rows"))
        self.setHeaderLabels(COLUMNS)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setItemDelegate(_NumberDelegate(self))
        self.setToolTip(tr("Drag rows, or move them with Alt+Up and Alt+Down; double-click a number to change it"))
        header = self.header()
        header.setSectionsMovable(False)
        for column in (GAIN, OFFSET):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.itemChanged.connect(self._changed)
        self._entries: tuple[RowEntry, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self._item(i).text(LABEL) for i in range(self.topLevelItemCount()))

    @property
    def selected_labels(self) -> tuple[str, ...]:
        return tuple(item.text(LABEL) for item in self.selectedItems())

    def show_rows(self, entries: tuple[RowEntry, ...]) -> None:
        """Show the rows, top to bottom; what is selected stays so."""
        if entries == self._entries:
            return
        self._entries = entries
        self.blockSignals(True)
        if tuple(entry.label for entry in entries) != self.labels:
            selected = set(self.selected_labels)
            self.clear()
            for entry in entries:
                item = QTreeWidgetItem(self)
                item.setText(LABEL, entry.label)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled | Qt.ItemFlag.ItemIsEditable)
                item.setSelected(entry.label in selected)
        for i, entry in enumerate(entries):
            self._fill(self._item(i), entry)
        self.blockSignals(False)
        # The style's ticks are wider than the hint says; without the rest names would be cut off.
        self.setColumnWidth(LABEL, self.sizeHintForColumn(LABEL) + 2 * self.fontMetrics().height())
        self.viewport().update()

    def _item(self, index: int) -> QTreeWidgetItem:
        item = self.topLevelItem(index)
        assert item is not None
        return item

    @staticmethod
    def _fill(item: QTreeWidgetItem, entry: RowEntry) -> None:
        item.setCheckState(LABEL, Qt.CheckState.Checked if entry.is_shown else Qt.CheckState.Unchecked)
        item.setData(GAIN, Qt.ItemDataRole.UserRole, entry.gain)
        item.setText(GAIN, f"× {entry.gain:.3g}")
        item.setData(OFFSET, Qt.ItemDataRole.UserRole, entry.offset_mm)
        item.setText(OFFSET, f"{entry.offset_mm:.1f} mm".replace("-", "−"))
        item.setText(NOTICE, entry.notice)

    def _changed(self, item: QTreeWidgetItem, _column: int) -> None:
        self.row_changed.emit(
            RowEntry(
                item.text(LABEL),
                item.checkState(LABEL) == Qt.CheckState.Checked,
                float(item.data(GAIN, Qt.ItemDataRole.UserRole)),
                float(item.data(OFFSET, Qt.ItemDataRole.UserRole)),
                item.text(NOTICE),
            )
        )

    # order

    def move_selected(self, steps: int) -> None:
        """Move the selected rows up (negative) or down by one place each."""
        labels, selected = list(self.labels), set(self.selected_labels)
        order = range(len(labels)) if steps < 0 else range(len(labels) - 1, -1, -1)
        for i in order:
            j = i + steps
            if labels[i] in selected and 0 <= j < len(labels) and labels[j] not in selected:
                labels[i], labels[j] = labels[j], labels[i]
        if tuple(labels) != self.labels:
            self.order_changed.emit(tuple(labels))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_move(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_move(event):
            self.move_selected(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.blockSignals(True)
        super().dropEvent(event)
        self.blockSignals(False)
        self.order_changed.emit(self.labels)


def _is_move(event: QKeyEvent) -> bool:
    is_arrow = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
    return is_arrow and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)

"""The fields of a header's signals as a table in which each can be typed over."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from eegview.model.text.language import tr

PLAIN = QRegularExpression("[ -~]*")


class HeaderTable(QTableWidget):
    """One row a signal, one column a field.

    titles : of the columns, by the fields' names
    widths : how many characters a field holds
    signals : numbers of the signals in the file, from 0
    """

    typed = Signal(str, int, str)  # field, signal, text

    def __init__(self, titles: Mapping[str, str], widths: Mapping[str, int], signals: tuple[int, ...]) -> None:
        super().__init__(len(signals), len(titles))
        self.setObjectName("header.table")
        self.setAccessibleName(tr("Fields of the channels"))
        self.names, self.signals = tuple(titles), signals
        self._is_filling = False
        self.setHorizontalHeaderLabels(list(titles.values()))
        self.setVerticalHeaderLabels([str(signal + 1) for signal in signals])
        self.setItemDelegate(_FieldDelegate(self, tuple(widths[name] for name in titles)))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.itemChanged.connect(self._changed)

    def show_texts(self, texts: Mapping[tuple[str, int], str], problems: Mapping[tuple[str, int], str]) -> None:
        """Show the texts by (field, signal); what is wrong with one is its tooltip, and it is marked."""
        self._is_filling = True
        for row, signal in enumerate(self.signals):
            for column, name in enumerate(self.names):
                item = self.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    self.setItem(row, column, item)
                text, problem = texts[name, signal], problems.get((name, signal), "")
                if item.text() != text:
                    item.setText(text)
                if item.toolTip() != problem:
                    item.setToolTip(problem)
                    font = item.font()
                    font.setBold(bool(problem))
                    item.setFont(font)
        self._is_filling = False

    @property
    def current_field(self) -> tuple[str, int] | None:
        """Return (field, signal) of the cell with the focus."""
        if self.currentRow() < 0 or self.currentColumn() < 0:
            return None
        return self.names[self.currentColumn()], self.signals[self.currentRow()]

    def _changed(self, item: QTableWidgetItem) -> None:
        if not self._is_filling:
            self.typed.emit(self.names[item.column()], self.signals[item.row()], item.text())


class _FieldDelegate(QStyledItemDelegate):
    """Lets nothing be typed that no header holds: other letters, or more of them."""

    def __init__(self, parent: QWidget, widths: tuple[int, ...]) -> None:
        super().__init__(parent)
        self._widths = widths

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        return plain_edit(parent, self._widths[index.column()])


def plain_edit(parent: QWidget | None, width: int) -> QLineEdit:
    """Return a field that takes `width` plain letters."""
    edit = QLineEdit(parent)
    edit.setMaxLength(width)
    edit.setValidator(QRegularExpressionValidator(PLAIN, edit))
    return edit

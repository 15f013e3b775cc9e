"""The answers of one question: what each is called, the letter that gives it, what marks store."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from eegview.model.text.language import tr
from eegview.model.vocabulary import Attribute

LABEL, LETTER, STORED = range(3)
_FIELDS = {LABEL: "label", LETTER: "letter"}
_HEADINGS = (tr("Answer"), tr("Letter"), tr("Stored as"))


class _AnswerDelegate(QStyledItemDelegate):
    """Names the field of a cell; a letter is one sign."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        line = QLineEdit(parent)
        line.setAccessibleName(_HEADINGS[index.column()])
        if index.column() == LETTER:
            line.setMaxLength(1)
        return line


class ChoicesTable(QTableWidget):
    """Shows answers; emits the words that were written into a cell."""

    written = Signal(str, str, str)  # stored value, field of `ChoiceChange`, text

    def __init__(self) -> None:
        super().__init__(0, len(_HEADINGS))
        self.setObjectName("vocabulary.choices")
        self.setAccessibleName(tr("Answers of the question"))
        self.setHorizontalHeaderLabels(list(_HEADINGS))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(LETTER, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(STORED, QHeaderView.ResizeMode.ResizeToContents)
        self.setItemDelegate(_AnswerDelegate(self))
        self.itemChanged.connect(self._item_changed)

    @property
    def current_value(self) -> str:
        """The stored value of the chosen answer, "" for none."""
        item = self.item(self.currentRow(), STORED) if self.currentRow() >= 0 else None
        return item.text() if item is not None else ""

    def show_question(self, question: Attribute | None) -> None:
        """Show the answers of a question; a letter that the program finds by itself is pale."""
        before = self.current_value
        declared = dict(question.letters) if question is not None else {}
        choices = question.choices if question is not None else ()
        self.blockSignals(True)
        self.setRowCount(len(choices))
        for row, (value, label) in enumerate(choices):
            for column, text in ((LABEL, label), (LETTER, declared.get(value, "")), (STORED, value)):
                item = QTableWidgetItem(text)
                if column == STORED:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                    item.setForeground(self.palette().placeholderText())
                self.setItem(row, column, item)
            if value == before:
                self.setCurrentCell(row, LABEL)
        self.blockSignals(False)
        self.viewport().update()

    def show_found(self, letters: dict[str, str]) -> None:
        """Show the letters that answer where none is declared, by the stored value."""
        self.blockSignals(True)
        for row in range(self.rowCount()):
            item, stored = self.item(row, LETTER), self.item(row, STORED)
            if item is not None and stored is not None and not item.text():
                found = letters.get(stored.text(), "")
                item.setToolTip(
                    tr("{upper} answers, found in the label; type another letter to declare it", upper=found.upper())
                )
                item.setData(Qt.ItemDataRole.DecorationRole, None)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{found}, found in the label")
                item.setText(f"({found})" if found else "")
                item.setForeground(self.palette().placeholderText())
        self.blockSignals(False)

    def select(self, row: int) -> None:
        """Choose the answer in a row, if there is one."""
        if 0 <= row < self.rowCount():
            self.setCurrentCell(row, LABEL)

    def choose(self, value: str, writes: bool = False) -> None:
        """Choose the answer with a stored value, and begin to write its label where wanted."""
        if writes:
            self.setFocus()  # first: the field that is left may have the rows shown anew
        for row in range(self.rowCount()):
            stored = self.item(row, STORED)
            if stored is not None and stored.text() == value:
                self.setCurrentCell(row, LABEL)
                if writes and (label := self.item(row, LABEL)) is not None:
                    self.editItem(label)

    def _item_changed(self, item: QTableWidgetItem) -> None:
        stored = self.item(item.row(), STORED)
        if item.column() in _FIELDS and stored is not None:
            text = item.text().strip()
            if item.column() == LETTER:
                text = text.strip("()").casefold()
            self.written.emit(stored.text(), _FIELDS[item.column()], text)

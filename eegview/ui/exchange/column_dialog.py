"""The dialog that asks which column of a table holds the texts, where no column is known to."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.exchange.import_plan import ColumnChoice, ColumnsUnknown
from eegview.model.text.language import tr

_LONGEST = 80  # letters of a cell that are shown


class ColumnDialog(QDialog):
    """Shows the first rows of a table and asks for its columns; without an answer nothing is imported."""

    chosen = Signal(object)  # ColumnChoice

    def __init__(self, parent: QWidget, file_name: str, question: ColumnsUnknown) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Columns of the table"))
        self._question = question
        head = QLabel(tr("{file_name}: which column names the events?", file_name=file_name))
        head.setProperty("role", "title")
        self.problem = QLabel(_why(question))
        for label in (head, self.problem):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.table = self._table()
        self.onset = self._box("columns.onset", question.onset)
        self.duration = self._box("columns.duration", "")
        self.text = self._box("columns.text", "")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_on = buttons.addButton(tr("Show the marks"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_on.setObjectName("columns.go_on")
        self.go_on.setMinimumWidth(self.fontMetrics().averageCharWidth() * 24)  # the style writes it bold
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        if not question.onset:
            form.addRow(tr("Onset"), self.onset)
            form.addRow(tr("Duration"), self.duration)
        form.addRow(tr("Text"), self.text)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(self.problem)
        layout.addWidget(self.table, 1)
        layout.addLayout(form)
        layout.addWidget(buttons)
        for box in (self.onset, self.text):
            box.currentIndexChanged.connect(self._allow)
        self._allow()
        self.resize(self.fontMetrics().averageCharWidth() * 92, self.fontMetrics().height() * 20)

    def _table(self) -> QTableWidget:
        columns, rows = self._question.columns, self._question.rows
        table = QTableWidget(len(rows), len(columns))
        table.setObjectName("columns.table")
        table.setAccessibleName(tr("Columns of the file"))
        table.setHorizontalHeaderLabels([column or tr("Column {n}", n=n) for n, column in enumerate(columns, 1)])
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells[: len(columns)]):
                table.setItem(row, column, QTableWidgetItem(cell[:_LONGEST]))
        table.resizeColumnsToContents()
        return table

    def _box(self, name: str, proposed: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(tr("Column of {rpartition}", rpartition=name.rpartition(".")[2]))
        box.addItem(tr("None"), "")
        for number, column in enumerate(self._question.columns, 1):
            box.addItem(column or tr("Column {number}", number=number), str(number))
        if proposed:
            box.setCurrentIndex(1 + self._question.columns.index(proposed))
        return box

    def _allow(self) -> None:
        onset, text = self.onset.currentData(), self.text.currentData()
        self.go_on.setEnabled(bool(onset) and bool(text) and onset != text)

    def _choose(self) -> None:
        # a column of times that was found by its name is found again; by number a table has no line of names
        onset = "" if self._question.onset else str(self.onset.currentData())
        self.chosen.emit(ColumnChoice(onset, str(self.duration.currentData()), str(self.text.currentData())))
        self.accept()


def _why(question: ColumnsUnknown) -> str:
    times = f"“{question.onset}” holds the times, but" if question.onset else "It has times, but"
    return f"{times} {question.lacks}. These are its first rows."

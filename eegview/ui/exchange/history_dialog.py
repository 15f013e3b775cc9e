"""The dialog of the edit log: who changed what and when, and whether the log is what was once written."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from eegview.app.library.undoing import TimeText
from eegview.app.review.mark_texts import edit_text
from eegview.model.edit import Edit
from eegview.model.text.dates import instant_text
from eegview.model.text.language import tr
from eegview.model.verification import Verification
from eegview.model.vocabulary import Vocabulary
from eegview.ui.widgets.headed_table import HeadedTable, Index

NUMBER, WHEN, WHO, WHAT = range(4)
HEADINGS = ("", tr("When"), tr("Who"), tr("What"))


HiddenText = Callable[[Edit], str]


def _nothing(_edit: Edit) -> str:
    return ""


class EditsModel(HeadedTable):
    """The edits of a log as rows, the newest on top.

    hidden_text : returns what is said in place of an edit that the reviewer may not read yet, "" for one that they may
    """

    def __init__(self, vocabulary: Vocabulary, time_text: TimeText, hidden_text: HiddenText = _nothing) -> None:
        super().__init__(HEADINGS, lambda: len(self._edits))
        self._vocabulary, self._time_text, self._hidden_text = vocabulary, time_text, hidden_text
        self._edits: tuple[Edit, ...] = ()

    def show(self, edits: tuple[Edit, ...]) -> None:
        """Show edits given oldest first."""
        self.beginResetModel()
        self._edits = edits[::-1]
        self.endResetModel()

    def edit_at(self, row: int) -> Edit:
        return self._edits[row]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        edit, column = self._edits[index.row()], index.column()
        if role == Qt.ItemDataRole.ToolTipRole:
            what = self._what(edit)
            return f"{what}\nEdit {edit.number}, {edit.at_utc}\nHash {edit.hash[:16]}…"
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column == NUMBER:
            return str(edit.number)
        if column == WHEN:
            return instant_text(edit.at_utc, has_seconds=True) or edit.at_utc
        if column == WHO:
            return f"{edit.author}, {edit.role}"
        return self._what(edit)

    def _what(self, edit: Edit) -> str:
        return self._hidden_text(edit) or edit_text(edit, self._vocabulary, self._time_text)


class HistoryDialog(QDialog):
    """The log of one recording. Double-click goes to the place of a mark."""

    edit_chosen = Signal(object)  # Edit

    def __init__(
        self, parent: QWidget, vocabulary: Vocabulary, time_text: TimeText, hidden_text: HiddenText = _nothing
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("History of marks"))
        self.verdict = QLabel(tr("Checking the log …"))
        self.verdict.setObjectName("history.verdict")
        self.verdict.setWordWrap(True)
        self.model = EditsModel(vocabulary, time_text, hidden_text)
        self.table = QTableView()
        self.table.setObjectName("history.table")
        self.table.setAccessibleName(tr("History"))
        self.table.setModel(self.model)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setToolTip(tr("Double-click to go there on the page"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        metrics = self.fontMetrics()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(round(metrics.height() * 1.6))
        pad_px = metrics.averageCharWidth() * 3
        self.table.setColumnWidth(NUMBER, metrics.horizontalAdvance("00000") + pad_px)
        self.table.setColumnWidth(WHEN, metrics.horizontalAdvance("0000-00-00  00:00:00") + pad_px)
        self.table.setColumnWidth(WHO, metrics.averageCharWidth() * 24)
        self.table.doubleClicked.connect(lambda index: self.edit_chosen.emit(self.model.edit_at(index.row())))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.verdict)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.resize(metrics.averageCharWidth() * 104, metrics.height() * 30)

    def show_history(self, edits: tuple[Edit, ...], found: Verification) -> None:
        """Show the log, oldest first as given, and the verdict on it."""
        self.model.show(edits)
        if found.problems:
            text = tr("⚠ The log has been altered: ") + " ".join(found.problems)
        elif edits:
            text = tr(
                "✓ Chain verified: all {n_edits} edits, and the detectors' results, are unchanged.", n_edits=len(edits)
            )
        else:
            text = tr("No marks yet.")
        self.verdict.setText("\n".join((text, *found.notes)))
        self.verdict.setProperty("role", "warning" if found.problems else "accent")
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

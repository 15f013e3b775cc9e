"""The file notes of spasms before they are copied: what each says, what it would become, and what stands already."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QStyle,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.marks.file_notes import NoteCopy
from eegview.model.annotation import Annotation, marks_text
from eegview.model.text.language import tr

HEADINGS = (tr("Time"), tr("Annotation"), tr("Becomes"), tr("Certainty"), tr("Already marked"))
TIME, NOTE, BECOMES, DOUBT, STANDING = range(5)


class SpasmNotesDialog(QDialog):
    """A table with a tick for each note; what stands already is left out unless it is ticked.

    copy_asked : the copies that are ticked
    note_chosen : a note whose line was chosen, to be shown on the page
    """

    copy_asked = Signal(object)  # tuple[NoteCopy, ...]
    note_chosen = Signal(object)  # Annotation

    def __init__(self, parent: QWidget, rule_text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Copy spasms annotated in the file"))
        self.copies: tuple[NoteCopy, ...] = ()
        self.head = QLabel()
        self.head.setObjectName("spasm_notes.head")
        self.head.setWordWrap(True)
        rule = QLabel(
            f"{rule_text[:1].upper()}{rule_text[1:]}. File annotations are often a little late: check each onset. "
            "One step to undo."
        )
        rule.setProperty("role", "quiet")
        rule.setWordWrap(True)
        self.table = QTableWidget(0, len(HEADINGS))
        self.table.setObjectName("spasm_notes.table")
        self.table.setAccessibleName(tr("File annotations of spasms"))
        self.table.setHorizontalHeaderLabels(HEADINGS)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.copy.setObjectName("spasm_notes.copy")
        self.copy.setDefault(True)
        buttons.accepted.connect(self._ask)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.head, self.table, rule, buttons):
            layout.addWidget(widget, 1 if widget is self.table else 0)
        self.table.itemChanged.connect(lambda _item: self._count())
        self.table.currentCellChanged.connect(self._row_changed)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 96, metrics.height() * 22)

    def show_copies(
        self, copies: Sequence[NoteCopy], texts: Callable[[NoteCopy], tuple[str, str, str, str, str]]
    ) -> None:
        """Fill the table.

        texts : gives what stands in the five columns
        """
        self.copies = tuple(copies)
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.copies))
        for row, copy in enumerate(self.copies):
            for column, text in enumerate(texts(copy)):
                item = QTableWidgetItem(text)
                if column == TIME:
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                    item.setCheckState(Qt.CheckState.Checked if copy.is_new else Qt.CheckState.Unchecked)
                self.table.setItem(row, column, item)
        self.table.blockSignals(False)
        for column in (TIME, BECOMES, DOUBT, STANDING):
            self.table.resizeColumnToContents(column)
        tick_px = 2 * self.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth)
        self.table.setColumnWidth(TIME, self.table.columnWidth(TIME) + tick_px)
        self._count()

    @property
    def chosen(self) -> tuple[NoteCopy, ...]:
        """The copies that are ticked."""
        return tuple(copy for row, copy in enumerate(self.copies) if self._is_ticked(row))

    def tick(self, row: int, is_ticked: bool) -> None:
        """Tick a line, or leave it out."""
        item = self.table.item(row, TIME)
        if item is not None:
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)

    def _is_ticked(self, row: int) -> bool:
        item = self.table.item(row, TIME)
        return item is not None and item.checkState() is Qt.CheckState.Checked

    def _count(self) -> None:
        n_chosen, n_all = len(self.chosen), len(self.copies)
        left_out = f"; {n_all - n_chosen} left out" if n_chosen < n_all else ""
        notes = (
            tr("1 file annotation means a spasm")
            if n_all == 1
            else tr("{n_all} file annotations mean a spasm", n_all=n_all)
        )
        self.head.setText(f"{notes}{left_out}.")
        self.copy.setText(tr("Copy {marks_text}", marks_text=marks_text(n_chosen)) if n_chosen else tr("Copy"))
        self.copy.setEnabled(bool(n_chosen))

    def _row_changed(self, row: int, *_more: int) -> None:
        if 0 <= row < len(self.copies):
            note: Annotation = self.copies[row].note
            self.note_chosen.emit(note)

    def _ask(self) -> None:
        self.copy_asked.emit(self.chosen)
        self.accept()

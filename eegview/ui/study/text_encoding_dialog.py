"""The file's own texts as each encoding makes them, for the reader to choose the one in which they are words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr

_HEAD = tr("Choose the line in which the file's texts read as they should.")
_NAMES_STAY = tr(
    "This changes the annotations. Names of channels and of the patient are read when the file is opened: to read "
    "them in another encoding too, start eegview with --encoding."
)
_BETWEEN = "  ·  "


@dataclass(frozen=True, slots=True)
class EncodingLine:
    """One encoding to choose: its name ("" = found out), what it is called, and the file's texts in it."""

    name: str
    title: str
    texts: tuple[str, ...]


class TextEncodingDialog(QDialog):
    """A table of encodings with the file's texts in each; the one in use is selected.

    chosen : the name of an encoding, "" = found out
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Text encoding"))
        layout = QVBoxLayout(self)
        head = QLabel(_HEAD)
        head.setWordWrap(True)
        self.table = QTableWidget(0, 2)
        self.table.setObjectName("text_encoding.table")
        self.table.setAccessibleName(tr("Text encodings"))
        self.table.setHorizontalHeaderLabels((tr("Encoding"), tr("File annotations")))
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Apply | QDialogButtonBox.StandardButton.Close)
        self.apply = buttons.button(QDialogButtonBox.StandardButton.Apply)
        self.apply.setObjectName("text_encoding.apply")
        self.apply.setDefault(True)
        self.apply.clicked.connect(self._apply)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)  # Enter applies, or does nothing
        buttons.rejected.connect(self.close)
        self.table.itemSelectionChanged.connect(self._selected)
        self.table.cellDoubleClicked.connect(self._apply)
        self.names_stay = QLabel(_NAMES_STAY)
        self.names_stay.setWordWrap(True)
        self.names_stay.hide()
        for widget in (head, self.table, self.names_stay, buttons):
            layout.addWidget(widget)
        self.resize(self.fontMetrics().averageCharWidth() * 100, self.fontMetrics().height() * 26)
        self.table.setFocus()
        self._lines: tuple[EncodingLine, ...] = ()
        self._in_use = ""

    def show_lines(self, lines: Sequence[EncodingLine], in_use: str) -> None:
        """Show encodings with the texts in each; `in_use` is the name of the present one."""
        self._lines, self._in_use = tuple(lines), in_use
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            texts = QTableWidgetItem(_BETWEEN.join(line.texts))
            texts.setToolTip("\n".join(line.texts))
            self.table.setItem(row, 0, QTableWidgetItem(line.title))
            self.table.setItem(row, 1, texts)
        self.table.selectRow(next((row for row, line in enumerate(lines) if line.name == in_use), 0))
        self._selected()

    def show_names_stay(self, are_concerned: bool) -> None:
        """Say, where it matters, that names of channels and of the patient do not follow."""
        self.names_stay.setVisible(are_concerned)

    def _chosen_name(self) -> str | None:
        row = self.table.currentRow()
        return self._lines[row].name if 0 <= row < len(self._lines) else None

    def _selected(self) -> None:
        name = self._chosen_name()
        self.apply.setEnabled(name is not None and name != self._in_use)

    def _apply(self) -> None:
        name = self._chosen_name()
        if name is not None and name != self._in_use:
            self.chosen.emit(name)

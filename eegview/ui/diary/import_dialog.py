"""What a file would add to the diary, with the questions that only a person can answer; nothing is kept before."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from eegview.app.diary.file_reading import SeenFile
from eegview.exchange.diary.written_dates import DateOrder
from eegview.model.text.language import tr
from eegview.ui.diary.columns_box import ColumnsBox

_ORDERS = (
    (tr("as the dates themselves say"), None),
    (tr("day, month, year"), DateOrder.DAY_FIRST),
    (tr("month, day, year"), DateOrder.MONTH_FIRST),
    (tr("year, month, day"), DateOrder.YEAR_FIRST),
)
_KINDS = (
    (tr("leave out"), ""), (tr("spasm"), "spasm"), (tr("cluster"), "cluster"), (tr("whole day"), "day"),
)  # fmt: skip
_MOST_KINDS = 8  # that are asked for; the others are left out


class DiaryImportDialog(QDialog):
    """Shows what was read of a file.

    asked : the file is to be read again with other choices: ReadingChoices, and whether days are replaced
    accepted_plan : the statements of the import
    """

    asked = Signal(object, bool)
    accepted_plan = Signal(list)

    def __init__(self, parent: QWidget, seen: SeenFile) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import into the diary"))
        self._seen = seen
        head = QLabel(seen.path.name)
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setProperty("role", "title")
        self.sheet = QComboBox()
        self.sheet.setObjectName("diary_import.sheet")
        self.sheet.setAccessibleName(tr("Sheet of the file"))
        self.order = QComboBox()
        self.order.setObjectName("diary_import.order")
        self.order.setAccessibleName(tr("Order of day and month in the dates"))
        for label, order in _ORDERS:
            self.order.addItem(label, order)
        self.zone = QLineEdit()
        self.zone.setObjectName("diary_import.zone")
        self.zone.setAccessibleName(tr("Time zone of the home, for times in UTC"))
        self.zone.setToolTip(tr("Time zone of the home, for times in UTC"))
        self.zone.setPlaceholderText("Europe/Oslo")
        self.replaces = QCheckBox(tr("Replace events and days of which the diary says something else"))
        self.replaces.setObjectName("diary_import.replace")
        self.mostly_unread = QLabel(tr("Most lines of the file are not read: look at the columns and kinds above."))
        self.mostly_unread.setObjectName("diary_import.mostly_unread")
        self.mostly_unread.setProperty("role", "warning")
        self.mostly_unread.setWordWrap(True)
        self.mostly_unread.hide()
        self.text = QPlainTextEdit()
        self.text.setObjectName("diary_import.text")
        self.text.setAccessibleName(tr("What would be imported, and what not"))
        self.text.setReadOnly(True)
        self.text.setMinimumHeight(self.fontMetrics().height() * 9)
        self._form = QFormLayout()
        self._form.addRow(tr("Sheet"), self.sheet)
        self._form.setRowVisible(self.sheet, False)
        self._form.addRow(tr("Dates"), self.order)
        self._form.addRow(tr("Time zone"), self.zone)
        self.kinds: dict[str, QComboBox] = {}
        self.columns = ColumnsBox()
        self._are_columns_said = False
        self._n_pending = 0
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setObjectName("diary_import.take")
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(self.columns)
        layout.addLayout(self._form)
        layout.addWidget(self.replaces)
        layout.addWidget(self.mostly_unread)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 80)
        self.columns.changed.connect(self._ask_for_columns)
        self.sheet.currentIndexChanged.connect(lambda _index: self._ask_for_sheet())
        self.order.currentIndexChanged.connect(lambda _index: self._ask())
        self.zone.editingFinished.connect(self._ask_for_zone)
        self.replaces.toggled.connect(lambda _on: self._ask())
        self.show_seen(seen)

    def show_seen(self, seen: SeenFile) -> None:
        """Show what was read with the choices as they are."""
        self._n_pending = max(self._n_pending - 1, 0)
        if self._n_pending:
            return  # the answer to what was chosen since is on its way
        self._seen = seen
        if seen.sheets and not self.sheet.count():
            with QSignalBlocker(self.sheet):
                self.sheet.addItem(tr("choose …"), "")
                for name in seen.sheets:
                    self.sheet.addItem(name, name)
            self._form.setRowVisible(self.sheet, True)
            self.sheet.setFocus()
        self.columns.show_columns(seen.titles, seen.columns)
        for kind in seen.file.unknown_kinds:
            if kind not in self.kinds and len(self.kinds) < _MOST_KINDS:
                self._add_kind(kind)
        self.text.setPlainText("\n".join(seen.lines))
        self.mostly_unread.setVisible(seen.plan.is_mostly_unread)
        self.take.setEnabled(bool(seen.plan.statements))
        if seen.is_order_unclear:
            self.order.setFocus()

    def show_problem(self, text: str) -> None:
        """Say why the file cannot be read so."""
        self._n_pending = max(self._n_pending - 1, 0)
        self.text.setPlainText(text)
        self.take.setEnabled(False)

    def _add_kind(self, kind: str) -> None:
        choice = QComboBox()
        choice.setObjectName(f"diary_import.kind_{len(self.kinds)}")
        choice.setAccessibleName(tr("What “{kind}” is", kind=kind[:40]))
        for label, value in _KINDS:
            choice.addItem(label, value)
        self.kinds[kind] = choice
        name = QLabel(f"“{kind[:40]}”")
        name.setTextFormat(Qt.TextFormat.PlainText)
        self._form.addRow(name, choice)
        choice.currentIndexChanged.connect(lambda _index: self._ask())

    def _ask_for_sheet(self) -> None:
        self._are_columns_said = False  # another sheet has other columns
        self._ask()

    def _ask_for_columns(self) -> None:
        self._are_columns_said = True
        self._ask()

    def _ask(self) -> None:
        self._n_pending += 1
        self.take.setEnabled(False)  # until it is known what an import would do now
        kinds = {kind: str(choice.currentData()) for kind, choice in self.kinds.items() if choice.currentData()}
        order = _ORDERS[self.order.currentIndex()][1]
        choices = replace(self._seen.choices, order=order, kinds=kinds, zone=self.zone.text().strip())
        choices = replace(choices, sheet=str(self.sheet.currentData() or ""))
        if self._are_columns_said:
            choices = replace(choices, columns=self.columns.said)
        else:
            choices = replace(choices, columns={})
        self.asked.emit(choices, self.replaces.isChecked())

    def _ask_for_zone(self) -> None:
        if self.zone.text().strip() != self._seen.choices.zone:
            self._ask()

    def _accept(self) -> None:
        self.accepted_plan.emit(list(self._seen.plan.statements))
        self.accept()

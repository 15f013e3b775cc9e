"""Show, hide, order and scale rows; mark channels bad. The page changes at once."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr
from eegview.ui.display.rows_table import RowEntry, RowsTable


class RowsDialog(QDialog):
    """The montage's rows at the left, the recording's channels at the right."""

    bad_changed = Signal(str, bool)  # channel name
    shown_only = Signal(object)  # labels; empty = all rows
    reset_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Rows"))
        layout = QVBoxLayout(self)
        halves = QHBoxLayout()
        self.table = RowsTable()
        self.channels = QListWidget()
        self.channels.setObjectName("rows.channels")
        self.channels.setAccessibleName(tr("Channels marked bad"))
        self.channels.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.channels.itemChanged.connect(self._bad_changed)
        for stretch, title, words, widget in (
            (3, tr("Rows of this montage"), tr("Ticked rows are on the page."), self.table),
            (
                1,
                tr("Bad channels"),
                tr("A bad channel is grey and left out of averages, for all who read this study."),
                self.channels,
            ),
        ):
            half = QVBoxLayout()
            head = QLabel(title)
            head.setProperty("role", "title")
            quiet = QLabel(words)
            quiet.setProperty("role", "quiet")
            quiet.setWordWrap(True)
            for part in (head, quiet):
                half.addWidget(part)
            half.addWidget(widget, 1)
            halves.addLayout(half, stretch)
        layout.addLayout(halves)
        layout.addWidget(self._buttons())
        metrics, room = self.fontMetrics(), parent.screen().availableSize()
        self.resize(
            min(metrics.averageCharWidth() * 104, room.width() - 60), min(metrics.height() * 40, room.height() - 80)
        )

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        for name, text, tip, act in (
            ("rows.up", tr("Up"), tr("Move the selected rows up (Alt+Up)"), lambda: self.table.move_selected(-1)),
            (
                "rows.down",
                tr("Down"),
                tr("Move the selected rows down (Alt+Down)"),
                lambda: self.table.move_selected(1),
            ),
            ("rows.only", tr("Show only selected"), tr("Hide all other rows"), self._show_only),
            ("rows.all", tr("Show all"), tr("Show all rows"), lambda: self.shown_only.emit(())),
            ("rows.reset", tr("Reset all"), tr("Reset order, gains, offsets and hidden rows"), self.reset_asked.emit),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, run=act: run())
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return buttons

    def _show_only(self) -> None:
        if self.table.selected_labels:
            self.shown_only.emit(self.table.selected_labels)

    def show_rows(self, entries: tuple[RowEntry, ...], channels: tuple[str, ...], bad: Mapping[str, str]) -> None:
        """Show rows top to bottom, and which channels are marked bad: by name, who did so and when."""
        self.table.show_rows(entries)
        self.channels.blockSignals(True)
        if [self.channels.item(i).text() for i in range(self.channels.count())] != list(channels):
            self.channels.clear()
            self.channels.addItems(list(channels))
        for i, name in enumerate(channels):
            self.channels.item(i).setToolTip(bad.get(name, ""))
            self.channels.item(i).setCheckState(Qt.CheckState.Checked if name in bad else Qt.CheckState.Unchecked)
        self.channels.blockSignals(False)

    def _bad_changed(self, item: QListWidgetItem) -> None:
        self.bad_changed.emit(item.text(), item.checkState() == Qt.CheckState.Checked)

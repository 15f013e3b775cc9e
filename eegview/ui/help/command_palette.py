"""The list of commands: type words, Enter runs what is chosen."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.command_search import CommandEntry, search_commands

N_LINES = 12
_STEPS: dict[int, int] = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -N_LINES,
    Qt.Key.Key_PageDown: N_LINES,
}


class CommandPalette(QDialog):
    """Offers what can be done now, and emits what was chosen; closes itself with Esc or when another window is used."""

    chosen = Signal(str)  # command id

    def __init__(self, parent: QWidget, entries: tuple[CommandEntry, ...]) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("Find a command")
        self._entries = entries
        self.setObjectName("commands")
        layout = QVBoxLayout(self)
        self.words = QLineEdit()
        self.words.setObjectName("commands.words")
        self.words.setPlaceholderText("What do you want to do?")
        self.words.setAccessibleName("Words to find a command by")
        self.list = QTableWidget(0, 3)
        self.list.setObjectName("commands.list")
        self.list.horizontalHeader().hide()
        self.list.verticalHeader().hide()
        self.list.setShowGrid(False)
        self.list.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.list.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self.list.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.help = QLabel()
        self.help.setObjectName("commands.help")
        self.help.setProperty("role", "quiet")
        self.help.setWordWrap(True)
        for widget in (self.words, self.list, self.help):
            layout.addWidget(widget)
        self.words.textChanged.connect(self._show_found)
        self.words.returnPressed.connect(self._choose)
        self.words.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self.list.currentCellChanged.connect(lambda *_cells: self._show_help())
        metrics = QFontMetrics(self.font())
        self.resize(metrics.averageCharWidth() * 84, metrics.height() * (N_LINES * 2 + 4))
        above = parent.geometry()
        self.move(above.center().x() - self.width() // 2, above.top() + metrics.height() * 5)
        self._show_found("")

    @property
    def current(self) -> CommandEntry | None:
        item = self.list.item(self.list.currentRow(), 0)
        command_id = item.data(Qt.ItemDataRole.UserRole) if item else None
        return next((entry for entry in self._entries if entry.command_id == command_id), None)

    def _show_found(self, query: str) -> None:
        found = search_commands(query, self._entries)
        self.list.setRowCount(len(found))
        for row, entry in enumerate(found):
            title = QTableWidgetItem(entry.title)
            title.setData(Qt.ItemDataRole.UserRole, entry.command_id)
            for column, item in enumerate(
                (title, QTableWidgetItem(entry.menu), QTableWidgetItem(entry.keys[0] if entry.keys else ""))
            ):
                self.list.setItem(row, column, item)
        if found:
            self.list.setCurrentCell(0, 0)
            self._show_help()  # the first line may be another command without the current cell moving
        else:
            self.help.setText("No command that can be used now has these words.")

    def _show_help(self) -> None:
        entry = self.current
        self.help.setText(entry.help if entry else "")

    def _choose(self) -> None:
        entry = self.current
        if entry is not None:
            self.close()
            self.chosen.emit(entry.command_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the words keep the focus."""
        step = _STEPS.get(event.key()) if isinstance(event, QKeyEvent) else None
        if step is not None and event.type() == QEvent.Type.KeyPress and self.list.rowCount():
            row = min(max(self.list.currentRow() + step, 0), self.list.rowCount() - 1)
            self.list.setCurrentCell(row, 0)
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.close()
        super().changeEvent(event)

"""The list of commands: type words, Enter runs what is chosen."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from eegview.app.command_search import CommandEntry, search_commands

N_LINES = 12
_FOCUS_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_OWN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
_STEPS: dict[int, int] = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -N_LINES,
    Qt.Key.Key_PageDown: N_LINES,
}


class CommandPalette(QDialog):
    """Offers what can be done now, and emits what was chosen; closes itself with Esc or when something else is used.

    It lies inside the window, as a part of it: a window of its own would get the keyboard only a moment later, and what
    is typed until then would act on the page.
    """

    chosen = Signal(str)  # command id

    def __init__(self, parent: QWidget, entries: tuple[CommandEntry, ...]) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)  # not before: a new dialog becomes a window all the same
        self.setAutoFillBackground(True)
        self._focus_before = QApplication.focusWidget()
        self.setWindowTitle("Find a command")
        self._entries = entries
        self.setObjectName("commands")
        frame = QFrame()
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        layout = QVBoxLayout(frame)
        self.words = QLineEdit()
        self.words.setObjectName("commands.words")
        self.words.setPlaceholderText("What do you want to do?")
        self.words.setAccessibleName("Search commands")
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
        top_px = metrics.height() * 5
        width_px = min(metrics.averageCharWidth() * 84, parent.width() - 2 * metrics.height())
        self.resize(width_px, min(metrics.height() * (N_LINES * 2 + 4), parent.height() - top_px - metrics.height()))
        self.move((parent.width() - self.width()) // 2, top_px)
        self._show_found("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.raise_()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)  # at once: the next key is a letter of the first word

    def done(self, result: int) -> None:
        """Go away, and give the keyboard back to what had it, unless something else has taken it already."""
        self.words.removeEventFilter(self)  # that the words lose the focus now is no reason to go away once more
        before = self._focus_before
        if self.words.hasFocus() and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        super().done(result)

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
            self.help.setText("No matching command.")

    def _show_help(self) -> None:
        entry = self.current
        self.help.setText(entry.help if entry else "")

    def _choose(self) -> None:
        entry = self.current
        if entry is not None:
            self.accept()
            self.chosen.emit(entry.command_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the words keep the focus, and keep Enter and Esc from the window."""
        if not isinstance(event, QKeyEvent):
            if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _FOCUS_STAYS:
                self.reject()
            return super().eventFilter(watched, event)
        step = _STEPS.get(event.key())
        if event.type() == QEvent.Type.ShortcutOverride and (step is not None or event.key() in _OWN_KEYS):
            event.accept()
            return True
        if step is not None and event.type() == QEvent.Type.KeyPress and self.list.rowCount():
            row = min(max(self.list.currentRow() + step, 0), self.list.rowCount() - 1)
            self.list.setCurrentCell(row, 0)
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.reject()
        super().changeEvent(event)

"""The list of commands: type words, Enter runs what is chosen."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPalette, QShowEvent
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

from eegview.app.command_search import CommandEntry, FoundCommand, search_commands
from eegview.model.text.language import tr

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
    """Offers what can be done, and emits what was chosen; what cannot be done now is grey and says why.

    It closes with Esc or when something else is used.
    It lies inside the window, as a part of it: a window of its own would get the keyboard only a moment later, and what
    is typed until then would act on the page.
    """

    chosen = Signal(str)  # id of an entry
    guide_asked = Signal(str)  # words that no command has

    def __init__(self, parent: QWidget, entries: tuple[CommandEntry, ...]) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)  # not before: a new dialog becomes a window all the same
        self.setAutoFillBackground(True)
        self._focus_before = QApplication.focusWidget()
        self.setWindowTitle(tr("Find a command"))
        self._entries = entries
        self._found: tuple[FoundCommand, ...] = ()
        self.setObjectName("commands")
        frame = QFrame()
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        layout = QVBoxLayout(frame)
        self.words = QLineEdit()
        self.words.setObjectName("commands.words")
        self.words.setPlaceholderText(tr("What do you want to do?"))
        self.words.setAccessibleName(tr("Search commands"))
        self.list = QTableWidget(0, 3)
        self.list.setObjectName("commands.list")
        self.list.setAccessibleName(tr("Commands"))
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
        """The entry of the current line; None on the line that offers the guide."""
        row = self.list.currentRow()
        return self._found[row].entry if 0 <= row < len(self._found) else None

    def _show_found(self, query: str) -> None:
        offered = self._entries if query.strip() else [e for e in self._entries if not e.why_not and not e.value]
        self._found = search_commands(query, offered)
        self.list.setRowCount(len(self._found) or 1)
        for row, found in enumerate(self._found):
            self._show_line(row, found)
        if not self._found:
            self._fill(0, (tr("Search the guide for “{text}”", text=query.strip()), tr("Help"), ""))
        self.list.setCurrentCell(0, 0)
        self._show_help()  # the first line may be another command without the current cell moving

    def _show_line(self, row: int, found: FoundCommand) -> None:
        entry = found.entry
        title = f"{found.synonym} → {entry.title}" if found.synonym else entry.title
        self._fill(row, (title, entry.menu, entry.keys[0] if entry.keys else ""), entry.why_not)

    def _fill(self, row: int, texts: tuple[str, ...], why_not: str = "") -> None:
        spoken = ", ".join(filter(None, (*texts, why_not)))
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            if why_not:
                item.setForeground(self.palette().brush(QPalette.ColorRole.PlaceholderText))
                font = item.font()
                font.setItalic(True)  # not by the colour alone
                item.setFont(font)
            self.list.setItem(row, column, item)

    def _show_help(self) -> None:
        entry = self.current
        if entry is None:
            self.help.setText(tr("No matching command. Enter searches the guide."))
        else:
            self.help.setText(
                tr("Not available: {why_not} {help}", why_not=entry.why_not, help=entry.help)
                if entry.why_not
                else entry.help
            )

    def _choose(self) -> None:
        entry = self.current
        if entry is None:
            words = self.words.text().strip()
            self.accept()
            self.guide_asked.emit(words)
        elif not entry.why_not:
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

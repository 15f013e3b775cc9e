"""The table of the marks list and the field to search it, with the keys each keeps for itself."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTableView

from eegview.ui.widgets.kept_keys import keeps_key


class MarksTable(QTableView):
    """A table with the keys of a list while it has the focus; a click leaves the focus on the page."""

    entered_by_key = Signal()
    left_by_key = Signal()

    _OWN_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)

    def event(self, event: QEvent) -> bool:
        if keeps_key(event, self._OWN_KEYS):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_by_key.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left_by_key.emit()
        else:
            super().keyPressEvent(event)


class SearchField(QLineEdit):
    """A field for what to search; Down goes on to the list, Esc empties it and then leaves."""

    down_pressed = Signal()
    left_by_key = Signal()

    _OWN_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def event(self, event: QEvent) -> bool:
        if keeps_key(event, self._OWN_KEYS):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left_by_key.emit()
        else:
            super().keyPressEvent(event)

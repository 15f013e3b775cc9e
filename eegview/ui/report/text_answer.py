"""A text that answers an item of the report: it grows with what is written, and is saved as soon as the hands rest."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

_REST_MS = 1500  # what was typed is saved then, also while the field is not left
_FRAME_PX = 10  # around the text
_MOST_LINES = 12


class TextAnswer(QPlainTextEdit):
    """A field of one to many lines.

    written : the text, when the field is left, Enter is pressed or nothing is typed for a moment
    finished : Enter was pressed in a field of one line

    Parameters
    ----------
    n_lines : its height at least; with more than one, Enter begins a new line
    """

    written = Signal(str)
    finished = Signal()

    def __init__(self, n_lines: int = 1) -> None:
        super().__init__()
        self._n_lines, self._stored = n_lines, ""
        self._hint = ""
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.save)
        self.textChanged.connect(self._changed)
        self._fit()

    def show_hint(self, text: str) -> None:
        """Show what is asked for while nothing stands here; what has no room is in the tip."""
        self._hint = text
        self.setToolTip(text)
        self._fit()

    @property
    def text(self) -> str:
        return self.toPlainText().strip()

    @property
    def is_saved(self) -> bool:
        """Whether what stands here was given away."""
        return self.text == self._stored

    def show_text(self, text: str) -> None:
        """Show a stored text; what is being typed is not overwritten."""
        was_saved = self.is_saved
        self._stored = text
        if was_saved and self.text != text:
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self._fit()

    def save(self) -> None:
        """Emit the text where it was changed."""
        self._rest.stop()
        if not self.is_saved:
            self._stored = self.text
            self.written.emit(self._stored)

    def _changed(self) -> None:
        self._fit()
        self._rest.start()

    def _fit(self) -> None:
        lines = max(round(self.document().size().height()), self._n_lines)
        is_long = lines > max(_MOST_LINES, self._n_lines)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_long else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        room_px = max(self.viewport().width() - _FRAME_PX, 0) * self._n_lines
        hint = self.fontMetrics().elidedText(self._hint, Qt.TextElideMode.ElideRight, room_px)
        if hint != self.placeholderText():
            self.setPlaceholderText(hint)
        high_px = min(lines, max(_MOST_LINES, self._n_lines)) * self.fontMetrics().lineSpacing() + _FRAME_PX
        if self.height() != high_px or self.minimumHeight() != high_px:
            self.setFixedHeight(high_px)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 30, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.save()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave undo to the study where nothing is typed that it does not know of."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            is_page = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            if is_page or (is_undo and self.is_saved):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self._n_lines == 1 and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.save()
            self.finished.emit()
        else:
            super().keyPressEvent(event)

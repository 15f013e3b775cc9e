"""A button that waits for a key: pressed once, it takes the next key there is."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from eegview.model.text.language import tr

_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_unknown,
    }
)


class KeyButton(QPushButton):
    """Emits the key that is pressed after a click on it. Esc, or leaving it, stops the waiting."""

    key_pressed = Signal(str)  # as in key maps: "Ctrl+Shift+Z"

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text = text
        self.is_waiting = False
        self.setAutoDefault(False)
        self.clicked.connect(lambda _checked=False: self._wait(True))

    def _wait(self, is_on: bool) -> None:
        self.is_waiting = is_on
        self.setText(tr("Press a key (Esc: cancel)") if is_on else self._text)

    def event(self, event: QEvent) -> bool:
        """Keep all keys from the window while one is waited for, Tab and Enter too."""
        if self.is_waiting:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                self._pressed(event)
                return True
            if event.type() == QEvent.Type.KeyRelease:
                return True
            if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
                self._wait(False)
        return super().event(event)

    def _pressed(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() in _MODIFIERS or event.isAutoRepeat():
            return
        self._wait(False)
        if event.key() != Qt.Key.Key_Escape or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            self.key_pressed.emit(key_text(event))


def key_text(event: QKeyEvent) -> str:
    """Return a pressed key as key maps write it; a sign that Shift makes, such as ?, stands without the Shift."""
    modifiers, key = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key()
    if key == Qt.Key.Key_Backtab:  # what Qt makes of Shift+Tab
        key, modifiers = Qt.Key.Key_Tab, modifiers | Qt.KeyboardModifier.ShiftModifier
    sign = chr(key) if 0x20 < key < 0x110000 else ""
    if sign and sign.isprintable() and not sign.isalnum():
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(modifiers.value | key).toString(QKeySequence.SequenceFormat.PortableText)

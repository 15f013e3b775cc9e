"""Keys a widget keeps for itself, though the window has commands on them."""

from collections.abc import Container

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def keeps_key(event: QEvent, keys: Container[Qt.Key]) -> bool:
    """Accept the event and return True if a shortcut asks for one of `keys`, pressed without Ctrl, Alt or Shift.

    Qt asks the widget with the focus before it runs a shortcut; the accepted key then comes as a key press.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or Qt.Key(event.key()) not in keys:
        return False
    event.accept()
    return True

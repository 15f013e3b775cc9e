"""Keys a widget keeps for itself, though the window has commands on them."""

from collections.abc import Container

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget


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


class KeyKeeper(QObject):
    """Keeps the plain keys that a panel's own controls work with, while they have the focus."""

    def keep(self, *widgets: QWidget) -> None:
        """Have these widgets keep the keys that their kind works with."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return keeps_key(event, _keys_of(watched))


_ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


def _keys_of(widget: QObject) -> frozenset[Qt.Key]:
    if isinstance(widget, QAbstractButton):
        in_group = widget.group() is not None
        return frozenset({Qt.Key.Key_Space, *(_ARROWS if in_group else ())})
    if isinstance(widget, QComboBox):
        return frozenset({Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Down})
    return _ARROWS

"""The keys of the training window: those of the key map, letters and digits of the answer."""

import string
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from eegview.ui.window.actions import Actions

CONTEXT = "training"
_PAGE = ("display.taller", "display.flatter", "display.filters_on_off", "page.next", "page.previous", "page.right",
         "page.left", "page.half_right", "page.half_left", "help.keys", "help.here")  # fmt: skip
_REPEATED = frozenset({"display.taller", "display.flatter", "page.right", "page.left", "page.half_right",
                       "page.half_left"})  # fmt: skip
_PRESSES = (QKeySequence("Space"), QKeySequence("Return"), QKeySequence("Enter"))


class SessionKeys(QObject):
    """Gives the keys of one window to what they do; they follow the key map.

    letter, digit : called with a letter or a digit from 1 to 5; return whether it was an answer
    act : called with the id of a command
    """

    def __init__(
        self,
        window: QWidget,
        actions: Actions,
        letter: Callable[[str], bool],
        digit: Callable[[int], bool],
        act: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._letter, self._digit, self._act = letter, digit, act
        self._shortcuts: list[QShortcut] = []
        self._commands: dict[str, str] = {}
        self.refresh()

    def key_of(self, command_id: str) -> str:
        """Return the key of a command in this window as it is written, "" for none."""
        return next((key for key, of in self._commands.items() if of == command_id), "")

    def refresh(self) -> None:
        """Take the keys as the key map has them now."""
        commands = self._read()
        if commands == self._commands:
            return
        self._commands = commands
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts = []
        keys = dict.fromkeys([*commands, *string.ascii_uppercase, *"12345"])
        for key in keys:
            shortcut = QShortcut(QKeySequence(key), self._window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(commands.get(key, "") in _REPEATED)
            shortcut.activated.connect(lambda of=key: self._pressed(of))
            self._shortcuts.append(shortcut)

    def _read(self) -> dict[str, str]:
        """Return the commands by key, those of a session before those of the page."""
        actions = self._actions
        montages = [command_id for command_id in actions.actions if command_id.startswith("montage.")]
        found: dict[str, str] = {}
        for command_id, keys in actions.shortcuts.within(CONTEXT):
            for key in keys:
                found.setdefault(QKeySequence(key).toString(), command_id)
        for command_id in (*_PAGE, *montages):
            if command_id in actions.actions and command_id != "montage.edit":
                for key in actions.keys_of(command_id):
                    found.setdefault(key.toString(), command_id)
        return found

    def _pressed(self, key: str) -> None:
        focused = QApplication.focusWidget()
        is_press = QKeySequence(key) in _PRESSES
        if is_press and isinstance(focused, QAbstractButton) and not _is_of_answer(focused, key):
            focused.click()
            return
        if len(key) == 1 and key in string.ascii_uppercase and self._letter(key):
            return
        if key in "12345" and len(key) == 1 and self._digit(int(key)):
            return
        command_id = self._commands.get(key)
        if command_id is not None:
            self._act(command_id)


def _is_of_answer(button: QAbstractButton, key: str) -> bool:
    """Check whether a button belongs to the answer: Enter commits there, Space chooses."""
    is_choice = button.objectName().startswith(("training.choice.", "training.confidence."))
    return is_choice and key != "Space"

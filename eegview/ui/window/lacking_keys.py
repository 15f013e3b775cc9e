"""Commands that need EEG, on film alone: their keys and their tips say so instead of doing nothing."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from eegview.app.commands import Command
from eegview.model.text.language import tr

_OF_EEG = ("eeg", "eeg_video")  # see `Command.needs`


class LackingKeys(QObject):
    """Takes the keys of disabled commands as long as no command that can be used has them.

    said : the sentence why a command cannot be used, when its key was pressed
    """

    said = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._keys: dict[str, str] = {}  # key: id of the command
        self._shortcuts: list[QShortcut] = []
        self._tips: dict[str, tuple[QAction, str]] = {}  # of the commands whose tip says why, as it was
        self._actions: Mapping[str, QAction] = {}

    def refresh(self, commands: Mapping[str, Command], actions: Mapping[str, QAction], is_film: bool) -> None:
        """Follow what can be used now.

        is_film : whether a study that is film alone is open
        """
        self._actions = actions
        lacking = {
            command_id: action
            for command_id, action in actions.items()
            if is_film and not action.isEnabled() and commands[command_id].needs in _OF_EEG
        }
        for command_id in [one for one, (action, _tip) in self._tips.items() if lacking.get(one) is not action]:
            action, tip = self._tips.pop(command_id)
            if actions.get(command_id) is action:  # menus of terms and montages are made anew
                action.setToolTip(tip)
        for command_id, action in lacking.items():
            if command_id not in self._tips:
                self._tips[command_id] = action, action.toolTip()
                action.setToolTip(lacking_text(action))
        used = (action for action in actions.values() if lacking and action.isEnabled())
        taken = {key.toString() for action in used for key in action.shortcuts()}
        keys = {key.toString(): command_id for command_id, action in lacking.items() for key in action.shortcuts()}
        self._use({key: command_id for key, command_id in keys.items() if key not in taken})

    def _use(self, keys: dict[str, str]) -> None:
        if keys == self._keys:
            return
        self._keys = keys
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts = [QShortcut(QKeySequence(key), self._window) for key in keys]
        for shortcut, command_id in zip(self._shortcuts, keys.values(), strict=True):
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(partial(self._say, command_id))

    def _say(self, command_id: str) -> None:
        if (action := self._actions.get(command_id)) is not None:
            self.said.emit(lacking_text(action))


def lacking_text(action: QAction) -> str:
    """Return the sentence why a command cannot be used on film alone."""
    title = action.text().replace("&", "").removesuffix("…")
    if action.objectName().startswith("mark.term."):
        return tr("“{term}” is marked on EEG; this study is film alone.", term=title.removeprefix("Mark: "))
    return tr("“{title}” needs EEG; this study is film alone.", title=title)

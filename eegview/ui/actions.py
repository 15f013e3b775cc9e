"""Commands become actions: one table makes menus, keys, tips and object names."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from eegview.app.commands import MENUS, Command
from eegview.app.shortcuts import ShortcutMap


class Actions:
    """All actions of one window, by command id."""

    def __init__(self, window: QMainWindow, commands: tuple[Command, ...], shortcuts: ShortcutMap) -> None:
        self._window = window
        self._needs: dict[str, str] = {}
        self._places: dict[str, tuple[str, int]] = {}  # menu and group of each command
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        for name in MENUS:
            menu = window.menuBar().addMenu(name)
            menu.setToolTipsVisible(True)
            self.menus[name] = menu
        for command in commands:
            self.menus[command.menu].addAction(self._make(command))
        for menu in self.menus.values():
            self._separate(menu)
        self.use_shortcuts(shortcuts)

    def _make(self, command: Command) -> QAction:
        action = QAction(command.title, self._window)
        action.setObjectName(command.command_id)
        action.setToolTip(command.help)
        action.setStatusTip(command.help)
        action.setCheckable(command.is_toggle)
        self._window.addAction(action)  # keys work while the menu bar is hidden
        self.actions[command.command_id] = action
        self._needs[command.command_id] = command.needs
        self._places[command.command_id] = command.menu, command.group
        return action

    def menu_of(self, command_id: str) -> str:
        return self._places[command_id][0]

    def _group(self, action: QAction) -> int | None:
        """Return the group of a menu's line; None for separators and submenus."""
        place = self._places.get(action.objectName())
        return place[1] if place else None

    def _separate(self, menu: QMenu) -> None:
        """Draw a line between groups, and nowhere else."""
        last = None
        for action in menu.actions():
            if action.isSeparator():
                menu.removeAction(action)
                continue
            group = self._group(action)
            if group is not None:
                if last is not None and group != last:
                    menu.insertSeparator(action)
                last = group

    def add(self, command: Command, keys: tuple[str, ...], handler: Callable[[], object]) -> QAction:
        """Add an action that comes with the study (a montage, a term), at the end of its group in its menu."""
        action = self._make(command)
        menu = self.menus[command.menu]
        later = (a for a in menu.actions() if (self._group(a) or 0) > command.group)
        before = next(later, None)
        if before is None:
            menu.addAction(action)
        else:
            menu.insertAction(before, action)
        self._separate(menu)
        action.setShortcuts([QKeySequence(k) for k in keys])
        action.triggered.connect(lambda _checked=False: handler())
        return action

    def remove(self, command_id: str) -> None:
        action = self.actions.pop(command_id)
        self._needs.pop(command_id)
        menu = self.menus[self._places.pop(command_id)[0]]
        menu.removeAction(action)
        self._window.removeAction(action)
        action.deleteLater()

    def use_shortcuts(self, shortcuts: ShortcutMap) -> None:
        for command_id, action in self.actions.items():
            keys = shortcuts.of(command_id)
            if keys or command_id in dict(shortcuts.keys):
                action.setShortcuts([QKeySequence(k) for k in keys])

    def connect(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Connect handlers by command id; an id without an action is a mistake and raises KeyError."""
        for command_id, handler in handlers.items():
            self.actions[command_id].triggered.connect(lambda _checked=False, run=handler: run())

    def set_available(self, facts: frozenset[str]) -> None:
        """Enable what can be used: `facts` are "recording", "video", "mark", "selection", "undo", "redo"."""
        for command_id, action in self.actions.items():
            needs = self._needs[command_id]
            action.setEnabled(not needs or needs in facts)

    def set_checked(self, command_id: str, is_on: bool) -> None:
        self.actions[command_id].setChecked(is_on)

    def __getitem__(self, command_id: str) -> QAction:
        return self.actions[command_id]

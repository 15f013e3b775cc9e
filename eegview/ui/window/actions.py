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
        self._shortcuts = shortcuts
        self._contexts: tuple[str, ...] = ()  # what has taken keys over, the last one first of all
        self._own_keys: dict[str, list[QKeySequence]] = {}  # of actions that came with the study
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
        self._own_keys[command.command_id] = [QKeySequence(k) for k in keys]
        self._give_keys()
        action.triggered.connect(lambda _checked=False: handler())
        return action

    def remove(self, command_id: str) -> None:
        action = self.actions.pop(command_id)
        self._own_keys.pop(command_id, None)
        self._needs.pop(command_id)
        menu = self.menus[self._places.pop(command_id)[0]]
        menu.removeAction(action)
        self._window.removeAction(action)
        action.deleteLater()

    def use_shortcuts(self, shortcuts: ShortcutMap) -> None:
        self._shortcuts, self._mapped = shortcuts, dict(shortcuts.keys)
        self._give_keys()

    def use_contexts(self, *contexts: str) -> None:
        """Have these contexts take their keys over from all else, the last one from those before it; none: as usual."""
        if contexts != self._contexts:
            self._contexts = contexts
            self._give_keys()

    def keys_of(self, command_id: str) -> tuple[QKeySequence, ...]:
        """Return the keys of a command where it can be used: those of its context, though that is not on now."""
        own = self._window_keys(command_id)
        for _name, keys in self._shortcuts.contexts:
            own = own or [QKeySequence(k) for k in dict(keys).get(command_id, ())]
        return tuple(own)

    def _window_keys(self, command_id: str) -> list[QKeySequence]:
        if command_id in self._mapped:
            return [QKeySequence(k) for k in self._mapped[command_id]]
        return self._own_keys.get(command_id, [])

    def _give_keys(self) -> None:
        """Give each action the keys it has now: a key that a context takes is nobody else's."""
        wanted = {command_id: self._window_keys(command_id) for command_id in self.actions}
        for context in self._contexts:
            keys = {i: [QKeySequence(k) for k in k_of] for i, k_of in self._shortcuts.within(context)}
            taken = {key for sequences in keys.values() for key in sequences}
            wanted = {i: [key for key in sequences if key not in taken] for i, sequences in wanted.items()}
            for command_id, sequences in keys.items():
                wanted[command_id] = [*wanted.get(command_id, []), *sequences]
        for command_id, action in self.actions.items():
            if action.shortcuts() != wanted[command_id]:
                action.setShortcuts(wanted[command_id])

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

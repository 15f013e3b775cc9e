"""Commands become actions: one table makes menus, keys, tips and object names."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from eegview.app.commands import EEG_MENUS, MENUS, SUBMENUS, Command, current_id
from eegview.app.resources import FileFault, report_fault, user_folder
from eegview.app.shortcuts import ShortcutMap
from eegview.model.text.language import tr
from eegview.ui.widgets.key_legend import LegendEntry
from eegview.ui.widgets.mnemonics import give_bar_mnemonics, letters_when_shown, plain_text
from eegview.ui.window.lacking_keys import LackingKeys
from eegview.ui.window.study.study_scope import StudyScope

# Menus that stand there only during one of these tasks.
TASK_MENUS = {
    "Triage": frozenset({"triage", "audit"}),
    "Staging": frozenset({"staging"}),
    "Trends": frozenset({"trends"}),
    "Statistics": frozenset({"statistics"}),
    "Adjudication": frozenset({"comparing"}),
}

_GROUP = "group"  # property of a line of a menu: which group it stands in, see `Command.group`


class Actions:
    """All actions of one window, by command id."""

    def __init__(self, window: QMainWindow, commands: tuple[Command, ...], shortcuts: ShortcutMap) -> None:
        self._window = window
        self.commands: dict[str, Command] = {}  # by id, those that were added later as well
        self.actions: dict[str, QAction] = {}
        self._shortcuts = shortcuts
        self._contexts: tuple[str, ...] = ()  # what has taken keys over, the last one first of all
        self._conditions: frozenset[str] = frozenset()  # what holds now, see `Command.needs`
        self._held: frozenset[str] = frozenset()  # of these, what holds whichever study is open, or none
        self._own_keys: dict[str, list[QKeySequence]] = {}  # of actions that were added later
        self.lacking = LackingKeys(window)
        self._handlers: dict[str, list[Callable[[], object]]] = {}
        self.menus: dict[str, QMenu] = {}
        self._submenus: dict[tuple[str, str], QMenu] = {}
        for name in MENUS:
            menu = window.menuBar().addMenu(tr(name))
            menu.setToolTipsVisible(True)
            self.menus[name] = menu
        made = [(command, self._make(command)) for command in commands]
        for command, action in sorted(made, key=lambda one: one[0].group):
            action.setProperty(_GROUP, command.group)
            self._menu_for(command).addAction(action)  # each after the groups before its own
        for menu in self.menus.values():
            self._separate(menu)
            letters_when_shown(menu)
        self.use_shortcuts(shortcuts)
        self.set_available(frozenset())

    def _make(self, command: Command) -> QAction:
        action = QAction(tr(command.title), self._window)
        action.setObjectName(command.command_id)
        action.setToolTip(tr(command.help))
        action.setStatusTip(tr(command.help))
        action.setCheckable(command.is_toggle)
        # a key held down acts on one mark and opens one dialog, once
        action.setAutoRepeat(command.needs != "mark" and not command.title.endswith("…"))
        action.triggered.connect(lambda _checked=False: self._run(command.command_id))
        self._window.addAction(action)  # keys work while the menu bar is hidden
        self.actions[command.command_id], self.commands[command.command_id] = action, command
        action.setEnabled(not command.needs or command.needs in self._conditions)
        return action

    @property
    def conditions(self) -> frozenset[str]:
        """What holds now, see `Command.needs`."""
        return self._conditions

    @property
    def shortcuts(self) -> ShortcutMap:
        return self._shortcuts

    def menu_of(self, command_id: str) -> str:
        return self.commands[current_id(command_id)].menu

    @staticmethod
    def _insert(menu: QMenu, action: QAction, group: int) -> None:
        """Put a line at the end of its group in a menu."""
        action.setProperty(_GROUP, group)
        later = (line for line in menu.actions() if (line.property(_GROUP) or 0) > group)
        before = next(later, None)
        if before is None:
            menu.addAction(action)
        else:
            menu.insertAction(before, action)

    def _menu_for(self, command: Command) -> QMenu:
        """Return the menu that a command stands in: one of the bar, or one within it."""
        menu, title = self.menus[command.menu], SUBMENUS.get((command.menu, command.group))
        if title is None:
            return menu
        inner = self._submenus.get((command.menu, title))
        if inner is None:
            inner = self._submenus[command.menu, title] = QMenu(tr(title), self._window)
            inner.setToolTipsVisible(True)
            self._insert(menu, inner.menuAction(), command.group)
            self._separate(menu)
        return inner

    def _separate(self, menu: QMenu) -> None:
        """Draw a line between groups, and nowhere else."""
        last = None
        for action in menu.actions():
            if action.isSeparator():
                menu.removeAction(action)
                continue
            group = action.property(_GROUP)
            if group is not None:
                if last is not None and group != last:
                    menu.insertSeparator(action)
                last = group

    def add(self, command: Command, keys: tuple[str, ...]) -> QAction:
        """Add an action that comes from a file (a montage, a term), at the end of its group in its menu."""
        return self.add_all([(command, keys)])[0]

    def add_all(self, commands: Iterable[tuple[Command, tuple[str, ...]]]) -> list[QAction]:
        """Add actions that come from files, each with its keys; keys and letters are given out once for all."""
        added, grown = [], dict[int, QMenu]()
        for command, keys in commands:
            action, menu = self._make(command), self._menu_for(command)
            self._insert(menu, action, command.group)
            grown[id(menu)] = menu
            self._own_keys[command.command_id] = [QKeySequence(k) for k in keys]
            added.append(action)
        for menu in grown.values():
            self._separate(menu)
        self._give_keys()
        self._give_letters()
        return added

    def remove(self, command_id: str) -> None:
        action = self.actions.pop(command_id)
        self._own_keys.pop(command_id, None)
        self._handlers.pop(command_id, None)
        menu = self._menu_for(self.commands.pop(command_id))
        menu.removeAction(action)
        self._window.removeAction(action)
        action.deleteLater()

    def use_shortcuts(self, shortcuts: ShortcutMap) -> None:
        self._shortcuts, self._mapped = shortcuts, dict(shortcuts.keys)
        self._give_keys()
        self._give_letters()

    def use_contexts(self, *contexts: str) -> None:
        """Give these contexts priority over the window's shortcuts, the last one first of all; none: as usual."""
        if contexts != self._contexts:
            self._contexts = contexts
            self._give_keys()

    def keys_of(self, command_id: str) -> tuple[QKeySequence, ...]:
        """Return the keys of a command where it can be used: those of its context, though that is not on now."""
        command_id = current_id(command_id)
        own = self._window_keys(command_id, self._keys_of_own_files())
        for _name, keys in self._shortcuts.contexts:
            own = own or [QKeySequence(k) for k in dict(keys).get(command_id, ())]
        return tuple(own)

    def legend(self, context: str) -> list[LegendEntry]:
        """Return the keys that a context takes over, for the legend: the first key of each command."""
        found = []
        for command_id, keys in self._shortcuts.within(context):
            action = self.actions.get(command_id)
            if action is not None and keys:
                key = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
                found.append(LegendEntry(key, action.text().replace("&", ""), action=action))
        return found

    def _keys_of_own_files(self) -> set[QKeySequence]:
        """Return the keys of what was added later and the key map does not know."""
        return {key for i, given in self._own_keys.items() if i not in self._mapped for key in given}

    def _window_keys(self, command_id: str, taken: set[QKeySequence]) -> list[QKeySequence]:
        if command_id in self._mapped:
            keys = [QKeySequence(k) for k in self._mapped[command_id]]
            return [key for key in keys if key not in taken] or keys  # a montage of one's own takes a second key
        return self._own_keys.get(command_id, [])

    def keys_from_file(self, command_id: str) -> tuple[str, ...]:
        """Return the keys that a montage's or a term's own file gives it; none for what the program brings along."""
        return tuple(key.toString() for key in self._own_keys.get(command_id, ()))

    def _give_letters(self) -> None:
        """Give the menus letters with Alt that no command has, in whatever context."""
        tables = (self._shortcuts.keys, *(keys for _name, keys in self._shortcuts.contexts))
        mapped = [key for table in tables for _id, keys in table for key in keys]
        from_files = [key.toString() for given in self._own_keys.values() for key in given]
        give_bar_mnemonics(self._window.menuBar(), [*mapped, *from_files])

    def _one_command_a_key(self) -> dict[str, list[QKeySequence]]:
        """Return the keys of each command; one that two claim is the key map's, else that of the first added."""
        owners: dict[str, str] = {}
        wanted: dict[str, list[QKeySequence]] = {}
        taken = self._keys_of_own_files()
        for command_id in sorted(self.actions, key=lambda one: one not in self._mapped):
            wanted[command_id] = []
            for key in self._window_keys(command_id, taken):
                owner = owners.setdefault(key.toString(), command_id)
                if owner == command_id:
                    wanted[command_id].append(key)
                else:
                    self._report_double(key.toString(), owner, command_id)
        return wanted

    def _report_double(self, key: str, owner: str, other: str) -> None:
        folder = user_folder("montages" if owner.startswith("montage.") else "shortcuts")
        names = [plain_text(self.actions[command_id]) for command_id in (owner, other)]
        what = tr(
            "the key {key} is that of “{names}” and of “{names_2}”; “{names}” has it.",
            key=key,
            names=names[0],
            names_2=names[1],
        )
        report_fault(FileFault("double_key", f"{folder.parent}: {what}", folder))

    def _give_keys(self) -> None:
        """Give each action the keys it has now: a key that a context takes is nobody else's."""
        wanted = self._one_command_a_key()
        for context in self._contexts:
            keys = {i: [QKeySequence(k) for k in k_of] for i, k_of in self._shortcuts.within(context)}
            taken = {key for sequences in keys.values() for key in sequences}
            wanted = {i: [key for key in sequences if key not in taken] for i, sequences in wanted.items()}
            for command_id, sequences in keys.items():
                wanted[command_id] = [*wanted.get(command_id, []), *sequences]
        for command_id, action in self.actions.items():
            if action.shortcuts() != wanted[command_id]:
                action.setShortcuts(wanted[command_id])
        self._refresh_lacking()

    def _refresh_lacking(self) -> None:
        self.lacking.refresh(self.commands, self.actions, "film" in self._conditions)

    def connect(self, handlers: Mapping[str, Callable[[], object]], scope: StudyScope | None = None) -> None:
        """Connect handlers by command id.

        Parameters
        ----------
        handlers
            What to run, by command id.
        scope
            The study whose parts these are: they are let go with it. None: for good.

        Raises
        ------
        KeyError
            An id has no action: a mistake of the program.
        """
        handlers = {current_id(command_id): handler for command_id, handler in handlers.items()}
        for command_id, handler in handlers.items():
            if command_id not in self.actions:
                raise KeyError(command_id)
            self._handlers.setdefault(command_id, []).append(handler)
        if scope is not None:
            scope.ended.connect(lambda: self._disconnect(handlers))

    def connect_late(
        self, command_ids: Iterable[str], build: Callable[[], object], scope: StudyScope | None = None
    ) -> Callable[[], None]:
        """Connect commands whose parts are built when the first of them is used; return what lets them go.

        build : builds the parts, which connect these commands
        """

        def use(command_id: str) -> None:
            self._disconnect(handlers)
            build()
            self._run(command_id)

        handlers = {command_id: partial(use, command_id) for command_id in command_ids}
        self.connect(handlers, scope)
        return partial(self._disconnect, handlers)

    def _disconnect(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        for command_id, handler in handlers.items():
            if handler in self._handlers.get(command_id, ()):
                self._handlers[command_id].remove(handler)

    def _run(self, command_id: str) -> None:
        for handler in tuple(self._handlers.get(command_id, ())):
            handler()

    def hold(self, condition: str, is_on: bool) -> None:
        """Let a condition hold, or no longer, whichever study is open."""
        others = self._conditions - {condition}
        self._held = self._held | {condition} if is_on else self._held - {condition}
        self.set_available(others)

    def set_available(self, conditions: frozenset[str]) -> None:
        """Enable what can be used while these conditions hold, see `Command.needs`."""
        before, self._conditions = self._conditions, conditions | self._held
        conditions = self._conditions
        for command_id, action in self.actions.items():
            needs = self.commands[command_id].needs
            action.setEnabled(not needs or needs in conditions)
        for menu, tasks in TASK_MENUS.items():
            self.menus[menu].menuAction().setVisible(bool(conditions & tasks))
        for menu in EEG_MENUS:
            self.menus[menu].menuAction().setVisible("film" not in conditions)
        if conditions != before:
            self._refresh_lacking()

    def set_checked(self, command_id: str, is_on: bool) -> None:
        self[command_id].setChecked(is_on)

    def __getitem__(self, command_id: str) -> QAction:
        """Return the action of a command, by the id it has or had before."""
        return self.actions[current_id(command_id)]

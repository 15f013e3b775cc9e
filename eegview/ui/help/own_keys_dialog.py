"""The dialog in which a person gives commands the keys they want."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.command_search import CommandEntry, search_commands
from eegview.app.key_table import KeyTable, SuggestedKey
from eegview.model.text.language import tr
from eegview.ui.help.key_button import KeyButton
from eegview.ui.help.own_keys_tree import OwnKeysTree, scope_label
from eegview.ui.widgets.flow_layout import FlowLayout


class OwnKeysDialog(QDialog):
    """Shows all commands with their keys, takes a key for the chosen one, and says whose it was."""

    changed = Signal(object)  # KeyTable
    map_chosen = Signal(str)
    import_asked = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget, entries: tuple[CommandEntry, ...], table: KeyTable) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Change keys"))
        self._entries = {entry.command_id: entry for entry in entries}
        self._table = table
        self._before: list[KeyTable] = []  # what Undo goes back to
        self._suggested: tuple[SuggestedKey, ...] = ()
        self._asked_for = ("", False)  # the key about whose owner is asked, and whether it comes instead of the others
        layout = QVBoxLayout(self)
        layout.addLayout(self._build_top())
        self.tree = OwnKeysTree()
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._build_details())
        layout.addWidget(self._build_buttons())
        self.tree.fill(entries)
        self.tree.command_chosen.connect(self._show_command)
        self._show()
        self.tree.choose("")
        metrics, room = self.fontMetrics(), parent.screen().availableSize()
        self.resize(
            min(metrics.averageCharWidth() * 110, room.width() - 40), min(metrics.height() * 42, room.height() - 60)
        )
        self.search.setFocus()

    # building

    def _build_top(self) -> QHBoxLayout:
        self.maps, self.search = QComboBox(), QLineEdit()
        self.maps.setObjectName("own_keys.map")
        self.search.setObjectName("own_keys.search")
        self.search.setPlaceholderText(tr("Search commands or keys"))
        self.search.setAccessibleName(tr("Search commands or keys"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._filter())
        label = QLabel(tr("Key &map"))
        label.setBuddy(self.maps)
        self.maps.activated.connect(lambda _row: self.map_chosen.emit(str(self.maps.currentData())))
        top = QHBoxLayout()
        top.addWidget(label)
        top.addWidget(self.maps)
        top.addWidget(self.search, 1)
        return top

    def _build_details(self) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        layout = QVBoxLayout(card)
        self.title, self.help, self.message = QLabel(), QLabel(), QLabel()
        self.title.setProperty("role", "strong")
        self.help.setProperty("role", "quiet")
        self.message.setObjectName("own_keys.message")
        self.message.setAccessibleName(tr("Message"))
        for one in (self.help, self.message):
            one.setWordWrap(True)
        self.add_key = KeyButton(tr("&Add key…"))
        self.replace_key = KeyButton(tr("Re&place keys…"))
        self.add_key.setObjectName("own_keys.add")
        self.replace_key.setObjectName("own_keys.replace")
        self.add_key.key_pressed.connect(lambda key: self._ask_for(key, instead=False))
        self.replace_key.key_pressed.connect(lambda key: self._ask_for(key, instead=True))
        self.reset_one = _button("&Reset", "own_keys.reset", self._reset_one)
        self.use_suggested = _button(tr("Use"), "own_keys.use", self._use_suggested)
        self._keys = QWidget()
        self._key_buttons = FlowLayout(self._keys, spacing_px=6)
        self.move_here = _button(tr("Move key here"), "own_keys.move", self._move)
        self.keep = _button(tr("Cancel"), "own_keys.keep", self._stop_asking)
        line, answer = QHBoxLayout(), QHBoxLayout()
        line.addWidget(self._keys, 1)
        for one in (self.use_suggested, self.add_key, self.replace_key, self.reset_one):
            line.addWidget(one)
        answer.addWidget(self.message, 1)
        answer.addWidget(self.move_here)
        answer.addWidget(self.keep)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.help, 1)
        for part in (head, line, answer):
            layout.addLayout(part)
        return card

    def _build_buttons(self) -> QWidget:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.undo = _button("&Undo", "own_keys.undo", self._undo)
        self.reset_all = _button(tr("Reset a&ll"), "own_keys.reset_all", self._reset_all)
        read = _button("&Import…", "own_keys.import", self.import_asked.emit)
        write = _button("&Export…", "own_keys.export", self.export_asked.emit)
        for one in (self.undo, self.reset_all, read, write):
            buttons.addButton(one, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)  # Enter in the search does not close
        buttons.rejected.connect(self.close)
        return buttons

    # showing

    @property
    def table(self) -> KeyTable:
        return self._table

    def show_maps(self, maps: Iterable[tuple[str, str]]) -> None:
        """Offer these maps, each an id and a label."""
        self.maps.clear()
        for map_id, label in maps:
            self.maps.addItem(label, map_id)
        self.maps.setCurrentIndex(self.maps.findData(self._table.map.map_id))

    def show_table(self, table: KeyTable) -> None:
        """Show the keys of another map."""
        if table.map.map_id != self._table.map.map_id:
            self._before.clear()
        self._table = table
        self.maps.setCurrentIndex(self.maps.findData(table.map.map_id))
        self._show()

    def show_suggested(self, suggested: Iterable[SuggestedKey]) -> None:
        """Show which keys detectors suggest: only those that are free, for commands there are."""
        table = self._table
        self._suggested = tuple(
            one
            for one in suggested
            if one.command_id in self._entries
            and not table.refusal(one.command_id, one.key)
            and not table.owner(one.key, table.scope_of(one.command_id))
        )
        self._show()

    def say(self, text: str) -> None:
        """Show a sentence beside the chosen command."""
        self.message.setText(text)

    def _show(self) -> None:
        self._stop_asking()
        self.tree.show_keys(self._table, self._suggested)
        self.undo.setEnabled(bool(self._before))
        self.reset_all.setEnabled(self._table.map != self._table.standard)
        self._filter()
        self._show_command(self.tree.current_id)

    def _filter(self) -> None:
        words = self.search.text()
        if not words.strip():
            self.tree.show_only(None)
            return
        entries = [replace(entry, keys=self._table.keys_of(i)) for i, entry in self._entries.items()]
        self.tree.show_only(found.entry.command_id for found in search_commands(words, entries))

    def _show_command(self, command_id: str) -> None:
        self._stop_asking()
        entry = self._entries.get(command_id)
        self.title.setText(entry.title if entry else "")
        self.help.setText(entry.help if entry else tr("Choose a command."))
        for one in (self.add_key, self.replace_key):
            one.setEnabled(entry is not None)
        self.reset_one.setEnabled(entry is not None and self._table.is_changed(command_id))
        while item := self._key_buttons.takeAt(0):
            if (button := item.widget()) is not None:
                button.hide()  # until the event loop deletes it
                button.deleteLater()
        for key in self._table.keys_of(command_id) if entry else ():
            button = _button(f"{key}  ×", f"own_keys.key.{key}", lambda k=key: self._remove(k))
            button.setAccessibleName(tr("Remove the key {key}", key=key))
            button.setToolTip(tr("Remove {key}", key=key))
            if self._table.is_fixed(command_id, key):
                button.setText(key)
                button.setEnabled(False)
                button.setToolTip(tr("The vocabulary gives this digit"))
            self._key_buttons.addWidget(button)
        one = self._suggestion()
        self.use_suggested.setVisible(one is not None)
        if one is not None:
            self.use_suggested.setText(tr("Use {key}, suggested by {by}", key=one.key, by=one.by))

    def _suggestion(self) -> SuggestedKey | None:
        return next((one for one in self._suggested if one.command_id == self.tree.current_id), None)

    # changing

    def _ask_for(self, key: str, instead: bool) -> None:
        """Give a key to the chosen command; where another one has it, ask first."""
        table, command_id = self._table, self.tree.current_id
        reason = table.refusal(command_id, key)
        if reason:
            self._stop_asking(reason)
            return
        owner = table.owner(key, table.scope_of(command_id))
        if not owner or owner == command_id:
            self._give(key, instead)
            return
        self._asked_for = key, instead
        if table.is_fixed(owner, key):
            self._stop_asking(f"{key} marks “{self._title(owner)}”; the vocabulary says so.")
            return
        self.message.setText(
            tr(
                "{key} belongs to “{title}” ({scope_label}).",
                key=key,
                title=self._title(owner),
                scope_label=scope_label(table.scope_of(owner)),
            )
        )
        for one in (self.move_here, self.keep):
            one.show()
        self.move_here.setFocus()

    def _move(self) -> None:
        key, instead = self._asked_for
        self._give(key, instead)

    def _give(self, key: str, instead: bool) -> None:
        command_id = self.tree.current_id
        after = self._table.with_key(command_id, key, instead)
        others = [
            f"In {scope_label(scope).lower()} it means “{self._title(other)}”."
            for scope, other in self._table.elsewhere(key, self._table.scope_of(command_id))
            if other != command_id
        ]
        self._change(after, " ".join((tr("{key} is now “{title}”.", key=key, title=self._title(command_id)), *others)))

    def _remove(self, key: str) -> None:
        command_id = self.tree.current_id
        self._change(self._table.without_key(command_id, key), f"{key} was removed from “{self._title(command_id)}”.")

    def _reset_one(self) -> None:
        command_id = self.tree.current_id
        self._change(self._table.reset(command_id), f"“{self._title(command_id)}” has its standard keys.")

    def _reset_all(self) -> None:
        self._change(self._table.reset_all(), f"All keys are those of the map {self._table.standard.label}.")

    def _use_suggested(self) -> None:
        one = self._suggestion()
        if one is not None:
            self._ask_for(one.key, instead=False)

    def _undo(self) -> None:
        if self._before:
            self._put(self._before.pop(), "Undone.")

    def _change(self, after: KeyTable, text: str) -> None:
        if after == self._table:
            return
        command_id = self.tree.current_id
        lost = [f"“{self._title(one)}” has lost a key." for one in self._table.losers(after, command_id)]
        self._before.append(self._table)
        self._put(after, " ".join((text, *(lost if after.map != after.standard else ()))))

    def _put(self, table: KeyTable, text: str) -> None:
        self._table = table
        self._suggested = tuple(s for s in self._suggested if not table.owner(s.key, table.scope_of(s.command_id)))
        command_id = self.tree.current_id
        self._show()
        self.tree.choose(command_id)
        self.message.setText(text)
        self.changed.emit(table)

    def _stop_asking(self, text: str = "") -> None:
        for one in (self.move_here, self.keep):
            one.hide()
        self.message.setText(text)

    def _title(self, command_id: str) -> str:
        entry = self._entries.get(command_id)
        return entry.title if entry else command_id


def _button(text: str, name: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: run())
    return button

"""All commands with their keys, by menu."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from eegview.app.command_search import CommandEntry
from eegview.app.key_table import SCOPE_LABELS, KeyTable, SuggestedKey
from eegview.model.text.language import tr

_COMMAND, _KEYS, _SCOPE = range(3)
_ID = Qt.ItemDataRole.UserRole


class OwnKeysTree(QTreeWidget):
    """A line for each command: what it is called, its keys, where they work; what differs from the standard is bold."""

    command_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("own_keys.tree")
        self.setAccessibleName(tr("Commands and their keys"))
        self.setHeaderLabels([tr("Command"), tr("Keys"), tr("Works in")])
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_COMMAND, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_SCOPE, QHeaderView.ResizeMode.ResizeToContents)
        self._lines: dict[str, QTreeWidgetItem] = {}
        self._groups: list[QTreeWidgetItem] = []
        self.currentItemChanged.connect(lambda item, _before: self.command_chosen.emit(_id_of(item)))

    @property
    def current_id(self) -> str:
        """The chosen command, "" where none is."""
        return _id_of(self.currentItem())

    def fill(self, entries: Iterable[CommandEntry]) -> None:
        """Put up a line for each command, under its menu; the one chosen before stays chosen."""
        before = self.current_id
        self.blockSignals(True)
        self.clear()
        self._lines.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for entry in entries:
            group = groups.get(entry.menu)
            if group is None:
                group = groups[entry.menu] = QTreeWidgetItem(self, [entry.menu])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                group.setFirstColumnSpanned(True)
                group.setForeground(_COMMAND, self.palette().brush(QPalette.ColorRole.PlaceholderText))
            line = QTreeWidgetItem(group, [entry.title])
            line.setData(_COMMAND, _ID, entry.command_id)
            line.setToolTip(_COMMAND, entry.help)
            self._lines[entry.command_id] = line
        self._groups = list(groups.values())
        self.expandAll()
        self.blockSignals(False)
        self.choose(before)

    def show_keys(self, table: KeyTable, suggested: Iterable[SuggestedKey]) -> None:
        """Write the keys of a table into the lines, and what detectors suggest."""
        proposals = {one.command_id: one for one in suggested}
        for command_id, line in self._lines.items():
            keys, is_changed = ", ".join(table.keys_of(command_id)), table.is_changed(command_id)
            one, scope = proposals.get(command_id), table.scope_of(command_id)
            if one is not None:
                keys = "   ".join(filter(None, (keys, f"({one.key} suggested by {one.by})")))
            line.setText(_KEYS, keys)
            line.setText(_SCOPE, scope_label(scope))
            spoken = [line.text(_COMMAND), keys or "no key", scope_label(scope), "changed" if is_changed else ""]
            line.setData(_COMMAND, Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, spoken)))
            for column in range(3):
                font = self.font()
                font.setBold(is_changed)
                line.setFont(column, font)
        apart_px = self.fontMetrics().averageCharWidth() * 3
        self.header().resizeSection(_KEYS, self.sizeHintForColumn(_KEYS) + apart_px)

    def show_only(self, command_ids: Iterable[str] | None) -> None:
        """Show the lines of these commands and choose the first; None shows all."""
        wanted = None if command_ids is None else list(command_ids)
        shown = None if wanted is None else set(wanted)
        for command_id, line in self._lines.items():
            line.setHidden(shown is not None and command_id not in shown)
        for group in self._groups:
            group.setHidden(all(line.isHidden() for line in self._lines.values() if line.parent() is group))
        if wanted:
            self.choose(wanted[0])

    def choose(self, command_id: str) -> None:
        """Choose the line of a command, the first one where it has none."""
        line = self._lines.get(command_id) or next(iter(self._lines.values()), None)
        if line is not None:
            self.setCurrentItem(line)
            self.scrollToItem(line)
            self.command_chosen.emit(_id_of(line))


def scope_label(scope: str) -> str:
    """Return where keys of a scope work, in words."""
    return SCOPE_LABELS.get(scope, scope.replace("_", " ").capitalize())


def _id_of(item: QTreeWidgetItem | None) -> str:
    return str(item.data(_COMMAND, _ID) or "") if item is not None else ""

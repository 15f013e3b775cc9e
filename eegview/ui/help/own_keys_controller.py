"""Keys of one's own in the window: the dialog, the file they are kept in, and the card that follows."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog

from eegview.app.key_table import KeyTable, SuggestedKey
from eegview.app.own_key_file import own_map_text, save_own_map
from eegview.app.shortcuts import ShortcutMap
from eegview.exchange.writing import write_whole
from eegview.model.text.language import tr
from eegview.ui.help.command_entries import CommandEntries
from eegview.ui.help.own_keys_dialog import OwnKeysDialog
from eegview.ui.widgets.modeless_dialog import open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.key_maps import KeyMaps

_DIALOG, _FILES = "own_keys", tr("Keys (*.toml)")

FindSuggested = Callable[[Callable[[tuple[SuggestedKey, ...]], None]], None]


class OwnKeysController(QObject):
    """Opens the dialog of keys; a change counts at once and is written on the work lane."""

    keys_changed = Signal()

    def __init__(self, context: Context, maps: KeyMaps, entries: CommandEntries, find_suggested: FindSuggested) -> None:
        super().__init__(context.window)
        self._window, self._studies, self._actions = context.window, context.studies, context.actions
        self._settings, self._say = context.settings, context.say
        self._maps, self._entries, self._find_suggested = maps, entries, find_suggested
        context.actions.connect({"help.own_keys": self.show})
        maps.changed.connect(self._maps_changed)

    def show(self) -> None:
        """Open the dialog, or bring the open one to the front."""
        show_dialog(self._window, _DIALOG, self._dialog)

    def _dialog(self) -> QDialog:
        dialog = OwnKeysDialog(self._window, self._entries.commands(), self._table())
        dialog.show_maps(self._maps.labels())
        dialog.changed.connect(self._keep)
        dialog.map_chosen.connect(self._maps.choose)
        dialog.import_asked.connect(self._ask_for_import)
        dialog.export_asked.connect(self._ask_for_export)
        self._find_suggested(self._show_suggested)
        return dialog

    def _show_suggested(self, suggested: tuple[SuggestedKey, ...]) -> None:
        if isinstance(dialog := open_dialog(self._window, _DIALOG), OwnKeysDialog):
            dialog.show_suggested(suggested)

    def _table(self) -> KeyTable:
        from_files = {i: keys for i in self._actions.actions if (keys := self._actions.keys_from_file(i))}
        return KeyTable(self._maps.current, self._maps.standard, from_files)

    def _maps_changed(self) -> None:
        """Have the window use the keys of the map there is now."""
        self._actions.use_shortcuts(self._maps.current)
        dialog = open_dialog(self._window, _DIALOG)
        if isinstance(dialog, OwnKeysDialog) and dialog.table.map != self._maps.current:
            dialog.show_maps(self._maps.labels())
            dialog.show_table(self._table())
        self.keys_changed.emit()

    def _keep(self, table: KeyTable) -> None:
        self._maps.put(table.map)
        self._write(table.map)

    def _write(self, one: ShortcutMap) -> None:
        self._studies.work.submit(lambda: save_own_map(one), lambda _path: None, self._studies.fail)

    # files

    def _ask_for_import(self) -> None:
        folder = self._settings.text("recent/keys")
        path, _ = QFileDialog.getOpenFileName(self._window, tr("Import keys"), folder, _FILES)
        if path:
            self._settings.put("recent/keys", str(Path(path).parent))
            self.import_map(Path(path))

    def import_map(self, path: Path) -> None:
        """Use the keys in a file, and keep them; what cannot be used in it is said."""

        def use(read: tuple[ShortcutMap, list[str]]) -> None:
            one, wrong = read
            self._maps.put(one)
            self._write(one)
            faults = f" {len(wrong)} lines cannot be used: {wrong[0]}" if wrong else ""
            self._report(f"The keys of {path.name} are in use.{faults}")

        self._studies.work.submit(lambda: self._maps.read(path), use, self._studies.fail)

    def _ask_for_export(self) -> None:
        folder = Path(self._settings.text("recent/keys"))
        name = str(folder / f"{self._maps.current.map_id}.toml")
        path, _ = QFileDialog.getSaveFileName(self._window, tr("Export keys"), name, _FILES)
        if path:
            self._settings.put("recent/keys", str(Path(path).parent))
            self.export_map(Path(path))

    def export_map(self, path: Path) -> None:
        """Write the keys that differ from the map's own, for another computer."""
        text = own_map_text(self._maps.current, self._maps.standard)
        self._studies.work.submit(
            lambda: write_whole(path, text.encode()),
            lambda _none: self._report(f"The keys are in {path}."),
            self._studies.fail,
        )

    def _report(self, text: str) -> None:
        dialog = open_dialog(self._window, _DIALOG)
        if isinstance(dialog, OwnKeysDialog):
            dialog.say(text)
        else:
            self._say(text)

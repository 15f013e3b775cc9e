"""The maps of keys there are, and the one that is in use."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from eegview.app.commands import COMMANDS, term_command_id
from eegview.app.own_key_file import standard_map
from eegview.app.resources import own_label
from eegview.app.shortcuts import ShortcutMap, built_in_maps, load_shortcut_maps, read_own_map
from eegview.model.display.montage import Montage
from eegview.model.vocabulary import Vocabulary
from eegview.ui.window.settings import Settings

_KEY = "keys/map"


class KeyMaps(QObject):
    """Every key map, those of the user's own among them; the choice is kept in the settings."""

    changed = Signal()  # another map is in use, or a key of it was changed

    def __init__(self, settings: Settings, vocabulary: Vocabulary, montages: Iterable[Montage]) -> None:
        super().__init__()
        self._settings = settings
        self._known = {command.command_id for command in COMMANDS}
        self._known |= {f"montage.{montage.montage_id}" for montage in montages}
        self.use_vocabulary(vocabulary)
        self._built_in = built_in_maps()
        self.maps = load_shortcut_maps(self._known)

    def use_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Know the terms of another vocabulary, too, in maps that are read from now on."""
        self._known |= {term_command_id(term.term_id) for term in vocabulary.terms}

    @property
    def current(self) -> ShortcutMap:
        """The map used last, else the first."""
        wanted = self._settings.text(_KEY, self.maps[0].map_id)
        return next((one for one in self.maps if one.map_id == wanted), self.maps[0])

    @property
    def standard(self) -> ShortcutMap:
        """The map in use as it came with the program."""
        return standard_map(self.current, self._built_in)

    def labels(self) -> list[tuple[str, str]]:
        """Return the id of each map and what it is called; those with keys of the user's own are told from the rest."""
        return [(one.map_id, own_label(one.label, one != self._as_it_came(one.map_id))) for one in self.maps]

    def _as_it_came(self, map_id: str) -> ShortcutMap | None:
        return next((one for one in self._built_in if one.map_id == map_id), None)

    def choose(self, map_id: str) -> ShortcutMap:
        """Remember a map as the one in use and return it.

        Raises
        ------
        StopIteration
            There is no such map.
        """
        chosen = next(one for one in self.maps if one.map_id == map_id)
        self._settings.put(_KEY, map_id)
        self.changed.emit()
        return chosen

    def put(self, one: ShortcutMap) -> None:
        """Use a map in place of the one of the same id, or beside the others."""
        maps = {held.map_id: held for held in self.maps}
        maps[one.map_id] = one
        self.maps = tuple(maps.values())
        self.choose(one.map_id)

    def read(self, path: Path) -> tuple[ShortcutMap, list[str]]:
        """Return the map in a file and what is wrong in it, in sentences; may run on any thread.

        Raises
        ------
        UsageError
            It cannot be read.
        """
        return read_own_map(path, self._known)

"""The maps of keys there are, and the one that is in use."""

from collections.abc import Iterable

from eegview.app.commands import COMMANDS, term_command_id
from eegview.app.shortcuts import ShortcutMap, load_shortcut_maps
from eegview.model.montage import Montage
from eegview.model.vocabulary import Vocabulary
from eegview.ui.window.settings import Settings

_KEY = "keys/map"


class KeyMaps:
    """Every key map, those of the user's own among them; the choice is kept in the settings."""

    def __init__(self, settings: Settings, vocabulary: Vocabulary, montages: Iterable[Montage]) -> None:
        self._settings = settings
        known = {command.command_id for command in COMMANDS}
        known |= {term_command_id(term.term_id) for term in vocabulary.terms}
        known |= {f"montage.{montage.montage_id}" for montage in montages}
        self.maps = load_shortcut_maps(known)

    @property
    def current(self) -> ShortcutMap:
        """The map used last, else the first."""
        wanted = self._settings.text(_KEY, self.maps[0].map_id)
        return next((one for one in self.maps if one.map_id == wanted), self.maps[0])

    def choose(self, map_id: str) -> ShortcutMap:
        """Remember a map as the one in use and return it.

        Raises
        ------
        StopIteration
            There is no such map.
        """
        chosen = next(one for one in self.maps if one.map_id == map_id)
        self._settings.put(_KEY, map_id)
        return chosen

"""What the start of a training remembers on this computer: sets, mode, number of items."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from eegview.model.training.answer import LEARN, MODES
from eegview.ui.window.settings import Settings

_SETS, _MODE, _NUMBER = "training/sets", "training/mode", "training/n_items"
MOST_SETS = 8
LEAST_ITEMS, USUAL_ITEMS, MOST_ITEMS = 1, 20, 500
MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class KnownSet:
    """A case set that was opened before."""

    path: Path
    title: str


class RememberedTraining:
    """Sets used before, the last one first, and how the last session was begun."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def sets(self) -> tuple[KnownSet, ...]:
        """Return the sets used before, whether or not their files are still there."""
        text = self._settings.text(_SETS)
        try:
            held = json.loads(text) if 0 < len(text) <= MOST_TEXT else []
            return tuple(KnownSet(Path(str(one["path"])), str(one["title"])) for one in held)[:MOST_SETS]
        except (ValueError, TypeError, KeyError, RecursionError):
            return ()

    def use(self, path: Path, title: str) -> None:
        """Remember that a set was opened."""
        others = [one for one in self.sets if one.path != path]
        held = [{"path": str(one.path), "title": one.title} for one in (KnownSet(path, title), *others)[:MOST_SETS]]
        self._settings.put(_SETS, json.dumps(held, ensure_ascii=True))

    @property
    def mode(self) -> str:
        mode = self._settings.text(_MODE, LEARN)
        return mode if mode in MODES else LEARN

    @property
    def n_items(self) -> int:
        return round(self._settings.number(_NUMBER, USUAL_ITEMS, LEAST_ITEMS, MOST_ITEMS))

    def choose(self, mode: str, n_items: int) -> None:
        """Remember how a session was begun."""
        self._settings.put(_MODE, mode)
        self._settings.put(_NUMBER, n_items)

"""Read shortcut maps, and find keys that are claimed twice."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from eegview.app.commands import COMMANDS, current_id
from eegview.app.key_names import key_name
from eegview.app.resources import (
    FileFault,
    built_in_files,
    file_fault,
    note_own,
    own_files,
    read_text,
    read_toml,
    report_fault,
)
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

DEFAULT_MAP_ID = "clinic"
CONTEXTS = (
    "mark_edges",
    "triage",
    "triage_edges",
    "miss_audit",
    "staging",
    "stages",
    "stages_young",
    "trends",
    "statistics",
    "score",
    "report",
    "response",
    "comparing",
    "comparing_merge",
    "training",
)  # tables of their own in the files
_COMMAND_IDS = frozenset(command.command_id for command in COMMANDS)
_MADE_BY_FILES = ("montage.", "mark.term.")

Keys = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ShortcutMap:
    """The keys of one key map.

    keys : (command id, keys as "Ctrl+Right")
    contexts : (name, keys as above) of what takes keys over while it is on, such as the triage
    """

    map_id: str
    label: str
    keys: Keys
    contexts: tuple[tuple[str, Keys], ...] = ()

    def of(self, command_id: str) -> tuple[str, ...]:
        """Return the keys of a command; none where it has none."""
        return dict(self.keys).get(current_id(command_id), ())

    def within(self, context: str) -> Keys:
        """Return the keys a context takes over; none where there is no such context."""
        return dict(self.contexts).get(context, ())


def collisions(keys: Keys) -> dict[str, list[str]]:
    """Return the keys that more than one command claims."""
    claimed: dict[str, list[str]] = {}
    for command_id, sequences in keys:
        for sequence in sequences:
            claimed.setdefault(sequence.lower(), []).append(command_id)
    return {key: ids for key, ids in claimed.items() if len(ids) > 1}


def load_shortcut_maps(
    known: Collection[str] | None = None,
    issues: list[Issue] | None = None,
    own: dict[str, Path] | None = None,
) -> tuple[ShortcutMap, ...]:
    """Return every key map: the clinic's first; the others lie over it, one's own over the one of the same name.

    What a map of one's own does not name keeps the key it has below. A key that it gives to a second command is taken
    from the first one.

    Parameters
    ----------
    known : ids of the commands there are; None passes over those of montages and terms, which files make
    issues : what is wrong in a map of one's own is added here (code `shortcut_file`); see `report_fault`
    own : the user's own files in use are added here, by the id of their map

    Raises
    ------
    UsageError : a map that came with the program is faulty
    """
    maps = {one.map_id: one for one in built_in_maps()}
    files = own_files("shortcuts")
    files.sort(key=lambda path: path.stem != DEFAULT_MAP_ID)  # the others of one's own lie over this one
    for path in files:
        try:
            one, wrong = _laid_over_by(path, maps, known)
        except UsageError as error:
            report_fault(file_fault("shortcuts", path, error), issues)
            continue
        maps[one.map_id] = one
        note_own(path, one.map_id, own)
        for what in wrong:
            report_fault(FileFault("shortcut_file", f"{path}: {what}", path), issues)
    return tuple(maps.values())


def built_in_maps() -> tuple[ShortcutMap, ...]:
    """Return the key maps that came with the program, the clinic's first.

    Raises
    ------
    UsageError : one is faulty
    """
    paths = built_in_files("shortcuts")
    return _built_in_maps(tuple(paths), tuple(read_text(path) for path in paths))


def read_own_map(path: Path, known: Collection[str] | None = None) -> tuple[ShortcutMap, list[str]]:
    """Return the map in a file, laid over the built-in one of the same name, and a sentence for each fault in it.

    Raises
    ------
    UsageError : it cannot be read, or is not TOML
    """
    return _laid_over_by(path, {one.map_id: one for one in built_in_maps()}, known)


@lru_cache(maxsize=1)
def _built_in_maps(paths: tuple[Path, ...], texts: tuple[str, ...]) -> tuple[ShortcutMap, ...]:
    """Return the maps in these files, made anew only where a text has changed."""
    at = {path.stem: path for path in paths}
    default = _built_in(at.pop(DEFAULT_MAP_ID), ShortcutMap("", "", ()))
    return (default, *(_built_in(path, default) for path in at.values()))


def _built_in(path: Path, under: ShortcutMap) -> ShortcutMap:
    values = read_toml(path)
    try:
        keys = _merged(under.keys, values["keys"])
        contexts = tuple((name, _merged(under.within(name), values.get(name, {}))) for name in CONTEXTS)
        return ShortcutMap(values["id"], values["label"], keys, contexts)
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"The keys in {path} cannot be read: {error}.", "Install eegview again.") from None


def _merged(under: Keys, table: dict[str, list[str]]) -> Keys:
    named = {current_id(str(command_id)): tuple(map(str, keys)) for command_id, keys in table.items()}
    return tuple((dict(under) | named).items())


def _laid_over_by(
    path: Path, maps: dict[str, ShortcutMap], known: Collection[str] | None
) -> tuple[ShortcutMap, list[str]]:
    """Return a map of one's own, laid over the one of the same name, and what is wrong in it."""
    values = read_toml(path)
    wrong: list[str] = []
    map_id = values.get("id", path.stem)
    if not isinstance(map_id, str) or not map_id:
        wrong.append(f"“id” is not text; the map is called {path.stem}.")
        map_id = path.stem
    under = maps.get(map_id, maps[DEFAULT_MAP_ID])
    label = values.get("label", under.label if map_id in maps else map_id)
    if not isinstance(label, str) or not label:
        wrong.append(f"“label” is not text; the map is shown as {map_id}.")
        label = map_id
    wrong += [
        f"“{name}” is not known here; valid are id, label, [keys], {', '.join(f'[{c}]' for c in CONTEXTS)}."
        for name in values
        if name not in ("id", "label", "keys", *CONTEXTS)
    ]
    keys = _OwnTable("keys", values.get("keys", {}), known, wrong).laid_over(under.keys)
    contexts = tuple(
        (name, _OwnTable(name, values.get(name, {}), known, wrong).laid_over(under.within(name))) for name in CONTEXTS
    )
    return ShortcutMap(map_id, label, keys, contexts), wrong


class _OwnTable:
    """A table of keys in a file of one's own; `wrong` gets a sentence for each line that cannot be used."""

    def __init__(self, name: str, table: Any, known: Collection[str] | None, wrong: list[str]) -> None:
        self._name, self._known, self._wrong = name, known, wrong
        if not isinstance(table, dict):
            wrong.append(f"“{name}” is not a table [{name}].")
            table = {}
        self._table: dict[str, Any] = table

    def laid_over(self, under: Keys) -> Keys:
        """Return the keys of `under` with what the table names in their place."""
        own = self._readable()
        owner: dict[str, str] = {}  # command of each key the table gives
        for command_id, sequences in own.items():
            for key in sequences:
                if owner.setdefault(key, command_id) != command_id:
                    self._wrong.append(
                        f"in [{self._name}] the key {key} is given to {owner[key]} and to {command_id}; "
                        f"{owner[key]} has it."
                    )
        laid: dict[str, tuple[str, ...]] = {}
        for command_id, sequences in (dict(under) | own).items():
            laid[command_id] = self._left(command_id, sequences, owner)
            if command_id in own and sequences and not laid[command_id]:
                laid[command_id] = self._left(command_id, dict(under).get(command_id, ()), owner)
            elif command_id not in own:
                self._wrong += [
                    f"in [{self._name}] the key {key} is given to {owner[_name_of(key)]}; {command_id} loses it."
                    for key in sequences
                    if key not in laid[command_id]
                ]
        return tuple(laid.items())

    @staticmethod
    def _left(command_id: str, sequences: tuple[str, ...], owner: dict[str, str]) -> tuple[str, ...]:
        return tuple(key for key in sequences if owner.get(_name_of(key), command_id) == command_id)

    def _readable(self) -> dict[str, tuple[str, ...]]:
        """Return the keys of each command that there is, as far as they can be read."""
        found: dict[str, tuple[str, ...]] = {}
        for written, keys in self._table.items():
            command_id = current_id(written)
            listed = [keys] if isinstance(keys, str) else keys
            if not self._is_known(command_id):
                self._wrong.append(f"in [{self._name}] there is no command “{written}”.")
            elif not isinstance(listed, list) or not all(isinstance(key, str) for key in listed):
                self._wrong.append(f"in [{self._name}] “{written}” is not a list of keys; its keys stay as they were.")
            else:
                names = {key: key_name(key) for key in listed}
                unreadable = [key for key, name in names.items() if name is None]
                self._wrong += [f"in [{self._name}] “{key}” of “{written}” is not a key." for key in unreadable]
                if len(unreadable) < len(listed) or not listed:
                    found[command_id] = tuple(dict.fromkeys(name for name in names.values() if name))
        return found

    def _is_known(self, command_id: str) -> bool:
        if self._known is not None:
            return command_id in self._known
        return command_id in _COMMAND_IDS or command_id.startswith(_MADE_BY_FILES)


def _name_of(key: str) -> str:
    return key_name(key) or key

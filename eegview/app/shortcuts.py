"""Read shortcut maps, and find keys that are claimed twice."""

from dataclasses import dataclass
from pathlib import Path

from eegview.app.commands import current_id
from eegview.app.resources import read_toml, resources_folder, user_folder
from eegview.model.errors import UsageError

DEFAULT_MAP_ID = "clinic"
CONTEXTS = ("mark_edges", "triage", "triage_edges", "miss_audit")  # tables of their own in the files

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


def load_shortcut_maps() -> tuple[ShortcutMap, ...]:
    """Return the default map first; the others are laid over it.

    Raises
    ------
    UsageError : a file is faulty or gives one key two meanings
    """
    paths = {p.name: p for p in sorted((resources_folder() / "shortcuts").glob("*.toml"))}
    paths |= {p.name: p for p in sorted(user_folder("shortcuts").glob("*.toml"))}
    default = _read(paths.pop(f"{DEFAULT_MAP_ID}.toml"), ShortcutMap("", "", ()))
    return (default, *(_read(path, default) for path in paths.values()))


def _read(path: Path, under: ShortcutMap) -> ShortcutMap:
    values = read_toml(path)
    try:
        keys = _laid_over(under.keys, values["keys"])
        contexts = tuple((name, _laid_over(under.within(name), values.get(name, {}))) for name in CONTEXTS)
        shortcut_map = ShortcutMap(values["id"], values["label"], keys, contexts)
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"The keys in {path.name} cannot be read: {error}.", "Compare it with clinic.toml.") from None
    for keys in (shortcut_map.keys, *(keys for _name, keys in shortcut_map.contexts)):
        for key, ids in collisions(keys).items():
            advice = "Give one of them another key."
            raise UsageError(f"In {path.name} the key {key} means {' and '.join(ids)}.", advice)
    return shortcut_map


def _laid_over(under: Keys, table: dict[str, list[str]]) -> Keys:
    named = {current_id(str(command_id)): tuple(map(str, keys)) for command_id, keys in table.items()}
    return tuple((dict(under) | named).items())

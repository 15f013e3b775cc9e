"""Keys as data: read the shortcut maps, and find keys that mean two things."""

from dataclasses import dataclass
from pathlib import Path

from eegview.app.resources import read_toml, resources_folder, user_folder
from eegview.model.errors import UsageError

DEFAULT_MAP_ID = "clinic"


@dataclass(frozen=True, slots=True)
class ShortcutMap:
    """keys : (command id, keys as "Ctrl+Right")"""

    map_id: str
    label: str
    keys: tuple[tuple[str, tuple[str, ...]], ...]

    def of(self, command_id: str) -> tuple[str, ...]:
        return dict(self.keys).get(command_id, ())


def collisions(keys: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, list[str]]:
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
    default = _read(paths.pop(f"{DEFAULT_MAP_ID}.toml"), {})
    return (default, *(_read(path, dict(default.keys)) for path in paths.values()))


def _read(path: Path, under: dict[str, tuple[str, ...]]) -> ShortcutMap:
    values = read_toml(path)
    try:
        own = {str(k): tuple(map(str, v)) for k, v in values["keys"].items()}
        shortcut_map = ShortcutMap(values["id"], values["label"], tuple((under | own).items()))
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"The keys in {path.name} cannot be read: {error}.", "Compare it with clinic.toml.") from None
    double = collisions(shortcut_map.keys)
    if double:
        key, ids = next(iter(double.items()))
        raise UsageError(f"In {path.name} the key {key} means {' and '.join(ids)}.", "Give one of them another key.")
    return shortcut_map

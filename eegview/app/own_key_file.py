"""Key maps of one's own as files: only what differs from the map that came with the program."""

import json
from collections.abc import Iterable
from pathlib import Path

from eegview.app.resources import own_files, read_toml, user_folder
from eegview.app.shortcuts import DEFAULT_MAP_ID, Keys, ShortcutMap, built_in_maps
from eegview.exchange.writing import write_whole
from eegview.model.errors import EegViewError

_HEADING = (
    "# Written by the window (Help, Change keys). What is not named here is as in the map that came with eegview.\n"
)


def standard_map(one: ShortcutMap, built_in: Iterable[ShortcutMap]) -> ShortcutMap:
    """Return the map that a person's own lies over, with its name: the built-in one of that name, or the clinic's."""
    maps = {under.map_id: under for under in built_in}
    under = maps.get(one.map_id, maps[DEFAULT_MAP_ID])
    label = under.label if one.map_id in maps else one.label
    return ShortcutMap(one.map_id, label, under.keys, under.contexts)


def own_map_text(one: ShortcutMap, standard: ShortcutMap) -> str:
    """Return a map as TOML, only what differs from the standard."""
    lines = [_HEADING, f"id = {_quoted(one.map_id)}\n", f"label = {_quoted(one.label)}\n"]
    for name, held, under in (
        ("keys", one.keys, standard.keys),
        *((name, keys, standard.within(name)) for name, keys in one.contexts),
    ):
        changed = _changed(held, under)
        if changed:
            lines.append(f"\n[{name}]\n")
            lines += [f"{_quoted(i)} = [{', '.join(map(_quoted, keys))}]\n" for i, keys in changed]
    return "".join(lines)


def save_own_map(one: ShortcutMap) -> Path | None:
    """Write a map into the person's own folder, or remove its file where nothing differs; return the file.

    A file that a hand has written is kept beside it, as `NAME.toml.before`.

    Raises
    ------
    CannotWrite : the folder cannot be written
    """
    built_in = built_in_maps()
    standard = standard_map(one, built_in)
    folder = user_folder("shortcuts")
    path = folder / f"{one.map_id}.toml"
    held = _files_of(one.map_id)
    is_standard = one == standard and any(one.map_id == under.map_id for under in built_in)
    for file in held:
        if not _is_ours(file):
            write_whole(file.with_name(f"{file.name}.before"), file.read_bytes())
        if is_standard or file != path:
            file.unlink()
    if is_standard:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, own_map_text(one, standard).encode())
    return path


def _files_of(map_id: str) -> list[Path]:
    """Return the files of one's own in which a map of this id stands."""
    found = []
    for path in own_files("shortcuts"):
        try:
            if read_toml(path).get("id", path.stem) == map_id:
                found.append(path)
        except EegViewError:
            if path.stem == map_id:  # it cannot be read; it is kept beside, and what is written now counts
                found.append(path)
    return found


def _is_ours(path: Path) -> bool:
    return path.read_bytes().startswith(_HEADING.encode())


def _changed(held: Keys, under: Keys) -> list[tuple[str, tuple[str, ...]]]:
    before = dict(under)
    return [(command_id, keys) for command_id, keys in held if before.get(command_id) != keys]


def _quoted(text: str) -> str:
    """Return a TOML basic string: its escapes are JSON's, and the delete character's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

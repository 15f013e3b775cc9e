"""Sets of panels: those that came with the program, and the user's own beside the settings."""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eegview.app.montage.store import difference
from eegview.app.resources import ADVICE, file_fault, read_toml, report_fault, resources_folder, user_folder
from eegview.app.trends.pair_panel import PAIR_PANEL, any_panel
from eegview.app.trends.panels import TrendPanel
from eegview.app.trends.plan import KIND, SETS_FILE
from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

DEFAULT_SET_ID = "night"
LEAST_LINES, MOST_LINES = 0.5, 20.0
_FIELDS = {"id", "label", "help", "panels", "lines", "pair"}


@dataclass(frozen=True, slots=True)
class TrendSet:
    """Panels that are shown together, from above.

    panels : ids
    lines : (panel id, height in lines) where it differs from the panel's own
    pair : electrodes of its panel `aeeg_pair`, "C3-P4"; "" = it does not say, or has no such panel
    """

    set_id: str
    label: str
    panels: tuple[str, ...]
    lines: tuple[tuple[str, float], ...] = ()
    help: str = ""
    pair: str = ""

    def shown(self) -> tuple[tuple[TrendPanel, float], ...]:
        """Return its panels with their heights in lines."""
        heights = dict(self.lines)
        found = (any_panel(panel_id) for panel_id in self.panels)
        return tuple((panel, heights.get(panel.panel_id, panel.lines)) for panel in found if panel is not None)


def load_sets(issues: list[Issue] | None = None) -> tuple[TrendSet, ...]:
    """Return all sets: those of the program, in their order, then the user's; the user's of the same id wins.

    issues : a file of the user's that cannot be used is added here (code `trend_file`), see `report_fault`
    """
    found = {one.set_id: one for one in read_sets(resources_folder() / KIND / SETS_FILE)}
    own = own_sets_file()
    if os.path.lexists(own):
        try:
            found |= {one.set_id: one for one in read_sets(own)}
        except UsageError as error:
            report_fault(file_fault(KIND, own, error), issues)
    return tuple(found.values())


def set_by_id(set_id: str, sets: Iterable[TrendSet] | None = None) -> TrendSet:
    """Return the set of this id; a label serves as well.

    Raises
    ------
    UsageError : there is none; the advice lists the ids there are
    """
    sets = load_sets() if sets is None else tuple(sets)
    for one in sets:
        if set_id in (one.set_id, one.label):
            return one
    raise UsageError(f"There is no set of trends “{set_id}”.", f"Use one of: {', '.join(one.set_id for one in sets)}.")


def own_sets_file() -> Path:
    """Return the file of the user's own sets; it may not exist yet."""
    return user_folder(KIND) / SETS_FILE


def own_set_ids() -> frozenset[str]:
    """Return the ids of the user's own sets, those that stand in for a built-in one included."""
    return frozenset(one.set_id for one in _own_sets())


def save_own_set(one: TrendSet) -> Path:
    """Write a set among the user's own, in place of one of the same id, and return the file.

    Raises
    ------
    UsageError : it has no id or no panel, or the user's file has a fault, which writing would destroy
    CannotWrite : the disk refused; the file is as it was
    """
    own = {kept.set_id: kept for kept in _own_sets()} | {one.set_id: one}
    return _write(own.values())


def delete_own_set(set_id: str) -> bool:
    """Remove the user's own set of this id and say whether there was one; a built-in one then shows again."""
    own = _own_sets()
    left = [one for one in own if one.set_id != set_id]
    if len(left) < len(own):
        _write(left)
    return len(left) < len(own)


def set_id_for(label: str, sets: Iterable[TrendSet]) -> str:
    """Return an id for a new set of this name: small letters, digits and _, not used by another set."""
    stem = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_") or "set"
    taken = {one.set_id for one in sets if one.label != label}
    return next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, 1000))) if name not in taken)


def read_sets(path: Path) -> tuple[TrendSet, ...]:
    """Return the sets of a file.

    Raises
    ------
    UsageError : it cannot be read, or a set has a fault; the sentence names the file
    """
    content = read_toml(path)
    sets = content.get("set", [])
    if set(content) - {"set"} or not isinstance(sets, list):
        raise UsageError(f"{path} holds something else than [[set]].", ADVICE)
    return tuple(_parsed(one, str(path)) for one in sets)


def sets_text(sets: Iterable[TrendSet]) -> str:
    """Return the TOML text of sets, as a person would write it."""
    texts = []
    for one in sets:
        lines = ["[[set]]", f"id = {_quoted(one.set_id)}", f"label = {_quoted(one.label)}"]
        if one.help:
            lines.append(f"help = {_quoted(one.help)}")
        lines.append(f"panels = [{', '.join(map(_quoted, one.panels))}]")
        if one.lines:
            lines.append(f"lines = {{ {', '.join(f'{name} = {height:g}' for name, height in one.lines)} }}")
        if one.pair:
            lines.append(f"pair = {_quoted(one.pair)}")
        texts.append("\n".join(lines) + "\n")
    return "\n".join(texts)


def _own_sets() -> tuple[TrendSet, ...]:
    path = own_sets_file()
    return read_sets(path) if os.path.lexists(path) else ()


def _write(sets: Iterable[TrendSet]) -> Path:
    path = own_sets_file()
    text = sets_text(sets)
    import tomllib

    for one in tomllib.loads(text).get("set", []):
        _parsed(one, "The set")  # never leave a file behind that cannot be read back
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode() or b"# no sets of your own\n")
    return path


def _parsed(fields: Any, where: str) -> TrendSet:
    if not isinstance(fields, dict):
        raise UsageError(f"{where}: a set is a table.", ADVICE)
    if unknown := sorted(set(fields) - _FIELDS):
        raise UsageError(f"{where}: a set has the unknown field “{unknown[0]}”.", ADVICE)
    set_id, label = (_text(fields, name, where) for name in ("id", "label"))
    if not re.fullmatch(r"[a-z0-9_]+", set_id):
        raise UsageError(f"{where}: “{set_id}” is not an id; an id is small letters, digits and _.", ADVICE)
    panels, lines = fields.get("panels"), fields.get("lines", {})
    if not isinstance(panels, list) or not panels or len(set(map(str, panels))) < len(panels):
        raise UsageError(f"{where}: the set “{set_id}” needs a list of panels, each once.", ADVICE)
    if not isinstance(lines, dict):
        raise UsageError(f"{where}: the heights of the set “{set_id}” are no table.", ADVICE)
    for name in (*panels, *lines):
        if not isinstance(name, str) or any_panel(name) is None:
            raise UsageError(f"{where}: the set “{set_id}” names the unknown panel “{name}”.", ADVICE)
    heights = tuple((name, _height(value, f"{where}: the height of “{name}”")) for name, value in lines.items())
    pair = _text(fields, "pair", where, "")
    if pair and (PAIR_PANEL not in panels or difference(pair) is None):
        raise UsageError(
            f"{where}: the pair “{pair}” of the set “{set_id}” is not two electrodes of its panel {PAIR_PANEL}.", ADVICE
        )
    return TrendSet(set_id, label, tuple(panels), heights, _text(fields, "help", where, ""), pair)


def _height(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not LEAST_LINES <= value <= MOST_LINES:
        raise UsageError(f"{what} is not a number from {LEAST_LINES:g} to {MOST_LINES:g}.", ADVICE)
    return float(value)


def _text(fields: dict[str, Any], name: str, where: str, default: str | None = None) -> str:
    value = fields.get(name, default)
    if not isinstance(value, str) or (default is None and not value):
        raise UsageError(f"{where}: a set lacks the text “{name}”.", ADVICE)
    return value


def _quoted(text: str) -> str:
    """Return a TOML basic string: its escapes are JSON's, and the delete character's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

"""Find, read and write montages: those that came with the program, and the user's own beside the settings."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from eegview.app.resources import (
    ADVICE,
    FileFault,
    made_once,
    own_files,
    read_each,
    read_toml,
    report_fault,
    resources_folder,
    user_folder,
)
from eegview.model.channel import ChannelKind
from eegview.model.display.binding import side_of
from eegview.model.display.montage import AVERAGE, Derivation, Montage
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

_FIELDS = {"id", "label", "key", "help", "polygraphy", "as_recorded", "rows"}


def load_montages(issues: list[Issue] | None = None, own: dict[str, Path] | None = None) -> tuple[Montage, ...]:
    """Return all montages in the order of their function keys, those without a key last, by label.

    A user's file with the id of a built-in montage wins. Of two with one key that which was read last has it, so that
    one's own goes before what came with the program.

    Parameters
    ----------
    issues : a file that cannot be used is added here (code `montage_file`), the others load; so is a key that two
        montages have; see `report_fault`
    own : the user's own files in use are added here, by the id of their montage
    """
    files: dict[str, Path] = {} if own is None else own
    found = read_each("montages", _read, lambda montage: montage.montage_id, issues, files)
    return tuple(sorted(_one_montage_a_key(found, files, issues), key=_menu_order))


def montage_by_id(montage_id: str, montages: Iterable[Montage] | None = None) -> Montage:
    """Return the montage of this id.

    Raises
    ------
    UsageError : there is none; the advice lists the ids there are
    """
    montages = load_montages() if montages is None else tuple(montages)
    for montage in montages:
        if montage.montage_id == montage_id:
            return montage
    raise UsageError(
        f"There is no montage “{montage_id}”.", "Use one of: " + ", ".join(m.montage_id for m in montages) + "."
    )


def parse_montage(fields: dict[str, Any], where: str = "A montage") -> Montage:
    """Return the montage a TOML file describes.

    A row is a difference ("Fp1-F7", "C3-AVG"), a weighted sum `{label=…, weights={C3=1, …}}`, or an electrode against
    the mean of its neighbours `{electrode="C3", neighbours=["F3", …]}`; tables may also name `kind` and `side`.

    Raises
    ------
    UsageError : a field is missing, unknown or of the wrong type; the sentence starts with `where`
    """
    if unknown := sorted(set(fields) - _FIELDS):
        raise UsageError(f"{where} has the unknown field “{unknown[0]}”.", ADVICE)
    montage_id = _text(fields, "id", where)
    if not re.fullmatch(r"[a-z0-9_]+", montage_id):
        raise UsageError(f"{where} has the id “{montage_id}”; an id is small letters, digits and _.", ADVICE)
    as_recorded = _flag(fields, "as_recorded", False, where)
    rows = fields.get("rows", [])
    if not isinstance(rows, list) or bool(rows) == as_recorded:
        raise UsageError(f"{where} needs either rows or as_recorded = true.", ADVICE)
    return Montage(
        montage_id,
        _text(fields, "label", where),
        tuple(_derivation(row, where) for row in rows),
        _text(fields, "key", where, ""),
        _flag(fields, "polygraphy", True, where),
        as_recorded,
        _text(fields, "help", where, ""),
    )


def save_user_montage(montage: Montage) -> Path:
    """Write `montage` among the user's own, whole or not at all, and return the file."""
    folder = user_folder("montages")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{montage.montage_id}.toml"
    text = montage_text(montage)
    parse_montage(_parsed(text), path.name)  # never leave a file behind that cannot be read back
    unfinished = path.with_suffix(".new")
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return path


def user_montage_ids() -> frozenset[str]:
    """Return the ids of the user's own montages, those that stand in for a built-in one included."""
    return frozenset(path.stem for path in own_files("montages"))


def delete_user_montage(montage_id: str) -> bool:
    """Remove the user's own montage of this id and say whether there was one; a built-in one then shows again."""
    path = user_folder("montages") / f"{montage_id}.toml"
    if not path.is_file():
        return False
    path.unlink()
    return True


def montage_text(montage: Montage) -> str:
    """Return the TOML text of `montage`, as a person would write it."""
    lines = [f"id = {_quoted(montage.montage_id)}", f"label = {_quoted(montage.label)}"]
    lines += [f"{name} = {_quoted(value)}" for name, value in (("key", montage.key), ("help", montage.help)) if value]
    if not montage.polygraphy:
        lines.append("polygraphy = false")
    if montage.as_recorded:
        lines.append("as_recorded = true")
    else:
        lines += ["rows = [", *(f"    {_row_text(row)}," for row in montage.derivations), "]"]
    return "\n".join(lines) + "\n"


def difference(text: str) -> Derivation | None:
    """Return the derivation that "Fp1-F7" or "C3-AVG" stands for, None if the text is no difference of two."""
    parts = [part.strip() for part in text.split("-")]
    if len(parts) != 2 or not all(parts) or parts[0] == parts[1]:
        return None
    plus, minus = parts
    return Derivation(f"{plus}-{minus}", ((plus, 1.0), (minus, -1.0)), side=_side(((plus, 1.0), (minus, -1.0))))


@made_once
def _read(path: Path) -> Montage:
    return parse_montage(read_toml(path), str(path))


def _one_montage_a_key(montages: list[Montage], own: dict[str, Path], issues: list[Issue] | None) -> Iterator[Montage]:
    """Yield the montages; each key that two have is told and left to one of them."""
    # What came with the program first, then one's own as they were read: who comes last has the key.
    in_order = sorted(montages, key=lambda one: (one.montage_id in own, str(own.get(one.montage_id, ""))))
    holder = {one.key: one for one in in_order if one.key}
    for montage in in_order:
        has_it = holder.get(montage.key, montage)
        if has_it is montage:
            yield montage
            continue
        path = own.get(has_it.montage_id) or resources_folder() / "montages" / f"{has_it.montage_id}.toml"
        other = own.get(montage.montage_id)
        message = (
            f"{path}: the key {montage.key} is that of “{has_it.label}” and of “{montage.label}” "
            f"({other or 'it came with the program'}); “{has_it.label}” has it."
        )
        report_fault(FileFault("montage_key", message, path), issues)
        yield replace(montage, key="")


def _derivation(row: Any, where: str) -> Derivation:
    if isinstance(row, str):
        derivation = difference(row)
        if derivation is None:
            raise UsageError(f"{where}: the row “{row}” is not a difference of two electrodes.", ADVICE)
        return derivation
    if not isinstance(row, dict):
        raise UsageError(f"{where}: a row is a text or a table.", ADVICE)
    if "neighbours" in row:
        weights = _hjorth_weights(row, where)
        label = _text(row, "label", where, f"{weights[0][0]}-lap")
    else:
        weights = _weights(row, where)
        label = _text(row, "label", where)
    try:
        kind = ChannelKind(row.get("kind", "eeg"))
    except ValueError:
        raise UsageError(f"{where}: the row “{label}” has the unknown kind “{row['kind']}”.", ADVICE) from None
    side = _side(weights) if kind is ChannelKind.EEG else ""
    return Derivation(label, weights, kind, _text(row, "side", where, side))


def _weights(row: dict[str, Any], where: str) -> tuple[tuple[str, float], ...]:
    weights = row.get("weights")
    if not isinstance(weights, dict) or not weights:
        raise UsageError(f"{where}: a row lacks its weights.", ADVICE)
    for name, weight in weights.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not -100 <= weight <= 100:
            raise UsageError(f"{where}: the weight of {name} is not a number.", ADVICE)
    return tuple((name, float(weight)) for name, weight in weights.items())


def _hjorth_weights(row: dict[str, Any], where: str) -> tuple[tuple[str, float], ...]:
    """Return the electrode minus the mean of its neighbours (Hjorth's source derivation, plain mean)."""
    electrode, neighbours = _text(row, "electrode", where), row["neighbours"]
    if not isinstance(neighbours, list) or not neighbours or not all(isinstance(n, str) for n in neighbours):
        raise UsageError(f"{where}: the neighbours of {electrode} are not a list of electrodes.", ADVICE)
    if electrode in neighbours or len(set(neighbours)) < len(neighbours):
        raise UsageError(f"{where}: a neighbour of {electrode} is named twice.", ADVICE)
    return ((electrode, 1.0), *((n, -1.0 / len(neighbours)) for n in neighbours))


def _side(weights: tuple[tuple[str, float], ...]) -> str:
    """Return the side of the active electrode, or of both where the row is the difference of two on the scalp."""
    names = [name for name, _weight in weights]
    if len(names) == 2 and AVERAGE not in names and not {"A1", "A2", "M1", "M2"} & set(names):
        return side_of(names)
    return side_of(name for name, weight in weights if weight > 0 and name != AVERAGE)


def _menu_order(montage: Montage) -> tuple[int, str]:
    number = montage.key.removeprefix("F")
    return (int(number) if number.isdigit() else 99, montage.label)


def _text(fields: dict[str, Any], name: str, where: str, default: str | None = None) -> str:
    value = fields.get(name, default)
    if not isinstance(value, str) or (default is None and not value):
        raise UsageError(f"{where} lacks the text “{name}”.", ADVICE)
    return value


def _flag(fields: dict[str, Any], name: str, default: bool, where: str) -> bool:
    value = fields.get(name, default)
    if not isinstance(value, bool):
        raise UsageError(f"{where}: “{name}” is true or false.", ADVICE)
    return value


def _row_text(row: Derivation) -> str:
    plain = difference(row.label)
    if plain is not None and plain == row:
        return _quoted(row.label)
    weights = ", ".join(f"{_quoted(name)} = {weight!r}" for name, weight in row.weights)
    return (
        f"{{ label = {_quoted(row.label)}, weights = {{ {weights} }}, "
        f"kind = {_quoted(row.kind.value)}, side = {_quoted(row.side)} }}"
    )


def _quoted(text: str) -> str:
    """Return a TOML basic string: its escapes are JSON's, and the delete character's."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _parsed(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text)

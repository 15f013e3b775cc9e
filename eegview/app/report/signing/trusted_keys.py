"""The keys of other readers that this reader knows: a small list of fingerprints with names, in the settings folder."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from eegview.app.report.signing.alike_names import plain_name
from eegview.app.report.signing.keys import FOLDER
from eegview.app.resources import FileFault, read_toml, report_fault, user_folder
from eegview.exchange.writing import cannot_write, write_whole
from eegview.model.errors import UsageError

NAME = "known.toml"
_HEADING = "# Keys of readers whose signatures are known here: fingerprint = name. Written by “eegview keys trust”.\n"
_DIGITS = re.compile(r"[0-9A-F]{32}")


def known_keys(path: Path | None = None) -> dict[str, str]:
    """Return names by fingerprint; a file with a fault counts as empty, and the fault is reported."""
    path = path or user_folder(FOLDER) / NAME
    if not path.exists():
        return {}
    try:
        held = read_toml(path).get("keys", {})
        if not isinstance(held, dict):
            raise UsageError(f"{path} cannot be read: “keys” is not a table.", "Correct that line, or remove the file.")
        return {plain_fingerprint(key): name for key, name in held.items() if isinstance(name, str)}
    except UsageError as error:
        report_fault(FileFault("keys_file", f"{error.sentence} No key of another reader is known.", path))
        return {}


def trust_key(fingerprint: str, name: str, path: Path | None = None) -> dict[str, str]:
    """Add a key to the list under a name, or rename it; return the list.

    Raises
    ------
    UsageError : it is no fingerprint, or the name is empty or taken by another key
    CannotWrite : the settings folder cannot be written
    """
    path = path or user_folder(FOLDER) / NAME
    fingerprint, name = plain_fingerprint(fingerprint), name.strip()
    if not name or not name.isprintable():
        raise UsageError("A known key needs a name.", "Give the name of the reader whose key it is.")
    held = known_keys(path)
    same = next((one for key, one in held.items() if key != fingerprint and plain_name(one) == plain_name(name)), None)
    if same is not None:
        raise UsageError(f"Another key is known as {same}.", "Remove that one first, or give another name.")
    return _write({**held, fingerprint: name}, path)


def forget_key(fingerprint: str, path: Path | None = None) -> dict[str, str]:
    """Remove a key from the list; return the list."""
    path = path or user_folder(FOLDER) / NAME
    fingerprint = plain_fingerprint(fingerprint)
    held = known_keys(path)
    if fingerprint not in held:
        raise UsageError("This key is not among the known ones.", "See “eegview keys list”.")
    del held[fingerprint]
    return _write(held, path)


def plain_fingerprint(text: str) -> str:
    """Return a fingerprint in the form in which it is printed, however it was typed.

    Raises
    ------
    UsageError : it is none
    """
    digits = re.sub(r"[\s:\-]", "", text).upper()
    if not _DIGITS.fullmatch(digits):
        raise UsageError("This is not the fingerprint of a key.", "It has 8 groups of 4 digits or letters from A to F.")
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def _write(held: Mapping[str, str], path: Path) -> dict[str, str]:
    lines = [f"{json.dumps(key)} = {_quoted(name)}\n" for key, name in sorted(held.items())]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path.parent.name, error) from None
    write_whole(path, "".join([_HEADING, "\n[keys]\n", *lines]).encode())
    return dict(held)


def _quoted(text: str) -> str:
    """Return a TOML basic string: its escapes are JSON's, and the delete character's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

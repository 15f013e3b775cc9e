"""Docstrings for the reference: `name : what it is` becomes a description, since the types stand in the signature."""

import re
from typing import Any

from griffe import Extension, Function, Object

_ENTRY = re.compile(r"^([\w*]+(?:, [\w*]+)*) : (.+)$")
_TYPE = re.compile(r"^(str|int|float|bool)\b")  # an entry that already has its description below
_RULE = re.compile(r"^-{3,}$")
_DESCRIBED = frozenset({"Parameters", "Attributes", "Raises", "Warns", "Yields", "Returns"})


class DescribedParameters(Extension):
    """Turns our sections into the form in which the second line of an entry is its description."""

    def on_instance(self, *, obj: Object, **_kwargs: Any) -> None:
        if obj.docstring is not None:
            title = "Parameters" if isinstance(obj, Function) else "Attributes"
            obj.docstring.value = described(obj.docstring.value, title)


def described(text: str, title: str = "Parameters") -> str:
    """Return a docstring with each `name : what it is` as names with a description below each.

    Entries that stand alone, as where a function takes one argument only, get a section with this title.
    """
    blocks = text.split("\n\n")
    for number, block in enumerate(blocks):
        lines = block.split("\n")
        is_section = len(lines) > 1 and _RULE.match(lines[1]) is not None
        is_last = number + 1 == len(blocks) or _RULE.match("\n".join(blocks[number + 1].split("\n")[1:2])) is not None
        if is_section and lines[0] in _DESCRIBED:
            blocks[number] = "\n".join([*lines[:2], *_entries(lines[2:])])
        elif number and not is_section and is_last and _ENTRY.match(lines[0]):
            blocks[number] = "\n".join([title, "-" * len(title), *_entries(lines)])
    return "\n\n".join(blocks)


def _entries(lines: list[str]) -> list[str]:
    """Return the entries of a section, one name each; what is written below an entry belongs to all of its names."""
    out: list[str] = []
    names: list[str] = []
    below: list[str] = []
    for line in [*lines, ""]:
        entry = _ENTRY.match(line)
        if entry or not line.startswith(" "):
            out += [part for name in names for part in (name, *below)]
            names, below = [], []
            if entry and not _TYPE.match(entry[2]):
                names, below = entry[1].split(", "), [f"    {entry[2]}"]
            elif line:
                names = [line]
        else:
            below.append(line)
    return out

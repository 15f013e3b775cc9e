"""Find the lines of a TOML file in which its tables and fields stand; the standard library does not tell them."""

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_FIELD = re.compile(r"\s*([\w\-]+|\"[^\"]*\"|'[^']*')\s*=")
_LONG = ('"""', "'''")


class TomlLines:
    """The line of each table and field, by its path: `("input", "rate_hz")`, `("parameters", 0, "name")`."""

    def __init__(self, text: str = "") -> None:
        self._lines: dict[Path, int] = {}
        self._read(text)

    def of(self, path: Sequence[str | int]) -> int | None:
        """Return the line of what has this path, else of the nearest table around it; None where there is none."""
        for stop in range(len(path), 0, -1):
            if (line := self._lines.get(tuple(path[:stop]))) is not None:
                return line
        return None

    def _read(self, text: str) -> None:
        table: Path = ()
        n_tables: dict[str, int] = {}
        within = ""  # the quotes of a text over several lines
        for number, line in enumerate(text.splitlines(), 1):
            was_within = within
            for quotes in (within,) if within else _LONG:
                if line.count(quotes) % 2:
                    within = "" if within else quotes
                    break
            if was_within:
                continue
            if header := _HEADER.match(line):
                name = header[2].strip("\"' ")
                table = tuple(part.strip("\"' ") for part in header[2].split("."))
                if header[1] == "[[":
                    table = (*table, n_tables.setdefault(name, 0))
                    n_tables[name] += 1
                self._lines.setdefault(table, number)
                self._lines.setdefault(table[:1], number)
            elif found := _FIELD.match(line):
                self._lines.setdefault((*table, found[1].strip("\"'")), number)

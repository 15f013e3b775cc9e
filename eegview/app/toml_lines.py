"""On which line of a TOML text something stands, so that a fault can be named by its line."""

import re

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_NAME = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")

Place = tuple[str | int, ...]  # ("term", 2, "label"): the label of the third [[term]]


class TomlLines:
    """The lines of a TOML text, by the tables and keys that stand on them. It is not checked here."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._starts: dict[Place, int] = {}  # line from 0 where a table or a key begins
        self._stops: dict[Place, int] = {}  # the line after its last
        self._read()

    def line_of(self, *place: str | int, holding: str = "") -> int:
        """Return the line, from 1, of a table or key; of the nearest that encloses it where it is not there itself.

        holding : a text that the line holds, looked for within that table or key
        """
        for length in range(len(place), 0, -1):
            part = place[:length]
            if part in self._starts:
                start = self._starts[part]
                lines = range(start, self._stops.get(part, len(self._lines)))
                return 1 + next((n for n in lines if holding and holding in self._lines[n]), start)
        return 1 + next((n for n, line in enumerate(self._lines) if holding and holding in line), 0)

    def _read(self) -> None:
        table: Place = ()
        counts: dict[Place, int] = {}
        number = 0
        while number < len(self._lines):
            line = self._lines[number]
            if header := _HEADER.match(line):
                names = _names(header[2])
                self._end(table, number, names)
                table = _table(names, header[1] == "[[", counts)
                self._starts.setdefault(table, number)
                number += 1
            elif key := _KEY.match(line):
                stop = self._end_of_value(number, key.end())
                place = (*table, *_names(key[1]))
                self._starts.setdefault(place, number)
                self._stops[place] = stop
                number = stop
            else:
                number += 1
        self._end(table, len(self._lines), [])

    def _end(self, table: Place, number: int, names: list[str]) -> None:
        """Let a table end before a header, and those around it, unless the header is of a table inside."""
        for length in range(1, len(table) + 1):
            part = table[:length]
            held = [name for name in part if isinstance(name, str)]
            if names[: len(held)] != held or len(names) == len(held):
                self._stops[part] = number

    def _end_of_value(self, number: int, column: int) -> int:
        """Return the line after the value that begins on a line."""
        depth, quote = 0, ""
        while number < len(self._lines):
            depth, quote = _unclosed(self._lines[number][column:], depth, quote)
            number, column = number + 1, 0
            if depth <= 0 and not quote:
                break
        return number


def _names(text: str) -> list[str]:
    return [next(filter(None, found), "") for found in _NAME.findall(text)]


def _table(names: list[str], is_list: bool, counts: dict[Place, int]) -> Place:
    """Return the place of a table by its header; the lists in it are at their newest row."""
    place: Place = ()
    for number, name in enumerate(names):
        place = (*place, name)
        if number == len(names) - 1 and is_list:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def _unclosed(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Return how many brackets, and which quotes over several lines, are open after a line."""
    at = 0
    while at < len(line):
        if quote:
            end = line.find(quote, at)
            if end < 0:
                return (depth, quote) if len(quote) == 3 else (depth, "")
            is_escaped = quote[0] == '"' and (end - len(line[:end].rstrip("\\"))) % 2
            at, quote = (end + 1, quote) if is_escaped else (end + len(quote), "")
            continue
        sign = line[at]
        if sign == "#":
            break
        if sign in "\"'":
            quote = sign * 3 if line.startswith(sign * 3, at) else sign
            at += len(quote)
            continue
        depth += (sign in "[{") - (sign in "]}")
        at += 1
    return depth, quote if len(quote) == 3 else ""

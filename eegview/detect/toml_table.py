"""Take typed values out of a TOML table, and report every fault of it in a sentence."""

import math
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from eegview.detect.faults.fault import Fault
from eegview.detect.faults.toml_lines import TomlLines

T = TypeVar("T")

MANIFEST = "plugin.toml"
LONGEST_TEXT = 2000
_NAMED = re.compile(r"“([^”]*)”")
_KINDS = {str: "text in quotes", bool: "true or false", int: "a whole number", list: "a list", dict: "a table"}


class TomlTable:
    """One table of a manifest; a value that is wrong, or that nobody asked for, becomes a sentence in `faults`.

    place : what the sentences call it, "[input]"; "" for the file's own fields
    lines : of the file; where it is left out the faults name no line
    path : of the table in the file, ("parameters", 0)
    """

    def __init__(
        self,
        values: dict[str, Any],
        place: str,
        faults: list[Fault],
        lines: TomlLines | None = None,
        path: tuple[str | int, ...] = (),
    ) -> None:
        self._values, self.place, self.faults = values, place, faults
        self._lines, self._path = lines if lines is not None else TomlLines(), path
        self._asked: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that are there."""
        return tuple(self._values)

    def has(self, name: str) -> bool:
        return name in self._values

    def raw(self, name: str) -> Any:
        """Return the value of a field whatever its type, None where there is none."""
        self._asked.add(name)
        return self._values.get(name)

    def text(self, name: str, default: str | None = None, longest: int = LONGEST_TEXT) -> str:
        """Return a text; without a default it must be there and not be empty."""
        value = self._typed(name, str, default)
        if value is None:
            return ""
        if default is None and not value.strip():
            self.fault(f"“{name}” is empty")
        if len(value) > longest:
            self.fault(f"“{name}” is longer than {longest} characters")
            return value[:longest]
        return self._plain(name, value)

    def number(self, name: str, default: float | None, least: float = 0.0, most: float = math.inf) -> float | None:
        """Return a number from `least` to `most`, the default where there is none or it is wrong."""
        value = self.raw(name)
        if value is None:
            return default
        if not is_finite(value):
            self.fault(f"“{name}” is not a number")
            return default
        if not least <= value <= most:
            bounds = f"at least {least:g}" if most == math.inf else f"from {least:g} to {most:g}"
            self.fault(f"“{name}” is {value:g}; it must be {bounds}")
            return default
        return float(value)

    def whole(self, name: str, default: int, least: int = 0) -> int:
        value = self._typed(name, int, default)
        if value is not None and value < least:
            self.fault(f"“{name}” is {value}; it must be at least {least}")
            return default
        return default if value is None else value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty where there is none."""
        if isinstance(text := self._values.get(name), str):  # the slip that is made most
            self.raw(name)
            self.fault(f'“{name}” is one text; write a list: {name} = ["{shortened(text)}"]')
            return ()
        value = self._typed(name, list, [])
        if value and not all(isinstance(one, str) and one for one in value):
            self.fault(f"“{name}” is not a list of texts in quotes")
            return ()
        return tuple(self._plain(name, one) for one in value or ())

    def choice(self, name: str, allowed: Iterable[str], default: str) -> str:
        value, allowed = self.text(name, default), tuple(allowed)
        if value not in allowed:
            self.fault(f"“{name}” is “{shortened(value)}”; it must be one of {', '.join(allowed)}")
            return default
        return value

    def table(self, name: str) -> "TomlTable":
        """Return the table of that name, an empty one where there is none."""
        return TomlTable(self._typed(name, dict, {}) or {}, f"[{name}]", self.faults, self._lines, (*self._path, name))

    def tables(self, name: str) -> "list[TomlTable]":
        """Return the tables of a `[[name]]` list."""
        value = self._typed(name, list, []) or []
        if not all(isinstance(one, dict) for one in value):
            self.fault(f"“{name}” is not a list of [[{name}]] tables")
            return []
        return [
            TomlTable(one, f"[[{name}]] {number}", self.faults, self._lines, (*self._path, name, number - 1))
            for number, one in enumerate(value, 1)
        ]

    def done(self) -> None:
        """Report every field that was not asked for."""
        for name in self._values:
            if name not in self._asked:
                near = get_close_matches(name[:60], [known for known in self._asked if known not in self._values], 1)
                meant = f" (“{near[0]}” does)" if near else ""
                self.fault(f"“{shortened(name)}” is not known here{meant}")

    def fault(self, what: str, field: str = "") -> None:
        """Report a fault; its line is that of the field, else of the first field that the sentence names."""
        if not field:
            field = next((name for name in _NAMED.findall(what) if name in self._values), "")
        line = self._lines.of((*self._path, field) if field else self._path)
        self.faults.append(Fault(f"{what}.", MANIFEST, line, self.place))

    def _plain(self, name: str, text: str) -> str:
        """Return the text; characters that nobody types, which no file system takes, are a fault."""
        if any(c < " " and c not in "\n\t" for c in text):
            self.fault(f"“{name}” holds control characters")
            return ""
        return text

    def _typed(self, name: str, kind: type[T], default: T | None) -> T | None:
        value = self.raw(name)
        if value is None:
            if default is None:
                self.fault(f"“{name}” is missing")
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(f"“{name}” is not {_KINDS[kind]}")
            return default
        return value


def is_finite(value: Any) -> bool:
    """Check whether a value is a number that a float can hold; true and false are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300


def shortened(text: str, longest: int = 60) -> str:
    """Return the text on one line, cut where it is too long for a sentence."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"

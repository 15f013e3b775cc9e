"""Text headers in sections, `[Name]` and lines `key=value`, read as far as they make sense.

Must not know any format: BrainVision and Persyst write such files, and people edit them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SECTION = re.compile(r"^\s*\[\s*([^\[\]]{1,60}?)\s*\]\s*$")
_DIGITS = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Sections:
    """The lines of a text by section; names of sections and keys are found in any letters.

    lines : of each section, in order; by its name in small letters, "" for what stands before the first one
    """

    lines: dict[str, list[str]]

    def of(self, section: str) -> Iterator[str]:
        """Yield the lines of a section, comments and blank ones left out."""
        lines = self.lines.get(section.casefold(), ())
        return (line for line in lines if line.strip() and line.lstrip()[0] != ";")

    def has(self, section: str) -> bool:
        """Whether there is a section of this name with something in it."""
        return next(self.of(section), None) is not None

    def pairs(self, section: str) -> Iterator[tuple[str, str]]:
        """Yield key and value of each line of a section that has them."""
        for line in self.of(section):
            key, sign, value = line.partition("=")
            if sign:
                yield key.strip(), value.strip()

    def value(self, section: str, key: str) -> str:
        """Return the first value of a key in a section; "" where it has none."""
        wanted = key.casefold()
        return next((value for name, value in self.pairs(section) if name.casefold() == wanted and value), "")

    def value_anywhere(self, section: str, key: str) -> str:
        """Return the value of a key in a section, else in any: the line that begins the section may be damaged."""
        sections = dict.fromkeys((section, *self.lines))
        return next((found for name in sections if (found := self.value(name, key))), "")


def sections_of(text: str, free: str = "") -> Sections:
    """Return a text by its sections.

    free : the section that holds free text, which may look like anything; it ends at a section that has a line of its
        own kind under it
    """
    section, free = "", free.casefold()
    lines: dict[str, list[str]] = {section: []}
    for line in re.split(r"\r\n|\r|\n", text.replace("\0", "")):
        title = _SECTION.match(line)
        name = title[1].casefold() if title else ""
        # In free text what looks like a section that was there before is text.
        if title and not (section == free and free and name in lines):
            section = name
            lines.setdefault(section, [])
            continue
        lines[section].append(line)
    return Sections(lines)


def number_in(text: str) -> float | None:
    """Return the number that a text is, with a point or a comma; None where it is none or not finite."""
    text = text.strip()
    if text.isdecimal() and text.isascii() and len(text) < 300:
        return float(text)
    if not _DIGITS.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if abs(value) < 1e300 else None


def amount_in(text: str) -> float | None:
    """Return the number that a text is, perhaps in quotes or followed by a unit ("200 Hz"); None where it is none."""
    words = text.strip().strip("\"'").split()
    return number_in(words[0]) if words and len(words) <= 2 else None


def whole_in(text: str) -> int | None:
    """Return the whole number that a text is, None where it is none."""
    value = number_in(text)
    return int(value) if value is not None and value == int(value) else None

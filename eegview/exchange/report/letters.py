"""Letters on paper: which of them the embedded fonts have, what stands for the others, and where a long word breaks."""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

BREAK = "\u200b"
_LONG_WORD, _BREAK_EVERY = 18, 6
_WORD = re.compile(rf"[^\s/-]{{{_LONG_WORD + 1},}}")  # a line may end behind a hyphen or a slash anyway
_BEFORE_UNIT = re.compile(
    r"(?<=\d) (?=(?:%|µV(?:/mm|²/Hz)?|mV|k?Hz|min|m?s|h|mm|MB|dB|bit|ppm|weeks?|months?|days?|of \d+)(?![\w]))"
    r"|(?<=±) (?=\d)"
)
_DATE = re.compile(r"\b(\d{1,2}) ([^\W\d_]{3,9}\.?) (\d{4})\b")
_ALWAYS_SHOWN = frozenset("\n\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u00ad")


@lru_cache(maxsize=1)
def font_folder() -> Path:
    """Return the folder of the fonts that come with the program's own packages, the same on every machine."""
    found = importlib.util.find_spec("matplotlib")  # DejaVu; finding it imports nothing
    if found is None or found.origin is None:  # pragma: no cover - a dependency of the program
        raise ModuleNotFoundError("matplotlib")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


@lru_cache(maxsize=1)
def embedded_letters() -> frozenset[int]:
    """Return the code points that both weights of the report's own font have."""
    return _letters_of(str(font_folder() / "DejaVuSans.ttf"), 0) & _letters_of(
        str(font_folder() / "DejaVuSans-Bold.ttf"), 0
    )


@lru_cache(maxsize=512)
def _letters_of(path: str, number: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, fontNumber=number, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError, AssertionError, KeyError):
        return frozenset()  # a font of the computer that cannot be read is not used


def clean(text: str) -> str:
    """Return a text as one that any file can hold: composed, without control signs, halves of pairs, private signs."""
    composed = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\r\n", "\n"))
    return "".join(
        sign if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn") else "\ufffd"
        for sign in composed
    )


def held_together(text: str) -> str:
    """Return a text in which a number stays on the line of its unit, and the words of a date stay together."""
    return _DATE.sub("\\1\u00a0\\2\u00a0\\3", _BEFORE_UNIT.sub("\u00a0", text))


def missing_letters(texts: Iterable[str]) -> tuple[str, ...]:
    """Return, in their order, the letters of these texts that the embedded fonts lack."""
    used = {sign for text in texts for sign in text}
    return tuple(sorted(sign for sign in used - _ALWAYS_SHOWN if ord(sign) not in embedded_letters()))


def fonts_of_this_computer(letters: Iterable[str]) -> tuple[str, ...]:
    """Return the families of this computer that show as many of these letters as can be, the fewest families."""
    import typst

    wanted = {ord(letter) for letter in letters}
    held: dict[str, frozenset[int]] = {}
    for font in typst.Fonts(include_system_fonts=True, include_embedded_fonts=True).fonts():
        if font.path is not None and font.style == "normal" and 300 <= font.weight <= 500:
            letters_of = _letters_of(font.path, font.index) & wanted
            held[font.family] = held.get(font.family, frozenset()) | letters_of
    chosen: list[str] = []
    while wanted:
        best = max(sorted(held), key=lambda family: len(held[family] & wanted), default=None)
        if best is None or not held[best] & wanted:
            break
        chosen.append(best)
        wanted -= held[best]
    return tuple(chosen)


def letters_in(families: Iterable[str]) -> frozenset[int]:
    """Return the code points that these families of this computer have."""
    import typst

    wanted = set(families)
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True).fonts() if wanted else []
    return frozenset().union(
        *(_letters_of(font.path, font.index) for font in fonts if font.family in wanted and font.path is not None)
    )


def by_number(text: str, letters: frozenset[str]) -> str:
    """Return a text in which each of these letters is its Unicode number."""
    return "".join(f"[U+{ord(sign):04X}]" if sign in letters else sign for sign in text) if letters else text


def breakable(text: str) -> str:
    """Return a text whose very long words may break, so that they stay inside their column."""
    return _WORD.sub(
        lambda word: BREAK.join(word[0][at : at + _BREAK_EVERY] for at in range(0, len(word[0]), _BREAK_EVERY)), text
    )

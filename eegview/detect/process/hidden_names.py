"""Hide the names of a recording's files in what a detector prints and in how it fails; they may be a patient's."""

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

INSTEAD = "the recording"
_SHORTEST = 3  # letters of a name that is hidden without its suffix too: shorter ones are variables of code
# Names without suffix that name nobody, and that sentences of the program hold.
_COMMON = frozenset(
    ["data", "demo", "eeg", "file", "infant", "recording", "sample", "signal", "simulated", "study", "test", "video"]
)
_SUFFIXES = re.compile(r"(?:\.\w+)+")
_REST_OF_NAME = re.compile(r"(?:[\w-]|\.(?=\w))+")


class HiddenNames:
    """The names of a recording's files; where one stands as a whole, it is replaced by “the recording”.

    Hidden are the paths, also of the files beside them that begin with the same name; the file names; and the names
    without suffix or with another one. A name within a longer word is another word and stays, as does a common one
    (`study`, `b`, a word of Python) without its suffix. Upper and lower case differ.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths: set[str] = set()
        self._names: set[str] = set()
        self._stems: set[str] = set()
        for path in map(Path, paths):
            bare = path.with_suffix("")
            self._paths |= {str(bare), bare.as_posix(), str(bare).replace("\\", "\\\\")}
            self._names.add(path.name)
            if not _is_common(path.stem):
                self._stems.add(path.stem)
        known = sorted({*self._paths, *self._names, *self._stems}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known)) or r"(?!)")
        self.longest = max(map(len, known), default=0)

    def hide(self, text: str) -> str:
        """Return the text without these names."""
        return self.hide_until(text, len(text))[0]

    def hide_until(self, text: str, at: int) -> tuple[str, str]:
        """Return the text before `at` without these names, and what comes after; a name across that place is not cut.

        After it there should be `longest` more characters, or the end.
        """
        parts: list[str] = []
        done = next_at = 0
        while (found := self._known.search(text, next_at)) and found.start() < at:
            start = found.start()
            stop = self._stop(text, start)
            if stop > start:
                parts += [text[done:start], INSTEAD]
                done = next_at = stop
            else:
                next_at = start + 1
        cut = max(at, done)
        return "".join([*parts, text[done:cut]]), text[cut:]

    def _stop(self, text: str, start: int) -> int:
        """Return where the longest name that begins at `start` ends; `start` where none stands there as a whole."""
        paths = (path for path in self._paths if text.startswith(path, start))
        stops = [start, *(_after(_REST_OF_NAME, text, start + len(path)) for path in paths)]
        for name in self._names | self._stems:
            if text.startswith(name, start) and not _is_one_word(text, start):
                bare = start + len(name)
                ends = (bare, _after(_SUFFIXES, text, bare)) if name in self._stems else (bare,)
                stops.extend(end for end in ends if not _is_one_word(text, end))
        return max(stops)


def _is_common(stem: str) -> bool:
    if len(stem) < _SHORTEST or stem.casefold() in _COMMON:
        return True
    return keyword.iskeyword(stem) or hasattr(builtins, stem)


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _is_one_word(text: str, at: int) -> bool:
    """Whether the characters before and after a place belong to one word."""
    return 0 < at < len(text) and _is_letter(text[at - 1]) and _is_letter(text[at])


def _is_letter(character: str) -> bool:
    # marks that combine with the letter before (accents, vowel signs) are no letters to Python, but part of the word
    return character == "_" or character.isalnum() or unicodedata.category(character).startswith("M")

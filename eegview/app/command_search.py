"""Find a command by words typed in any order: those of its title, and those that people call it by."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"[^\s,:;…()“”]+")
_EXACT, _FIRST, _START, _CALLED, _CALLED_START, _WITHIN, _BESIDE, _NEARLY = range(8)
_AS_CALLED = 1.5  # the whole query is what people call it: after a title that begins so, before one that holds it
_IS_VALUE = 0.5  # of a setting: after the setting itself


@dataclass(frozen=True)
class CommandEntry:
    """A command as the list of commands shows it.

    keys : as written on the keyboard ("Ctrl+Right"), the first one first
    synonyms : what else people call it, the aptest first
    why_not : why it cannot be used now; "" where it can
    value : of one value of a setting, such as "70 Hz" of the high cut: it is found by words of its own alone
    lasting_title : what it is called whatever it would do now ("Undo", not "Undo add spasm"); "" = as the title
    """

    command_id: str
    title: str
    menu: str
    help: str = ""
    keys: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    why_not: str = ""
    value: str = ""
    lasting_title: str = ""

    @cached_property
    def folded_title(self) -> str:
        return self.title.casefold()

    @cached_property
    def title_words(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(self.folded_title))

    @cached_property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Each synonym, folded and as it is written."""
        return tuple((name.casefold(), name) for name in self.synonyms)

    @cached_property
    def rest(self) -> tuple[str, ...]:
        """The words of the menu, the help and the keys."""
        return tuple(_WORD.findall(" ".join((self.menu, self.help, *self.keys)).casefold()))


@dataclass(frozen=True, slots=True)
class FoundCommand:
    """A command that was found, and the synonym by which; "" where its title holds what was typed."""

    entry: CommandEntry
    synonym: str = ""


def search_commands(query: str, entries: Iterable[CommandEntry]) -> tuple[FoundCommand, ...]:
    """Return the entries in which every word of `query` occurs, best first; all of them for an empty query.

    A word of the title counts most, then the title's beginning, then the beginning of any word of it, then what people
    call the command, then any other place: inside a word, in words of the menu, the help or the keys. A word that is
    nowhere is taken for a slip of the hand: one letter too many, too few, changed or swapped (two in a long word).
    Where two fit alike, what can be used now comes first, then what bears the synonym nearer to its name: a command's
    synonyms begin with the aptest.
    """
    held, words = tuple(entries), query.casefold().split()
    if not words:
        return tuple(FoundCommand(entry) for entry in held)
    ranks = [[_rank(word, entry) for entry in held] for word in words]
    for number, word in enumerate(words):
        if all(rank is None for rank in ranks[number]):
            ranks[number] = [_near_rank(word, entry) for entry in held]
    found: list[tuple[float, bool, int, int, FoundCommand]] = []
    for number, entry in enumerate(held):
        of_words = [rank for word_ranks in ranks if (rank := word_ranks[number]) is not None]
        if len(of_words) == len(words) and _is_meant(words, entry):
            total = _as_a_whole(" ".join(words), entry, sum(of_words)) + _IS_VALUE * bool(entry.value)
            place = _synonym_of(words, entry)
            one = FoundCommand(entry, "" if place is None else entry.synonyms[place])
            found.append((total, bool(entry.why_not), place or 0, number, one))
    return tuple(one for *_order, one in sorted(found, key=lambda f: f[:4]))


def _is_meant(words: list[str], entry: CommandEntry) -> bool:
    """Whether one of the words is of the value itself, not only of the setting whose value it is."""
    own = _WORD.findall(entry.value.casefold())
    return not own or any(part.startswith(word) for part in own for word in words)


def _rank(word: str, entry: CommandEntry) -> int | None:
    if word in entry.title_words:
        return _EXACT
    if entry.folded_title.startswith(word):
        return _FIRST
    if any(part.startswith(word) for part in entry.title_words):
        return _START
    if any(word in name.split() for name, _written in entry.names):
        return _CALLED
    if any(part.startswith(word) for name, _written in entry.names for part in name.split()):
        return _CALLED_START
    if word in entry.folded_title:
        return _WITHIN
    return _BESIDE if any(part.startswith(word) for part in entry.rest) else None


def _as_a_whole(query: str, entry: CommandEntry, total: float) -> float:
    """Return the rank of an entry whose title, or one of whose synonyms, is the whole query."""
    if query == entry.folded_title.rstrip("…"):
        return -1.0
    return min(total, _AS_CALLED) if any(query == name for name, _written in entry.names) else total


def _synonym_of(words: list[str], entry: CommandEntry) -> int | None:
    """Return the place of the synonym that brought an entry, which holds most of the words its title lacks."""
    lacking = [word for word in words if word not in entry.folded_title]
    held = [sum(any(part.startswith(w) for part in name.split()) for w in lacking) for name, _written in entry.names]
    best = max(held, default=0)
    shortest = sorted((len(name), i) for i, (name, _written) in enumerate(entry.names) if best and held[i] == best)
    return shortest[0][1] if shortest else None


def _near_rank(word: str, entry: CommandEntry) -> int | None:
    """Return the rank of an entry that holds `word` but for a slip of the hand, in its title before a synonym."""
    most = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    called = [part for name, _written in entry.names for part in name.split()]
    for rank, parts in ((_NEARLY, entry.title_words), (_NEARLY + 1, called)):
        if most and any(abs(len(part) - len(word)) <= most and _distance(word, part) <= most for part in parts):
            return rank
    return None


def _distance(one: str, other: str) -> int:
    """Return how many letters must be added, dropped, changed or swapped with the next to turn one into the other."""
    before: list[int] = []
    line = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, line = before, line, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, line[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            line.append(cost)
    return line[-1]

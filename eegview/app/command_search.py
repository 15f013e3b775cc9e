"""Find a command by words typed in any order."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command as the list of commands shows it.

    keys : as written on the keyboard ("Ctrl+Right"), the first one first
    """

    command_id: str
    title: str
    menu: str
    help: str = ""
    keys: tuple[str, ...] = ()


def search_commands(query: str, entries: Iterable[CommandEntry]) -> tuple[CommandEntry, ...]:
    """Return the entries in which every word of `query` occurs, best first; all of them for an empty query.

    A word at the start of the title counts most, then at the start of any word of it, then anywhere, then in the
    menu, the help or the keys.
    """
    words = query.casefold().split()
    ranked = []
    for number, entry in enumerate(entries):
        ranks = [_rank(word, entry) for word in words]
        if None not in ranks:
            ranked.append((sum(rank or 0 for rank in ranks), number, entry))
    return tuple(entry for _rank_sum, _number, entry in sorted(ranked, key=lambda found: found[:2]))


def _rank(word: str, entry: CommandEntry) -> int | None:
    title = entry.title.casefold()
    if title.startswith(word):
        return 0
    if any(part.startswith(word) for part in title.split()):
        return 1
    if word in title:
        return 2
    rest = " ".join((entry.menu, entry.help, *entry.keys)).casefold()
    return 4 if word in rest else None

"""The letter that opens a menu with Alt, or runs a line of an open one: one law for all, no letter twice."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache, partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

_ALT_LETTER = re.compile(r"Alt\+([^\W_])", re.IGNORECASE)
_WATCHED, _HEADING = "gets_letters", "is_heading"  # properties of a menu, of a line
_SIGN = re.compile(r"&(.)")


def plain_text(action: QAction) -> str:
    """Return an action's text as it is read, without the sign of its letter and without its key."""
    return _SIGN.sub(r"\1", action.text().split("\t")[0])


def mnemonics(titles: Sequence[str], reserved: Collection[str] = ()) -> list[int | None]:
    """Return for each title the place of its letter in it; None where all its letters are taken.

    As many titles as can have a letter of their own get one. A title wants the first letter of its first word, then
    those of its other words, then any other of its letters and digits, as they stand (what follows a colon before what
    stands before it); where two want the same, the upper one gets it, unless the other could have none.

    Parameters
    ----------
    titles
        The lines of one menu, from the top.
    reserved
        Letters that nothing may have, in small letters.
    """
    return list(_places(tuple(titles), frozenset(reserved)))


@lru_cache(maxsize=64)  # a window gives the letters of its bar several times while it is built, mostly the same ones
def _places(titles: tuple[str, ...], reserved: frozenset[str]) -> tuple[int | None, ...]:
    wanted = [_wanted(title, reserved) for title in titles]
    owner: dict[str, int] = {}

    def settle(number: int, tried: set[str]) -> bool:
        free = next((letter for letter in wanted[number] if letter not in owner), None)
        if free is not None:
            owner[free] = number
            return True
        for letter in wanted[number]:
            if letter not in tried:
                tried.add(letter)
                if settle(owner[letter], tried):
                    owner[letter] = number
                    return True
        return False

    for number in range(len(titles)):
        settle(number, set())
    places: list[int | None] = [None] * len(titles)
    for letter, number in owner.items():
        places[number] = wanted[number][letter]
    return tuple(places)


def _wanted(title: str, reserved: Collection[str]) -> dict[str, int]:
    """Return the letters that a title could have and where they stand, the best ones first."""
    after_colon = title.find(": ") + 1  # "Mark: Spasm" is told from its neighbours by what follows
    starts = [match.start() for match in re.finditer(r"[^\W_]+", title)]
    starts.sort(key=lambda place: place < after_colon)
    rest = [i for i, letter in enumerate(title) if letter.isalnum()]
    found: dict[str, int] = {}
    for place in (*starts, *rest):
        letter = title[place].casefold()
        if len(letter) == 1 and letter not in reserved:
            found.setdefault(letter, place)
    return found


def give_mnemonics(menu: QMenu) -> None:
    """Write the letters into the texts of a menu's lines; done again, it changes only what is new."""
    lines = [a for a in menu.actions() if not a.isSeparator() and a.isVisible() and not a.property(_HEADING)]
    for action, place in zip(lines, mnemonics([plain_text(line) for line in lines]), strict=True):
        title, *key = action.text().split("\t")
        title = _SIGN.sub(r"\1", title)
        parts = (title,) if place is None else (title[:place], "&" + title[place], title[place + 1 :])
        text = _escaped(parts) + "".join(f"\t{shortcut}" for shortcut in key)
        if text != action.text():
            action.setText(text)


def _escaped(parts: Iterable[str]) -> str:
    """Join the parts of a title, the second of which begins with the sign of its letter; its own signs are doubled."""
    return "".join("&" + p[1:] if i == 1 else p.replace("&", "&&") for i, p in enumerate(parts))


def alt_letters(keys: Iterable[str]) -> frozenset[str]:
    """Return the letters that commands have with Alt, small: the menu bar leaves them to those."""
    return frozenset(match[1].casefold() for key in keys if (match := _ALT_LETTER.fullmatch(key)))


def as_heading(action: QAction) -> QAction:
    """Make a line the heading of its menu: it cannot be chosen and takes no letter from the others."""
    action.setEnabled(False)
    action.setProperty(_HEADING, True)
    return action


def letters_when_shown(menu: QMenu) -> None:
    """Give a menu, and those within it, their letters each time it opens: what it holds may be new."""
    if not menu.property(_WATCHED):
        menu.setProperty(_WATCHED, True)
        menu.aboutToShow.connect(partial(_about_to_show, menu))


def _about_to_show(menu: QMenu) -> None:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            letters_when_shown(inner)
    give_mnemonics(menu)


def give_bar_mnemonics(bar: QMenuBar, keys: Iterable[str]) -> None:
    """Give the menus of a bar their letters; none that a command has with Alt among `keys`."""
    lines = bar.actions()
    letters = mnemonics([plain_text(line) for line in lines], alt_letters(keys))
    for action, place in zip(lines, letters, strict=True):
        title = plain_text(action)
        action.setText(title if place is None else f"{title[:place]}&{title[place:]}")

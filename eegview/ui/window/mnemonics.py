"""The letter that opens a menu with Alt, or runs a line of an open one: one law for all, no letter twice."""

import re
from collections.abc import Collection, Iterable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

_ALT_LETTER = re.compile(r"Alt\+([^\W_])", re.IGNORECASE)
_WATCHED = "gets_letters"
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
    return places


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


def give_mnemonics(menu: QMenu | QMenuBar, reserved: Collection[str] = ()) -> None:
    """Write the letters into the texts of a menu's lines; done again, it changes only what is new."""
    lines = [action for action in menu.actions() if not action.isSeparator() and action.isVisible()]
    for action, place in zip(lines, mnemonics([plain_text(line) for line in lines], reserved), strict=True):
        title, *key = action.text().split("\t")
        title = _SIGN.sub(r"\1", title)
        parts = (title,) if place is None else (title[:place], "&" + title[place], title[place + 1 :])
        text = "\t".join((_escaped(parts), *key))
        if text != action.text():
            action.setText(text)


def _escaped(parts: Iterable[str]) -> str:
    """Join the parts of a title, the second of which begins with the sign of its letter; its own signs are doubled."""
    return "".join("&" + p[1:] if i == 1 else p.replace("&", "&&") for i, p in enumerate(parts))


def alt_letters(keys: Iterable[str]) -> frozenset[str]:
    """Return the letters that commands have with Alt, small: the menu bar leaves them to those."""
    return frozenset(match[1].casefold() for key in keys if (match := _ALT_LETTER.fullmatch(key)))


def alt_letter_of(menu: QAction) -> str:
    """Return the key that opens a menu of the bar ("Alt+S"); "" where it has none."""
    return QKeySequence.mnemonic(menu.text()).toString()


class MenuLetters:
    """Gives every menu of a window its letters, those that are filled when they open as well."""

    def __init__(self, bar: QMenuBar, menus: Iterable[QMenu]) -> None:
        self._bar = bar
        for menu in menus:
            self._watch(menu)

    def give_bar(self, keys: Iterable[str]) -> None:
        """Give the menus of the bar their letters; none that stands with Alt among `keys`."""
        lines = self._bar.actions()
        letters = mnemonics([plain_text(line) for line in lines], alt_letters(keys))
        for action, place in zip(lines, letters, strict=True):
            title = plain_text(action)
            action.setText(title if place is None else f"{title[:place]}&{title[place:]}")

    def _watch(self, menu: QMenu) -> None:
        if menu.property(_WATCHED):
            return
        menu.setProperty(_WATCHED, True)
        menu.aboutToShow.connect(lambda: self._about_to_show(menu))

    def _about_to_show(self, menu: QMenu) -> None:
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                self._watch(inner)
        give_mnemonics(menu)

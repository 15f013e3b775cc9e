"""Texts of the window in the reader's language, looked up by their English form.

A text without a translation stays English. The language is chosen once, before the modules of the window are
imported, as some texts are constants. What is stored or exported (marks, the edit log, tables, reports) stays English.
"""

from typing import Protocol


class Catalogue(Protocol):
    """The translations of one language, as `gettext.GNUTranslations` reads them."""

    def gettext(self, message: str, /) -> str:
        """Return the translation of a text, else the text itself."""
        ...

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str:
        """Return the form for a number of things."""
        ...


_catalogue: Catalogue | None = None


def use_catalogue(catalogue: Catalogue | None) -> None:
    """Have texts looked up in a catalogue from now on; None is English."""
    global _catalogue
    _catalogue = catalogue


def tr(text: str, /, **values: object) -> str:
    """Return a text in the reader's language, with values put in where `{name}` stands.

    Raises
    ------
    KeyError : the English text names a value that is not given
    """
    if not values:
        return _looked_up(text)
    try:
        return _looked_up(text).format(**values)
    except (LookupError, ValueError, AttributeError):  # a slip of the translation must not stop the reader
        return text.format(**values)


def tr_n(one: str, many: str, n: int, /, **values: object) -> str:
    """Return the form of a text for `n` things in the reader's language; `{n}` stands for the number."""
    english = one if n == 1 else many
    found = _catalogue.ngettext(one, many, n) if _catalogue is not None else english
    try:
        return found.format(n=n, **values)
    except (LookupError, ValueError, AttributeError):
        return english.format(n=n, **values)


def tr_later(text: str, /) -> str:
    """Return a text as it is: an English name that is looked up (`tr`) only where it is shown."""
    return text


def is_translated() -> bool:
    """Whether texts are shown in another language than English."""
    return _catalogue is not None


def _looked_up(text: str) -> str:
    """Return the translation of a text; "" stays, as a catalogue keeps its own header under it."""
    return _catalogue.gettext(text) if _catalogue is not None and text else text

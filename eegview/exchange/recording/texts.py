"""Texts of header fields: plain ASCII of a certain length, as EDF asks."""

import unicodedata

_SPELT = str.maketrans({"µ": "u", "μ": "u", "Ω": "Ohm", "°": "deg", "–": "-", "—": "-", "−": "-", "ß": "ss", "ø": "o"})


def plain_text(text: str, length: int) -> str:
    """Return a text in printable ASCII, at most `length` characters: accents are dropped, other signs become `?`."""
    spelt = unicodedata.normalize("NFKD", text.translate(_SPELT))
    letters = "".join(c for c in spelt if not unicodedata.combining(c))
    return "".join(c if " " <= c <= "~" else "?" for c in letters)[:length].strip()


def is_plain(text: str) -> bool:
    """Whether a text has printable ASCII alone."""
    return all(" " <= c <= "~" for c in text)

"""Whether two printed names look like the same person's, so that another key under a known name is noticed."""

from __future__ import annotations

import re
import unicodedata

# Letters that are drawn like Latin ones: Cyrillic, then Greek; i, 1 and l are drawn alike, too.
_CAPITALS = str.maketrans(
    "\u0410\u0412\u0415\u0405\u041d\u0406\u0408\u041a\u041c\u041e\u0420\u0421"
    "\u0422\u0423\u0425\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d"
    "\u039f\u03a1\u03a4\u03a5\u03a7",
    "abeshljkmopctyxabezhlkmnoptyx",
)
_SMALL = str.maketrans(
    "\u0430\u0435\u0441\u043e\u0440\u0443\u0445\u0456\u0458\u0455\u0501\u04bb"
    "\u051b\u051d\u04cf\u043a\u043c\u0442\u0432\u043d\u03b9\u03bf\u03b1\u03bd"
    "\u03c1\u03c4\u03c5\u03ba\u03c7\u0131i10",
    "aecopyxljsdhqwlkmtbhloavptukxlllo",
)
_TITLES = frozenset({"dr", "prof", "md", "phd", "mr", "mrs", "ms", "frau", "herr", "pd"})


def names_look_alike(one: str, other: str) -> bool:
    """Whether all words of one name look like words of the other; titles, accents and capitals do not count."""
    first, second = _words(one), _words(other)
    return bool(first and second) and (first <= second or second <= first)


def have_a_word_alike(one: str, other: str) -> bool:
    """Whether any word of one name looks like a word of the other: “Dora, ward 3” is a note on Dr. Dora Doe."""
    return bool(_words(one) & _words(other))


def plain_name(name: str) -> str:
    """Return a name so that two that look the same are the same text."""
    return " ".join(sorted(_words(name))) or name


def _words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name).translate(_CAPITALS).casefold()
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.findall(r"\w+", letters)
    return frozenset(
        word.translate(_SMALL).replace("rn", "m").replace("vv", "w") for word in words if word not in _TITLES
    )

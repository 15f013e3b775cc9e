"""Which old code page bytes were written in, by how likely the text is that each of them gives.

For each code page the bits are counted that a reader who knows its languages would need for the text: a letter that
often stands beside its neighbours needs few, a rare sign many. The same bytes in the page with the fewest bits win.
"""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from math import log2

from eegview.model.text.language_letters import CYRILLIC_SHARES, HANZI, KANJI, LATIN_WORDS, SYLLABLES

CODE_PAGES = ("cp1252", "cp1250", "cp1251", "cp932", "gb18030", "cp949")  # the first wins where two fit equally
SINGLE_BYTE_PAGES = frozenset(("cp1252", "cp1250", "cp1251"))
# Letters of other alphabets are to be expected a little less than a letter with an accent.
_RARER_BITS = {"cp1252": 0.0, "cp1250": 0.0, "cp1251": 2.0, "cp932": 2.0, "gb18030": 2.0, "cp949": 2.0}
_SAMPLE_CHARS = 6000  # more change nothing in the verdict
_ASCII_BITS = 4.5
_WRONG_BITS = 30.0
_RARE_BITS = 16.6
_BORDER_BITS = 3.0  # between a Latin and an East Asian sign
_INSIDE_BITS = 6.0  # an East Asian sign inside a Latin word
_LIKELY_PLACE_BITS = 5.0  # a Spanish question mark at the start of a word, an ordinal sign behind a number
_MIXED_CASE_BITS = 6.0
_NEIGHBOUR_WEIGHT = 4.0  # how many letters the general habit counts against neighbours seen
_FOREIGN_WORDS_BITS = 6.0  # for a few Cyrillic letters among Latin words
_HIGH = re.compile("[^\x00-\x7f]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_SIGNS = (
    dict.fromkeys("–—’‘“”„…«»°µ²³±§·€•½×", 9.0) | dict.fromkeys("¿¡ªº", 10.0) | dict.fromkeys("¼¾¹™®©†‰¨´¸\xa0", 13.0)
)
FREQUENT_SIGNS = frozenset(HANZI + KANJI + SYLLABLES)
_INSIDE_WORDS = "’‘´·"


def best_code_page(texts: Iterable[bytes]) -> tuple[str, float]:
    """Return the code page whose reading of the texts is the likeliest, and its bits for each byte beyond ASCII.

    texts : of one file; those of ASCII alone say nothing and should be left out
    """
    joined = b"\n".join(texts)
    bits = {name: bits_in(joined, name) + _RARER_BITS[name] for name in CODE_PAGES}
    best = min(CODE_PAGES, key=bits.__getitem__)
    n_high = sum(byte > 0x7F for byte in joined)
    return best, (bits[best] - _ASCII_BITS * (len(joined) - n_high)) / max(n_high, 1)


def bits_in(content: bytes, code_page: str) -> float:
    """Return the bits needed for a text of this code page; fewer are likelier."""
    text = content.decode(code_page, "replace")[:_SAMPLE_CHARS]
    n_ascii = sum(sign < "\x80" for sign in text)
    bits = _ASCII_BITS * n_ascii + _WRONG_BITS * text.count("\ufffd")
    if code_page in LATIN_WORDS:
        return bits + min(_latin_bits(text, _habits(words)) for words in LATIN_WORDS[code_page])
    if code_page == "cp1251":
        return bits + _cyrillic_bits(text)
    return bits + _east_asian_bits(text, _COSTS[code_page])


class _Habits:
    """How often letters stand beside each other in one group of languages."""

    def __init__(self, words: str) -> None:
        text = f"_{'_'.join(words.casefold().split())}_"
        self._letters = Counter(text)
        self._pairs = Counter(itertools.pairwise(text))
        self._n = len(text)

    def bits(self, before: str, letter: str, after: str) -> float:
        """Return the bits of a letter between two others; "_" is the border of a word."""
        share = self._share(letter)
        weight = _NEIGHBOUR_WEIGHT
        given = (self._pairs[before, letter] + weight * share) / (self._letters[before] + weight)
        after_share = self._share(after)
        follows = (self._pairs[letter, after] + weight * after_share) / (self._letters[letter] + weight)
        return -log2(given) - max(-4.0, min(4.0, log2(follows / after_share)))

    def _share(self, letter: str) -> float:
        return max(self._letters[letter] / self._n, 1e-5)


@cache
def _habits(words: str) -> _Habits:
    return _Habits(words)


def _latin_bits(text: str, habits: _Habits) -> float:
    bits = 0.0
    for match in _HIGH.finditer(text):
        sign = match[0]
        before, after = _neighbours(text, match.start())
        if sign.isalpha() and sign not in "ªºµ":
            bits += habits.bits(_folded(before), sign.casefold()[0], _folded(after)) + _case_bits(sign, before)
            bits += _MIXED_CASE_BITS if sign.islower() and after.isupper() else 0
        elif sign != "\ufffd":
            is_inside = before.isalpha() and after.isalpha() and sign not in _INSIDE_WORDS
            is_closing = sign in "¿¡" and before.isalnum()
            bits += _SIGNS.get(sign, _RARE_BITS) + (_MIXED_CASE_BITS if is_inside or is_closing else 0)
            is_opening = sign in "¿¡" and not before.isalnum() and (after.isalpha() or after in "¿¡")
            if is_opening or (sign in "ªº" and before.isdigit()):
                bits -= _LIKELY_PLACE_BITS
    return bits


def _cyrillic_bits(text: str) -> float:
    shares = _cyrillic_shares()
    n_cyrillic = len(_CYRILLIC.findall(text))
    bits = _FOREIGN_WORDS_BITS if n_cyrillic < len(_LATIN.findall(text)) else 0.0
    for match in _HIGH.finditer(text):
        sign = match[0]
        before, after = _neighbours(text, match.start())
        if sign.isalpha() and sign != "µ":
            bits += -log2(shares.get(sign.lower(), 1e-5)) + _case_bits(sign, before)
            bits += 5 * (_is_latin(before) + _is_latin(after))
        elif sign != "\ufffd":
            is_inside = before.isalpha() and after.isalpha() and sign not in _INSIDE_WORDS
            bits += 9.0 if sign == "№" else _SIGNS.get(sign, _RARE_BITS) + (_MIXED_CASE_BITS if is_inside else 0)
    return bits


def _east_asian_bits(text: str, cost: Callable[[str], float]) -> float:
    bits = 0.0
    for match in _HIGH.finditer(text):
        before, after = _neighbours(text, match.start())
        if match[0] != "\ufffd":
            bits += cost(match[0])
            n_borders = _is_latin(before) + _is_latin(after)
            bits += _BORDER_BITS * n_borders + (_INSIDE_BITS if n_borders == 2 else 0)
            if "\uff61" <= match[0] <= "\uff9f":  # one byte, so that it fits in any Latin word
                bits += 2 * _BORDER_BITS * n_borders
    return bits


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _neighbours(text: str, at: int) -> tuple[str, str]:
    return text[at - 1] if at else "\n", text[at + 1] if at + 1 < len(text) else "\n"


def _folded(sign: str) -> str:
    return sign.casefold()[0] if sign.isalpha() else "_"


def _case_bits(letter: str, before: str) -> float:
    if not letter.isupper():
        return 0.5 if before.isupper() and not before.isascii() else 0.0
    return _MIXED_CASE_BITS if before.islower() else 1.0


@cache
def _cyrillic_shares() -> dict[str, float]:
    return {entry[0]: int(entry[1:]) / 1000 for entry in CYRILLIC_SHARES.split()}


@cache
def _ranks(signs: str) -> dict[str, float]:
    """Return the bits of listed signs by their place: 7 for the first hundred, 9.5 at the end."""
    unique = list(dict.fromkeys(signs))
    return {sign: 7.0 if i < 100 else 8.5 if i < 400 else 9.5 for i, sign in enumerate(unique)}


def _in_plane(sign: str, code_page: str, leads: range) -> bool:
    try:
        written = sign.encode(code_page)
    except UnicodeEncodeError:
        return False
    return len(written) == 2 and written[0] in leads


def _wide_sign_bits(sign: str) -> float | None:
    """Return the bits of punctuation and full-width letters that East Asian texts share."""
    if sign in "，。！？：；（）、「」～　・":
        return 8.0
    if "\uff01" <= sign <= "\uff5e" or sign in "“”‘’…—－→←↑↓○●△◎□■℃":
        return 10.0
    return _WRONG_BITS if "\ue000" <= sign <= "\uf8ff" or sign > "\uffff" else None


def _chinese_bits(sign: str) -> float:
    if (bits := _ranks(HANZI).get(sign) or _wide_sign_bits(sign)) is not None:
        return bits
    if _in_plane(sign, "gb2312", range(0xB0, 0xD8)):
        return 13.0
    return 17.0 if _in_plane(sign, "gb2312", range(0xA1, 0xF8)) else 20.0


def _japanese_bits(sign: str) -> float:
    if "\u3041" <= sign <= "\u3093":
        return 6.0
    if "\u30a1" <= sign <= "\u30f6" or sign == "ー":
        return 7.0
    if "\uff61" <= sign <= "\uff9f":  # of half width, one byte
        return 7.0
    if (bits := _ranks(KANJI).get(sign) or _wide_sign_bits(sign)) is not None:
        return bits
    if _in_plane(sign, "shift_jis", range(0x88, 0x98)):
        return 13.0
    return 17.0 if _in_plane(sign, "shift_jis", range(0x81, 0xEB)) else 20.0


def _korean_bits(sign: str) -> float:
    if (bits := _ranks(SYLLABLES).get(sign) or _wide_sign_bits(sign)) is not None:
        return bits
    if _in_plane(sign, "euc_kr", range(0xB0, 0xC9)):
        return 12.0
    return 20.0


_COSTS = {"cp932": _japanese_bits, "gb18030": _chinese_bits, "cp949": _korean_bits}

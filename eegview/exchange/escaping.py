r"""Escaping of any text for one cell of a table, and back.

BIDS tables have no quoting: a tab or a new line would break the row, and `n/a` stands for an empty cell.
So: `\t`, `\n`, `\r`, `\\`, `\xHH` and `\uHHHH` for other control characters, `\e` for an empty text.

A spreadsheet runs a cell that begins with = + - or @ as a formula, also where it cuts a text at a semicolon. `\e`
before the sign keeps it a text; in tables of other programs' making, which know no escapes, an apostrophe does, as a
spreadsheet itself writes it. Numbers stay as they are.
"""

import re

MISSING = "n/a"

_FORMULA_SIGNS = "=+@\uff1d\uff0b\uff20\uff0d-"  # the wide ones count too where the system writes Chinese or Japanese
_FORMULA = re.compile(rf"(?:^|(?<=[,;]))(?='*\s*[{_FORMULA_SIGNS}])")
_UNSAFE = re.compile(rf"\s*[{_FORMULA_SIGNS}]| *[\t\r]")
_KEPT_TEXT = re.compile(rf"'+(?:\s*[{_FORMULA_SIGNS}]| *[\t\r])")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_SPECIAL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\\]")
_ESCAPED = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))")
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r", "\\": r"\\"}
_LONG = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\", "e": "", "c": ","}


def escaped(text: str) -> str:
    """Return a text escaped for a cell; never empty, never `n/a`."""
    if text in ("", MISSING):
        return r"\e" + text
    return _FORMULA.sub(r"\\e", _SPECIAL.sub(_escape_one, text))


def _escape_one(match: re.Match[str]) -> str:
    char = match.group()
    if char in _SHORT:
        return _SHORT[char]
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"


def unescaped(cell: str) -> str:
    """Return the text of an escaped cell; unknown escapes stay as they are."""

    def one(match: re.Match[str]) -> str:
        if match.group(1) or match.group(2):
            return chr(int(match.group(1) or match.group(2), 16))
        return _LONG.get(match.group(3), match.group())

    return _ESCAPED.sub(one, cell)


def safe_cell(text: str) -> str:
    """Return a text for a table without escapes: one that a spreadsheet would run as a formula behind an apostrophe.

    A number stays a number. `plain_cell` gives the text again.
    """
    is_text = (_UNSAFE.match(text) and not _NUMBER.fullmatch(text)) or _KEPT_TEXT.match(text)
    return f"'{text}" if is_text else text


def plain_cell(cell: str) -> str:
    """Return the text of a cell that `safe_cell` made; other cells stay as they are."""
    return cell[1:] if _KEPT_TEXT.match(cell) else cell


def escaped_list(texts: tuple[str, ...]) -> str:
    """Return several texts escaped for one cell, between commas; `n/a` for none."""
    return ",".join(escaped(text).replace(",", r"\c") for text in texts) if texts else MISSING


def unescaped_list(cell: str) -> tuple[str, ...]:
    """Return the texts of a cell that `escaped_list` made."""
    return () if cell in ("", MISSING) else tuple(map(unescaped, cell.split(",")))

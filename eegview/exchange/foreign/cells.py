"""Rows of cells in a text between separators, with the quotes of RFC 4180."""

import re

SEPARATORS = ("\t", ";", ",", "|")
_LINE_END = re.compile(r"\r\n|\n|\r")
_STATED = re.compile(r"\ufeff?\"?sep=(.)\"?[ ;,\t]*(?:\r\n|\n|\r|\Z)", re.IGNORECASE)


def stated_separator(text: str) -> str | None:
    """Return the separator that a spreadsheet's first line `sep=;` states, None without such a line."""
    match = _STATED.match(text)
    return match[1] if match else None


def records(text: str, separator: str, n_most: int | None = None) -> list[list[str]]:
    r"""Return the rows of a text, each a list of cells.

    A cell between quotes may hold separators and line breaks; two quotes in it are one. A quote that is never
    closed, or does not begin its cell, is a sign like any other, so that it costs no row. Lines end with
    \n, \r\n or \r.

    n_most : read only so many rows, None = all
    """
    if not text:
        return []
    if '"' not in text:
        lines = _LINE_END.split(text, n_most or 0)
        if n_most is not None and len(lines) > n_most:
            lines = lines[:n_most]
        elif lines[-1] == "":
            lines.pop()
        return [line.split(separator) for line in lines]
    quoted = re.compile(rf'[ ]*"((?:[^"]++|"")*+)"[ ]*(?={re.escape(separator)}|\r|\n|\Z)')
    plain = re.compile(rf"[^{re.escape(separator)}\r\n]*+")
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text) or row:
        if match := quoted.match(text, at):
            row.append(match[1].replace('""', '"'))
        else:
            match = plain.match(text, at)
            assert match is not None  # it may be empty
            row.append(match[0])
        at = match.end()
        if text.startswith(separator, at):
            at += len(separator)
            if at < len(text):
                continue
            row.append("")
        elif end := _LINE_END.match(text, at):
            at = end.end()
        rows.append(row)
        row = []
        if n_most is not None and len(rows) >= n_most:
            break
    return rows

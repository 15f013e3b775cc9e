"""The little of a PDF's syntax that adding to its end needs: dictionaries, references and the plain cross-reference."""

from __future__ import annotations

import re

from eegview.model.errors import UnreadableFile

MAX_SECTIONS = 200  # of the cross-reference, one for each time something was added to the file
_SPACE = b"\x00\t\n\x0c\r "
_PLAIN = re.compile(rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]+")
_GAP = re.compile(rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*)*")
_REFERENCE = re.compile(rb"(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+R(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])")
_START = re.compile(rb"startxref[\r\n ]+(\d{1,10})[\r\n ]+%%EOF[\r\n ]*\Z")
_OBJECT = re.compile(rb"(\d{1,10})[\x00\t\n\x0c\r ]+0[\x00\t\n\x0c\r ]+obj")
_SECTION = re.compile(rb"[\r\n ]*(\d{1,10}) (\d{1,10})[ \r\n]+")


class NotOurPdf(UnreadableFile):
    """The bytes are no PDF in the plain form that reports are written in."""

    def __init__(self) -> None:
        super().__init__(
            "This PDF is damaged, or not in the form in which eegview writes reports.",
            "Write the report again with eegview, then sign it.",
        )


def entries(content: bytes, at: int = 0) -> dict[bytes, bytes]:
    """Return the entries of the dictionary that begins at `at`: raw bytes of each value by name, in order.

    Raises
    ------
    NotOurPdf : there is no dictionary
    """
    at = _past_gap(content, at)
    if content[at : at + 2] != b"<<":
        raise NotOurPdf
    at, found = _past_gap(content, at + 2), dict[bytes, bytes]()
    while content[at : at + 2] != b">>":
        stop = _value_stop(content, at)
        name = content[at:stop]
        start = _past_gap(content, stop)
        at = _value_stop(content, start)
        if not name.startswith(b"/") or name in found:
            raise NotOurPdf
        found[name] = content[start:at]
        at = _past_gap(content, at)
    return found


def items(content: bytes) -> tuple[bytes, ...]:
    """Return the items of an array, each as raw bytes.

    Raises
    ------
    NotOurPdf : it is no array
    """
    at = _past_gap(content, 0)
    if content[at : at + 1] != b"[":
        raise NotOurPdf
    at, found = _past_gap(content, at + 1), list[bytes]()
    while content[at : at + 1] != b"]":
        stop = _value_stop(content, at)
        found.append(content[at:stop])
        at = _past_gap(content, stop)
    return tuple(found)


def dictionary(held: dict[bytes, bytes]) -> bytes:
    """Return entries as a dictionary."""
    return b"<<" + b"".join(name + b" " + value for name, value in held.items()) + b">>"


def reference(value: bytes) -> int | None:
    """Return the number of the object that a value refers to, None where the value is no reference."""
    found = _REFERENCE.fullmatch(value)
    return int(found[1]) if found and int(found[2]) == 0 else None


def _past_gap(content: bytes, at: int) -> int:
    found = _GAP.match(content, at)
    return found.end() if found else at


def _value_stop(content: bytes, at: int) -> int:
    """Return where the value that begins at `at` ends."""
    depth = 0
    while True:
        start = content[at : at + 1]
        if not start:
            raise NotOurPdf
        if content[at : at + 2] in (b"<<", b">>"):
            depth += 1 if start == b"<" else -1
            at += 2
        elif start in b"[]":
            depth += 1 if start == b"[" else -1
            at += 1
        elif start == b"(":
            at = _string_stop(content, at)
        elif start == b"<":
            at = content.find(b">", at) + 1
            if not at:
                raise NotOurPdf
        elif start == b"/":
            name = _PLAIN.match(content, at + 1)
            at = name.end() if name else at + 1
        elif found := _REFERENCE.match(content, at) or _PLAIN.match(content, at):
            at = found.end()
        else:
            raise NotOurPdf
        if depth < 0:
            raise NotOurPdf
        if depth == 0:
            return at
        at = _past_gap(content, at)


def _string_stop(content: bytes, at: int) -> int:
    depth = 0
    for found in re.compile(rb"\\.|[()]", re.DOTALL).finditer(content, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    raise NotOurPdf


class PdfEnd:
    """What the end of a PDF says: where its objects are, its catalog, the next free number.

    start_xref : where the newest section of the cross-reference begins
    trailer : entries of the newest trailer
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        start = _START.search(content, max(0, len(content) - 200))
        if not content.startswith(b"%PDF-1.") or start is None:
            raise NotOurPdf
        self.start_xref = int(start[1])
        self._places: dict[int, int] = {}
        self.trailer = self._read(self.start_xref)
        self.root = self._number(b"/Root")
        size = self.trailer.get(b"/Size", b"")
        if not size.isdigit() or len(size) > 10 or b"/XRefStm" in self.trailer or b"/Encrypt" in self.trailer:
            raise NotOurPdf
        self.size = int(size)
        self.catalog = self.object_entries(self.root)
        if self.catalog.get(b"/Type") != b"/Catalog":
            raise NotOurPdf

    def object_entries(self, number: int) -> dict[bytes, bytes]:
        """Return the entries of an object that is a dictionary."""
        at = self._places.get(number)
        found = _OBJECT.match(self._content, at) if at is not None else None
        if found is None or int(found[1]) != number:
            raise NotOurPdf
        return entries(self._content, found.end())

    def resolved(self, value: bytes) -> dict[bytes, bytes]:
        """Return the entries of a dictionary that stands in place, or is referred to."""
        number = reference(value)
        return entries(value) if number is None else self.object_entries(number)

    def _number(self, name: bytes) -> int:
        number = reference(self.trailer.get(name, b""))
        if number is None:
            raise NotOurPdf
        return number

    def _read(self, at: int) -> dict[bytes, bytes]:
        """Read all sections from the newest on; return the newest trailer."""
        newest: dict[bytes, bytes] | None = None
        for _ in range(MAX_SECTIONS):
            trailer = self._read_section(at)
            newest = newest or trailer
            before = trailer.get(b"/Prev")
            if before is None:
                return newest
            if not before.isdigit() or len(before) > 10 or int(before) >= at:
                raise NotOurPdf
            at = int(before)
        raise NotOurPdf

    def _read_section(self, at: int) -> dict[bytes, bytes]:
        content = self._content
        if content[at : at + 4] != b"xref":
            raise NotOurPdf
        at += 4
        while found := _SECTION.match(content, at):
            first, count, at = int(found[1]), int(found[2]), found.end()
            if at + 20 * count > len(content):
                raise NotOurPdf
            for number in range(count):
                line = content[at : at + 20]
                if line[17:18] == b"n" and line[:10].isdigit():
                    self._places.setdefault(first + number, int(line[:10]))
                at += 20
        at = _past_gap(content, at)
        if content[at : at + 7] != b"trailer":
            raise NotOurPdf
        return entries(content, at + 7)

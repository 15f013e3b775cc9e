"""The elements of a DICOM data set, found without reading their values (PS3.5, chapter 7).

Whatever stands in the file, finding ends: what cannot be an element ends a data set, which is then marked as cut.
"""

import struct
from dataclasses import dataclass, field

from eegview.readers.dicom.content import Content
from eegview.readers.dicom.tags import BINARY_VR
from eegview.readers.dicom.texts import decoded_text

_LONG_VR = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
_SHORT_VR = frozenset(b"AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split())
_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_DEEPEST = 24
_MOST_ELEMENTS = 20_000_000  # more make no recording; a crafted file may hold them
_MOST_BACKWARDS = 16  # tags ascend; a few that do not are sloppy, more are no elements
_LONGEST_VALUE = 2**22  # of what is read as text or numbers
_NUMBERS = {"US": "H", "SS": "h", "UL": "I", "SL": "i", "FL": "f", "FD": "d", "UV": "Q", "SV": "q"}


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a data set is written.

    is_explicit : each element says its value representation
    """

    is_little: bool = True
    is_explicit: bool = True


@dataclass(frozen=True, slots=True)
class Element:
    """Where the value of one element lies.

    vr : value representation, "" where the file says none
    start, n_bytes : of the value, as much of it as is there
    is_whole : the file does not end inside it
    is_open : a sequence whose end is marked, not counted
    """

    vr: str
    start: int
    n_bytes: int
    is_whole: bool = True
    is_open: bool = False


@dataclass(slots=True)
class Finder:
    """Finds elements in a content; one per open file.

    encoding : of texts, named by a person instead of the character sets of the file; "" = theirs
    has_misfits : a text was read that is not in the character set the file names
    """

    content: Content
    encoding: str = ""
    left: int = _MOST_ELEMENTS
    has_misfits: bool = False

    def data_set(self, start: int, stop: int, syntax: Syntax, charsets: tuple[str, ...] = ()) -> "DataSet":
        """Return the data set between two places."""
        found, reached = self._walk(start, stop, syntax, charsets, 0)
        found.is_cut |= reached < stop
        return found

    def items(self, element: Element, syntax: Syntax, charsets: tuple[str, ...]) -> list["DataSet"]:
        """Return the items of a sequence, as far as they are there."""
        if element.vr == "UN":  # a sequence that was not known as such is written without value representations
            syntax = Syntax(is_little=True, is_explicit=False)
        found: list[DataSet] = []
        at, stop = element.start, element.start + element.n_bytes
        while at + 8 <= stop and self.left > 0:
            self.left -= 1
            tag, n_bytes = self._item_head(at, syntax)
            if tag != _ITEM:
                break
            at += 8
            end = stop if n_bytes == _UNDEFINED else min(at + n_bytes, stop)
            item, reached = self._walk(at, end, syntax, charsets, 0)
            if n_bytes != _UNDEFINED:
                item.is_cut |= at + n_bytes > stop
                reached = at + n_bytes
            found.append(item)
            at = reached
        return found

    def _walk(
        self, start: int, stop: int, syntax: Syntax, charsets: tuple[str, ...], depth: int
    ) -> tuple["DataSet", int]:
        """Return a data set, and where it ends."""
        found = DataSet(self, syntax, charsets)
        at, before, n_backwards = start, -1, 0
        while at < stop:
            self.left -= 1
            head = self.content.read(at, 12)
            if at + 8 > stop or len(head) < 8 or self.left <= 0:
                found.is_cut = any(head)
                return found, stop
            if depth == 0 and found.elements and not any(head):
                return found, stop  # zeros behind the data set: an archive filled up its blocks
            group, number = struct.unpack_from("<HH" if syntax.is_little else ">HH", head)
            tag = group << 16 | number
            if tag == _ITEM_END:
                return found, at + 8
            if group == 0xFFFE:
                return found, at
            n_backwards += tag <= before
            before = tag
            place = _place(head, at, syntax)
            if place is None or n_backwards > _MOST_BACKWARDS:
                found.is_cut = True
                return found, stop
            vr, value_at, n_bytes = place
            if n_bytes == _UNDEFINED:
                inner = Syntax(is_little=True, is_explicit=False) if vr == "UN" else syntax
                end = self._end_of_open(value_at, stop, inner, depth + 1)
                found.elements.setdefault(tag, Element(vr, value_at, end - value_at, is_open=True))
            else:
                end = value_at + n_bytes
                is_whole = end <= stop
                end = min(end, stop)
                found.elements.setdefault(tag, Element(vr, value_at, max(end - value_at, 0), is_whole))
                found.is_cut |= not is_whole
            at = max(end, at + 8)
        return found, at

    def _end_of_open(self, at: int, stop: int, syntax: Syntax, depth: int) -> int:
        """Return where a sequence ends whose length is not said."""
        if depth > _DEEPEST:
            return stop
        while at + 8 <= stop and self.left > 0:
            self.left -= 1
            tag, n_bytes = self._item_head(at, syntax)
            at += 8
            if tag == _SEQUENCE_END:
                return at
            if tag != _ITEM:
                return stop
            if n_bytes == _UNDEFINED:
                at = self._walk(at, stop, syntax, (), depth)[1]
            else:
                at += n_bytes
        return stop

    def _item_head(self, at: int, syntax: Syntax) -> tuple[int, int]:
        head = self.content.read(at, 8)
        if len(head) < 8:
            return 0, 0
        group, number, n_bytes = struct.unpack("<HHI" if syntax.is_little else ">HHI", head)
        return group << 16 | number, n_bytes


@dataclass(slots=True)
class DataSet:
    """The elements of a data set or of one item of a sequence.

    charsets : values of Specific Character Set that hold for its texts
    is_cut : the file ends, or stops to make sense, inside it
    """

    finder: Finder
    syntax: Syntax
    charsets: tuple[str, ...] = ()
    elements: dict[int, Element] = field(default_factory=dict[int, Element])
    is_cut: bool = False

    def value(self, tag: int) -> bytes:
        """Return the bytes of a value, b"" where there is none or it is too long to be read here."""
        element = self.elements.get(tag)
        if element is None or element.n_bytes > _LONGEST_VALUE:
            return b""
        return self.finder.content.read(element.start, element.n_bytes)

    def items(self, tag: int) -> list["DataSet"]:
        """Return the items of a sequence; none where there is none."""
        element = self.elements.get(tag)
        return [] if element is None else self.finder.items(element, self.syntax, self.charsets)

    def item(self, tag: int) -> "DataSet | None":
        """Return the first item of a sequence, None where there is none."""
        return next(iter(self.items(tag)), None)

    def text(self, tag: int) -> str:
        """Return a text without the blanks around it, "" where there is none."""
        text, fits = decoded_text(self.value(tag), self.charsets, self.finder.encoding)
        self.finder.has_misfits |= not fits
        return text.strip(" \0\t\r\n")

    def texts(self, tag: int) -> list[str]:
        """Return the values of a text that may have several."""
        whole = self.text(tag)
        return [part.strip() for part in whole.split("\\")] if whole else []

    def numbers(self, tag: int) -> list[float]:
        """Return the values of a number; those that are none are left out."""
        element = self.elements.get(tag)
        if element is None:
            return []
        sign = _NUMBERS.get(element.vr or BINARY_VR.get(tag, "")) or (
            _NUMBERS[BINARY_VR[tag]] if element.vr == "UN" and tag in BINARY_VR else ""
        )
        raw = self.value(tag)
        if sign:
            n = len(raw) // struct.calcsize(sign)
            order = "<" if self.syntax.is_little else ">"
            return [float(x) for x in struct.unpack_from(f"{order}{n}{sign}", raw)]
        return [x for part in raw.decode("latin-1").split("\\") if (x := _number(part)) is not None]

    def number(self, tag: int) -> float | None:
        """Return the first number, None where there is none."""
        return next(iter(self.numbers(tag)), None)


def _place(head: bytes, at: int, syntax: Syntax) -> tuple[str, int, int] | None:
    """Return value representation, place and length of the value that follows `head`; None where that is no element."""
    order = "<" if syntax.is_little else ">"
    if not syntax.is_explicit:
        return "", at + 8, struct.unpack_from(order + "I", head, 4)[0]
    vr = head[4:6]
    if vr in _LONG_VR:
        return (vr.decode("ascii"), at + 12, struct.unpack_from(order + "I", head, 8)[0]) if len(head) == 12 else None
    if vr in _SHORT_VR:
        return vr.decode("ascii"), at + 8, struct.unpack_from(order + "H", head, 6)[0]
    return None


def _number(text: str) -> float | None:
    try:
        number = float(text.strip(" \0"))
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None

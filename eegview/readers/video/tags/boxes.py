"""Walk the boxes of an MP4 or QuickTime file for those that no tag names. Nothing is decoded.

Layout: ISO/IEC 14496-12, section 4.2 (a box is size, four letters, content; a `uuid` box has a type of 16 bytes).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

_MOST_BOXES = 10_000
_TOP = frozenset((b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"moof", b"mfra", b"sidx", b"styp", b"pdin"))
_HOLDERS = frozenset((b"moov", b"trak"))
# Within `moov` and `trak` the decoding library reads these, or they hold nothing but times and tables.
_KNOWN = frozenset((b"mvhd", b"trak", b"tkhd", b"mdia", b"edts", b"tref", b"tapt", b"mvex", b"iods", b"load", b"udta"))
_KNOWN |= frozenset((b"meta", b"free", b"skip", b"wide", b"clip", b"matt", b"trgr", b"ludt"))
# Of what programs add (`udta`) the decoding library reads these, and all whose letters begin with ©.
_READ = frozenset((b"meta", b"loci", b"name", b"chpl", b"free", b"skip", b"\0\0\0\0"))
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


class Box(NamedTuple):
    """A box of a file: its four letters, where its content begins, and where it ends."""

    letters: bytes
    start: int
    stop: int


def boxes(file: BinaryIO, start: int, stop: int) -> Iterator[Box]:
    """Yield the boxes of a part of a file; what makes no sense as one ends it."""
    at = start
    for _ in range(_MOST_BOXES):
        if at + 8 > stop:
            return
        file.seek(at)
        head = file.read(16)
        size, letters, begin = int.from_bytes(head[:4], "big"), head[4:8], at + 8
        if size == 1 and len(head) == 16:
            size, begin = int.from_bytes(head[8:], "big"), at + 16
        elif size == 0:
            size = stop - at
        if size < begin - at or at + size > stop or len(letters) < 4:
            return
        yield Box(letters, begin, at + size)
        at += size


def is_box_file(path: Path) -> bool:
    """Whether a file begins as an MP4 or QuickTime file does."""
    with path.open("rb") as file:
        return file.read(8)[4:] in _TOP


def unfinished_box(path: Path) -> str | None:
    """Return the letters of the part of a file in the midst of which it ends, None where it ends with a whole one."""
    if not is_box_file(path):
        return None
    size, reached = path.stat().st_size, 0
    with path.open("rb") as file:
        for box in boxes(file, 0, size):
            reached = box.stop
        file.seek(reached)
        head = file.read(16)
    length = int.from_bytes(head[8:] if head[:4] == b"\0\0\0\1" else head[:4], "big")
    is_known = head[4:8] in _TOP and (length >= 8 or length == 0)
    return head[4:8].decode("ascii") if reached < size and is_known else None


def hidden_boxes(path: Path) -> tuple[str, ...]:
    """Return name and size of the boxes that hold what no tag says, and of bytes behind the last box.

    Phones append blocks of their own there; XMP packets name places and programs.
    """
    if not is_box_file(path):
        return ()
    size = path.stat().st_size
    found = []
    with path.open("rb") as file:
        reached = 0
        for box in boxes(file, 0, size):
            reached = box.stop
            if box.letters not in _TOP:
                found.append(_named(file, box))
            if box.letters in _HOLDERS:
                found += _within(file, box)
        if reached < size and unfinished_box(path) is None:
            found.append(f"{size - reached} bytes after the last box")
    return tuple(found)


def _within(file: BinaryIO, holder: Box) -> list[str]:
    found = []
    for box in boxes(file, holder.start, holder.stop):
        if box.letters not in _KNOWN:
            found.append(_named(file, box))
        if box.letters in _HOLDERS:
            found += _within(file, box)
        if box.letters == b"udta":
            inner = boxes(file, box.start, box.stop)
            found += [_named(file, one) for one in inner if one.letters not in _READ and one.letters[:1] != b"\xa9"]
    return found


def _named(file: BinaryIO, box: Box) -> str:
    letters = "".join(chr(one) if 32 <= one < 127 or one == 0xA9 else "?" for one in box.letters)
    size = box.stop - box.start
    if box.letters == b"uuid":
        file.seek(box.start)
        letters = "XMP" if file.read(16) == _XMP else "uuid"
    return f"{letters} ({size} bytes)"

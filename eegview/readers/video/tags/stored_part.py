"""Find how much of what an MP4 or QuickTime file stores its edit list leaves out: a clip that a phone trimmed.

Layout: ISO/IEC 14496-12, sections 8.4.2 (`mdhd`), 8.6.1.3 (`ctts`) and 8.6.6 (`elst`).
"""

from pathlib import Path
from typing import BinaryIO, NamedTuple

from eegview.readers.video.tags.boxes import Box, boxes, is_box_file

_LEAST_CUT_S = 0.1  # less is the room that the order of pictures needs, where the tables are elsewhere
_MOST_EDITS = 16  # the first that shows something counts; a few empty ones may stand before it
_EMPTY = -1


class StoredPart(NamedTuple):
    """What a file stores of its pictures, seconds as stored.

    cut_s : before the first picture that is shown
    length_s : of all that is stored; None = the file does not say
    """

    cut_s: float = 0.0
    length_s: float | None = None


NOT_TRIMMED = StoredPart()


def stored_part(path: Path) -> StoredPart:
    """Return what is stored of the first track of pictures; nothing cut off in files without edit lists."""
    if not is_box_file(path):
        return NOT_TRIMMED
    with path.open("rb") as file:
        whole = Box(b"", 0, path.stat().st_size)
        for track in _within(file, whole, b"moov", b"trak"):
            handler = _content(file, track, 12, b"mdia", b"hdlr")
            if handler[8:12] == b"vide":
                return _of_track(file, track)
    return NOT_TRIMMED


def _of_track(file: BinaryIO, track: Box) -> StoredPart:
    header = _content(file, track, 32, b"mdia", b"mdhd")
    if len(header) < 24:
        return NOT_TRIMMED
    is_long = header[0] == 1
    at, size = (20, 8) if is_long else (12, 4)
    rate_hz = int.from_bytes(header[at : at + 4], "big")
    length = int.from_bytes(header[at + 4 : at + 4 + size], "big")
    if not rate_hz:
        return NOT_TRIMMED
    is_known = 0 < length < 2 ** (8 * size) - 1
    cut_s = (_shown_from(file, track) - _first_shown(file, track)) / rate_hz
    is_cut = cut_s >= _LEAST_CUT_S and not (is_known and cut_s * rate_hz >= length)
    return StoredPart(cut_s if is_cut else 0.0, length / rate_hz if is_known else None)


def _shown_from(file: BinaryIO, track: Box) -> int:
    """Return the time of the track, in its ticks, from which the edit list shows it."""
    edits = _content(file, track, 8 + 20 * _MOST_EDITS, b"edts", b"elst")
    if len(edits) < 8:
        return 0
    size, width = (20, 8) if edits[0] == 1 else (12, 4)
    for number in range(int.from_bytes(edits[4:8], "big")):
        entry = edits[8 + size * number : 8 + size * (number + 1)]
        if len(entry) < size:
            break
        start = int.from_bytes(entry[width : 2 * width], "big", signed=True)
        if start != _EMPTY:
            return start
    return 0


def _first_shown(file: BinaryIO, track: Box) -> int:
    """Return how long after it is decoded the first picture is shown, in ticks: B-frames need that much room."""
    offsets = _content(file, track, 16, b"mdia", b"minf", b"stbl", b"ctts")
    is_any = len(offsets) == 16 and int.from_bytes(offsets[4:8], "big")
    return int.from_bytes(offsets[12:16], "big", signed=True) if is_any else 0


def _content(file: BinaryIO, holder: Box, most_bytes: int, *way: bytes) -> bytes:
    for box in _within(file, holder, *way):
        file.seek(box.start)
        return file.read(min(box.stop - box.start, most_bytes))
    return b""


def _within(file: BinaryIO, holder: Box, *way: bytes) -> list[Box]:
    """Return the boxes at the end of a way of letters."""
    level = [holder]
    for letters in way:
        level = [one for outer in level for one in boxes(file, outer.start, outer.stop) if one.letters == letters]
    return level

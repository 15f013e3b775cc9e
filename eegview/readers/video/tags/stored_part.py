"""Find how much of what an MP4 or QuickTime file stores its edit list leaves out: a clip that a phone trimmed.

Layout: ISO/IEC 14496-12, sections 8.4.2 (`mdhd`), 8.6.1.3 (`ctts`) and 8.6.6 (`elst`).
"""

from pathlib import Path
from typing import BinaryIO, NamedTuple

from eegview.readers.video.tags.boxes import Box, boxes, is_box_file

_LEAST_CUT_S = 0.1  # less is the room that the order of pictures needs, where the tables are elsewhere
_MOST_EDITS = 1000
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
        for track in picture_tracks(file, whole):
            return _of_track(file, track)
    return NOT_TRIMMED


def picture_tracks(file: BinaryIO, whole: Box) -> list[Box]:
    """Return the tracks of pictures of a file."""
    tracks = _within(file, whole, b"moov", b"trak")
    return [track for track in tracks if content_of(file, track, 12, b"mdia", b"hdlr")[8:12] == b"vide"]


def _of_track(file: BinaryIO, track: Box) -> StoredPart:
    header = content_of(file, track, 32, b"mdia", b"mdhd")
    if len(header) < 24:
        return NOT_TRIMMED
    is_long = header[0] == 1
    at, size = (20, 8) if is_long else (12, 4)
    rate_hz = ticks_per_s(header)
    length = int.from_bytes(header[at + 4 : at + 4 + size], "big")
    if not rate_hz:
        return NOT_TRIMMED
    is_known = 0 < length < 2 ** (8 * size) - 1
    cut_s = (_shown_from(file, track) - _first_shown(file, track)) / rate_hz
    is_cut = cut_s >= _LEAST_CUT_S and not (is_known and cut_s * rate_hz >= length)
    return StoredPart(cut_s if is_cut else 0.0, length / rate_hz if is_known else None)


def _shown_from(file: BinaryIO, track: Box) -> int:
    """Return the time of the track, in its ticks, from which the edit list shows it."""
    return next((start for _, start in edits_of(file, track) if start != _EMPTY), 0)


def edits_of(file: BinaryIO, track: Box) -> list[tuple[int, int]]:
    """Return the parts of a track that its edit list shows, in order.

    Returns
    -------
    length in ticks of the movie, and beginning in ticks of the track; -1 = nothing is shown for so long
    """
    edits = content_of(file, track, 8 + 20 * _MOST_EDITS, b"edts", b"elst")
    if len(edits) < 8:
        return []
    size, width = (20, 8) if edits[0] == 1 else (12, 4)
    found = []
    for number in range(int.from_bytes(edits[4:8], "big")):
        entry = edits[8 + size * number : 8 + size * (number + 1)]
        if len(entry) < size:
            break
        start = int.from_bytes(entry[width : 2 * width], "big", signed=True)
        found.append((int.from_bytes(entry[:width], "big"), start))
    return found


def ticks_per_s(header: bytes) -> int:
    """Return the ticks per second that the header of a track (`mdhd`) or movie (`mvhd`) states, 0 without."""
    at = 20 if header[:1] == b"\1" else 12
    return int.from_bytes(header[at : at + 4], "big")


def _first_shown(file: BinaryIO, track: Box) -> int:
    """Return how long after it is decoded the first picture is shown, in ticks: B-frames need that much room."""
    offsets = content_of(file, track, 16, b"mdia", b"minf", b"stbl", b"ctts")
    is_any = len(offsets) == 16 and int.from_bytes(offsets[4:8], "big")
    return int.from_bytes(offsets[12:16], "big", signed=True) if is_any else 0


def content_of(file: BinaryIO, holder: Box, most_bytes: int, *way: bytes) -> bytes:
    """Return the first bytes of the box at the end of a way of letters, b"" where there is none."""
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

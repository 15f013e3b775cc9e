"""Write edit lists into MP4 files: `from films.edited_clips import with_edits`."""

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

NOTHING = -1


def with_edits(source: Path, target: Path, edits: Sequence[tuple[float, float]]) -> Path:
    """Copy an MP4 file of which the parts of an edit list are shown, one after the other.

    edits : (length s, beginning s in what is stored); a beginning of `NOTHING` shows nothing for so long
    """
    data = source.read_bytes()
    target.write_bytes(b"".join(_with_edits(data, box, edits) for box in _boxes(data, 0, len(data))))
    return target


def _with_edits(data: bytes, box: tuple[bytes, int, int], edits: Sequence[tuple[float, float]]) -> bytes:
    letters, start, stop = box
    if letters != b"moov":
        return data[start:stop]
    inner = list(_boxes(data, start + 8, stop))
    movie_hz = struct.unpack(">I", data[inner[0][1] + 20 : inner[0][1] + 24])[0]
    parts = [_edited(data[a:z], movie_hz, edits) if name == b"trak" else data[a:z] for name, a, z in inner]
    return _box(b"moov", b"".join(parts))


def _edited(track: bytes, movie_hz: int, edits: Sequence[tuple[float, float]]) -> bytes:
    if b"vide" not in track:
        return track
    at = track.index(b"mdhd")
    rate_hz = struct.unpack(">I", track[at + 16 : at + 20])[0]
    at = track.find(b"ctts")
    late = struct.unpack(">I", track[at + 16 : at + 20])[0] if at >= 0 else 0
    entries = b"".join(
        struct.pack(">Iihh", round(length_s * movie_hz), -1 if start_s < 0 else late + round(start_s * rate_hz), 1, 0)
        for length_s, start_s in edits
    )
    kept = [track[a:z] for name, a, z in _boxes(track, 8, len(track)) if name != b"edts"]
    return _box(b"trak", kept[0] + _box(b"edts", _box(b"elst", struct.pack(">II", 0, len(edits)) + entries)), *kept[1:])


def _box(letters: bytes, *content: bytes) -> bytes:
    inner = b"".join(content)
    return struct.pack(">I4s", 8 + len(inner), letters) + inner


def _boxes(data: bytes, start: int, stop: int) -> Iterator[tuple[bytes, int, int]]:
    while start + 8 <= stop:
        size = struct.unpack(">I", data[start : start + 4])[0]
        yield data[start + 4 : start + 8], start, start + size
        start += size

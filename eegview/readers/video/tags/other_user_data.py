"""Take user data out of pictures of codecs that are not made of H.264's units: MPEG-1, 2 and 4, JPEG, AV1.

Sources: ISO/IEC 13818-2, 6.2.2; ISO/IEC 14496-2, 6.2.3; ITU-T T.81, table B.1; AV1 specification, 5.8.
"""

import re
from collections.abc import Iterator

_START_CODE = b"\0\0\1"
_USER_DATA, _GROUP, _GROUP_MPEG4 = 0xB2, 0xB8, 0xB3
# Decoders ask which program wrote MPEG-4, to make up for its mistakes; that names nobody.
_PROGRAMS = re.compile(rb"(?:DivX\d{3,4}[Bb]uild\d+p?|DivX\d+b\d+p?|XviD\d{4}[A-Z]?|Lavc[\d.]+|FFmpeg[\d.b]*)\0*")
_SEQUENCE, _DELIMITER, _METADATA = 1, 2, 5
_OBU_KEPT = frozenset((_SEQUENCE, _DELIMITER, 3, 4, _METADATA, 6, 7))
_OBU_METADATA_KEPT = frozenset((1, 2, 3))  # light levels, colours of the screen it was made on, scalability


def clean_mpeg(data: bytes, codec: str) -> bytes:
    """Return MPEG-1, 2 or 4 without user data, and without the clock of its groups of pictures.

    Raises
    ------
    ValueError : MPEG-4 whose clock may be a time of day; its pictures depend on it
    """
    kept, at = [], data.find(_START_CODE)
    if at < 0:
        return data
    kept.append(data[:at])
    while at >= 0:
        after = data.find(_START_CODE, at + 3)
        unit = data[at : after if after >= 0 else len(data)]
        kind = unit[3] if len(unit) > 3 else -1
        if kind == _GROUP and codec != "mpeg4" and len(unit) >= 8:
            unit = unit[:4] + bytes((0, 8, 0, unit[7] & 0x7F)) + unit[8:]
        if kind == _GROUP_MPEG4 and codec == "mpeg4" and len(unit) > 4 and unit[4] >> 3:
            raise ValueError("A group of pictures states hours.")
        if kind != _USER_DATA or (codec == "mpeg4" and _PROGRAMS.fullmatch(unit[4:])):
            kept.append(unit)
        at = after
    cleaned = b"".join(kept)
    return data if cleaned == data else cleaned


def clean_jpeg(data: bytes) -> bytes:
    """Return a JPEG picture without comments and blocks of applications, but those that tell its colours or fields."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("A packet does not begin as a JPEG picture does.")
    kept, at = [data[:2]], 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("A JPEG picture has bytes between its segments.")
        marker = data[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        if marker in (0xD8, 0xD9, 0xDA):
            break
        stop = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if (segment := _jpeg_segment(data[at:stop])) is not None:
            kept.append(segment)
        at = stop
    end = data.rfind(b"\xff\xd9")
    kept.append(data[at : end + 2 if end > at else len(data)])  # nothing after its end, either
    cleaned = b"".join(kept)
    return data if cleaned == data else cleaned


def _jpeg_segment(segment: bytes) -> bytes | None:
    marker, content = segment[1], segment[4:]
    if marker == 0xFE:
        return segment if content.rstrip(b"\0") == b"CS=ITU601" else None
    if marker == 0xE0 and content[:4] == b"AVI1":  # which field comes first
        return segment[:9] + bytes(max(len(segment) - 9, 0))
    if marker == 0xEE and content[:5] == b"Adobe":
        return b"\xff\xee\0\x0e" + content[:12]
    return None if 0xE0 <= marker <= 0xEF else segment


def clean_av1(data: bytes) -> bytes:
    """Return AV1 without messages of makers, time codes and padding."""
    cleaned = b"".join(unit for kind, meta, unit in _obus(data) if _is_kept(kind, meta))
    return data if cleaned == data else cleaned


def _is_kept(kind: int, metadata_type: int) -> bool:
    return kind in _OBU_KEPT and (kind != _METADATA or metadata_type in _OBU_METADATA_KEPT)


def _obus(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield kind, kind of metadata, and bytes of each unit."""
    at = 0
    while at < len(data):
        begin, head = at, data[at]
        at += 2 if head & 4 else 1
        size = len(data) - at
        if head & 2:
            size, at = _leb128(data, at)
        if at + size > len(data):
            raise ValueError("A unit of AV1 ends after its packet.")
        yield head >> 3 & 15, _leb128(data, at)[0] if size else -1, data[begin : at + size]
        at += size


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for number in range(8):
        byte = data[at + number] if at + number < len(data) else 0
        value |= (byte & 127) << 7 * number
        if not byte & 128:
            return value, at + number + 1
    raise ValueError("A number of AV1 has no end.")

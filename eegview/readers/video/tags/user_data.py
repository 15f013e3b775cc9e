"""Take out of compressed pictures what their maker wrote between them: user data, times of day, filling.

H.264 and H.265 carry messages (SEI) beside the pictures. Kept are only those a decoder needs to show the picture; all
others, and units of kinds that are not pictures or their parameters, may hold whatever a camera or a program wants: its
name, serial numbers, places, the time of day (ITU-T H.264 table 7-1 and annex D, H.265 table 7-1 and annex D).
"""

from collections.abc import Iterator

from eegview.readers.video.tags.other_user_data import clean_av1, clean_jpeg, clean_mpeg

# Buffering, where decoding may begin, packing, turning, light levels and colours, and H.265's structure and checks.
_KEPT_MESSAGES = {
    "h264": frozenset((0, 6, 45, 47, 137, 144, 147)),
    "hevc": frozenset((0, 1, 6, 45, 47, 129, 130, 132, 137, 144, 147)),
}
_KEPT_UNITS = {
    "h264": frozenset((*range(1, 12), 13, 14, 15, 19, 20)),
    "hevc": frozenset((*range(10), *range(16, 22), *range(32, 38), 39, 40)),
}
_MPEG = ("mpeg1video", "mpeg2video", "mpeg4")
_WITHOUT_ANY = ("vp8", "vp9")  # which have no place for it
_START_CODE = b"\0\0\1"
# Kinds of units that hold messages, and the bytes of a unit's header.
_MESSAGES = {"h264": ((6,), 1), "hevc": ((39, 40), 2)}


def prefix_size(codec: str, extradata: bytes | None) -> int | None:
    """Return how many bytes before each unit say how long it is; 0 = units begin with a start code.

    None where the codec has no such units.
    """
    if codec not in _MESSAGES:
        return None
    if not extradata or extradata[0] != 1:
        return 0
    at = 4 if codec == "h264" else 21
    return (extradata[at] & 3) + 1 if len(extradata) > at else 0


def without_user_data(data: bytes, codec: str, n_prefix: int | None) -> bytes:
    """Return a packet without user data; the same object where it has none.

    n_prefix : see `prefix_size`

    Raises
    ------
    ValueError : it is not known where this codec keeps user data, or the packet is broken
    """
    if codec in _WITHOUT_ANY:
        return data
    if codec in _MPEG:
        return clean_mpeg(data, codec)
    if codec == "mjpeg":
        return clean_jpeg(data)
    if codec == "av1":
        return clean_av1(data)
    if codec not in _MESSAGES:
        raise ValueError(f"Nothing is known of user data in {codec}.")
    n_prefix = n_prefix or 0
    units = list(_units(data, n_prefix))
    kept = [_clean(unit, codec) for unit in units]
    if kept == units:
        return data
    parts = [unit for unit in kept if unit]
    if n_prefix:
        return b"".join(len(unit).to_bytes(n_prefix, "big") + unit for unit in parts)
    return b"".join(b"\0" + _START_CODE + unit for unit in parts)


def clean_extradata(codec: str, extradata: bytes | None) -> bytes | None:
    """Return a stream's header without user data: that of H.265 may hold messages (ISO/IEC 14496-15, 8.3.3)."""
    if not extradata:
        return extradata
    if codec in _MPEG:
        return clean_mpeg(extradata, codec)
    if codec == "av1" and extradata[0] == 0x81:
        return extradata[:4] + clean_av1(extradata[4:])
    if codec not in _MESSAGES:
        return extradata
    if prefix_size(codec, extradata) == 0:
        return without_user_data(extradata, codec, 0)
    if codec != "hevc" or len(extradata) < 23:
        return extradata
    arrays, at = [], 23
    for _ in range(extradata[22]):
        head, n_units = extradata[at : at + 1], int.from_bytes(extradata[at + 1 : at + 3], "big")
        at += 3
        units = []
        for _ in range(n_units):
            size = int.from_bytes(extradata[at : at + 2], "big")
            units.append(_clean(extradata[at + 2 : at + 2 + size], codec))
            at += 2 + size
        units = [unit for unit in units if unit]
        if units:
            body = b"".join(len(unit).to_bytes(2, "big") + unit for unit in units)
            arrays.append(head + len(units).to_bytes(2, "big") + body)
    return extradata[:22] + bytes([len(arrays)]) + b"".join(arrays)


def _units(data: bytes, n_prefix: int) -> Iterator[bytes]:
    if not n_prefix:
        start = data.find(_START_CODE)
        while start >= 0:
            stop = data.find(_START_CODE, start + 3)
            yield data[start + 3 : stop if stop >= 0 else None].rstrip(b"\0")
            start = stop
        return
    at = 0
    while at + n_prefix <= len(data):
        size = int.from_bytes(data[at : at + n_prefix], "big")
        yield data[at + n_prefix : at + n_prefix + size]
        at += n_prefix + size


def _clean(unit: bytes, codec: str) -> bytes:
    """Return a unit without user data; empty where nothing else was in it."""
    kinds, n_header = _MESSAGES[codec]
    if len(unit) <= n_header:
        return unit
    kind = unit[0] & 31 if codec == "h264" else unit[0] >> 1 & 63
    if kind not in _KEPT_UNITS[codec]:
        return b""
    if kind not in kinds:
        return unit
    payload = unit[n_header:].replace(b"\0\0\3", b"\0\0")  # without the bytes that keep start codes away
    messages = list(_messages(payload))
    kept = [whole for number, whole in messages if number in _KEPT_MESSAGES[codec]]
    if len(kept) == len(messages):
        return unit
    return unit[:n_header] + _escaped(b"".join(kept) + b"\x80") if kept else b""


def _messages(payload: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes, head included, of each message."""
    at = 0
    while at + 2 <= len(payload) and payload[at:] != b"\x80":
        begin, numbers = at, []
        for _ in range(2):
            number = 0
            while at < len(payload) and payload[at] == 255:
                number, at = number + 255, at + 1
            number, at = number + (payload[at] if at < len(payload) else 0), at + 1
            numbers.append(number)
        at += numbers[1]
        yield numbers[0], payload[begin:at]


def _escaped(payload: bytes) -> bytes:
    """Return a payload with the bytes that keep start codes away."""
    found, n_zeros = bytearray(), 0
    for byte in payload:
        if n_zeros >= 2 and byte <= 3:
            found.append(3)
            n_zeros = 0
        found.append(byte)
        n_zeros = n_zeros + 1 if byte == 0 else 0
    return bytes(found)

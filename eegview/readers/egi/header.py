"""The header of EGI's simple binary format, versions 2 to 7, bytes → numbers.

All numbers are big-endian. Version 2 and 3 hold 16-bit digits, 4 and 5 floats, 6 and 7 doubles; the odd ones are cut
into segments of equal length, each behind its category and time.
"""

import struct
from dataclasses import dataclass
from datetime import datetime

from eegview.model.errors import UnreadableFile
from eegview.model.text.file_texts import FileTexts, read_texts
from eegview.model.time.clock import recorder_time

HEAD_BYTES = 2**20  # more than any header takes
_FIXED = struct.Struct(">i6hi5h")
_DTYPES = {2: ">i2", 4: ">f4", 6: ">f8"}


@dataclass(frozen=True, slots=True)
class EgiHeader:
    """What stands before the samples.

    started_at : None where it is no time
    gain_uv : µV of one digit; 1 where the values are µV already
    bits : of the converter, 0 where unknown
    n_samples : of the recording, or of each segment
    n_segments : 0 for a recording without
    events : names of the columns behind the channels
    offset : byte of the first sample, or of the first segment's own header
    names : categories and events as they were read
    """

    dtype: str
    started_at: datetime | None
    rate_hz: int
    n_channels: int
    gain_uv: float
    bits: int
    n_samples: int
    n_segments: int
    categories: tuple[str, ...]
    events: tuple[str, ...]
    offset: int
    names: FileTexts


def could_be_egi(head: bytes) -> bool:
    """Whether a file begins as one of this format, whatever its name: a version, and numbers that can be."""
    if len(head) < _FIXED.size:
        return False
    version, *_, rate_hz, n_channels, _gain, bits, _range = _FIXED.unpack_from(head)
    return 2 <= version <= 7 and rate_hz > 0 and 0 < n_channels <= 4096 and 0 <= bits <= 32


def parse_header(head: bytes, name: str, encoding: str = "") -> EgiHeader:
    """Read a header.

    encoding : of the names of events and categories; "" = found out

    Raises
    ------
    UnreadableFile : the file ends inside it, or its numbers cannot be
    """
    try:
        return _parsed(head, encoding)
    except (struct.error, ValueError, IndexError) as error:
        raise UnreadableFile(
            f"{name} looks like EGI RAW but its header is cut short or damaged.",
            "Copy it again from where it was recorded, or export it as EDF+ there.",
        ) from error


def _parsed(head: bytes, encoding: str) -> EgiHeader:
    version, year, month, day, hour, minute, second, ms, rate_hz, n_channels, _gain, bits, reach_uv = (
        _FIXED.unpack_from(head)
    )
    if not could_be_egi(head):
        raise ValueError("no such numbers")
    at = _FIXED.size
    categories: list[bytes] = []
    n_segments = 0
    if version % 2:
        (n_categories,) = struct.unpack_from(">h", head, at)
        at += 2
        for _ in range(n_categories):
            length = head[at]
            categories.append(_written(head[at + 1 : at + 1 + length]))
            at += 1 + length
        n_segments, n_samples, n_events = struct.unpack_from(">hih", head, at)
        at += 8
    else:
        n_samples, n_events = struct.unpack_from(">ih", head, at)
        at += 6
    if n_events < 0 or len(head) < at + 4 * n_events:
        raise ValueError("no such events")
    events = [_written(head[at + 4 * k : at + 4 * k + 4]) for k in range(n_events)]
    read = read_texts([*categories, *events], encoding)
    names = tuple(" ".join(text.split()) for text in read.texts)
    return EgiHeader(
        dtype=_DTYPES[version & 6],
        started_at=_clock(year, month, day, hour, minute, second, ms),
        rate_hz=rate_hz,
        n_channels=n_channels,
        gain_uv=reach_uv / 2.0**bits if bits and reach_uv > 0 else 1.0,
        bits=bits,
        n_samples=n_samples,
        n_segments=max(n_segments, 0),
        categories=names[: len(categories)],
        events=names[len(categories) :],
        names=read,
        offset=at + 4 * n_events,
    )


def _written(raw: bytes) -> bytes:
    return raw.replace(b"\0", b" ").strip()


def _clock(*parts: int) -> datetime | None:
    year, month, day, hour, minute, second, ms = parts
    try:
        return recorder_time(year, month, day, hour, minute, second, ms * 1000) if year >= 1980 else None
    except ValueError:
        return None

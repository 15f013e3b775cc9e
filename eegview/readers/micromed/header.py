"""The header of a Micromed `.TRC` file: where its areas lie, how samples are stored, when it began, who was recorded.

Facts of the format (little endian, System 98, header types 2 to 4) are those that the readers of neo, FieldTrip and
Brainstorm agree on: the main header up to byte 176, then descriptors of areas, each a name of 8 characters, a start
and a length. Must not read samples.
"""

import struct
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.model.text.decoding import decoded

HEAD_BYTES = 176 + 16 * 16
TITLE = b"MICROMED"
_EXPORT = "Export it as EDF from Brain Quick, then open that."
_COPY = "Copy it again from where it was recorded, or export it as EDF from Brain Quick."
_MOST_CHANNELS = 4096
_WIDTHS = (1, 2, 4)
_DESCRIPTOR = struct.Struct("<8sII")


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the file's header: [start, start + length) in bytes."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class MicromedHeader:
    """The main header.

    data_start : of the first sample, bytes
    frame_bytes : from one sample of a channel to its next, as the header says; 0 where it does not
    rate_hz : the least rate; a channel has this times its own coefficient
    sample_bytes : width of a stored number
    areas : by name ("NOTE", "TRIGGER" …), those that the file is long enough for, whole or in part
    """

    kind: int
    data_start: int
    n_channels: int
    frame_bytes: int
    rate_hz: int
    sample_bytes: int
    started_at: datetime | None
    patient: PatientFacts
    areas: dict[str, Area]
    issues: tuple[Issue, ...]


def parse_header(head: bytes, file_bytes: int, encoding: str = "") -> MicromedHeader:
    """Read the main header.

    encoding : of its texts; "" = found out

    Raises
    ------
    UnreadableFile : it is cut, of a kind before System 98, compressed, or says nothing that could be
    """
    if TITLE not in head[:32].upper():
        raise UnreadableFile("The file is not a Micromed recording.", "Choose an EEG recording.")
    if len(head) < 192:
        raise UnreadableFile("The file ends inside its header.", _COPY)
    data_start, n_channels, frame_bytes, rate_hz, sample_bytes, compression = struct.unpack_from("<IHHHHH", head, 138)
    kind = head[175]
    areas, names = _areas(head, file_bytes)
    if not {"ORDER", "LABCOD"} <= names:
        what = "is in Micromed's format before System 98" if kind < 3 else "has a damaged header"
        raise UnreadableFile(f"The file {what}.", _EXPORT if kind < 3 else _COPY)
    if compression:
        raise UnreadableFile("The samples of this Micromed file are compressed.", _EXPORT)
    if not 0 < n_channels <= _MOST_CHANNELS or not rate_hz or sample_bytes not in _WIDTHS:
        raise UnreadableFile("The header gives no possible number of channels, sampling rate or sample width.", _COPY)
    if data_start < 176 or data_start >= file_bytes:
        raise UnreadableFile("The file ends before its first sample.", _COPY)
    issues: list[Issue] = []
    lost = sorted(names - areas.keys() - {"BRAINIMG"})
    if lost:
        issues.append(Issue("areas_missing", f"Parts of the header lie outside the file: {', '.join(lost)}."))
    started_at = _start(head)
    if started_at is None:
        issues.append(Issue("start_unknown", "The recording has no valid start time; times count from its start."))
    return MicromedHeader(
        kind,
        data_start,
        n_channels,
        frame_bytes,
        rate_hz,
        sample_bytes,
        started_at,
        _patient(head, encoding),
        areas,
        tuple(issues),
    )


def _areas(head: bytes, file_bytes: int) -> tuple[dict[str, Area], set[str]]:
    """Return the areas that lie in the file, and the names of all that are described."""
    areas: dict[str, Area] = {}
    names: set[str] = set()
    for at in range(176, min(len(head), HEAD_BYTES) - _DESCRIPTOR.size + 1, _DESCRIPTOR.size):
        name, start, length = _DESCRIPTOR.unpack_from(head, at)
        text = name.decode("latin-1").strip("\x00 ")
        if not text.isascii() or not text.isprintable() or not text:
            break
        names.add(text)
        if HEAD_BYTES - 16 <= start < file_bytes and length:
            areas[text] = Area(start, min(length, file_bytes - start))
        elif not length:
            names.discard(text)
    return areas, names


def _start(head: bytes) -> datetime | None:
    day, month, year, hour, minute, second = head[128:134]
    with suppress(ValueError):
        start = datetime.combine(date(1900 + year, month, day), time(hour, minute, second))
        return start if start.year >= 1980 else None  # before there was such a recorder
    return None


def _patient(head: bytes, encoding: str) -> PatientFacts:
    surname, name = (_name(head[a:b], encoding) for a, b in ((64, 86), (86, 106)))
    month, day, year = head[106:109]
    born = None
    with suppress(ValueError):
        born = date(1900 + year, month, day)
    return PatientFacts(name=" ".join(part for part in (name, surname) if part), born=born)


def _name(content: bytes, encoding: str) -> str:
    return " ".join(decoded(content.split(b"\x00")[0], encoding)[0].split())

"""The chunks of an ANT CNT file: RIFF with lengths of 4 bytes, or ANT's own RF64 with lengths of 8.

ANT's RF64 is not that of WAVE: its whole length stands at byte 4, the form type `CNT ` behind it at byte 12, and there
is no `ds64`. Only what is text is read here; samples are packed and unpacked elsewhere.
"""

import os
import struct
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from eegview.model.errors import UnreadableFile
from eegview.model.patient import PatientFacts, sex_of
from eegview.model.text.decoding import decoded
from eegview.model.time.clock import recorder_time

_TEXT_BYTES = 2**20  # of a text chunk; more is damage
_MOST_CHUNKS = 64
_DAYS_FROM = recorder_time(1899, 12, 30)  # day 0 of the spreadsheets whose dates ANT writes
_FIRST_DAY, _LAST_DAY = 27538.0, 2958464.0


@dataclass(frozen=True, slots=True)
class AntHeader:
    """What the text chunks of a file say.

    rate_hz : None where they do not say it
    started_at : the recorder's clock at the first sample
    """

    rate_hz: float | None = None
    started_at: datetime | None = None
    patient: PatientFacts = field(default_factory=PatientFacts)


def read_header(path: Path, encoding: str = "") -> AntHeader:
    """Read the text chunks of a file.

    encoding : of the patient's texts; "" = found out

    Raises
    ------
    UnreadableFile : the file is shorter than its container says: the list of channels stands at its end
    """
    with path.open("rb") as file:
        head = file.read(16)
        width = 8 if head[:4] == b"RF64" else 4
        there = os.fstat(file.fileno()).st_size
        declared = _length(head[4 : 4 + width]) + 4 + width
        if there < declared:
            raise UnreadableFile(
                f"{path.name} is cut short: {there:,} of {declared:,} bytes are there, and what is needed to read them "
                "stands at the end.",
                "Copy it again from where it was recorded.",
            )
        texts = _texts(file, 8 + width, width, there)
    return _header(texts, encoding)


def clock_of(days: float, fraction_s: float) -> datetime | None:
    """Return the time that a number of days and a fraction of a second stand for, None where they cannot."""
    if not (_FIRST_DAY <= days <= _LAST_DAY and -1.0 < fraction_s < 86400.0):
        return None
    try:
        return _DAYS_FROM + timedelta(seconds=round(days * 86400.0), microseconds=round(fraction_s * 1e6))
    except OverflowError:
        return None


def _texts(file: BinaryIO, first: int, width: int, stop: int) -> dict[bytes, str]:
    """Return the text chunks by their names."""
    texts: dict[bytes, str] = {}
    at = first
    for _ in range(_MOST_CHUNKS):
        file.seek(at)
        chunk = file.read(4 + width)
        if len(chunk) < 4 + width:
            break
        name, length = chunk[:4], _length(chunk[4:])
        if name in (b"eeph", b"info", b"tfh ") and length <= _TEXT_BYTES:
            texts[name] = file.read(length).decode("latin-1")
        at += 4 + width + length + length % 2
        if at >= stop:
            break
    return texts


def _length(raw: bytes) -> int:
    return struct.unpack("<Q", raw.ljust(8, b"\0"))[0]


def _header(texts: dict[bytes, str], encoding: str) -> AntHeader:
    said = _sections(texts.get(b"eeph", ""))
    info = _sections(texts.get(b"info", ""))
    code, name = (decoded(info.get(key, "").encode("latin-1"), encoding)[0] for key in ("subjectid", "subjectname"))
    rate_hz = _number(said.get("sampling rate", ""))
    days, fraction_s = _number(info.get("startdate", "")), _number(info.get("startfraction", "")) or 0.0
    return AntHeader(
        rate_hz if rate_hz and 0.0 < rate_hz < 1e6 else None,
        None if days is None else clock_of(days, fraction_s),
        PatientFacts(
            code=code,
            name=name,
            sex=sex_of(info.get("subjectsex", "")),
            born=_born(info.get("subjectdateofbirth", "")),
        ),
    )


def _sections(text: str) -> dict[str, str]:
    """Return the first line under each `[title]`, by the title in small letters."""
    found: dict[str, str] = {}
    title = ""
    for line in text.replace("\0", "\n").splitlines():
        if line.startswith("[") and "]" in line:
            title = line[1 : line.index("]")].casefold()
        elif title and line.strip():
            found.setdefault(title, line.strip())
    return found


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _born(text: str) -> date | None:
    """Return a birth date; day, month from 0 and years from 1900 are the fourth to sixth of nine numbers."""
    try:
        numbers = [int(part) for part in text.split()]
        return date(numbers[5] + 1900, numbers[4] + 1, numbers[3])
    except (ValueError, IndexError):
        return None

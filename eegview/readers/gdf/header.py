"""The header of a GDF file, bytes → numbers.

As EDF with binary numbers: a fixed part of 256 bytes, 256 bytes for all of each channel, field by field. Version 2 has
units as codes, the date as a fraction of days, and facts on the patient.
"""

import struct
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from eegview.model.errors import UnreadableFile
from eegview.model.patient import FEMALE, MALE, PatientFacts
from eegview.model.text.decoding import TextEncoding, judged, sentences_on
from eegview.model.time.clock import recorder_time

FIXED_BYTES = CHANNEL_BYTES = 256
MOST_CHANNELS = 4096
DTYPES = {
    1: "<i1", 2: "<u1", 3: "<i2", 4: "<u2", 5: "<i4", 6: "<u4", 7: "<i8", 8: "<u8", 16: "<f4", 17: "<f8",
    279: "i3", 535: "u3",
}  # fmt: skip
WIDTHS = {code: int(name[-1]) for code, name in DTYPES.items()}
_VOLT, _PERCENT = 4256, 544  # codes of units; the last five bits are a power of ten
_PREFIXES = {0: "", 18: "m", 19: "u", 20: "n"}
_LATIN_1 = TextEncoding("latin-1")
_DAYS_BEFORE = 366  # of the year 0, which calendars here lack


@dataclass(frozen=True, slots=True)
class GdfChannel:
    """One signal: value = (digit - digital_min) * gain + physical_min, in `unit`."""

    label: str
    unit: str
    dtype: str
    n_samples: int
    gain: float
    digital_min: float
    physical_min: float
    limits: tuple[float, float] | None
    prefilter: str

    @property
    def n_bytes(self) -> int:
        return self.n_samples * int(self.dtype[-1])


@dataclass(frozen=True, slots=True)
class GdfHeader:
    """What stands before the records; `n_records` is -1 where the recording was not closed.

    doubts : what has to be told of the encoding of the labels
    """

    version: float
    offset: int
    n_records: int
    record_s: float
    is_record_s_said: bool
    channels: tuple[GdfChannel, ...]
    started_at: datetime | None
    patient: PatientFacts
    doubts: tuple[str, ...] = ()

    @property
    def record_bytes(self) -> int:
        return sum(channel.n_bytes for channel in self.channels)


def parse_header(head: bytes, name: str, encoding: str = "") -> GdfHeader:
    """Read a header.

    encoding : of its texts; "" = found out

    Raises
    ------
    UnreadableFile : the file ends inside it, or its numbers cannot be
    """
    try:
        return _parsed(head, encoding)
    except (struct.error, ValueError, IndexError, KeyError) as error:
        raise UnreadableFile(
            f"{name} looks like GDF but its header is cut short or damaged.",
            "Copy it again from where it was recorded, or export it as EDF+ there.",
        ) from error


def _parsed(head: bytes, encoding: str) -> GdfHeader:
    version = float(head[4:8].decode("latin-1"))
    is_first = version < 1.9
    n_channels = struct.unpack_from("<I" if is_first else "<H", head, 252)[0]
    n_records, numerator, denominator = struct.unpack_from("<qII", head, 236)
    offset = struct.unpack_from("<q", head, 184)[0] if is_first else struct.unpack_from("<H", head, 184)[0] * 256
    channels_stop = FIXED_BYTES + CHANNEL_BYTES * n_channels
    if not 0 < n_channels <= MOST_CHANNELS or len(head) < channels_stop:
        raise ValueError("no such channels")
    if not channels_stop <= offset < 2**31:
        offset = channels_stop
    labels = [_written(head[FIXED_BYTES + 16 * k :][:16]) for k in range(n_channels)]
    found = judged(labels, encoding)
    channels = _channels(head, n_channels, is_first, found)
    return GdfHeader(
        version,
        offset,
        n_records,
        numerator / denominator if numerator and denominator else 1.0,
        bool(numerator and denominator),
        tuple(channels),
        _text_clock(head[168:184]) if is_first else _days_clock(head[168:176]),
        _first_patient(head, encoding) if is_first else _second_patient(head, encoding),
        sentences_on(found, found.n_wrong_in(labels), named=encoding),
    )


def _channels(head: bytes, n: int, is_first: bool, encoding: TextEncoding) -> list[GdfChannel]:
    at = FIXED_BYTES

    def field(width: int) -> list[bytes]:
        nonlocal at
        parts = [head[at + k * width : at + (k + 1) * width] for k in range(n)]
        at += width * n
        return parts

    def numbers(dtype: str) -> list[float]:
        nonlocal at
        found = np.frombuffer(head, dtype, n, at)
        at += found.nbytes
        return [float(value) for value in found]

    labels = [_text(raw, encoding) for raw in field(16)]
    field(80)
    if is_first:
        units = [_text(raw, _LATIN_1) for raw in field(8)]
    else:
        field(6)
        units = [_unit(int(code)) for code in numbers("<u2")]
    physical = numbers("<f8"), numbers("<f8")
    digital = (numbers("<i8"), numbers("<i8")) if is_first else (numbers("<f8"), numbers("<f8"))
    if is_first:
        filters = [_text(raw, _LATIN_1) for raw in field(80)]
    else:
        field(68)
        lows, highs, _ = numbers("<f4"), numbers("<f4"), numbers("<f4")
        filters = [_filter(high, low) for low, high in zip(lows, highs, strict=True)]
    n_samples, kinds = numbers("<i4"), numbers("<i4")
    found = []
    for k in range(n):
        if not 0 <= n_samples[k] < 2**24:
            raise ValueError("number of samples out of range")
        found.append(
            _channel(
                labels[k],
                units[k],
                DTYPES[int(kinds[k])],
                int(n_samples[k]),
                (physical[0][k], physical[1][k]),
                (digital[0][k], digital[1][k]),
                filters[k],
            )
        )
    return found


def _channel(
    label: str,
    unit: str,
    dtype: str,
    n_samples: int,
    physical: tuple[float, float],
    digital: tuple[float, float],
    prefilter: str,
) -> GdfChannel:
    span = digital[1] - digital[0]
    is_scaled = np.isfinite([*physical, *digital]).all() and span != 0 and physical[0] != physical[1]
    gain = (physical[1] - physical[0]) / span if is_scaled else 1.0
    lowest, base = (digital[0], physical[0]) if is_scaled else (0.0, 0.0)
    limits = (min(digital), max(digital)) if is_scaled else None
    return GdfChannel(label, unit if is_scaled else "", dtype, n_samples, gain, lowest, base, limits, prefilter)


def _unit(code: int) -> str:
    if code & ~31 == _VOLT:
        return f"{_PREFIXES[code & 31]}V" if code & 31 in _PREFIXES else ""
    return "%" if code & ~31 == _PERCENT else ""


def _filter(low_hz: float, high_hz: float) -> str:
    parts = [f"HP:{low_hz:g}Hz"] if 0 < low_hz < 1e6 else []
    return " ".join(parts + ([f"LP:{high_hz:g}Hz"] if 0 < high_hz < 1e6 else []))


def _written(raw: bytes) -> bytes:
    return raw.split(b"\0")[0]


def _text(raw: bytes, encoding: TextEncoding) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in encoding.text_of(_written(raw))).split())


def _text_clock(raw: bytes) -> datetime | None:
    """Return the time of `YYYYMMDDhhmmsscc`, None where it is none."""
    text = raw.decode("latin-1").strip("\0 ")
    if len(text) < 14 or not text.isdigit():
        return None
    try:
        parts = [int(text[:4]), *(int(text[k : k + 2]) for k in range(4, 14, 2))]
        return recorder_time(*parts, microsecond=int((text[14:16] or "0").ljust(2, "0")) * 10_000)
    except ValueError:
        return None


def _days_clock(raw: bytes) -> datetime | None:
    """Return the time of a number of days since the year 0 in units of 2**-32, None where it is none."""
    number = int.from_bytes(raw, "little")
    days, rest = number >> 32, number & 0xFFFFFFFF
    if days <= _DAYS_BEFORE + 1:
        return None
    try:
        at = recorder_time(1, 1, 1) + timedelta(
            days=days - _DAYS_BEFORE - 1, microseconds=round(rest * 86400e6 / 2**32)
        )
    except OverflowError:
        return None
    return at if at.year >= 1980 else None


def _first_patient(head: bytes, encoding: str) -> PatientFacts:
    raw = _written(head[8:88])
    code, _, rest = _text(raw, judged([raw], encoding)).partition(" ")
    return _named(code, rest.split(" ")[0])


def _second_patient(head: bytes, encoding: str) -> PatientFacts:
    raw = _written(head[8:74])
    code, _, name = _text(raw, judged([raw], encoding)).partition(" ")
    born = _born(head[176:184])
    sex = {1: MALE, 2: FEMALE}.get(head[87] & 3, "")
    facts = _named(code, name)
    return PatientFacts(code=facts.code, name=facts.name, sex=sex, born=born)


def _named(code: str, name: str) -> PatientFacts:
    return PatientFacts(code="" if code.upper() == "X" else code, name="" if name.upper() == "X" else name)


def _born(raw: bytes) -> date | None:
    days = int.from_bytes(raw, "little") >> 32
    try:
        return date.fromordinal(days - _DAYS_BEFORE) if days > _DAYS_BEFORE + 365 * 1800 else None
    except (ValueError, OverflowError):
        return None

"""The header of Neuroscan's continuous format, version 3, bytes → numbers.

A fixed part of 900 bytes, 75 bytes for each channel, the samples, a table of events. Offsets are those of the SETUP and
ELECTLOC structures as they were published with the format.
"""

import re
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts, sex_of
from eegview.model.text.decoding import decoded
from eegview.model.time.clock import recorder_time
from eegview.readers.written_dates import date_in, time_in

SETUP_BYTES, CHANNEL_BYTES = 900, 75
MOST_CHANNELS = 4096
HEAD_BYTES = SETUP_BYTES + CHANNEL_BYTES * MOST_CHANNELS
_MOST_UV = 1e9  # of a digit; more is a damaged number
_UV_A_DIGIT = 1 / 204.8  # times sensitivity and calibration
_DATE = re.compile(r"(\d{1,4})\D+(\d{1,2})\D+(\d{1,4})")
_TIME = re.compile(r"(\d{1,2})\D+(\d{1,2})(?:\D+(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class CntChannel:
    """One channel: µV = (digit - baseline) * gain_uv."""

    label: bytes
    baseline: int
    gain_uv: float  # 0 where nothing that can be says it
    is_bad: bool


@dataclass(frozen=True, slots=True)
class CntHeader:
    """What stands before the samples.

    n_samples : as the file claims, often 0 or wrong
    table_at : byte of the table of events, modulo 2**32
    run_bytes : of one channel's samples that stand together; 0 and 1 mean one sample
    seconds : as the file claims
    """

    rate_hz: int
    channels: tuple[CntChannel, ...]
    n_samples: int
    table_at: int
    run_bytes: int
    seconds: float
    started_at: datetime | None
    patient: PatientFacts
    prefilter: str
    issues: tuple[Issue, ...]

    @property
    def offset(self) -> int:
        """Return the byte of the first sample."""
        return SETUP_BYTES + CHANNEL_BYTES * len(self.channels)


def parse_header(head: bytes, name: str, encoding: str = "") -> CntHeader:
    """Read a header.

    encoding : of the patient's texts; "" = found out

    Raises
    ------
    UnreadableFile : the file ends inside it, or it has no channels or no rate
    """
    n_channels = struct.unpack_from("<H", head, 370)[0] if len(head) >= SETUP_BYTES else 0
    rate_hz = struct.unpack_from("<H", head, 376)[0] if len(head) >= SETUP_BYTES else 0
    if len(head) < SETUP_BYTES + CHANNEL_BYTES * n_channels or not rate_hz or not 0 < n_channels <= MOST_CHANNELS:
        raise UnreadableFile(
            f"{name} looks like Neuroscan CNT but its header is cut short or damaged.",
            "Copy it again from where it was recorded, or export it as EDF+ there.",
        )
    channels = tuple(_channel(head[SETUP_BYTES + CHANNEL_BYTES * k :][:CHANNEL_BYTES]) for k in range(n_channels))
    n_samples, table_at = struct.unpack_from("<i", head, 864)[0], struct.unpack_from("<I", head, 886)[0]
    seconds, run_bytes = struct.unpack_from("<fi", head, 890)
    started_at, issues = clock_of(_text(head[225:235]), _text(head[235:247]))
    return CntHeader(
        rate_hz,
        channels,
        n_samples,
        table_at,
        run_bytes,
        seconds if 0 < seconds < 1e7 else 0.0,
        started_at,
        _patient(head, encoding),
        _prefilter(head),
        tuple(issues),
    )


def clock_of(day: str, time: str) -> tuple[datetime | None, list[Issue]]:
    """Return the start by a date and a time of day; a date is month, day, year unless it cannot be."""
    found, at = _DATE.search(day), _TIME.search(time)
    if found is None:
        named = date_in(day)  # with the name of its month, or in a row
        if named is None:
            return None, [_unknown()]
        since_midnight = time_in(time) or timedelta()
        return datetime.combine(named.day, datetime.min.time()) + since_midnight, []
    a, b, c = (int(part) for part in found.groups())
    issues = []
    if len(found[1]) == 4:
        year, month, dom = a, b, c
    else:
        year = c if len(found[3]) == 4 else c + (1900 if c >= 70 else 2000)
        month, dom = (b, a) if a > 12 >= b else (a, b)
        if a != b and a <= 12 and b <= 12:
            issues.append(
                Issue("date_ambiguous", "The recording date can be read in two ways; it was read as month/day/year.")
            )
    try:
        hour, minute, second = (int(part or 0) for part in at.groups()) if at else (0, 0, 0)
        return recorder_time(year, month, dom, hour, minute, second), issues
    except ValueError:
        return None, [_unknown()]


def _unknown() -> Issue:
    return Issue("start_unknown", "The recording has no valid start time; times count from its start.")


def _channel(raw: bytes) -> CntChannel:
    (baseline,) = struct.unpack_from("<h", raw, 47)
    (sensitivity,) = struct.unpack_from("<f", raw, 59)
    (calibration,) = struct.unpack_from("<f", raw, 71)
    gain_uv = sensitivity * calibration * _UV_A_DIGIT
    if not abs(gain_uv) < _MOST_UV:  # nor NaN
        gain_uv = 0.0
    return CntChannel(raw[:10].split(b"\0")[0].strip(), baseline, gain_uv, bool(raw[14]))


def _patient(head: bytes, encoding: str) -> PatientFacts:
    code, name, sex = (_text(field, encoding) for field in (head[21:41], head[121:141], head[143:144]))
    return PatientFacts(code=code, name=name, sex=sex_of(sex))


def _prefilter(head: bytes) -> str:
    is_low, is_high = head[438], head[439]
    (low_hz,), (high_hz,) = struct.unpack_from("<f", head, 869), struct.unpack_from("<f", head, 875)
    parts = [f"HP:{low_hz:g}Hz"] if is_high and 0 < low_hz < 1e4 else []
    parts += [f"LP:{high_hz:g}Hz"] if is_low and 0 < high_hz < 1e5 else []
    return " ".join(parts)


def _text(raw: bytes, encoding: str = "") -> str:
    text = decoded(raw.split(b"\0")[0], encoding)[0]
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())

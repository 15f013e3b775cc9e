"""The events of a Nihon Kohden `.LOG` file, bytes → texts and times.

An entry has 45 bytes: a text, hours, minutes and seconds since the recording began, and the clock in brackets. A
second table, 22 places behind the first, holds the rest of each text and the fraction of its second.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from eegview.readers.nihon_kohden.blocks import clock_of
from eegview.readers.placing import time_of_sample
from eegview.readers.stored_segment import StoredSegment

_CONTROLS = 0x92
_ENTRY_BYTES = 45
_TEXT_BYTES = 20
_MOST_WITH_SECOND = 21  # tables of events; with more of them there is no room for the second ones
_CLOCK = re.compile(rb"\((\d{12})")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One event: the bytes of its text, seconds since the recording began, and the clock if it has one."""

    text: bytes
    elapsed_s: float
    at: datetime | None


def read_log(content: bytes) -> tuple[list[LogEntry], int]:
    """Return the events of a file, and how many are cut off or have no time that can be read."""
    n_tables = content[0x91] if len(content) > 0x91 else 0
    entries: list[LogEntry] = []
    n_lost = 0
    for number in range(n_tables):
        table, declared = _table(content, number)
        second = _table(content, number + 22)[0] if n_tables <= _MOST_WITH_SECOND else []
        n_lost += max(declared - len(table), 0)
        for position, raw in enumerate(table):
            entry = _entry(raw, second[position] if len(second) == len(table) else b"")
            if entry is None:
                n_lost += 1
            else:
                entries.append(entry)
    return entries, n_lost


def is_cut(content: bytes) -> bool:
    """Whether a file is no list of events, or ends before a table that it should have."""
    if len(content) <= _CONTROLS or content[:16] == bytes(16):
        return True
    entries = range(_CONTROLS, _CONTROLS + 20 * content[_CONTROLS - 1], 20)
    return any(int.from_bytes(content[at : at + 4], "little") >= len(content) - 0x12 for at in entries)


def onsets_s(
    entries: Sequence[LogEntry], segments: tuple[StoredSegment, ...], rate_hz: float, started_at: datetime | None
) -> list[float]:
    """Return the true times of events, seconds from recording start.

    Recorders differ in whether the time since the beginning counts while they are stopped. The clock beside it says
    which one this is; without a clock it counts.
    """
    true_s = [entry.elapsed_s for entry in entries]
    if len(segments) < 2:
        return true_s
    recorded_s = [time_of_sample(segments, entry.elapsed_s * rate_hz, rate_hz) for entry in entries]
    if started_at is None:
        return true_s
    clocks_s = [None if entry.at is None else (entry.at - started_at).total_seconds() for entry in entries]
    with_clock = [k for k, clock_s in enumerate(clocks_s) if clock_s is not None]
    if not with_clock:
        return true_s

    def off_s(times_s: Sequence[float]) -> float:
        return float(np.median([abs(times_s[k] - (clocks_s[k] or 0.0)) for k in with_clock]))

    return recorded_s if off_s(recorded_s) < off_s(true_s) else true_s


def _table(content: bytes, number: int) -> tuple[list[bytes], int]:
    """Return the whole entries of a table, and how many it should have."""
    at = int.from_bytes(content[0x92 + 20 * number : 0x96 + 20 * number], "little")
    if not 0 < at < len(content) - 0x12:
        return [], 0
    declared = content[at + 0x12]
    starts = range(at + 0x14, at + 0x14 + declared * _ENTRY_BYTES, _ENTRY_BYTES)
    return [content[a : a + _ENTRY_BYTES] for a in starts if a + _ENTRY_BYTES <= len(content)], declared


def _entry(raw: bytes, second: bytes) -> LogEntry | None:
    text = raw[:_TEXT_BYTES] + second[:_TEXT_BYTES]
    time = raw[20:26]
    if not time.isdigit():
        return None
    elapsed_s = int(time[:2]) * 3600 + int(time[2:4]) * 60 + int(time[4:]) + 0.0
    if second[24:30].isdigit():
        elapsed_s += int(second[24:30]) / 1e6
    clock = _CLOCK.search(raw[26:])
    at = clock_of("20" + clock[1].decode("ascii")) if clock else None
    if at is not None and second[24:30].isdigit():
        at += timedelta(microseconds=int(second[24:30]))
    return LogEntry(_without_nul(text), elapsed_s, at)


def _without_nul(text: bytes) -> bytes:
    """Return a text whose two halves may each end with NULs."""
    return text.replace(b"\0", b"").strip()

"""The table of events at the end of a Neuroscan `.cnt`, bytes → marks.

Types 1 and 2 keep the byte of the file at which an event happened, behind its sample; type 3 keeps the sample's number.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_HEAD = struct.Struct("<BII")
_ENTRIES = {1: struct.Struct("<HBBI"), 2: struct.Struct("<HBBIhhfBBB"), 3: struct.Struct("<HBBIhhfBBB")}
_REJECTED, _ACCEPTED = 0xC, 0xD
_MOST_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True)
class CntEvent:
    """One event: a byte of the file or a sample number, and what happened."""

    place: int
    text: str
    accept: int


@dataclass(frozen=True, slots=True)
class EventTable:
    """The events of a file.

    is_by_sample : places are sample numbers, not bytes
    n_lost : events that the table should have and has not
    """

    events: tuple[CntEvent, ...]
    is_by_sample: bool
    n_lost: int = 0


def is_table(raw: bytes) -> bool:
    """Whether bytes begin a table of events."""
    return len(raw) >= _HEAD.size and raw[0] in _ENTRIES and _HEAD.unpack_from(raw)[1] % _ENTRIES[raw[0]].size == 0


def parse_table(raw: bytes) -> EventTable | None:
    """Read a table; None where there is none."""
    if len(raw) < _HEAD.size or raw[0] not in _ENTRIES:
        return None
    kind, n_bytes, _ = _HEAD.unpack_from(raw)
    entry = _ENTRIES[kind]
    n_declared = min(n_bytes, _MOST_BYTES) // entry.size
    n_there = min(n_declared, (len(raw) - _HEAD.size) // entry.size)
    events = []
    for number in range(n_there):
        stimulus, keyboard, keypad, place = entry.unpack_from(raw, _HEAD.size + number * entry.size)[:4]
        if keypad & 0xF:
            text = f"KeyPad Response {keypad & 0xF}"
        elif keyboard:
            text = f"Keyboard Response {keyboard}"
        else:
            text = str(stimulus)
        events.append(CntEvent(place, text, keypad >> 4))
    return EventTable(tuple(events), kind == 3, n_declared - n_there)


def samples_of(table: EventTable, offset: int, frame_bytes: int, file_bytes: int) -> list[int]:
    """Return the number of each event's sample; places of files over 4 GiB have lost their upper digits."""
    if table.is_by_sample:
        return [event.place for event in table.events]
    samples, turns, before = [], 0, 0
    for event in table.events:
        if event.place < before - 2**31 and (turns + 1) * 2**32 < file_bytes:
            turns += 1
        before = event.place
        samples.append(max((event.place + turns * 2**32 - offset) // frame_bytes - 1, 0))
    return samples


def marks(table: EventTable, samples: Sequence[int]) -> list[tuple[int, int, str]]:
    """Return sample, length in samples and text of each mark; what was rejected lasts until it is accepted again."""
    found: list[tuple[int, int, str]] = []
    began: tuple[int, str] | None = None
    for event, sample in zip(table.events, samples, strict=True):
        if event.accept == _REJECTED and began is None:
            began = (sample, f"BAD_{event.text}")
        elif event.accept == _ACCEPTED and began is not None:
            found.append((began[0], max(sample - began[0], 0), began[1]))
            began = None
        else:
            found.append((sample, 0, event.text))
    if began is not None:
        found.append((began[0], 0, began[1]))
    return found

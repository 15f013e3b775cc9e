"""The marks in a Micromed file: notes, events with an end, flagged parts, triggers.

Each stands in a table of its own; a table that is cut gives what is left of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.model.issue import Issue

_NOTE = np.dtype([("frame", "<u4"), ("text", "S40")])
_TRIGGER = np.dtype([("frame", "<u4"), ("value", "<u2")])
_RANGE = np.dtype([("first", "<u4"), ("stop", "<u4")])
_NUMBERED_RANGE = np.dtype([("number", "<u4"), ("first", "<u4"), ("stop", "<u4")])
_TITLE_BYTES = 64  # in front of a table of events
_EMPTY = 2**32 - 1

Decode = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class FrameMark:
    """A mark at a sample number; `stop` is the same where it has no end."""

    first: int
    stop: int
    text: str


def notes_in(area: bytes, n_frames: int, decode: Decode) -> tuple[list[FrameMark], list[Issue]]:
    """Return the notes, and an issue where some stand outside the recording or the table is cut inside one."""
    found: list[FrameMark] = []
    n_outside = 0
    for frame, content in _rows(area, _NOTE):
        text = " ".join(decode(bytes(content).split(b"\x00")[0].strip(b"\x01 ")).split())
        if not text or frame == _EMPTY:
            continue
        n_outside += frame > n_frames
        found.append(FrameMark(frame, frame, text))
    issues = []
    if n_outside:
        what = "1 note lies" if n_outside == 1 else f"{n_outside} notes lie"
        issues.append(Issue("annotation_outside", f"{what} outside the recording; kept at the time given."))
    if len(area) % _NOTE.itemsize > 4 and any(area[len(area) // _NOTE.itemsize * _NOTE.itemsize + 4 :]):
        issues.append(Issue("notes_cut", "The table of notes is cut; the last note is lost."))
    return found, issues


def triggers_in(area: bytes, n_frames: int) -> list[FrameMark]:
    """Return the triggers, up to the first that is none."""
    found: list[FrameMark] = []
    for frame, value in _rows(area, _TRIGGER):
        if frame >= n_frames or (frame == 0 and value == 0):
            break
        found.append(FrameMark(frame, frame, f"Trigger {value}"))
    return found


def flags_in(area: bytes, n_frames: int) -> list[FrameMark]:
    """Return the parts that somebody flagged."""
    return _ranges(_rows(area, _RANGE), "Flag", n_frames)


def events_in(area: bytes, name: str, n_frames: int, decode: Decode) -> list[FrameMark]:
    """Return the events of one kind, "Event A" or "Event B".

    The table begins with the kind's title and holds pairs of samples; some programs write a number, a first and a last
    sample instead, and no title.
    """
    title = area[:_TITLE_BYTES]
    if any(byte in title for byte in (*range(1, 9), *range(14, 32))):
        return _ranges([(first, stop) for _, first, stop in _rows(area, _NUMBERED_RANGE)], name, n_frames)
    text = " ".join(decode(title.split(b"\x00")[0]).split())
    return _ranges(_rows(area[_TITLE_BYTES:], _RANGE), f"{name}: {text}" if text else name, n_frames)


def _ranges(rows: Sequence[tuple[int, ...]], text: str, n_frames: int) -> list[FrameMark]:
    return [FrameMark(first, stop, text) for first, stop in rows if first < stop <= n_frames]


def _rows(area: bytes, kind: "np.dtype[np.void]") -> list[tuple[int, ...]]:
    """Return the whole rows of a table."""
    return np.frombuffer(area[: len(area) // kind.itemsize * kind.itemsize], kind).tolist()

"""The marks in a Micromed file: notes, events with an end, flagged parts, triggers.

Each stands in a table of its own; a table that is cut gives what is left of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.model.issue import Issue
from eegview.model.text.file_texts import FileTexts, read_texts

_NOTE = np.dtype([("frame", "<u4"), ("text", "S40")])
_TRIGGER = np.dtype([("frame", "<u4"), ("value", "<u2")])
_RANGE = np.dtype([("first", "<u4"), ("stop", "<u4")])
_NUMBERED_RANGE = np.dtype([("number", "<u4"), ("first", "<u4"), ("stop", "<u4")])
_TITLE_BYTES = 64  # in front of a table of events
_EMPTY = 2**32 - 1

AreaOf = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class FrameMark:
    """A mark at a sample number; `stop` is the same where it has no end."""

    first: int
    stop: int
    text: str


def marks_in(area_of: AreaOf, n_frames: int, encoding: str = "") -> tuple[list[FrameMark], list[Issue], FileTexts]:
    """Return all marks of a file, what is wrong with them, and their texts as they were read.

    area_of : returns the bytes of a table by its name, none where the file has no such table
    encoding : of the texts, as Python knows it; "" = found out
    """
    notes, issues = _notes_in(area_of("NOTE"), n_frames)
    events = {name: area_of(name) for name in ("EVENT A", "EVENT B")}
    titles = [_content(area[:_TITLE_BYTES]) if _has_title(area) else b"" for area in events.values()]
    read = read_texts([*titles, *(content for _, content in notes)], encoding)
    texts = [" ".join("".join(sign for sign in text if sign.isprintable()).split()) for text in read.texts]
    found = [FrameMark(frame, frame, text) for (frame, _), text in zip(notes, texts[2:], strict=True) if text]
    found += _ranges(_rows(area_of("FLAGS"), _RANGE), "Flag", n_frames)
    for (name, area), title in zip(events.items(), texts[:2], strict=True):
        rows = _rows(area[_TITLE_BYTES:], _RANGE) if _has_title(area) else _unnumbered(_rows(area, _NUMBERED_RANGE))
        kind = name.replace("EVENT", "Event")
        found += _ranges(rows, f"{kind}: {title}" if title else kind, n_frames)
    issues += [Issue("text_encoding", sentence) for sentence in read.sentences]
    return [*found, *_triggers_in(area_of("TRIGGER"), n_frames)], issues, read


def _notes_in(area: bytes, n_frames: int) -> tuple[list[tuple[int, bytes]], list[Issue]]:
    """Return the notes, and an issue where some stand outside the recording or the table is cut inside one."""
    found: list[tuple[int, bytes]] = []
    for frame, content in np.frombuffer(area[: len(area) // _NOTE.itemsize * _NOTE.itemsize], _NOTE).tolist():
        if _content(content) and frame != _EMPTY:
            found.append((frame, _content(content)))
    issues = []
    n_outside = sum(frame > n_frames for frame, _ in found)
    if n_outside:
        what = "1 note lies" if n_outside == 1 else f"{n_outside} notes lie"
        issues.append(Issue("annotation_outside", f"{what} outside the recording; kept at the time given."))
    if len(area) % _NOTE.itemsize > 4 and any(area[len(area) // _NOTE.itemsize * _NOTE.itemsize + 4 :]):
        issues.append(Issue("notes_cut", "The table of notes is cut; the last note is lost."))
    return found, issues


def _triggers_in(area: bytes, n_frames: int) -> list[FrameMark]:
    """Return the triggers, up to the first that is none."""
    found: list[FrameMark] = []
    for frame, value in _rows(area, _TRIGGER):
        if frame >= n_frames or (frame == 0 and value == 0):
            break
        found.append(FrameMark(frame, frame, f"Trigger {value}"))
    return found


def _has_title(area: bytes) -> bool:
    """Whether a table of events begins with its title; some programs write a number before each event instead."""
    return not any(byte in area[:_TITLE_BYTES] for byte in (*range(1, 9), *range(14, 32)))


def _unnumbered(rows: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    return [(first, stop) for _, first, stop in rows]


def _ranges(rows: Sequence[tuple[int, ...]], text: str, n_frames: int) -> list[FrameMark]:
    return [FrameMark(first, stop, text) for first, stop in rows if first < stop <= n_frames]


def _content(field: bytes) -> bytes:
    """Return what is written in a field of fixed width."""
    return field.split(b"\x00")[0].strip(b"\x01 ")


def _rows(area: bytes, kind: "np.dtype[np.void]") -> list[tuple[int, ...]]:
    """Return the whole rows of a table."""
    return np.frombuffer(area[: len(area) // kind.itemsize * kind.itemsize], kind).tolist()

"""The time-stamped annotation lists (TALs) of EDF+ and BDF+, bytes → marks.

Follows section 2.2 of the EDF+ specification (edfplus.info), more forgiving than it.
"""

import re
from dataclasses import dataclass

# Onset, maybe a duration, then texts each closed by byte 20; a NUL or the end of the channel closes the list.
_TAL = re.compile(rb"([+-]?\d{1,12}(?:[.,]\d{0,12})?)(?:\x15(\d{1,12}(?:[.,]\d{0,12})?)?)?\x14([^\x00]*)")


@dataclass(frozen=True, slots=True)
class Note:
    """One annotation as the file has it: seconds from the file's start time."""

    onset_s: float
    duration_s: float
    text: str
    is_utf8: bool


@dataclass(frozen=True, slots=True)
class RecordNotes:
    """The content of the annotation bytes of one record.

    onset_s : the time the record gives for itself, None if it gives none
    is_damaged : some bytes are not annotations
    """

    onset_s: float | None
    notes: tuple[Note, ...]
    is_damaged: bool


def parse_record(chunk: bytes, keeps_time: bool = True) -> RecordNotes:
    """Read the annotation bytes of one record.

    chunk : all bytes of one annotation signal in one record
    keeps_time : it is the record's first annotation signal, so its first list is the record's time
    """
    onset_s, notes, is_damaged = None, [], False
    for number, tal in enumerate(chunk.rstrip(b"\x00").split(b"\x00")):
        if not tal:
            continue
        match = _TAL.fullmatch(tal)
        if not match:
            is_damaged = True
            continue
        onset = _seconds(match.group(1))
        duration_s = _seconds(match.group(2)) if match.group(2) else 0.0
        texts = match.group(3).split(b"\x14")
        if number == 0 and keeps_time and not texts[0]:
            onset_s = onset
        notes += [_note(onset, duration_s, text) for text in texts if text.strip()]
        if duration_s and not any(texts):
            notes.append(Note(onset, duration_s, "", True))
    return RecordNotes(onset_s, tuple(notes), is_damaged)


def record_onset(chunk: bytes) -> float | None:
    """Return a record's own time, in seconds from the file's start time; None if it has none."""
    match = _TAL.match(chunk[:64])
    return _seconds(match.group(1)) if match and match.group(3)[:1] in (b"", b"\x14") else None


def onset_decimals(chunk: bytes) -> int:
    """Return with how many decimals a record's time is written."""
    match = _TAL.match(chunk[:64])
    if not match:
        return 0
    _, _, decimals = match.group(1).replace(b",", b".").partition(b".")
    return len(decimals)


def _seconds(digits: bytes) -> float:
    return float(digits.replace(b",", b"."))


def _note(onset_s: float, duration_s: float, text: bytes) -> Note:
    try:
        decoded, is_utf8 = text.decode("utf-8"), True
    except UnicodeDecodeError:
        decoded, is_utf8 = text.decode("latin-1"), False
    decoded = "".join(c if c.isprintable() or c in "\n\t" else " " for c in decoded)
    return Note(onset_s, duration_s, decoded.strip(), is_utf8)

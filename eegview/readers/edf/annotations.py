"""The time-stamped annotation lists (TALs) of EDF+ and BDF+, bytes → notes.

Follows section 2.2 of the EDF+ specification (edfplus.info), more forgiving than it: whatever can be read as a number
is one, marks between the parts may lack or be doubled, and a bad list costs no other.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from eegview.readers.written_numbers import decimal_in

LARGEST_S = 1e12  # a time beyond is a damaged number
# Onset, maybe a duration, then texts each closed by byte 20; a NUL or the end of the channel closes the list.
_TAL = re.compile(rb"([+-]?\d{1,12}(?:\.\d*)?)(?:\x15(\d{1,12}(?:\.\d*)?)?)?\x14([^\x00]*)")
_TIME_ALONE = re.compile(rb"([+-]?\d{1,12}(?:\.\d*)?)\x14\x14\x00*")
_ODD_TIME_ALONE = re.compile(rb"\x00*([^\x00\x14\x15]{1,400})\x15?\x14(?:\x14|\x00|$)")
# A list that lacks the byte between its onset and what follows.
_UNPARTED = re.compile(rb"\s*((?>[+-]\s*(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?))(?![\d.,])\s*(.+)", re.DOTALL)
_SIGNED = re.compile(rb"\s*[+-]\s*(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?\s*")
_SIGNED_BEHIND = re.compile(rb"\s*[+-]\s*(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?\s*[\x14\x15]")
_ENDS = re.compile(rb"[\x00\x14]")
_DECIMALS = re.compile(rb"[.,]([^eEsS\s]*)")
_EXPONENT = re.compile(rb"[eE]\s*([+-]?\d{1,5})\s*[a-zA-Z]*\s*$")
_WITH_UNIT = re.compile(r"\s*(?:\+(?=[+-])|-(?=-))?(.+?)\s*(?:s|secs?|seconds?)?\s*", re.IGNORECASE)
_CLOCK = re.compile(r"\s*([+-]?)(\d{1,3}):([0-5]\d):([0-5]\d(?:[.,]\d*)?)\s*")
_FRACTION = re.compile(rb"\s*[+-]\s*\d+[.,]\d+\s*")


@dataclass(frozen=True, slots=True)
class Note:
    """One annotation as the file has it.

    onset_s : seconds from the file's start time
    content : its text, in whatever encoding
    """

    onset_s: float
    duration_s: float
    content: bytes


@dataclass(frozen=True, slots=True)
class RecordNotes:
    """The content of the annotation bytes of one record.

    onset_s : the time the record gives for itself, None if it gives none
    n_unreadable : lists without a time that can be read; their texts are lost
    n_odd_durations : durations that are no number, or negative; 0 is taken
    n_second_times : notes whose time stood in a text before or behind them
    is_open : the bytes end within the text of the last note
    rest : what may be the end of a text that the record before had no room for; counted as unreadable
    """

    onset_s: float | None
    notes: tuple[Note, ...] = ()
    n_unreadable: int = 0
    n_odd_durations: int = 0
    n_second_times: int = 0
    is_open: bool = False
    rest: bytes = b""


def parse_record(chunks: Sequence[bytes]) -> RecordNotes:
    """Read the annotation bytes of one record.

    chunks : all bytes of each annotation signal in the record; the first list of the first is the record's time
    """
    if len(chunks) == 1 and (alone := _TIME_ALONE.fullmatch(chunks[0])):
        return RecordNotes(float(alone[1]))
    return _Parser(keeps_time=any(chunks[0])).parse(chunks[0] if len(chunks) == 1 else _joined(chunks))


def record_onset(chunk: bytes) -> float | None:
    """Return a record's own time, in seconds from the file's start time; None if it has none."""
    match = _TAL.match(chunk[:64])
    if match:
        return float(match[1]) if match[3][:1] in (b"", b"\x14") else None
    field = _odd_onset(chunk)
    return None if field is None else seconds_in(field)


def onset_decimals(chunk: bytes) -> int:
    """Return with how many decimals a record's time is written."""
    match = _TAL.match(chunk[:64])
    field = match[1] if match else _odd_onset(chunk)
    if field is None or seconds_in(field) is None:
        return 0
    decimals, exponent = _DECIMALS.search(field), _EXPONENT.search(field)
    return max(0, (len(decimals[1]) if decimals else 0) - int(exponent[1] if exponent else 0))


def seconds_in(field: bytes) -> float | None:
    """Return the time that a field of a list is, in s; None where it is no number, or one beyond any recording."""
    try:
        text = field.decode("utf-8")
    except UnicodeDecodeError:
        text = field.decode("cp1252", "replace")  # it has a dash that may be a minus
    seconds = _in_words(text) if len(text) <= 400 else None
    return seconds if seconds is not None and abs(seconds) <= LARGEST_S else None


def _in_words(text: str) -> float | None:
    """Return a number, also one with its unit behind it ("2.5 s"), a doubled sign, or as hours, minutes and seconds."""
    seconds = decimal_in(text)
    if seconds is None and (clock := _CLOCK.fullmatch(text)):
        hours, minutes, rest = (float(part.replace(",", ".")) for part in clock.group(2, 3, 4))
        seconds = (-1 if clock[1] == "-" else 1) * (hours * 3600 + minutes * 60 + rest)
    elif seconds is None and (odd := _WITH_UNIT.fullmatch(text)):
        seconds = decimal_in(odd[1])
    return seconds


def _odd_onset(chunk: bytes) -> bytes | None:
    match = _ODD_TIME_ALONE.match(chunk)
    return match[1] if match else None


def _joined(chunks: Sequence[bytes]) -> bytes:
    """Return the bytes of several signals as one; a list that runs over the border of two goes on."""
    joined = bytearray(chunks[0])
    for chunk in chunks[1:]:
        is_cut = joined[-1:] not in (b"\x00", b"") and not _SIGNED_BEHIND.match(chunk)
        joined += chunk if is_cut else b"\x00" + chunk
    return bytes(joined)


@dataclass(slots=True)
class _Text:
    """A text of a list; `time_s` where it reads as a time."""

    onset_s: float
    duration_s: float
    content: bytes
    time_s: float | None = None


class _Parser:
    """The lists of one record, read one by one."""

    def __init__(self, keeps_time: bool) -> None:
        self._onset_s: float | None = None
        self._is_first = keeps_time  # the next list is the record's time, if it has no text
        self._texts: list[_Text] = []
        self._rest = b""
        self._n_unreadable = self._n_odd_durations = self._n_second_times = 0

    def parse(self, content: bytes) -> RecordNotes:
        """Read all lists."""
        for tal in content.split(b"\x00"):
            if tal:
                self._read(tal)
        if any(text.time_s is not None for text in self._texts):
            self._texts = self._with_second_times()
        notes = tuple(Note(text.onset_s, text.duration_s, text.content) for text in self._texts)
        end = _ENDS.split(content)[-1]
        is_note = bool(notes and end.strip()) and end.strip() == notes[-1].content
        if is_note:  # its last blank may stand within the text
            notes = (*notes[:-1], Note(notes[-1].onset_s, notes[-1].duration_s, end))
        is_open = is_note or (bool(end.strip()) and self._rest.endswith(end))
        counts = (self._n_unreadable, self._n_odd_durations, self._n_second_times)
        return RecordNotes(self._onset_s, notes, *counts, is_open, self._rest)

    def _read(self, tal: bytes) -> None:
        match = _TAL.fullmatch(tal)
        if match:
            onset_s, duration_s = float(match[1]), float(match[2] or 0)
            texts = match[3].split(b"\x14")
        elif not tal.strip(b" \t\r\n"):
            return
        else:
            found = self._odd(tal)
            if not found:
                self._n_unreadable += 1
                self._rest = tal if self._n_unreadable == 1 and not self._texts else self._rest
                self._is_first = False
                return
            onset_s, duration_s, texts = found
        if self._is_first and not texts[0].strip():
            self._onset_s = onset_s
        self._is_first = False
        self._add(onset_s, duration_s, texts)

    def _odd(self, tal: bytes) -> tuple[float, float, list[bytes]] | None:
        """Return onset, duration and texts of a list that is not as it should be; None where it has no time."""
        head, *texts = tal.split(b"\x14")
        times, *durations = head.split(b"\x15")
        durations = [duration for duration in durations if duration.strip()]
        onset_s = seconds_in(times)
        if onset_s is None and not durations and (unparted := _UNPARTED.fullmatch(times)):
            onset_s, texts = seconds_in(unparted[1]), [unparted[2], *texts]
        if onset_s is None or (not texts and not durations):
            return None
        duration_s = 0.0
        if durations:
            duration_s, rest = self._duration(durations, has_text=any(text.strip() for text in texts))
            texts = [*rest, *texts]
        return onset_s, duration_s, texts or [b""]

    def _duration(self, fields: list[bytes], has_text: bool) -> tuple[float, list[bytes]]:
        """Return the duration in s, and texts that stand where only a duration should."""
        seconds = seconds_in(fields[0])
        if seconds is not None:
            if seconds < 0:
                self._n_odd_durations += 1
            return seconds if seconds > 0 else 0.0, fields[1:]
        if has_text:
            self._n_odd_durations += 1
            return 0.0, fields[1:]
        return 0.0, fields

    def _add(self, onset_s: float, duration_s: float, texts: list[bytes]) -> None:
        """Add the texts of one list; one that is a signed number begins another list, where others follow it."""
        n_before = len(self._texts)
        last = len(texts) - 1 - next((i for i, text in enumerate(reversed(texts)) if text.strip()), len(texts))
        is_given = False
        for i, content in enumerate(texts):
            if not content.strip():
                continue
            fields = content.split(b"\x15")
            if not _SIGNED.fullmatch(fields[0]):
                self._texts.append(_Text(onset_s, duration_s, content.strip()))
                continue
            time_s = seconds_in(fields[0])
            earliest_s = self._onset_s if self._onset_s is not None else onset_s
            if time_s is not None and i < last and (len(fields) > 1 or time_s >= earliest_s):
                onset_s, duration_s, is_given = time_s, 0.0, True
                if len(fields) > 1:
                    duration_s, _ = self._duration([field for field in fields[1:] if field.strip()] or [b"0"], True)
                continue
            is_second = (
                _FRACTION.fullmatch(content)
                and time_s is not None
                and 0 <= time_s - onset_s < 1
                and (onset_s == round(onset_s) or onset_s == self._onset_s)  # else the onset is exact already
            )
            self._texts.append(_Text(onset_s, duration_s, content.strip(), time_s if is_second else None))
        if is_given:
            self._n_second_times += sum(text.time_s is None for text in self._texts[n_before:])
        if duration_s and len(self._texts) == n_before and not is_given:
            self._texts.append(_Text(onset_s, duration_s, b""))

    def _with_second_times(self) -> list[_Text]:
        """Return the texts without those that are the time of one beside them, of the same onset, at that time."""
        groups: dict[float, list[_Text]] = {}
        for text in self._texts:
            groups.setdefault(text.onset_s, []).append(text)
        taken: set[int] = set()
        for group in groups.values():
            order = group if group[0].time_s is not None else group[::-1]
            for time, text in itertools.pairwise(order):
                if time.time_s is not None and text.time_s is None:
                    text.onset_s = time.time_s
                    taken.add(id(time))
        self._n_second_times += len(taken)
        return [text for text in self._texts if id(text) not in taken]

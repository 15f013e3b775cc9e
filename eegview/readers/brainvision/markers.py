"""The markers of a BrainVision or V-Amp recording: marks, and where the recording was started again."""

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from eegview.model.issue import Issue
from eegview.readers.text_sections import number_in

_NEW_SEGMENT = "new segment"
_STAMP_DIGITS = 14  # at least, of a date and time
_LETTER = re.compile(r"[^\W\d_]")
_DAMAGED_NUMBER = re.compile(
    r"\s*[-+]*\s*(nan|inf(inity)?|none|null|n/?a|#.*|[-+\d.,]*e[-+]?\d*|0x[0-9a-f]*)\s*", re.IGNORECASE
)
_LINE = re.compile(r"^[ \t]*Mk\d*[ \t]*=(.*)$", re.MULTILINE | re.IGNORECASE)
_START_LINE = re.compile(r"^[ \t]*Mk\d*[ \t]*=([ \t]*New Segment[ \t]*,.*)$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marker:
    """One line of a marker file.

    sample : number of its sample, the first one is 0
    n_samples : its length; 0 and 1 are points
    channel : number of the channel it is about, the first one is 1; 0 = all
    at : clock time, of a marker that begins a segment
    """

    kind: str
    description: str
    sample: int
    n_samples: int = 0
    channel: int = 0
    at: datetime | None = None

    @property
    def is_start(self) -> bool:
        return self.kind.casefold() == _NEW_SEGMENT

    @property
    def text(self) -> str:
        return f"{self.kind}/{self.description}".strip()


def starts_in(content: str, rate_hz: float) -> tuple[list[tuple[int, float | None]], datetime | None]:
    """Return where segments begin (sample, true time in s from the first sample or None), and the clock at sample 0.

    Reads no other marker, so that opening does not wait for a hundred thousand of them.
    """
    lines = (_marker(line[1]) for line in _START_LINE.finditer(_with_line_ends(content)))
    found = sorted((marker for marker in lines if marker is not None), key=lambda marker: marker.sample)
    dated = next(((marker.sample, marker.at) for marker in found if marker.at is not None), None)
    began = None
    if dated is not None:
        with contextlib.suppress(OverflowError):
            began = dated[1] - timedelta(seconds=max(dated[0], 0) / rate_hz)
    starts = [
        (max(m.sample, 0), (m.at - began).total_seconds() if m.at is not None and began is not None else None)
        for m in found
    ]
    return starts, began


def parse_markers(content: str) -> tuple[tuple[Marker, ...], list[Issue]]:
    """Return all markers that can be read, in the file's order, and how many cannot."""
    markers: list[Marker] = []
    lost = 0
    for line in _LINE.finditer(_with_line_ends(content)):
        marker = _marker(line[1])
        if marker is None:
            lost += 1
        else:
            markers.append(marker)
    issues = []
    if lost:
        issues.append(Issue("markers_damaged", f"{_lines(lost)} of the marker file cannot be read; the rest is shown."))
    elif not markers and "[marker infos]" not in content.casefold():
        what = "is empty" if not content.strip() else "holds no markers that can be read"
        issues.append(Issue("markers_damaged", f"The marker file {what}; signals are not affected."))
    return tuple(markers), issues


def _marker(text: str) -> Marker | None:
    """Read `type,description,position,size,channel,date`; the fields behind the position may be missing."""
    fields = text.split(",")
    at = 2
    if len(fields) > 3 and number_in(fields[2]) is None and _is_text(fields[2]):
        # A comma of the text that was not written as \1: position, size and channel stand further on, all three. A
        # position that is blank or damaged is none: what stands behind it is the size, and would be a false time.
        at = next((i for i in range(3, len(fields) - 2) if _are_place(fields[i : i + 3])), 2)
    if len(fields) <= at:
        return None
    position = number_in(fields[at])
    if position is None or abs(position) >= 2**53:
        return None
    size, channel, stamp, *_ = [*fields[at + 1 :], "", "", ""]
    length = number_in(size) or 0.0
    number = number_in(channel) or 0.0
    return Marker(
        fields[0].replace("\\1", ",").strip(),
        ",".join(fields[1:at]).replace("\\1", ",").strip(),
        round(position) - 1,
        round(length) if 1 < length < 2**53 else 0,
        round(number) if 0 < number < 2**31 else 0,
        _clock(stamp.strip()),
    )


def _with_line_ends(content: str) -> str:
    """Return a text without NULs, its lines ended by line feeds."""
    content = content.replace("\0", "")
    return re.sub(r"\r\n?", "\n", content) if "\r" in content else content


def _is_text(field: str) -> bool:
    """Whether a field may be the rest of a text, no damaged number."""
    return bool(_LETTER.search(field)) and not _DAMAGED_NUMBER.fullmatch(field)


def _are_place(fields: Sequence[str]) -> bool:
    """Whether three fields are position, size and channel: the position is said, and no date stands among them."""
    return number_in(fields[0]) is not None and all(
        not field.strip() or (len(field.strip()) < _STAMP_DIGITS and number_in(field) is not None) for field in fields
    )


def _clock(stamp: str) -> datetime | None:
    """Read `YYYYMMDDhhmmssµµµµµµ`, signs between the numbers left out; all zeros stand for no time."""
    stamp = re.sub(r"(?<=\d)[-:.T/ ](?=\d)", "", stamp)
    if not re.fullmatch(r"\d{14,20}", stamp) or not stamp.strip("0"):
        return None
    try:
        return datetime.combine(
            date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8])),
            time(int(stamp[8:10]), int(stamp[10:12]), int(stamp[12:14]), int((stamp[14:20] or "0").ljust(6, "0"))),
        )
    except ValueError:
        return None


def _lines(n: int) -> str:
    return "1 line" if n == 1 else f"{n} lines"

"""When a clip was filmed, as a reader typed it: what the family says, or a clock that is seen on the picture."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.film.clip import ClipClock, ClockSource, FilmClip
from eegview.model.film.time_zone import OFFSETS_MIN, in_zone, parsed_zone, utc_of, zone_text
from eegview.model.recording import Recording
from eegview.model.study.records import CLIP_START_TERM, newest_about, said_at
from eegview.model.text.dates import iso_day, iso_time

_STARTED, _WITHIN, _OFFSET = "started", "within_s", "utc_offset_min"
_EARLIEST = 1971
MOST_WITHIN_S = 31 * 86400.0


@dataclass(frozen=True, slots=True)
class ClipStart:
    """When a clip began, as a reader typed it.

    started_at : local wall clock at its first picture
    within_s : how far it may be off, as the reader says; None = not said
    author, at_utc : who typed it, and when (ISO 8601)
    utc_offset_min : local time minus UTC where the reader chose a time zone; None = not said
    """

    started_at: datetime
    within_s: float | None = None
    author: str = ""
    at_utc: str = ""
    utc_offset_min: int | None = None

    @property
    def clock(self) -> ClipClock:
        """Return it as the clock of the clip."""
        text = f"typed by {self.author}" if self.author else "typed"
        if self.utc_offset_min is not None:
            text += f", time zone {zone_text(self.utc_offset_min)}"
        return ClipClock(self.started_at, ClockSource.TYPED, self.utc_offset_min, self.within_s, text)


def parsed_start(text: str, within_s: float | None = None, now: datetime | None = None) -> ClipStart:
    """Return what was typed: `2026-03-01 07:15`, with seconds where they are known.

    now : local wall clock: nothing was filmed later, but for a day of another zone; None = not checked here

    Raises
    ------
    UsageError : it is not a date with a time of day, lies in the future, or is no possible uncertainty
    """
    advice = "Type year, month, day and time of day: 2026-03-01 07:15."
    try:
        started = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"“{text}” is not a date with a time of day.", advice) from None
    if started.tzinfo is not None or started.year < _EARLIEST or ":" not in text:
        raise UsageError(f"“{text}” is not a date with a local time of day.", advice)
    if now is not None and started > now.replace(tzinfo=None) + timedelta(days=1):
        raise UsageError(f"“{text}” lies in the future.", "Type when the clip was filmed.")
    if within_s is not None and not 0 <= within_s <= MOST_WITHIN_S:
        raise UsageError(f"“{within_s:g}” seconds are no possible uncertainty.", "Give up to 31 days, in seconds.")
    return ClipStart(started, within_s)


def held_start(start: ClipStart | None) -> dict[str, str]:
    """Return what the record of a start holds; None takes back what was typed."""
    if start is None:
        return {_STARTED: "", _WITHIN: ""}
    held = {_STARTED: start.started_at.isoformat(), _WITHIN: "" if start.within_s is None else repr(start.within_s)}
    return held if start.utc_offset_min is None else held | {_OFFSET: str(start.utc_offset_min)}


def start_of(record: Annotation) -> ClipStart | None:
    """Return the start that a record holds, None where it holds none."""
    try:
        started = datetime.fromisoformat(record.attribute(_STARTED) or "")
    except ValueError:
        return None
    if started.tzinfo is not None or started.year < _EARLIEST:
        return None
    offset_min = _offset_min(record.attribute(_OFFSET) or "")
    return ClipStart(started, _within_s(record.attribute(_WITHIN) or ""), record.layer, said_at(record), offset_min)


def in_zone_typed(clock: ClipClock, zone: str) -> ClipStart:
    """Return when a clip began by the UTC time in its file, in a time zone that a reader names.

    clock : by the file
    zone : `+01:00` or `Europe/Berlin`

    Raises
    ------
    UsageError : the file gives no time in UTC alone, or there is no such zone
    """
    at_utc = utc_of(clock)
    if at_utc is None:
        raise UsageError(
            "The file gives no time in UTC without its zone, so that there is none to choose.",
            "Type the local date and time instead.",
        )
    offset_min = parsed_zone(zone, at_utc)
    return ClipStart(in_zone(at_utc, offset_min), clock.uncertainty_s, utc_offset_min=offset_min)


def clip_starts(records: Iterable[Annotation]) -> dict[str, ClipStart]:
    """Return the start that was typed last for each clip, by its fingerprint."""
    newest = newest_about(records, CLIP_START_TERM).items()
    return {fingerprint: start for fingerprint, record in newest if (start := start_of(record)) is not None}


def with_typed_starts(recording: Recording, records: Iterable[Annotation]) -> Recording:
    """Return a study of clips with the clocks that readers typed.

    Clips stay where they are on the timeline, so that marks stay on their pictures; what changes is the time of day.
    """
    starts = clip_starts(records)
    if not any(clip.fingerprint in starts for clip in recording.clips):
        return recording
    clips = tuple(_with_start(clip, starts.get(clip.fingerprint)) for clip in recording.clips)
    first = starts.get(recording.clips[0].fingerprint)
    started_at = first.started_at if first is not None and clips[0].span.start_s == 0 else recording.started_at
    return replace(recording, clips=clips, started_at=started_at)


def start_act_text(record: Annotation) -> str:
    """Return what a record says: `set the time of filming to 2026-03-01 07:15:00`."""
    start = start_of(record)
    if start is None:
        return "remove the entered time of filming"
    return f"set the time of filming to {iso_day(start.started_at)} {iso_time(start.started_at)}"


def _with_start(clip: FilmClip, start: ClipStart | None) -> FilmClip:
    return clip if start is None else replace(clip, clock=start.clock)


def _within_s(text: str) -> float | None:
    try:
        within_s = float(text)
    except ValueError:
        return None
    return within_s if math.isfinite(within_s) and 0 <= within_s <= MOST_WITHIN_S else None


def _offset_min(text: str) -> int | None:
    """Return the minutes that a record holds, None where they are no time zone."""
    try:
        offset_min = int(text)
    except ValueError:
        return None
    return offset_min if OFFSETS_MIN[0] <= offset_min <= OFFSETS_MIN[-1] else None

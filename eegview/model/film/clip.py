"""The film of a study without EEG: clips that a family or a ward filmed, and how sure their clock is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from eegview.model.span import Span

SPEED_UNSURE = "film_speed_unsure"  # code of the issue that a clip may play slower than its file tells


class ClockSource(StrEnum):
    """What says when a clip was filmed, by its name in tables."""

    CONTAINER_LOCAL = "container_local"  # local time, with its zone mostly, as phones write it beside the UTC time
    CONTAINER_UTC = "container_utc"  # UTC alone: the zone is this computer's
    NAME = "name"  # the name of the file
    NAME_UTC = "name_utc"  # the name of the file, which is in UTC: the zone is this computer's
    TYPED = "typed"  # a reader
    UNKNOWN = "unknown"

    @property
    def text(self) -> str:
        """Return what it is, in words."""
        return _SOURCE_TEXTS[self]


_SOURCE_TEXTS = {
    ClockSource.CONTAINER_LOCAL: "local time in the file",
    ClockSource.CONTAINER_UTC: "UTC time in the file",
    ClockSource.NAME: "time in the file name",
    ClockSource.NAME_UTC: "UTC time in the file name",
    ClockSource.TYPED: "typed by a reader",
    ClockSource.UNKNOWN: "unknown",
}


@dataclass(frozen=True, slots=True)
class ClipClock:
    """When a clip was filmed.

    started_at : local wall clock at its first frame, without time zone; None = not known
    utc_offset_min : local time minus UTC, minutes; None = the file does not say
    uncertainty_s : how far it may be off, as far as its source tells; None = not known
    text : source and certainty in one sentence for people
    """

    started_at: datetime | None = None
    source: ClockSource = ClockSource.UNKNOWN
    utc_offset_min: int | None = None
    uncertainty_s: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class FilmClip:
    """One clip of a study without EEG, on the recording's timeline.

    span : seconds from recording start
    first_s : PTS of the first frame, seconds of the stream's own time
    slowness : seconds that the file stores per second that happened: 1, or 8 for slow motion stored at an eighth of its
        speed; all times, of the video too, are those that happened
    slowness_text : who says so where the file does not: `typed by Ada`
    told_slowness : what the file itself says where a reader said otherwise
    fingerprint : identity of the file's content
    """

    path: str
    span: Span
    first_s: float = 0.0
    slowness: float = 1.0
    clock: ClipClock = ClipClock()
    fingerprint: str = ""
    slowness_text: str = ""
    told_slowness: float = 1.0


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


_Clip = TypeVar("_Clip", bound=_Placed)


def clip_shown_at(clips: Iterable[_Clip], time_s: float) -> _Clip | None:
    """Return the clip that is shown at a time, of two at once the one that began later; None between clips."""
    return max((clip for clip in clips if clip.span.contains(time_s)), key=lambda clip: clip.span.start_s, default=None)

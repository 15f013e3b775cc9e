"""When a film was filmed, where a reader typed it: its file does not say, or says it wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from eegview.model.annotation import Annotation
from eegview.model.clip import ClipClock, ClockSource, FilmClip
from eegview.model.recording import Recording
from eegview.model.study.records import FILM_START_TERM, about_of, newest_about, said_at
from eegview.model.text.dates import iso_day, iso_time
from eegview.model.text.language import tr

_STARTED = "started"


@dataclass(frozen=True, slots=True)
class TypedStart:
    """When the first frame of a clip was filmed, local time without zone, and who said so."""

    started_at: datetime
    author: str = ""


def held_start(started_at: datetime | None) -> dict[str, str]:
    """Return what the record of a start holds; None takes back what was typed."""
    return {_STARTED: started_at.replace(tzinfo=None).isoformat() if started_at is not None else ""}


def typed_start(records: Iterable[Annotation], clip: FilmClip) -> TypedStart | None:
    """Return the start of a clip that was typed last, None where none was or it was taken back."""
    record = newest_about(records, FILM_START_TERM).get(clip.fingerprint)
    return start_of(record) if record is not None else None


def start_of(record: Annotation) -> TypedStart | None:
    """Return what a record holds, None where it holds nothing that can be read."""
    try:
        started_at = datetime.fromisoformat(record.attribute(_STARTED) or "")
    except ValueError:
        return None
    return TypedStart(started_at, record.layer) if started_at.tzinfo is None else None


def can_be_typed(recording: Recording) -> bool:
    """Whether a typed start can hold for the study: its clips lie by their clocks, or there is only one."""
    clips = recording.clips
    return recording.is_film and (len(clips) == 1 or all(clip.clock.started_at is not None for clip in clips))


def with_typed_start(recording: Recording, records: Iterable[Annotation]) -> Recording:
    """Return a film as it was opened with the clock that was typed last; its clips keep their distances.

    recording : as it was opened
    """
    starts_s = {clip.fingerprint: clip.span.start_s for clip in recording.clips}
    said = [record for about, record in newest_about(records, FILM_START_TERM).items() if about in starts_s]
    if not said or not can_be_typed(recording):
        return recording
    record = max(said, key=said_at)
    typed = start_of(record)
    if typed is None:
        return recording
    started_at = typed.started_at - timedelta(seconds=starts_s[about_of(record)])
    text = tr("entered by {author}", author=typed.author) if typed.author else tr("entered")

    def clocked(clip: FilmClip) -> FilmClip:
        at = started_at + timedelta(seconds=clip.span.start_s)
        return replace(clip, clock=ClipClock(at, ClockSource.TYPED, text=text))

    return replace(recording, started_at=started_at, clips=tuple(map(clocked, recording.clips)))


def start_act_text(record: Annotation) -> str:
    """Return what a record says: `set when the clip was filmed to 2026-03-01 07:15:00`."""
    typed = start_of(record)
    if typed is None:
        return "remove the entered time of filming"
    return f"set when the clip was filmed to {iso_day(typed.started_at)} {iso_time(typed.started_at)}"

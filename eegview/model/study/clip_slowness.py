"""How many times slower than it happened a clip plays, as a reader typed it where the file does not tell."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.film.clip import SPEED_UNSURE, FilmClip, clip_shown_at
from eegview.model.issue import Issue
from eegview.model.recording import Recording
from eegview.model.span import Span, joined_spans
from eegview.model.study.records import CLIP_SLOWNESS_TERM, newest_about, said_at

MOST_TIMES = 100.0
_SLOWNESS = "slowness"


@dataclass(frozen=True, slots=True)
class ClipSlowness:
    """How slowly a clip plays, as a reader typed it.

    times : seconds that the file stores for each that happened; 1 = true speed, whatever the file says
    author, at_utc : who typed it, and when (ISO 8601)
    """

    times: float
    author: str = ""
    at_utc: str = ""

    @property
    def text(self) -> str:
        """Return who says so: `typed by Ada`."""
        return f"typed by {self.author}" if self.author else "typed"


def checked_slowness(times: float) -> float:
    """Return how many times slower a clip plays.

    Raises
    ------
    UsageError : no clip plays so slowly
    """
    if not (math.isfinite(times) and 1 <= times <= MOST_TIMES):
        advice = f"Give 1 for true speed, or up to {MOST_TIMES:g}: 8 for a second that lasts eight."
        raise UsageError(f"“{times:g}” times slower is not a possible speed of a clip.", advice)
    return times


def held_slowness(times: float | None) -> dict[str, str]:
    """Return what the record of a slowness holds; None takes back what was typed."""
    return {_SLOWNESS: "" if times is None else repr(float(times))}


def slowness_in(record: Annotation) -> ClipSlowness | None:
    """Return the slowness that a record holds, None where it holds none."""
    try:
        times = checked_slowness(float(record.attribute(_SLOWNESS) or ""))
    except (ValueError, UsageError):
        return None
    return ClipSlowness(times, record.layer, said_at(record))


def clip_slownesses(records: Iterable[Annotation]) -> dict[str, ClipSlowness]:
    """Return the slowness that was typed last for each clip, by its fingerprint."""
    newest = newest_about(records, CLIP_SLOWNESS_TERM).items()
    return {fingerprint: typed for fingerprint, record in newest if (typed := slowness_in(record)) is not None}


def slowness_act_text(record: Annotation) -> str:
    """Return what a record says: `set the film to play 8 times slower than it happened`."""
    typed = slowness_in(record)
    if typed is None:
        return "remove the entered speed of the film"
    return f"set the film to play {typed.times:g} times slower than it happened"


def with_typed_slowness(recording: Recording, typed: Mapping[str, ClipSlowness]) -> Recording:
    """Return a study of clips at the speed that readers typed.

    typed : by the fingerprint of a clip; the others go by their files

    Each clip begins where it began; what is in it comes sooner, and it ends sooner.
    """
    clips = tuple(_slowed(clip, typed.get(clip.fingerprint)) for clip in recording.clips)
    if clips == recording.clips:
        return recording
    issues = tuple(issue for issue in recording.issues if not _is_answered(issue, clips))
    return replace(recording, clips=clips, segments=joined_spans(clip.span for clip in clips), issues=issues)


def typed_times(recording: Recording) -> dict[str, float | None]:
    """Return the slowness at which readers typed that each clip plays, by its path; None = as its file says."""
    return {clip.path: clip.slowness if clip.slowness_text else None for clip in recording.clips}


def _is_answered(issue: Issue, clips: tuple[FilmClip, ...]) -> bool:
    """Whether an issue asks for the speed of a clip that a reader has typed."""
    if issue.code != SPEED_UNSURE:
        return False
    typed = [Path(clip.path).name for clip in clips if clip.slowness_text]
    return bool(typed) and (len(clips) == 1 or issue.message.startswith(tuple(f"{name}: " for name in typed)))


def moved_with_frames(marks: Iterable[Annotation], before: Recording, after: Recording) -> list[Change]:
    """Return the changes by which marks stay on their frames when clips play at another speed.

    before, after : the same clips at both speeds
    """
    changes: list[Change] = []
    for mark in marks:
        moved = mark_at_speed(mark, before, after)
        if moved != mark:
            changes.append(Change(mark, moved))
    return changes


def mark_at_speed(mark: Annotation, before: Recording, after: Recording) -> Annotation:
    """Return a mark on the same frames of the clip that was shown where it begins, at the clip's other speed."""
    shown = _shown_at_both(mark.onset_s, before, after)
    if shown is None:
        return mark
    old, new = shown
    onset_s = time_at_speed(mark.onset_s, before, after)
    return replace(mark, onset_s=onset_s, duration_s=mark.duration_s * old.slowness / new.slowness)


def time_at_speed(time_s: float, before: Recording, after: Recording) -> float:
    """Return where the frame that was shown at a time lies when clips play at another speed."""
    shown = _shown_at_both(time_s, before, after)
    if shown is None:
        return time_s
    old, new = shown
    return new.span.start_s + (time_s - old.span.start_s) * old.slowness / new.slowness


def _shown_at_both(time_s: float, before: Recording, after: Recording) -> tuple[FilmClip, FilmClip] | None:
    """Return the clip shown at a time, at both speeds; None where there is none, or its speed is the same."""
    old = clip_shown_at(before.clips, time_s)
    if old is None:
        return None
    new = after.clips[before.clips.index(old)]
    return None if old.slowness == new.slowness else (old, new)


def _slowed(clip: FilmClip, typed: ClipSlowness | None) -> FilmClip:
    told = clip.told_slowness if clip.slowness_text else clip.slowness
    times, text = (told, "") if typed is None else (typed.times, typed.text)
    if (times, text) == (clip.slowness, clip.slowness_text):
        return clip
    share = clip.slowness / times
    span = Span(clip.span.start_s, clip.span.start_s + clip.span.duration_s * share)
    return replace(
        clip,
        span=span,
        first_s=clip.first_s * share,
        slowness=times,
        slowness_text=text,
        told_slowness=told if text else 1.0,
    )

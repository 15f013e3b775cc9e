"""The time of day at a time of a recording; in a study of clips each clip goes by its own clock.

Clips without a clock, and those whose start a reader typed, lie on the timeline where nothing of it says what time of
day it was: no time is made up for them from the clock of another clip.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from eegview.model.errors import UsageError
from eegview.model.film.clip import FilmClip
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.time.clock import parse_time_s, wall_clock_text

_DAY_S = 86400.0
_EVEN_S = 5.0  # clips are laid behind each other where clocks to the second overlap by less


def wall_clock(recording: Recording, time_s: float) -> datetime | None:
    """Return the local time of day at a time of the recording, None where nothing says it."""
    base = clock_base(recording, time_s)
    return base[0] + timedelta(seconds=time_s - base[1]) if base is not None else None


def wall_clock_at(recording: Recording, time_s: float, decimals: int = 0) -> str:
    """Return the same as `HH:MM:SS.ff`; "" where nothing says it."""
    base = clock_base(recording, time_s)
    return wall_clock_text(base[0], time_s - base[1], decimals) if base is not None else ""


def clock_base(recording: Recording, time_s: float) -> tuple[datetime, float] | None:
    """Return what the clock that counts at a time showed, and at which time (s); None where none counts.

    Between two clips it is the clock of the one before, where that of the next agrees with it.
    """
    if not recording.is_film:
        return (recording.started_at, 0.0) if recording.started_at is not None else None
    index = clip_index_at(recording, time_s)
    clip = recording.clips[index if index is not None else 0]
    if time_s > clip.span.stop_s:
        after = min((one for one in recording.clips if one.span.start_s > time_s), key=_start_s, default=None)
        if after is not None and _even_zero((clip, after)) is None:
            return None
    return (clip.clock.started_at, clip.span.start_s) if clip.clock.started_at is not None else None


def clip_index_at(recording: Recording, time_s: float) -> int | None:
    """Return which clip of a film a time lies in, else the one that begins last before it; None without any."""
    clips = recording.clips
    within = [i for i, clip in enumerate(clips) if clip.span.contains(time_s)]
    if within:
        return max(within, key=lambda i: clips[i].span.start_s)
    before = [i for i, clip in enumerate(clips) if clip.span.start_s <= time_s]
    return max(before, key=lambda i: clips[i].span.start_s, default=0 if clips else None)


def even_start(recording: Recording, span: Span | None = None) -> datetime | None:
    """Return the clock at 0 s, where one clock counts evenly through `span`, None = the whole recording; else None.

    For what is drawn or written with one start alone.
    """
    if not recording.is_film or (recording.started_at is None and span is None):
        return recording.started_at
    span = span if span is not None else recording.span
    shown = [clip for clip in recording.clips if clip.span.intersection(span) is not None]
    return _even_zero(shown)


def has_clock(recording: Recording) -> bool:
    """Whether a time of day is known anywhere in a recording."""
    return recording.started_at is not None or any(clip.clock.started_at is not None for clip in recording.clips)


def recording_time_s(text: str, recording: Recording) -> float:
    """Return the time of the recording for `90.5`, `HH:MM:SS[.fff]` from start, or `@HH:MM:SS` clock time.

    Raises
    ------
    UsageError : the text is no time, or a clock time that no clock of the recording showed
    """
    if not text.strip().startswith("@") or not recording.is_film:
        return parse_time_s(text, recording.started_at)
    found = clock_times_s(text.strip()[1:], recording)
    if not found:
        raise UsageError("Nothing was filmed at that time of day.", "Give seconds from start.")
    return found[0]


def clock_times_s(text: str, recording: Recording) -> tuple[float, ...]:
    """Return each time of the recording at which a clock showed this time of day, ascending, seconds from start.

    Raises
    ------
    UsageError : the text is no time of day, or the recording has no clock
    """
    if not recording.is_film:
        return _shown_at(text, recording.started_at, recording.duration_s)
    known = (clip.clock.started_at for clip in recording.clips if clip.clock.started_at is not None)
    parse_time_s(f"@{text}", next(known, None))  # refuses what is no time, and any where no clock is known
    found = {
        clip.span.start_s + after_s
        for clip in recording.clips
        if clip.clock.started_at is not None
        for after_s in _shown_at(text, clip.clock.started_at, clip.span.duration_s)
    }
    if (zero := even_start(recording)) is not None:  # also between the clips
        found |= {one for one in _shown_at(text, zero, recording.duration_s) if _is_between(recording, one)}
    return tuple(sorted(found))


def _shown_at(text: str, started_at: datetime | None, duration_s: float) -> tuple[float, ...]:
    first_s = parse_time_s(f"@{text}", started_at)
    if _DAY_S - first_s < 1.0:
        first_s = 0.0  # the very second in which it began
    n_days = int(max(duration_s - first_s, -1.0) // _DAY_S) + 1
    return tuple(first_s + day * _DAY_S for day in range(n_days))


def _is_between(recording: Recording, time_s: float) -> bool:
    return not any(clip.span.start_s <= time_s <= clip.span.stop_s for clip in recording.clips)


def _even_zero(clips: Iterable[FilmClip]) -> datetime | None:
    """Return the clock at 0 s by the first of these clips, None where one has none or says another time."""
    zeros: list[datetime] = []
    for clip in clips:
        if clip.clock.started_at is None:
            return None
        zeros.append(clip.clock.started_at - timedelta(seconds=clip.span.start_s))
    if not zeros or (max(zeros) - min(zeros)).total_seconds() > _EVEN_S:
        return None
    return zeros[0]


def _start_s(clip: FilmClip) -> float:
    return clip.span.start_s

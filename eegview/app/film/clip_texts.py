"""What the window says of the clips of a film: which one is on the page, when it was filmed, how sure that is."""

from dataclasses import dataclass

from eegview.model.film.clip import ClockSource, FilmClip
from eegview.model.recording import Recording
from eegview.model.text.dates import moment_text
from eegview.model.text.language import tr
from eegview.model.time.wall_clock import clip_index_at

__all__ = ["ClipText", "clip_index_at", "clip_text", "slowness_text", "source_text"]

_SURE = (ClockSource.CONTAINER_LOCAL, ClockSource.TYPED)


@dataclass(frozen=True, slots=True)
class ClipText:
    """One clip as it is named.

    number : from 1
    clip : `2 of 3`
    filmed : when its first frame was filmed, or that it is not known
    source : what says so, and how far it may be off
    is_sure : False where nothing says so, or nothing that can be relied on
    """

    number: int
    clip: str
    filmed: str
    source: str
    is_sure: bool


def clip_text(recording: Recording, index: int) -> ClipText:
    """Return how clip `index` (0-based) of a film is named."""
    clip, n_clips = recording.clips[index], len(recording.clips)
    name = tr("{number} of {n_clips}", number=index + 1, n_clips=n_clips)
    started = clip.clock.started_at
    filmed = moment_text(started) if started is not None else tr("time not known")
    source = " · ".join(filter(None, (source_text(clip), slowness_text(clip))))
    return ClipText(index + 1, name, filmed, source, started is not None and clip.clock.source in _SURE)


def slowness_text(clip: FilmClip) -> str:
    """Return how much slower a clip plays where a reader typed it, and who; "" where the file's own speed holds."""
    if not clip.slowness_text:
        return ""
    return tr("Slow motion {times:g}× ({source})", times=clip.slowness, source=clip.slowness_text)


def source_text(clip: FilmClip) -> str:
    """Return what says when a clip was filmed, and how far that may be off, in a sentence."""
    clock = clip.clock
    if clock.started_at is None:
        return clock.text or tr("Nothing says when this clip was filmed.")
    if clock.uncertainty_s is None:
        return clock.text
    size = f"{clock.uncertainty_s:g} s" if clock.uncertainty_s < 90 else f"{clock.uncertainty_s / 60:.0f} min"
    return tr("{text} (±{size})", text=clock.text, size=size)

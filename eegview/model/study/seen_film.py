"""A film as the person saw it who marks it: where each clip lay, and at which typed speed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.film.clip import clip_shown_at
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.study.clip_slowness import clip_slownesses


@dataclass(frozen=True, slots=True)
class SeenClip:
    """One clip as it was shown.

    span : seconds from recording start
    times : how many times slower than it happened it plays, as a reader typed; None = as its file says
    """

    fingerprint: str
    span: Span
    times: float | None


SeenFilm = tuple[SeenClip, ...]


def seen_film(recording: Recording) -> SeenFilm | None:
    """Return a film as it is shown; None for a study with EEG, whose times no typed speed changes."""
    if not recording.is_film:
        return None
    return tuple(
        SeenClip(clip.fingerprint, clip.span, clip.slowness if clip.slowness_text else None) for clip in recording.clips
    )


def seen_film_json(film: SeenFilm | None) -> list[list[Any]] | None:
    """Return the film as JSON holds it."""
    return None if film is None else [[c.fingerprint, c.span.start_s, c.span.stop_s, c.times] for c in film]


def seen_film_from_json(held: list[list[Any]] | None) -> SeenFilm | None:
    """Return the film that JSON holds."""
    if held is None:
        return None
    return tuple(
        SeenClip(str(name), Span(float(start_s), float(stop_s)), None if times is None else float(times))
        for name, start_s, stop_s, times in held
    )


def check_seen_speed(film: SeenFilm, records: Iterable[Annotation]) -> None:
    """Check that a film plays as it was seen.

    records : of the study, as they stand now

    Raises
    ------
    UsageError : another speed was entered meanwhile
    """
    typed = clip_slownesses(records)
    now = {fingerprint: typed[fingerprint].times for clip in film if (fingerprint := clip.fingerprint) in typed}
    if now != {clip.fingerprint: clip.times for clip in film if clip.times is not None}:
        raise UsageError(
            "The speed of this film was changed meanwhile, so nothing was saved: the times are those of other frames.",
            "Open the film again at its present speed, and repeat the change there.",
        )


def marks_on(film: SeenFilm, fingerprints: Iterable[str], marks: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Return the marks that begin where one of these clips is shown."""
    wanted = frozenset(fingerprints)
    shown = ((mark, clip_shown_at(film, mark.onset_s)) for mark in marks)
    return tuple(mark for mark, clip in shown if clip is not None and clip.fingerprint in wanted)

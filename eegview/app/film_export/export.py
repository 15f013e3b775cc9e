"""Write a copy of a clip as it was chosen: faces covered, voice left out, no text of the container."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from eegview.app.film_export.covering import FaceCovering
from eegview.app.film_export.following import follow_faces
from eegview.app.film_export.small_film import SmallFilm, read_small_film
from eegview.app.film_export.targets import check_film_target
from eegview.app.provenance import free_sidecar, program_provenance, provenance_text
from eegview.app.video.opening import open_whole_video
from eegview.dsp.face_cover.tones import sound_levels, tone_of
from eegview.exchange.writing import whole_file, write_whole
from eegview.model.errors import UsageError
from eegview.model.film.export.choice import Faces, FilmChoice, Voice
from eegview.model.film.export.face import FollowedFace, Following
from eegview.model.recording import Progress, Samples, no_progress
from eegview.model.span import Span
from eegview.model.text.language import tr_later

if TYPE_CHECKING:
    from eegview.readers.video.audio import AudioSource
    from eegview.readers.video.video import VideoSource

LOOK_FIRST = tr_later(
    "A person can be known by more than the face: a voice, a room, a name on a wristband, the clock of a screen. "
    "Look at all of it before you give it away."
)
_READ_SHARE, _FOLLOWED_SHARE, _HEARD_SHARE = 0.25, 0.45, 0.05  # of the whole work
_BLOCK_S = 10  # of sound at once: a whole number of steps of the tone


@dataclass(frozen=True, slots=True)
class ExportedFilm:
    """What was written.

    files : the film, and what says how it was made
    n_pictures, n_lost : pictures written, and those that could not be decoded and are missing
    moved_s : how much later than in the source a picture is shown
    covered_whole, drifting : spans of the source's own time in which the whole frame is covered because a face was
        lost, and in which it was followed poorly
    """

    files: tuple[Path, ...]
    n_pictures: int
    n_lost: int
    moved_s: float
    covered_whole: tuple[Span, ...]
    drifting: tuple[Span, ...]


def export_film(
    path: Path,
    out: Path,
    choice: FilmChoice,
    followed: tuple[SmallFilm, tuple[FollowedFace, ...]] | None = None,
    progress: Progress = no_progress,
    may_replace: bool = False,
    protected: Sequence[str | Path] = (),
) -> ExportedFilm:
    """Write a copy of a clip; the clip itself is only read.

    followed : the film and its faces as they were shown to a person; None = they are followed now
    may_replace, protected : see `check_film_target`; the clip itself is never replaced

    Raises
    ------
    UsageError : no face was drawn, or the copy would overwrite something
    UnreadableFile : the film cannot be read
    CannotWrite, Cancelled : nothing is left behind
    """
    from eegview.readers.film.recoding import write_changed  # loads the decoding library
    from eegview.readers.film.sound import unaltered
    from eegview.readers.video.audio import open_audio

    check_film_target(out, (path, *protected), may_replace)
    if choice.faces is Faces.FOLLOWED and not any(point.ellipse for point in choice.points):
        raise UsageError("No face was drawn.", "Draw an ellipse around it in one picture, or cover the whole frame.")
    source = open_whole_video(path, lambda _share: progress(0.0))
    try:
        done_share = 0.0
        film, faces = followed or (None, ())
        if choice.faces is Faces.FOLLOWED and film is None:
            film = read_small_film(source, choice.span, _part(progress, 0.0, _READ_SHARE))
            faces = follow_faces(film, choice.points, _part(progress, _READ_SHARE, _FOLLOWED_SHARE))
            done_share = _FOLLOWED_SHARE
        covering = FaceCovering(film, choice, faces)
        sound = None if choice.voice is Voice.MUTE else open_audio(path, source.facts.times.index)
        try:
            whole, drifting = covering.stretches(Following.LOST), covering.stretches(Following.DRIFTING)
            beside = free_sidecar(out)
            with whole_file(out) as file:
                altered = unaltered
                if sound is not None and choice.voice is Voice.TONES:
                    heard_share = done_share + _HEARD_SHARE
                    altered = partial(*_tones(sound, source, _part(progress, done_share, heard_share)))
                    done_share = heard_share
                n_pictures, n_lost, moved_s = write_changed(
                    *(source, file.name, covering.covered, sound, altered, choice.span),
                    progress=_part(progress, done_share, 1.0),
                )
                about = _about(choice, n_pictures, n_lost, moved_s, whole, drifting)
                # Before the film takes its place: a film without what it was made by is never left behind.
                write_whole(beside, provenance_text(program_provenance(), about).encode())
        finally:
            if sound is not None:
                sound.close()
    finally:
        source.close()
    return ExportedFilm((out, beside), n_pictures, n_lost, moved_s, tuple(whole), tuple(drifting))


def _tones(sound: "AudioSource", source: "VideoSource", progress: Progress) -> tuple[Any, ...]:
    """Return what makes tones of a film's sound, with its levels."""
    rate = sound.rate_hz
    first, stop = round(min(source.first_s, sound.first_s) * rate), round(source.last_s * rate)
    parts = []
    for at in range(first, stop, _BLOCK_S * rate):
        progress((at - first) / (stop - first))
        parts.append(sound_levels(sound.read(at / rate, min(at + _BLOCK_S * rate, stop) / rate), rate))
    levels = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return _as_tone, levels, rate, first


def _as_tone(levels: Samples, rate_hz: int, first: int, samples: Samples, number: int) -> Samples:
    tone = tone_of(levels, len(samples), rate_hz, number - first)
    return np.repeat(tone[:, None], samples.shape[1], axis=1)


def _part(progress: Progress, from_share: float, to_share: float) -> Progress:
    return lambda share: progress(from_share + share * (to_share - from_share))


def _about(
    choice: FilmChoice, n_pictures: int, n_lost: int, moved_s: float, whole: list[Span], drifting: list[Span]
) -> dict[str, Any]:
    """Return what the sidecar says; nothing of it names the source."""
    return {
        "Description": "A copy of a clip, encoded again. Faces and voice as said; no text, date or place was copied.",
        "Faces": str(choice.faces),
        "Cover": str(choice.cover) if choice.faces is not Faces.SHOWN else None,
        "Voice": str(choice.voice),
        "NumberOfPictures": n_pictures,
        "NumberOfPicturesLeftOut": n_lost,
        "WholePictureCovered": [_times(span, moved_s) for span in whole],
        "FollowedPoorly": [_times(span, moved_s) for span in drifting],
        "TimeUnit": "seconds of this copy",
    }


def _times(span: Span, moved_s: float) -> list[float]:
    return [round(span.start_s + moved_s, 6), round(span.stop_s + moved_s, 6)]

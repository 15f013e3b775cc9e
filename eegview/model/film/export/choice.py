"""What a person chose to hide in a copy of a film."""

from dataclasses import dataclass
from enum import StrEnum

from eegview.model.film.export.face import FacePoint
from eegview.model.span import Span


class Faces(StrEnum):
    """What happens to faces, by its name in tables and options."""

    SHOWN = "shown"
    FOLLOWED = "followed"  # covered where a person drew them and they were followed
    WHOLE = "whole"  # the whole frame is covered all the time


class Cover(StrEnum):
    """How what is to be hidden is covered."""

    BLUR = "blur"
    PIXELATE = "pixelate"
    FILL = "fill"  # one colour: nothing at all is left


class Voice(StrEnum):
    """What happens to the sound."""

    KEPT = "kept"
    MUTE = "mute"
    TONES = "tones"  # a tone as loud as the sound was: when something was heard stays, what was said does not


@dataclass(frozen=True, slots=True)
class FilmChoice:
    """What is written of a film, and how.

    span : of the stream's own time, None = all of it
    points : of the faces, where they are followed
    """

    faces: Faces
    voice: Voice
    cover: Cover = Cover.BLUR
    points: tuple[FacePoint, ...] = ()
    span: Span | None = None

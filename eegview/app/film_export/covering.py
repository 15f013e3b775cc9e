"""What is shown of each picture of a film once its faces are covered."""

from collections.abc import Sequence

import numpy as np

from eegview.app.film_export.small_film import SmallFilm
from eegview.dsp.face_cover.covering import cover_ellipse, cover_picture
from eegview.model.film.export.choice import Faces, FilmChoice
from eegview.model.film.export.face import Ellipse, FollowedFace, Following, stretches
from eegview.model.film.video import Rgb, VideoFrame
from eegview.model.span import Span

MARGIN = 1.2  # what is covered, by what was drawn
DRIFT_MARGIN = 1.6


class FaceCovering:
    """Covers the pictures of one film; frozen once made, so that any thread may use it."""

    def __init__(self, film: SmallFilm | None, choice: FilmChoice, faces: Sequence[FollowedFace]) -> None:
        """Take what was chosen and followed.

        film : None where no face is followed
        """
        self._film, self._choice, self._faces = film, choice, tuple(faces)

    def ellipses_at(self, frame: int) -> tuple[Ellipse, ...]:
        """Return what is covered in a frame, with its margin."""
        return tuple(
            ellipse.grown(DRIFT_MARGIN if face.state[frame] == Following.DRIFTING else MARGIN)
            for face in self._faces
            for ellipse in face.ellipses_at(frame)
        )

    def is_whole_at(self, frame: int) -> bool:
        """Whether the whole frame is covered, because a face was lost there or nobody said where one is."""
        if self._choice.faces is Faces.FOLLOWED:
            return not self._faces or any(face.state[frame] == Following.LOST for face in self._faces)
        return self._choice.faces is Faces.WHOLE

    def covered(self, shown: VideoFrame) -> Rgb:
        """Return the pixels of a picture as the copy shows them."""
        if self._choice.faces is Faces.SHOWN:
            return shown.rgb
        frame = 0 if self._film is None else self._film.frame_at(shown.pts_s)
        if self.is_whole_at(frame):
            return cover_picture(shown.rgb, self._choice.cover)
        rgb = shown.rgb.copy()
        for ellipse in self.ellipses_at(frame):
            cover_ellipse(rgb, ellipse, self._choice.cover)
        return rgb

    def stretches(self, state: Following) -> list[Span]:
        """Return the spans in which the worst followed face has a state; empty where none is followed."""
        if self._film is None or not self._faces:
            return []
        worst = np.max([face.state for face in self._faces], axis=0)
        spans = stretches(worst, state, self._film.pts_s, self._film.end_s)
        part = self._choice.span
        cut = spans if part is None else [span.intersection(part) for span in spans]
        return [span for span in cut if span is not None]
